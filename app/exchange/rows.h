// SPDX-License-Identifier: GPL-3.0-or-later
// Rows by dense number, in blocks that never move. Read like a span: a released row is an empty one. The memory of a
// block is freed once all of its rows are released; 8 bytes for each block remain.
#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

namespace exchange {

template <typename Row>
class Rows
{
public:
    class Iterator
    {
    public:
        using iterator_category = std::forward_iterator_tag;
        using value_type = Row;
        using difference_type = std::ptrdiff_t;
        using pointer = const Row *;
        using reference = const Row &;

        Iterator() = default;
        Iterator(const Rows &rows, size_t row) : m_rows(&rows), m_row(row) {}
        reference operator*() const { return (*m_rows)[m_row]; }
        pointer operator->() const { return &(*m_rows)[m_row]; }
        Iterator &operator++()
        {
            ++m_row;
            return *this;
        }
        Iterator operator++(int) { return {*m_rows, m_row++}; }
        bool operator==(const Iterator &other) const { return m_row == other.m_row; }

    private:
        const Rows *m_rows = nullptr;
        size_t m_row = 0;
    };

    Rows() = default;
    Rows(const Rows &) = delete;
    Rows &operator=(const Rows &) = delete;

    size_t size() const { return m_size; }
    bool empty() const { return m_size == 0; }
    size_t kept() const { return m_kept; }       // those that are not released
    // `row` < size().
    const Row &operator[](size_t row) const
    {
        const Block *block = m_blocks[row / blockRows].get();
        return block ? block->rows[row % blockRows] : none();
    }
    Iterator begin() const { return {*this, 0}; }
    Iterator end() const { return {*this, m_size}; }

    // Null if it does not exist, or is released.
    Row *find(size_t row)
    {
        Block *block = row < m_size ? m_blocks[row / blockRows].get() : nullptr;
        return block && !block->released[row % blockRows] ? &block->rows[row % blockRows] : nullptr;
    }
    void push(Row row)
    {
        if (m_size % blockRows == 0)
            m_blocks.push_back(std::make_unique<Block>());
        m_blocks.back()->rows[m_size++ % blockRows] = std::move(row);
        ++m_kept;
    }
    void release(size_t row)
    {
        Row *found = find(row);
        if (!found)
            return;
        std::unique_ptr<Block> &block = m_blocks[row / blockRows];
        *found = Row{};
        block->released.set(row % blockRows);
        --m_kept;
        if (block->released.all())
            block.reset();
    }
    // Calls visit(row) for each that is not released.
    template <typename Visit> void forEachKept(Visit visit) const
    {
        for (const std::unique_ptr<Block> &block : m_blocks) {
            const size_t count = &block == &m_blocks.back() && m_size % blockRows ? m_size % blockRows : blockRows;
            for (size_t at = 0; block && at < count; ++at)
                if (!block->released[at])
                    visit(block->rows[at]);
        }
    }
    size_t memoryBytes() const
    {
        size_t bytes = m_blocks.capacity() * sizeof m_blocks[0];
        for (const std::unique_ptr<Block> &block : m_blocks)
            bytes += block ? sizeof *block : 0;
        return bytes;
    }

private:
    static constexpr size_t blockRows = 64;
    struct Block {
        std::array<Row, blockRows> rows{};
        std::bitset<blockRows> released;
    };
    static const Row &none()
    {
        static const Row empty{};
        return empty;
    }

    std::vector<std::unique_ptr<Block>> m_blocks;
    size_t m_size = 0, m_kept = 0;
};

} // namespace exchange
