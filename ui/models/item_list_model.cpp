// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/item_list_model.h"

#include "ui/models/exchange_columns.h"
#include "ui/models/format.h"
#include "ui/models/item_cells.h"

#include <algorithm>

namespace ui {

using exchange::Item;
using protocols::Half;

namespace {

constexpr uint32_t searchStep = 4096;    // items checked between two results
constexpr size_t previewRead = 512;

bool contains(const base::BodySource &bodies, const Item &item, const QString &text)
{
    if (ui::text(item.label).contains(text, Qt::CaseInsensitive))
        return true;
    const auto bytes = bodies.read(item.slices, ItemListModel::contentsSearched);
    return bytes
        && QString::fromUtf8(reinterpret_cast<const char *>(bytes->data()), qsizetype(bytes->size())).contains(text, Qt::CaseInsensitive);
}

} // namespace

ItemListModel::ItemListModel(QObject *parent)
    : QAbstractTableModel(parent), m_work(this)
{
}

void ItemListModel::show(const exchange::Store &store, std::shared_ptr<const base::BodySource> bodies, exchange::ExchangeId id)
{
    beginResetModel();
    m_store = &store;
    m_bodies = std::move(bodies);
    m_id = id;
    m_begin = store.begin(id);
    m_count = store.itemCount(id);
    m_rows.clear();
    m_searched = 0;
    m_work.cancel();
    m_searching = false;
    m_items.clear();
    m_previews.clear();
    endResetModel();
    search();
}

void ItemListModel::clear()
{
    beginResetModel();
    m_store = nullptr;
    m_bodies.reset();
    m_count = 0;
    m_rows.clear();
    m_work.cancel();
    m_searching = false;
    m_items.clear();
    m_previews.clear();
    endResetModel();
}

void ItemListModel::refresh()
{
    if (!m_store)
        return;
    const uint32_t count = m_store->itemCount(m_id);
    if (count <= m_count)
        return;
    if (m_filter.empty()) {
        beginInsertRows({}, int(m_count), int(count) - 1);
        m_count = count;
        endInsertRows();
        return;
    }
    m_count = count;
    search();
}

void ItemListModel::setFilter(Filter filter)
{
    if (filter == m_filter)
        return;
    beginResetModel();
    m_filter = std::move(filter);
    m_rows.clear();
    m_searched = 0;
    m_work.cancel();
    m_searching = false;
    endResetModel();
    search();
}

// Checks the next items on another thread; takeFound() continues.
void ItemListModel::search()
{
    if (m_filter.empty() || m_searching || !m_store)
        return;
    if (m_searched == m_count) {
        Q_EMIT searched();
        return;
    }
    m_searching = true;
    const uint32_t from = m_searched, until = std::min(m_count, m_searched + searchStep);
    std::vector<Item> items;
    items.reserve(until - from);
    for (uint32_t i = from; i < until; ++i)
        items.push_back(m_store->item(m_id, i));
    m_work.start(
        [from, until, filter = m_filter, bodies = m_bodies, items = std::move(items)](const Background::Superseded &) {
            std::vector<uint32_t> found;
            for (uint32_t i = from; i < until; ++i) {
                const Item &item = items[i - from];
                if (filter.half && item.half != *filter.half)
                    continue;
                if (filter.text.isEmpty() || contains(*bodies, item, filter.text))
                    found.push_back(i);
            }
            return found;
        },
        [this, until](const std::vector<uint32_t> &found) { takeFound(until, found); });
}

void ItemListModel::takeFound(uint32_t until, const std::vector<uint32_t> &found)
{
    m_searching = false;
    m_searched = until;
    if (!found.empty()) {
        beginInsertRows({}, int(m_rows.size()), int(m_rows.size() + found.size()) - 1);
        m_rows.insert(m_rows.end(), found.begin(), found.end());
        endInsertRows();
    }
    search();
}

int ItemListModel::rowCount(const QModelIndex &parent) const
{
    if (parent.isValid())
        return 0;
    return m_filter.empty() ? int(m_count) : int(m_rows.size());
}

int ItemListModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ItemColumn::Count);
}

uint32_t ItemListModel::itemIndex(int row) const
{
    return m_filter.empty() ? uint32_t(row) : m_rows[size_t(row)];
}

std::optional<uint32_t> ItemListModel::indexAt(int row) const
{
    if (row < 0 || row >= rowCount())
        return {};
    return itemIndex(row);
}

Item ItemListModel::itemAt(int row) const
{
    const auto index = indexAt(row);
    return index ? cached(*index) : Item{};
}

const Item &ItemListModel::cached(uint32_t index) const
{
    if (const Item *known = m_items.object(index))
        return *known;
    auto *item = new Item(m_store->item(m_id, index));
    m_items.insert(index, item);
    return *item;
}

// A small read from the page cache, only for visible rows.
QString ItemListModel::preview(uint32_t index) const
{
    if (const QString *known = m_previews.object(index))
        return *known;
    const Item &item = cached(index);
    const auto bytes = m_bodies->read(item.slices, previewRead);
    const QString text = bytes ? itemPreview(item, *bytes) : tr("(the capture file could not be read)");
    m_previews.insert(index, new QString(text));
    return text;
}

QVariant ItemListModel::data(const QModelIndex &cell, int role) const
{
    if (!checkIndex(cell, CheckIndexOption::IndexIsValid) || !m_store)
        return {};
    const uint32_t index = itemIndex(cell.row());
    const Item &item = cached(index);
    const bool sent = item.half == Half::Request;
    const auto column = ItemColumn(cell.column());
    if (role == int(Role::Tone)) {
        switch (column) {
        case ItemColumn::Direction:
            return int(sent ? Tone::Accent : Tone::Violet);
        case ItemColumn::Kind:
            return int(itemKindTone(item));
        case ItemColumn::Preview:
            return int(item.slices.empty() ? Tone::Explanation : Tone::Normal);
        default:
            return int(Tone::Dim);
        }
    }
    if (role == Qt::ToolTipRole) {
        QStringList tip = itemNotices(item);
        if (const QString id = itemIdText(item); !id.isEmpty())
            tip << tr("Id: %1").arg(id);
        if (column == ItemColumn::Direction)
            tip << (sent ? tr("From the client") : tr("From the server"));
        if (column == ItemColumn::Time)
            tip << dateTimeText(item.end);
        return tip.join(QLatin1Char('\n')).toHtmlEscaped();
    }
    if (role == Qt::TextAlignmentRole)
        return int((column == ItemColumn::Size || column == ItemColumn::Offset ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role == Qt::AccessibleTextRole && column == ItemColumn::Direction)
        return sent ? tr("from the client") : tr("from the server");
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case ItemColumn::Direction:
        return sent ? QStringLiteral("↑") : QStringLiteral("↓");
    case ItemColumn::Time:
        return timeText(item.end);
    case ItemColumn::Offset:
        return m_begin > 0 && item.end >= m_begin ? QLatin1Char('+') + durationText(item.end - m_begin) : QString();
    case ItemColumn::Kind:
        return itemKindText(item);
    case ItemColumn::Size: {
        uint64_t size = 0;
        for (const base::Slice &slice : item.slices)
            size += slice.length;
        return sizeText(std::max(size, item.slices.empty() ? item.wireBytes : 0));
    }
    case ItemColumn::Preview:
        return preview(index);
    case ItemColumn::Count:
        break;
    }
    return {};
}

QVariant ItemListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (ItemColumn(section)) {
    case ItemColumn::Time:
        return tr("Time");
    case ItemColumn::Offset:
        return tr("After");
    case ItemColumn::Kind:
        return tr("Kind");
    case ItemColumn::Size:
        return tr("Size");
    case ItemColumn::Preview:
        return tr("Contents");
    default:
        return {};
    }
}

} // namespace ui
