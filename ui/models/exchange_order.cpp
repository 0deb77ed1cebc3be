// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/exchange_order.h"

#include "ui/models/exchange_cells.h"
#include "ui/models/exchange_tone.h"

#include <algorithm>
#include <string>
#include <utility>

namespace ui {

using exchange::ExchangeId;
using exchange::Store;

namespace {

bool sortsByNumber(Column column)
{
    switch (column) {
    case Column::Process:
    case Column::Method:
    case Column::Host:
    case Column::Path:
    case Column::Type:
    case Column::Remote:
    case Column::Tls:
    case Column::Machine:
        return false;
    default:
        return true;
    }
}

int64_t number(const Store &store, ExchangeId id, Column column)
{
    switch (column) {
    case Column::StatusDot:
        return int64_t(dotState(store, id));
    case Column::Side:
        return int64_t(store.side(id));
    case Column::Status:
        return store.status(id);
    case Column::Size:
        return int64_t(shownSize(store, id));
    case Column::Duration:
        return store.duration(id);
    case Column::Pid: {
        const auto process = store.process(id);
        return process < store.processes().size() ? int64_t(store.processes()[process].pid) : -1;
    }
    case Column::Protocol:
        return int64_t(store.protocol(id));
    case Column::Sent:
        return int64_t(store.requestBytes(id));
    case Column::Wait:
        return store.wait(id);
    case Column::Lost:
        return int64_t(store.lostBytes(id));
    case Column::Connection:
        return store.connection(id);
    default:
        return id;
    }
}

std::string word(const Store &store, ExchangeId id, Column column)
{
    switch (column) {
    case Column::Process:
        return std::string(processName(store, store.process(id)));
    case Column::Host:
        return hostText(store, id);
    case Column::Path:
        return std::string(store.path(id));
    case Column::Type:
        return std::string(store.contentType(id));
    default:
        return cellText(store, id, column, 0).toStdString();
    }
}

template <typename Key>
void sortByKey(std::vector<uint32_t> &rows, bool descending, Key key)
{
    using Value = decltype(key(uint32_t()));
    std::vector<std::pair<Value, uint32_t>> keyed;
    keyed.reserve(rows.size());
    for (const uint32_t id : rows)
        keyed.emplace_back(key(id), id);
    const auto order = [descending](const auto &a, const auto &b) {
        if (a.first != b.first)
            return descending ? b.first < a.first : a.first < b.first;
        return a.second < b.second;
    };
    std::sort(keyed.begin(), keyed.end(), order);
    std::transform(keyed.begin(), keyed.end(), rows.begin(), [](const auto &pair) { return pair.second; });
}

} // namespace

bool isTimeOrder(Column column)
{
    return column == Column::Time || column == Column::Waterfall || column == Column::Count;
}

void sortRows(const Store &store, std::vector<uint32_t> &rows, Column column, bool descending, const Marks *marks)
{
    if (isTimeOrder(column))
        std::sort(rows.begin(), rows.end());
    else if (marks && column == Column::Mark)
        sortByKey(rows, descending, [&](uint32_t id) { return marks->at(id).colour; });
    else if (marks && column == Column::Comment)
        sortByKey(rows, descending, [&](uint32_t id) { return marks->at(id).comment; });
    else if (sortsByNumber(column))
        sortByKey(rows, descending, [&](uint32_t id) { return number(store, id, column); });
    else
        sortByKey(rows, descending, [&](uint32_t id) { return word(store, id, column); });
}

} // namespace ui
