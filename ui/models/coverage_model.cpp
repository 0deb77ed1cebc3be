// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/coverage_model.h"

#include "app/exchange/coverage_advice.h"
#include "ui/models/exchange_cells.h"
#include "ui/models/format.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace ui {

namespace {

constexpr size_t namesMax = 4; // of programs in one line
constexpr qsizetype nameLength = 20;

QString shortName(std::string_view name)
{
    const QString whole = clippedText(name, 64);
    return whole.size() <= nameLength ? whole : whole.left(nameLength - 1) + QStringLiteral("…");
}

} // namespace

CoverageModel::CoverageModel(const exchange::Store &store, QObject *parent)
    : QAbstractListModel(parent)
    , m_store(store)
{
    refresh();
}

int CoverageModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_lines.size());
}

QVariant CoverageModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || size_t(index.row()) >= m_lines.size())
        return {};
    const Line &line = m_lines[size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return line.programs.isEmpty() ? line.library : line.library + QStringLiteral(" · ") + line.programs;
    case Qt::ToolTipRole:
        return line.tip;
    case ReadabilityRole:
        return int(line.state);
    case CountRole:
        return line.count;
    case ReasonRole:
        return line.reason;
    default:
        return {};
    }
}

std::vector<CoverageModel::Line> CoverageModel::lines() const
{
    std::unordered_map<uint32_t, std::string_view> names; // by pid; the newest process of a pid wins
    for (const auto &process : m_store.processes())
        names[process.pid] = processName(process);

    using Key = std::tuple<int, std::string_view, std::string_view, std::string_view>;
    struct Group { uint32_t count = 0; std::vector<std::string_view> programs; const exchange::Coverage *first = nullptr; };
    std::map<Key, Group> groups;
    for (const auto &line : m_store.coverage()) {
        if (line.pid == 0)
            continue; // installed, but not used by any process so far
        const auto state = !line.known ? Readability::Unknown
            : line.readable            ? Readability::Readable
                                       : Readability::NotReadable;
        Group &group = groups[{ int(state), line.library, line.version, line.readable ? std::string_view() : line.reason }];
        ++group.count;
        if (!group.first)
            group.first = &line;
        const auto name = names.find(line.pid);
        if (name != names.end() && group.programs.size() <= namesMax
            && std::ranges::find(group.programs, name->second) == group.programs.end())
            group.programs.push_back(name->second);
    }

    // Within a state, the library used by most processes comes first.
    std::vector<const std::pair<const Key, Group> *> order;
    for (const auto &entry : groups)
        order.push_back(&entry);
    std::ranges::sort(order, {}, [](const auto *entry) {
        return std::tuple(std::get<0>(entry->first), -int64_t(entry->second.count), entry->first);
    });

    std::vector<Line> result;
    for (const auto *entry : order) {
        const auto &[key, group] = *entry;
        const exchange::Coverage &first = *group.first;
        Line line;
        line.state = Readability(std::get<0>(key));
        line.count = group.count;
        const QString library = clippedText(first.library, 64), version = clippedText(first.version, 64);
        // A version that includes its library ("OpenSSL 3.0.17") says both.
        line.library = version.startsWith(library) ? version : version.isEmpty() ? library : library + QLatin1Char(' ') + version;
        for (size_t i = 0; i < group.programs.size() && i < namesMax; ++i)
            line.programs += (i ? QStringLiteral(", ") : QString()) + shortName(group.programs[i]);
        if (group.programs.size() > namesMax)
            line.programs += QStringLiteral(", …");
        if (line.state != Readability::Readable)
            line.reason = clippedText(first.reason, 512);
        line.tip = line.state == Readability::Readable ? tr("Readable: the traffic of these programs is decrypted.")
            : line.reason.isEmpty()                    ? tr("Not known yet.")
                                                       : line.reason;
        if (const auto advice = exchange::adviceOn(first); !advice.empty() && !line.reason.isEmpty())
            line.tip += QLatin1Char('\n') + clippedText(advice, 256);
        if (!first.path.empty())
            line.tip += QLatin1Char('\n') + clippedText(first.path, 512);
        if (!first.foundBy.empty())
            line.tip += QLatin1Char('\n') + tr("found by: %1").arg(clippedText(first.foundBy, 128));
        result.push_back(std::move(line));
    }
    return result;
}

void CoverageModel::refresh()
{
    auto now = lines();
    m_readable = m_processes = 0;
    for (const Line &line : now) {
        m_processes += line.count;
        m_readable += line.state == Readability::Readable ? line.count : 0;
    }
    if (now == m_lines)
        return;
    if (now.size() == m_lines.size()) {
        m_lines = std::move(now);
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
        return;
    }
    beginResetModel();
    m_lines = std::move(now);
    endResetModel();
}

} // namespace ui
