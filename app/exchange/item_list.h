// SPDX-License-Identifier: GPL-3.0-or-later
// The items of one exchange, packed: about 20 bytes each. Append-only, read by index.
#pragma once

#include "app/exchange/exchange.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace exchange {

class ItemList
{
public:
    static constexpr uint32_t itemsMax = 1'000'000;   // later ones are only counted, and remain in the bodies

    void add(const Item &);
    uint32_t size() const { return m_size; }
    uint64_t beyond() const { return m_beyond; }      // items that were dropped
    Item item(uint32_t index) const;                  // an empty one beyond size()
    // Visits every item: faster than one by one.
    void forEach(const std::function<void(const Item &)> &) const;
    size_t memoryBytes() const;

private:
    static constexpr uint32_t blockItems = 32;        // read from the start of the block
    struct Block { size_t from; base::Time begin; };
    std::vector<uint8_t> m_packed;
    std::vector<Block> m_blocks;
    uint32_t m_size = 0;
    uint64_t m_beyond = 0;
};

} // namespace exchange
