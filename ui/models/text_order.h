// SPDX-License-Identifier: GPL-3.0-or-later
// Sorts rows by texts of which most differ and many begin alike, such as paths: by numbers made of sixteen bytes of each,
// so that the texts themselves are read once, one after the other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace ui {

class TextOrder
{
public:
    void reserve(size_t rows);
    // Copies the text.
    void add(std::string_view, uint32_t row);
    // The rows in the order of their texts; equal ones in the order in which they were added. Once.
    std::vector<uint32_t> sorted(bool descending);

private:
    struct Key {
        uint64_t first, second;   // eight bytes each
        uint32_t row, text;       // the latter also tells which was added first
    };

    bool fill(std::span<Key>, size_t &depth, bool descending) const;
    void sortByFirst(std::span<Key>, std::span<Key> room) const;
    void sort(std::span<Key>, std::span<Key> room, size_t depth, bool descending);
    void sortRest(std::span<Key>, std::span<Key> room, size_t depth, bool descending);
    std::string_view textAfter(const Key &, size_t depth) const;

    std::vector<std::unique_ptr<char[]>> m_blocks;   // the texts, one behind the other
    char *m_end = nullptr;                           // of the last text
    size_t m_left = 0;                               // behind it, in its block
    std::vector<std::string_view> m_texts;
    std::vector<uint32_t> m_rows;
};

} // namespace ui
