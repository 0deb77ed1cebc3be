// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/exchange_order.h"

#include "ui/models/exchange_cells.h"
#include "ui/models/exchange_tone.h"

#include <algorithm>
#include <array>
#include <utility>

namespace ui {

using exchange::ExchangeId;
using exchange::Store;

namespace {

constexpr size_t chunk = sizeof(uint64_t);   // bytes of a text compared at a time
constexpr size_t fewTexts = 32;              // sorted by comparing them

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

// The first bytes of a text, which compare like it.
uint64_t firstChunk(std::string_view text)
{
    uint64_t key = 0;
    for (size_t i = 0; i < chunk; ++i)
        key = key << 8 | (i < text.size() ? uint8_t(text[i]) : 0);
    return key;
}

// By counting, a byte at a time from the lowest, which keeps the order of equal keys. Bytes that all keys share, as most
// do, are skipped.
template <typename Key> void sortByKey(std::span<Key> keys)
{
    if (keys.size() < 256) {
        std::ranges::stable_sort(keys, {}, &Key::key);
        return;
    }
    std::array<std::array<uint32_t, 256>, chunk> counts{};
    for (const Key &key : keys)
        for (size_t byte = 0; byte < chunk; ++byte)
            ++counts[byte][uint8_t(key.key >> (8 * byte))];
    std::vector<Key> other(keys.size());
    std::span<Key> from = keys, to = other;
    for (size_t byte = 0; byte < chunk; ++byte) {
        auto &places = counts[byte];
        if (places[uint8_t(keys.front().key >> (8 * byte))] == keys.size())
            continue;
        uint32_t sum = 0;
        for (uint32_t &place : places)
            sum += std::exchange(place, sum);
        for (const Key &key : from)
            to[places[uint8_t(key.key >> (8 * byte))]++] = key;
        std::swap(from, to);
    }
    if (from.data() != keys.data())
        std::ranges::copy(from, keys.begin());
}

} // namespace

bool isTimeOrder(Column column)
{
    return column == Column::Time || column == Column::Waterfall || column == Column::Count;
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

void SortKeys::addText(std::string_view text, uint32_t row)
{
    m_keys.push_back({0, row, uint32_t(m_textBegins.size())});
    m_textBegins.push_back(m_texts.size());
    m_texts += text;
}

void SortKeys::gather(const Store &store, std::span<const uint32_t> rows, const Marks *marks)
{
    m_keys.reserve(m_keys.size() + rows.size());
    for (const uint32_t row : rows) {
        if (m_column == Column::Path)
            addText(store.path(row), row);
        else if (m_column == Column::Comment)
            addText(marks ? marks->at(row).comment.toStdString() : std::string(), row);
        else if (m_column == Column::Mark)
            m_keys.push_back({marks ? uint64_t(marks->at(row).colour) : 0, row, 0});
        else
            m_keys.push_back({key(store, row), row, 0});
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

std::string_view SortKeys::textAfter(const Key &key, size_t depth) const
{
    const size_t begin = m_textBegins[key.text], end = key.text + 1 < m_textBegins.size() ? m_textBegins[key.text + 1] : m_texts.size();
    return std::string_view(m_texts).substr(std::min(begin + depth, end), end - std::min(begin + depth, end));
}

// A chunk at a time: only those that share one look further into their texts.
void SortKeys::sortTexts(std::span<Key> keys, size_t depth, bool descending)
{
    if (keys.size() <= fewTexts) {
        std::ranges::stable_sort(keys, [&](const Key &one, const Key &other) {
            return descending ? textAfter(other, depth) < textAfter(one, depth) : textAfter(one, depth) < textAfter(other, depth);
        });
        return;
    }
    // What all begin with says nothing.
    size_t shared = textAfter(keys.front(), depth).size();
    for (const Key &key : keys) {
        const std::string_view first = textAfter(keys.front(), depth), text = textAfter(key, depth);
        shared = size_t(std::ranges::mismatch(first.substr(0, shared), text).in1 - first.begin());
    }
    depth += shared;
    bool more = false;
    for (Key &key : keys) {
        const std::string_view text = textAfter(key, depth);
        key.key = descending ? ~firstChunk(text) : firstChunk(text);
        more = more || text.size() > chunk;
    }
    sortByKey(keys);
    for (size_t begin = 0, end = 0; more && begin < keys.size(); begin = end) {
        for (end = begin + 1; end < keys.size() && keys[end].key == keys[begin].key;)
            ++end;
        if (end - begin > 1)
            sortTexts(keys.subspan(begin, end - begin), depth + chunk, descending);
    }
}

std::vector<uint32_t> SortKeys::sorted(bool descending)
{
    if (isText(m_column)) {
        sortTexts(m_keys, 0, descending);
    } else {
        if (isWord(m_column))
            rankWords();
        if (descending)
            for (Key &key : m_keys)
                key.key = ~key.key;
        sortByKey(std::span(m_keys));
    }
    std::vector<uint32_t> rows(m_keys.size());
    std::ranges::transform(m_keys, rows.begin(), &Key::row);
    return rows;
}

void sortRows(const Store &store, std::vector<uint32_t> &rows, Column column, bool descending, const Marks *marks)
{
    std::ranges::sort(rows);
    if (isTimeOrder(column))
        return;
    SortKeys keys(column);
    keys.gather(store, rows, marks);
    rows = keys.sorted(descending);
}

} // namespace ui
