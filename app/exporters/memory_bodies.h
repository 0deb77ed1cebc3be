// SPDX-License-Identifier: GPL-3.0-or-later
// Bodies that are in no capture file: those of an imported HAR.
#pragma once

#include "app/base/body_source.h"

#include <string>
#include <vector>

namespace exporters {

class MemoryBodies : public base::BodySource
{
public:
    // Stores `bytes`; no slices if empty. At most 4 GiB in one piece, the rest is dropped.
    std::vector<base::Slice> add(std::string bytes);
    std::expected<std::vector<std::byte>, int> read(std::span<const base::Slice>, size_t limit) const override;

private:
    struct Block { uint64_t position; std::string bytes; };
    std::vector<Block> m_blocks; // by position
    uint64_t m_end = 0;
};

} // namespace exporters
