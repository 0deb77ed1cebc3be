// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/text_order.h"

#include "ui/models/key_sorting.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <utility>

namespace ui {

namespace {

constexpr size_t chunk = sizeof(uint64_t);   // bytes of a text in a number
constexpr size_t blockBytes = 1024 * 1024;
constexpr size_t fewTexts = 32;              // sorted by comparing them

// The first bytes of a text, as a number that compares like them.
uint64_t firstChunk(std::string_view text)
{
    uint64_t number = 0;
    if (!text.empty())
        std::memcpy(&number, text.data(), std::min(text.size(), chunk));
    return std::endian::native == std::endian::little ? std::byteswap(number) : number;
}

// A few different numbers, and how often each occurs.
class FewNumbers
{
public:
    static constexpr size_t most = 256;

    // False if there are more.
    bool count(uint64_t number)
    {
        size_t slot = slotOf(number);
        while (m_slots[slot] && m_entries[m_slots[slot] - 1u].number != number)
            slot = (slot + 1) % slots;
        if (m_slots[slot] == 0) {
            if (m_size == most)
                return false;
            m_entries[m_size] = {number, 0};
            m_slots[slot] = uint16_t(++m_size);
        }
        ++m_entries[m_slots[slot] - 1u].count;
        return true;
    }
    // From counts to the place of the first of each.
    void place()
    {
        std::array<Entry *, most> order{};
        for (size_t i = 0; i < m_size; ++i)
            order[i] = &m_entries[i];
        std::sort(order.begin(), order.begin() + m_size, [](const Entry *one, const Entry *other) { return one->number < other->number; });
        uint32_t sum = 0;
        for (size_t i = 0; i < m_size; ++i)
            sum += std::exchange(order[i]->count, sum);
    }
    // The next place of a number that was counted.
    uint32_t next(uint64_t number)
    {
        size_t slot = slotOf(number);
        while (m_entries[m_slots[slot] - 1u].number != number)
            slot = (slot + 1) % slots;
        return m_entries[m_slots[slot] - 1u].count++;
    }
    size_t size() const { return m_size; }

private:
    static constexpr size_t slots = 1024;
    struct Entry {
        uint64_t number;
        uint32_t count;
    };
    static size_t slotOf(uint64_t number) { return size_t(number * 0x9e37'79b9'7f4a'7c15 >> 54); }

    std::array<uint16_t, slots> m_slots{};   // 1 + the entry; 0: free
    std::array<Entry, most> m_entries{};
    size_t m_size = 0;
};

// Visits each run of two or more that are the same.
template <typename Key, typename Same, typename Visit> void forEachRun(std::span<Key> keys, Same same, Visit visit)
{
    for (size_t begin = 0, end = 0; begin < keys.size(); begin = end) {
        for (end = begin + 1; end < keys.size() && same(keys[begin], keys[end]);)
            ++end;
        if (end - begin > 1)
            visit(keys.subspan(begin, end - begin));
    }
}

} // namespace

void TextOrder::reserve(size_t rows)
{
    m_texts.reserve(rows);
    m_rows.reserve(rows);
}

void TextOrder::add(std::string_view text, uint32_t row)
{
    if (text.size() > m_left) {
        m_left = std::max(blockBytes, text.size());
        m_blocks.push_back(std::make_unique_for_overwrite<char[]>(m_left));
        m_end = m_blocks.back().get();
    }
    if (!text.empty())
        std::memcpy(m_end, text.data(), text.size());
    m_texts.emplace_back(m_end, text.size());
    m_rows.push_back(row);
    m_end += text.size();
    m_left -= text.size();
}

std::string_view TextOrder::textAfter(const Key &key, size_t depth) const
{
    const std::string_view text = m_texts[key.text];
    return text.substr(std::min(depth, text.size()));
}

// Moves `depth` behind what all begin with, which says nothing. False if nothing is longer than what the numbers hold.
bool TextOrder::fill(std::span<Key> keys, size_t &depth, bool descending) const
{
    const std::string_view model = textAfter(keys.front(), depth);
    size_t shared = model.size();
    for (const Key &key : keys) {
        const std::string_view text = textAfter(key, depth);
        shared = size_t(std::ranges::mismatch(model.substr(0, shared), text).in1 - model.begin());
    }
    depth += shared;
    bool longer = false;
    for (Key &key : keys) {
        const std::string_view text = textAfter(key, depth);
        key.first = firstChunk(text);
        key.second = text.size() > chunk ? firstChunk(text.substr(chunk)) : 0;
        if (descending) {
            key.first = ~key.first;
            key.second = ~key.second;
        }
        longer = longer || text.size() > 2 * chunk;
    }
    return longer;
}

// Many texts have one of a few beginnings: one step then, instead of one for each byte.
void TextOrder::sortByFirst(std::span<Key> keys, std::span<Key> room) const
{
    FewNumbers few;
    if (!std::ranges::all_of(keys, [&](const Key &key) { return few.count(key.first); }))
        return sortByKey(keys, room, &Key::first);
    if (few.size() == 1)
        return;
    few.place();
    for (const Key &key : keys)
        room[few.next(key.first)] = key;
    std::ranges::copy(room.first(keys.size()), keys.begin());
}

void TextOrder::sort(std::span<Key> keys, std::span<Key> room, size_t depth, bool descending)
{
    const bool longer = fill(keys, depth, descending);
    sortByFirst(keys, room);
    forEachRun(keys, [](const Key &one, const Key &other) { return one.first == other.first; }, [&](std::span<Key> run) {
        sortByKey(run, room, &Key::second);
        if (longer)
            forEachRun(run, [](const Key &one, const Key &other) { return one.second == other.second; },
                       [&](std::span<Key> same) { sortRest(same, room, depth + 2 * chunk, descending); });
    });
}

// Texts that are equal up to `depth`.
void TextOrder::sortRest(std::span<Key> keys, std::span<Key> room, size_t depth, bool descending)
{
    if (keys.size() > fewTexts)
        return sort(keys, room, depth, descending);
    std::ranges::sort(keys, [&](const Key &one, const Key &other) {
        const int order = textAfter(one, depth).compare(textAfter(other, depth));
        return order == 0 ? one.text < other.text : descending ? order > 0 : order < 0;
    });
}

std::vector<uint32_t> TextOrder::sorted(bool descending)
{
    std::vector<Key> keys(m_texts.size()), room(m_texts.size());
    for (uint32_t text = 0; text < keys.size(); ++text)
        keys[text] = {0, 0, m_rows[text], text};
    if (!keys.empty())
        sort(keys, room, 0, descending);
    std::ranges::transform(keys, m_rows.begin(), &Key::row);
    return std::move(m_rows);
}

} // namespace ui
