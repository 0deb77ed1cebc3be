// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes that the capture does not contain as such: decoded heads, joined fragments. An unlinked file per session, and
// a body source that reads it and the capture file as one.
#pragma once

#include "app/base/body_source.h"
#include "app/base/derived_bytes.h"
#include "app/base/file_descriptor.h"
#include "app/base/file_holes.h"

#include <memory>
#include <vector>

namespace session {

class DerivedFile final : public base::DerivedBytes
{
public:
    DerivedFile() = default;
    DerivedFile(const DerivedFile &) = delete;

    std::expected<base::Slice, int> append(std::span<const std::byte>) override;
    int descriptor() const { return m_file.get(); }
    uint64_t size() const { return m_size; }
    // Of the bytes before `limit`, only `kept` will be read again: gives back the disk space of the others.
    void release(uint64_t limit, const std::vector<base::Extent> &kept) { m_holes.release(m_file.get(), limit, kept); }
    bool holds(base::Extent bytes) const { return m_holes.holds(bytes); }

private:
    base::FileDescriptor m_file;
    base::FileHoles m_holes;
    uint64_t m_size = 0;
};

// `capture` may be null: then only derived slices can be read.
std::shared_ptr<const base::BodySource> joinedBodies(std::shared_ptr<const base::BodySource> capture,
                                                     std::shared_ptr<DerivedFile>);

} // namespace session
