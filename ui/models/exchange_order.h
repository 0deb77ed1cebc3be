// SPDX-License-Identifier: GPL-3.0-or-later
// Sort orders of the table: keys are gathered from the store on its thread, a part of the rows at a time, and sorted on
// any thread.
#pragma once

#include "app/exchange/store.h"
#include "ui/models/exchange_columns.h"
#include "ui/models/marks.h"
#include "ui/models/text_order.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace ui {

// Waterfall, Time: in order of start, which is the order of the ids.
bool isTimeOrder(Column);

class SortKeys
{
public:
    // `rows`: how many will be gathered, if that is known.
    explicit SortKeys(Column column, size_t rows = 0);

    // Rows in ascending order of their ids, and behind those gathered before. `marks` may be null.
    void gather(const exchange::Store &, std::span<const uint32_t> rows, const Marks *marks);
    // The rows in their order; equal ones stay in order of their start. Once.
    std::vector<uint32_t> sorted(bool descending);

private:
    struct Key {
        uint64_t key;
        uint32_t row;
    };
    using Known = std::vector<uint32_t>;    // by the store's own number: 1 + the word's number here; 0: not looked at yet

    template <typename Word> uint64_t wordKey(Known &, uint32_t number, Word);
    uint64_t wordKey(std::string_view);
    uint64_t hostKey(const exchange::Store &, uint32_t row);
    uint64_t key(const exchange::Store &, uint32_t row);
    void rankWords();

    Column m_column;
    std::vector<Key> m_keys;
    // Columns with few different values: their words, and which of them each name, process or connection has.
    std::unordered_map<std::string, uint32_t> m_words;
    Known m_known, m_knownOfConnection;
    TextOrder m_texts;      // of columns in which most values differ
};

// All at once. Stable, like SortKeys.
void sortRows(const exchange::Store &, std::vector<uint32_t> &rows, Column, bool descending, const Marks *marks = nullptr);

} // namespace ui
