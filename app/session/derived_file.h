// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes that the capture does not contain as such: decoded heads, joined fragments. An unlinked file per session, and
// a body source that reads it and the capture file as one.
#pragma once

#include "app/base/body_source.h"
#include "app/base/derived_bytes.h"
#include "app/base/file_descriptor.h"

#include <memory>

namespace session {

class DerivedFile final : public base::DerivedBytes
{
public:
    DerivedFile() = default;
    DerivedFile(const DerivedFile &) = delete;

    std::expected<base::Slice, int> append(std::span<const std::byte>) override;
    int descriptor() const { return m_file.get(); }

private:
    base::FileDescriptor m_file;
    uint64_t m_size = 0;
};

// `capture` may be null: then only derived slices can be read.
std::shared_ptr<const base::BodySource> joinedBodies(std::shared_ptr<const base::BodySource> capture,
                                                     std::shared_ptr<DerivedFile>);

} // namespace session
