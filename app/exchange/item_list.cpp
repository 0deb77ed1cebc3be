// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/item_list.h"

#include "app/exchange/packing.h"

namespace exchange {

namespace {

void pack(const Item &item, base::Time blockBegin, std::vector<uint8_t> &out)
{
    packing::Writer writer(out, blockBegin);
    writer.number(uint64_t(item.kind) << 4 | uint64_t(item.coding) << 1 | uint64_t(item.half));
    writer.time(item.begin);
    writer.time(item.end);
    writer.number(item.code);
    writer.slices(item.slices);
    writer.number(item.wireBytes);
    writer.number(item.lostBytes);
    writer.text(item.label);
}

// Reads the item at `at`, and advances to the next.
Item unpack(std::span<const uint8_t> bytes, base::Time blockBegin, size_t &at)
{
    packing::Reader reader(bytes.subspan(at), blockBegin);
    Item item;
    const uint64_t marks = reader.number();
    item.half = protocols::Half(marks & 1);
    item.coding = protocols::ItemCoding(marks >> 1 & 7);
    item.kind = protocols::ItemKind(marks >> 4);
    item.begin = reader.time();
    item.end = reader.time();
    item.code = uint16_t(reader.number());
    item.slices = reader.slices();
    item.wireBytes = reader.number();
    item.lostBytes = reader.number();
    item.label = reader.text();
    at += reader.at();
    return item;
}

} // namespace

void ItemList::add(const Item &item)
{
    if (m_size == itemsMax) {
        ++m_beyond;
        return;
    }
    if (m_size++ % blockItems == 0)
        m_blocks.push_back({m_packed.size(), item.begin});
    pack(item, m_blocks.back().begin, m_packed);
}

Item ItemList::item(uint32_t index) const
{
    if (index >= m_size)
        return {};
    const Block &block = m_blocks[index / blockItems];
    size_t at = block.from;
    for (uint32_t i = 0; i < index % blockItems; ++i)
        unpack(m_packed, block.begin, at);
    return unpack(m_packed, block.begin, at);
}

void ItemList::forEach(const std::function<void(const Item &)> &visit) const
{
    size_t at = 0;
    for (uint32_t i = 0; i < m_size; ++i)
        visit(unpack(m_packed, m_blocks[i / blockItems].begin, at));
}

size_t ItemList::memoryBytes() const
{
    return m_packed.capacity() + m_blocks.capacity() * sizeof(Block);
}

} // namespace exchange
