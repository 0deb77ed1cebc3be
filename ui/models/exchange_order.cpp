// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/exchange_order.h"

#include "ui/models/exchange_cells.h"
#include "ui/models/exchange_tone.h"
#include "ui/models/key_sorting.h"

#include <algorithm>
#include <utility>

namespace ui {

using exchange::ExchangeId;
using exchange::Store;

namespace {

bool isText(Column column) { return column == Column::Path || column == Column::Comment; }

bool isWord(Column column)
{
    return column == Column::Process || column == Column::Method || column == Column::Host || column == Column::Type || column == Column::Remote || column == Column::Tls || column == Column::Machine;
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

// In the order of the numbers, negative ones first.
uint64_t inOrder(int64_t value) { return uint64_t(value) ^ (uint64_t(1) << 63); }

} // namespace

bool isTimeOrder(Column column)
{
    return column == Column::Time || column == Column::Waterfall || column == Column::Count;
}

SortKeys::SortKeys(Column column, size_t rows)
    : m_column(column)
{
    if (isText(column))
        m_texts.reserve(rows);
    else
        m_keys.reserve(rows);
}

uint64_t SortKeys::wordKey(std::string_view word)
{
    return m_words.try_emplace(std::string(word), uint32_t(m_words.size())).first->second;
}

template <typename Word> uint64_t SortKeys::wordKey(Known &known, uint32_t number, Word word)
{
    if (known.size() <= number)
        known.resize(number + size_t(1));
    if (known[number] == 0)
        known[number] = uint32_t(wordKey(word())) + 1;
    return known[number] - 1;
}

// Without a name of its own it has that of its connection.
uint64_t SortKeys::hostKey(const Store &store, uint32_t row)
{
    if (const auto name = store.hostName(row))
        return wordKey(m_known, name, [&] { return store.name(name); });
    if (const auto connection = store.connection(row); connection < store.connections().size())
        return wordKey(m_knownOfConnection, connection, [&] { return hostText(store, row); });
    return wordKey(hostText(store, row));
}

uint64_t SortKeys::key(const Store &store, uint32_t row)
{
    switch (m_column) {
    case Column::Process: {
        const auto process = store.process(row);
        return process < store.processes().size() ? wordKey(m_known, process, [&] { return processName(store, process); }) : wordKey({});
    }
    case Column::Host:
        return hostKey(store, row);
    case Column::Type:
        return wordKey(m_known, store.contentTypeName(row), [&] { return store.contentType(row); });
    case Column::Method:
        if (const auto name = store.methodName(row))
            return wordKey(m_known, name, [&] { return store.name(name); });
        return wordKey(cellText(store, row, m_column, 0).toStdString());
    case Column::Remote:
    case Column::Tls:
    case Column::Machine: {
        const auto connection = store.connection(row);
        const auto cell = [&] { return cellText(store, row, m_column, 0).toStdString(); };
        return connection < store.connections().size() ? wordKey(m_known, connection, cell) : wordKey(cell());
    }
    default:
        return inOrder(number(store, row, m_column));
    }
}

void SortKeys::gather(const Store &store, std::span<const uint32_t> rows, const Marks *marks)
{
    for (const uint32_t row : rows) {
        if (m_column == Column::Path)
            m_texts.add(store.path(row), row);
        else if (m_column == Column::Comment)
            m_texts.add(marks ? marks->at(row).comment.toStdString() : std::string(), row);
        else if (m_column == Column::Mark)
            m_keys.push_back({marks ? uint64_t(marks->at(row).colour) : 0, row});
        else
            m_keys.push_back({key(store, row), row});
    }
}

// Words become numbers in their order.
void SortKeys::rankWords()
{
    std::vector<std::pair<std::string_view, uint32_t>> words(m_words.begin(), m_words.end());
    std::ranges::sort(words);
    std::vector<uint32_t> ranks(words.size());
    for (size_t rank = 0; rank < words.size(); ++rank)
        ranks[words[rank].second] = uint32_t(rank);
    for (Key &key : m_keys)
        key.key = ranks[key.key];
}

std::vector<uint32_t> SortKeys::sorted(bool descending)
{
    if (isText(m_column))
        return m_texts.sorted(descending);
    if (isWord(m_column))
        rankWords();
    if (descending)
        for (Key &key : m_keys)
            key.key = ~key.key;
    std::vector<Key> room(m_keys.size());
    sortByKey(std::span(m_keys), std::span(room), &Key::key);
    std::vector<uint32_t> rows(m_keys.size());
    std::ranges::transform(m_keys, rows.begin(), &Key::row);
    return rows;
}

void sortRows(const Store &store, std::vector<uint32_t> &rows, Column column, bool descending, const Marks *marks)
{
    std::ranges::sort(rows);
    if (isTimeOrder(column))
        return;
    SortKeys keys(column, rows.size());
    keys.gather(store, rows, marks);
    rows = keys.sorted(descending);
}

} // namespace ui
