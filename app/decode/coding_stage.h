// SPDX-License-Identifier: GPL-3.0-or-later
// One coding being decoded.
#pragma once

#include "app/decode/coding.h"

namespace decode {

// Consumes input and produces output incrementally, as the libraries do.
class CodingDecoder::Stage
{
public:
    struct Step { size_t consumed = 0, produced = 0; std::optional<CodingError> error; };

    Stage() = default;
    Stage(const Stage &) = delete;
    virtual ~Stage() = default;
    virtual Step step(std::span<const std::byte> in, std::span<std::byte> out) = 0;
    virtual bool atEnd() const = 0;

    uint64_t given = 0;
};

} // namespace decode
