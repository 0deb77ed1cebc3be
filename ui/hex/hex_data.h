// SPDX-License-Identifier: GPL-3.0-or-later
// The byte source of the hex view: memory, or slices of the capture file read as they become visible.
#pragma once

#include "app/base/body_source.h"

#include <QByteArray>

#include <cstdint>
#include <memory>
#include <vector>

namespace ui {

class HexData
{
public:
    virtual ~HexData() = default;
    virtual uint64_t size() const = 0;
    // At most `count` bytes from `offset`; fewer if the data ends or cannot be read.
    virtual QByteArray read(uint64_t offset, size_t count) const = 0;
};

class MemoryHexData : public HexData
{
public:
    explicit MemoryHexData(QByteArray bytes) : m_bytes(std::move(bytes)) {}
    uint64_t size() const override { return uint64_t(m_bytes.size()); }
    QByteArray read(uint64_t offset, size_t count) const override;

private:
    QByteArray m_bytes;
};

// Reads a window of 64 KiB at a time and keeps the last one.
class SliceHexData : public HexData
{
public:
    SliceHexData(std::shared_ptr<const base::BodySource>, std::vector<base::Slice>);
    uint64_t size() const override { return m_ends.empty() ? 0 : m_ends.back(); }
    QByteArray read(uint64_t offset, size_t count) const override;

private:
    QByteArray readFile(uint64_t offset, size_t count) const;

    std::shared_ptr<const base::BodySource> m_source;
    std::vector<base::Slice> m_slices;
    std::vector<uint64_t> m_ends; // of each slice, within the joined bytes
    mutable QByteArray m_window;
    mutable uint64_t m_windowOffset = 0;
};

} // namespace ui
