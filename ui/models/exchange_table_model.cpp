// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/exchange_table_model.h"

#include "ui/models/exchange_cells.h"
#include "ui/models/exchange_tone.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace ui {

namespace {

// More individual insertions and removals than this in one batch cost more than a reset.
constexpr size_t singleMovesMax = 256;
constexpr size_t sortedMovesMax = 16;    // each needs the rows' positions anew

base::Time wallClock()
{
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

} // namespace

ExchangeTableModel::ExchangeTableModel(const exchange::Store &store, const Marks *marks, const calls::Calls *calls, QObject *parent)
    : QAbstractTableModel(parent)
    , m_store(store)
    , m_marks(marks)
    , m_calls(calls)
    , m_sorting(store, marks, this)
{
    m_resort.setSingleShot(true);
    connect(&m_resort, &QTimer::timeout, this, &ExchangeTableModel::resort);
    connect(&m_sorting, &RowSorting::sorted, this, &ExchangeTableModel::takeSorted);
    countSecondsAgain();
    refill();
}

int ExchangeTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int ExchangeTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ui::columnCount;
}

QVariant ExchangeTableModel::data(const QModelIndex &index, int role) const
{
    const exchange::ExchangeId id = index.isValid() ? idAt(index.row()) : base::noId;
    if (id >= m_store.size())
        return {};
    const auto column = Column(index.column());
    switch (role) {
    case Qt::DisplayRole:
        if (column == Column::Comment)
            return markOf(id).comment.simplified();
        if (column == Column::Mark)
            return markOf(id).colour == MarkColour::None ? QString() : markTitle(markOf(id).colour);
        if (column == Column::Process && standsForBoth(id))
            return QStringLiteral("%1 → %2").arg(cellText(m_store, id, column, 0), cellText(m_store, m_calls->otherHalf(id), column, 0));
        if (column == Column::Side && standsForBoth(id))
            return QStringLiteral("↔");
        return cellText(m_store, id, column, m_live ? wallClock() : 0);
    case Qt::ToolTipRole:
        if (column == Column::Side && standsForBoth(id))
            return tr("both ends of this call were captured");
        if (const QString comment = markOf(id).comment; !comment.isEmpty() && (column == Column::Comment || column == Column::StatusDot))
            return comment;
        return cellTip(m_store, id, column);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignVCenter | (alignedRight(column) ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::AccessibleTextRole:
        return column == Column::StatusDot ? dotText(dotState(m_store, id)) : cellText(m_store, id, column, 0);
    case int(Role::Id):
        return id;
    case int(Role::StatusDot):
        return int(dotState(m_store, id));
    case int(Role::Tone):
        return int(cellTone(m_store, id, column));
    case int(Role::Mark):
        return int(markOf(id).colour);
    case int(Role::LossBefore):
        return lossBefore(index.row());
    case int(Role::Phases):
        return QVariant::fromValue(phases(id));
    default:
        return {};
    }
}

QVariant ExchangeTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ui::columnCount)
        return {};
    const auto column = Column(section);
    if (role == Qt::DisplayRole)
        return columnTitle(column);
    if (role == Qt::ToolTipRole)
        return columnName(column);
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (alignedRight(column) ? Qt::AlignRight : Qt::AlignLeft));
    return {};
}

Mark ExchangeTableModel::markOf(exchange::ExchangeId id) const
{
    return m_marks ? m_marks->at(id) : Mark();
}

void ExchangeTableModel::apply(const exchange::Store::Change &change)
{
    noteLosses(change.firstNew);
    countSeconds(change);
    if (m_paused) {
        m_missedChanges = true;
        return;
    }
    const uint32_t end = m_store.size();
    if (!change.changed.empty())
        update(change.changed);
    // It may have taken the new ones in already.
    const uint32_t from = std::max({ change.firstNew, m_floor, m_seen });
    m_isShown.resize(end);
    if (from < end)
        append(m_filter.run(m_store, from, end));
    m_seen = end;
}

void ExchangeTableModel::append(std::vector<uint32_t> &&ids)
{
    if (ids.empty())
        return;
    for (const uint32_t id : ids)
        m_isShown[id] = true;
    const int first = reversed() ? 0 : int(m_rows.size());
    beginInsertRows({}, first, first + int(ids.size()) - 1);
    if (!m_position.empty()) {
        m_position.resize(m_isShown.size());
        for (size_t i = 0; i < ids.size(); ++i)
            m_position[ids[i]] = uint32_t(m_rows.size() + i);
    }
    m_rows.insert(m_rows.end(), ids.begin(), ids.end());
    endInsertRows();
    sortLater();
}

// Existing rows: some now pass the filter (a status has arrived), others no longer do.
void ExchangeTableModel::update(const std::vector<exchange::ExchangeId> &changed)
{
    std::vector<uint32_t> comers, goers;
    std::vector<int> stayers;
    for (const uint32_t id : changed) {
        if (id < m_floor || id >= m_isShown.size())
            continue;
        const bool was = m_isShown[id], is = m_filter.passesAll() || m_filter.matches(m_store, id);
        if (was && is) {
            if (const auto row = rowOf(id))
                stayers.push_back(*row);
        } else if (is) {
            comers.push_back(id);
        } else if (was) {
            goers.push_back(id);
        }
    }
    emitChanged(std::move(stayers));
    if (comers.size() + goers.size() > (inTimeOrder() ? singleMovesMax : sortedMovesMax))
        return replace(std::move(comers), goers);
    for (const uint32_t id : goers)
        removeOne(id);
    for (const uint32_t id : comers)
        insertOne(id);
    sortLater();
}

// Many at once; the others keep their order.
void ExchangeTableModel::replace(std::vector<uint32_t> &&comers, const std::vector<uint32_t> &goers)
{
    if (!inTimeOrder() && goers.empty())
        return append(std::move(comers));
    beginResetModel();
    for (const uint32_t id : goers)
        m_isShown[id] = false;
    if (!goers.empty())
        std::erase_if(m_rows, [this](uint32_t id) { return !m_isShown[id]; });
    for (const uint32_t id : comers)
        m_isShown[id] = true;
    const auto middle = std::ptrdiff_t(m_rows.size());
    m_rows.insert(m_rows.end(), comers.begin(), comers.end());
    if (inTimeOrder())
        std::inplace_merge(m_rows.begin(), m_rows.begin() + middle, m_rows.end());
    m_position.clear();
    endResetModel();
    sortLater();
}

void ExchangeTableModel::insertOne(uint32_t id)
{
    const auto at = inTimeOrder() ? std::lower_bound(m_rows.begin(), m_rows.end(), id) : m_rows.end();
    const auto position = size_t(at - m_rows.begin());
    const int row = reversed() ? int(m_rows.size() - position) : int(position);
    beginInsertRows({}, row, row);
    m_rows.insert(at, id);
    m_isShown[id] = true;
    m_position.clear();
    endInsertRows();
}

void ExchangeTableModel::removeOne(uint32_t id)
{
    const auto row = rowOf(id);
    if (!row)
        return;
    const size_t position = reversed() ? m_rows.size() - 1 - size_t(*row) : size_t(*row);
    beginRemoveRows({}, *row, *row);
    m_rows.erase(m_rows.begin() + std::ptrdiff_t(position));
    m_isShown[id] = false;
    m_position.clear();
    endRemoveRows();
}

void ExchangeTableModel::emitChanged(std::vector<int> rows)
{
    std::sort(rows.begin(), rows.end());
    for (size_t i = 0; i < rows.size();) {
        size_t end = i + 1;
        while (end < rows.size() && rows[end] == rows[end - 1] + 1)
            ++end;
        Q_EMIT dataChanged(index(rows[i], 0), index(rows[end - 1], ui::columnCount - 1));
        i = end;
    }
}

void ExchangeTableModel::setFilter(RowFilter filter)
{
    beginResetModel();
    m_filter = std::move(filter);
    m_filter.join(m_joined ? m_calls : nullptr);
    refill();
    endResetModel();
}

void ExchangeTableModel::setJoined(bool joined)
{
    if (joined == m_joined || !m_calls)
        return;
    beginResetModel();
    m_joined = joined;
    m_filter.join(joined ? m_calls : nullptr);
    refill();
    endResetModel();
}

void ExchangeTableModel::filterAgain(const std::vector<exchange::ExchangeId> &ids)
{
    std::vector<exchange::ExchangeId> all = ids;
    for (const exchange::ExchangeId id : ids)   // which half has the row depends on both
        if (const auto other = m_joined ? m_calls->otherHalf(id) : base::noId; other != base::noId)
            all.push_back(other);
    std::ranges::sort(all);
    const auto again = std::ranges::unique(all);
    all.erase(again.begin(), again.end());
    update(all);
}

void ExchangeTableModel::showFrom(exchange::ExchangeId first)
{
    beginResetModel();
    m_floor = first;
    countSecondsAgain();
    refill();
    endResetModel();
}

void ExchangeTableModel::reload()
{
    beginResetModel();
    m_floor = 0;
    m_seen = m_store.size();
    m_lossBefore.clear();
    m_lostEvents = 0;
    countSecondsAgain();
    refill();
    noteLosses(0);
    endResetModel();
}

void ExchangeTableModel::setPaused(bool paused)
{
    if (paused == m_paused)
        return;
    m_paused = paused;
    if (paused || !std::exchange(m_missedChanges, false))
        return;
    beginResetModel();
    refill();
    endResetModel();
}

void ExchangeTableModel::setLive(bool live)
{
    if (live == m_live)
        return;
    m_live = live;
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, int(Column::Duration)), index(int(m_rows.size()) - 1, int(Column::Duration)));
}

// While paused, rows that arrived after the pause are left out.
void ExchangeTableModel::refill()
{
    const uint32_t end = m_paused ? std::min(m_seen, m_store.size()) : m_store.size();
    m_rows = m_floor < end ? m_filter.run(m_store, m_floor, end) : std::vector<uint32_t>();
    m_isShown.assign(end, false);
    for (const uint32_t id : m_rows)
        m_isShown[id] = true;
    m_position.clear();
    m_seen = end;
    orderRefilled();
}

void ExchangeTableModel::noteLosses(uint32_t firstNew)
{
    uint64_t events = 0;
    for (const auto &loss : m_store.losses())
        events += loss.events;
    if (events > m_lostEvents && firstNew > 0 && firstNew < m_store.size())
        m_lossBefore.push_back(firstNew);
    m_lostEvents = events;
}

// Between the row above and this one; only in time order.
bool ExchangeTableModel::lossBefore(int row) const
{
    if (!inTimeOrder() || row < 1)
        return false;
    const uint32_t above = idAt(row - 1), here = idAt(row);
    const uint32_t older = std::min(above, here), newer = std::max(above, here);
    const auto mark = std::upper_bound(m_lossBefore.begin(), m_lossBefore.end(), older);
    return mark != m_lossBefore.end() && *mark <= newer;
}

exchange::ExchangeId ExchangeTableModel::idAt(int row) const
{
    if (row < 0 || size_t(row) >= m_rows.size())
        return base::noId;
    return reversed() ? m_rows[m_rows.size() - 1 - size_t(row)] : m_rows[size_t(row)];
}

std::optional<int> ExchangeTableModel::rowOf(exchange::ExchangeId id) const
{
    if (id >= m_isShown.size() || !m_isShown[id])
        return std::nullopt;
    if (inTimeOrder()) {
        const auto at = std::lower_bound(m_rows.begin(), m_rows.end(), id);
        return at == m_rows.end() || *at != id ? std::nullopt : std::optional(rowOfPosition(size_t(at - m_rows.begin())));
    }
    if (m_position.empty()) {
        m_position.resize(m_isShown.size());
        for (size_t position = 0; position < m_rows.size(); ++position)
            m_position[m_rows[position]] = uint32_t(position);
    }
    return rowOfPosition(m_position[id]);
}

int ExchangeTableModel::rowOfPosition(size_t position) const
{
    return int(reversed() ? m_rows.size() - 1 - position : position);
}

std::vector<uint32_t> ExchangeTableModel::shownIds() const
{
    return shownByTime();
}

uint32_t ExchangeTableModel::total() const
{
    return m_store.size() - std::min(m_floor, m_store.size()) - (m_joined ? m_seconds : 0);
}

std::vector<uint32_t> ExchangeTableModel::allIds() const
{
    std::vector<uint32_t> ids;
    for (uint32_t id = m_floor; id < m_store.size(); ++id)
        if (!m_joined || !m_isSecond[id])
            ids.push_back(id);
    return ids;
}

std::optional<int> ExchangeTableModel::rowStandingFor(exchange::ExchangeId id) const
{
    const auto own = rowOf(id);
    return own || !m_joined ? own : rowOf(m_calls->otherHalf(id));
}

// A half stays one: calls are never parted.
void ExchangeTableModel::countSeconds(const exchange::Store::Change &change)
{
    if (!m_calls)
        return;
    m_isSecond.resize(m_store.size());
    const auto look = [this](uint32_t id) {
        if (m_isSecond[id] || !m_calls->isSecond(id))
            return;
        m_isSecond[id] = true;
        m_seconds += id >= m_floor;
    };
    std::ranges::for_each(change.changed, look);
    for (uint32_t id = change.firstNew; id < m_store.size(); ++id)
        look(id);
}

void ExchangeTableModel::countSecondsAgain()
{
    m_isSecond.clear();
    m_seconds = 0;
    countSeconds({ .changed = {}, .firstNew = 0 });
}

exchange::Timing ExchangeTableModel::phases(exchange::ExchangeId id) const
{
    return exchange::timing(m_store.exchange(id), connectionOf(m_store, id), m_store.firstOfConnection(id));
}

} // namespace ui
