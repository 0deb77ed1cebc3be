// SPDX-License-Identifier: GPL-3.0-or-later
// Rows and their contents as frames of a capture file.
#pragma once

#include "app/masked/masked_rows.h"
#include "privhelper/wire/writer.h"

namespace masked {

class RowFrames final : public Contents
{
public:
    // `position`: in the file, of the first frame.
    explicit RowFrames(uint64_t position) : m_position(position) {}

    void put(std::string_view bytes, std::vector<base::Slice> &) override;
    void put(const exchange::Batch &);
    // As it is.
    void put(const wire::Frame &);
    // The frames since the last call, for the file.
    wire::Bytes take();
    size_t size() const { return m_frames.size(); }

private:
    uint64_t m_position;
    wire::Bytes m_frames;
};

} // namespace masked
