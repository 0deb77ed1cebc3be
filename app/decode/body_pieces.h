// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a body from the file, one MiB of encoded bytes at a time, and decodes it: bodies may be larger than memory.
#pragma once

#include "app/base/body_source.h"
#include "app/base/slice_steps.h"
#include "app/decode/coding.h"

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace decode {

class BodyPieces
{
public:
    // `source` and `slices` must outlive this. With unknown codings the body stays encoded, and codingError() says so.
    BodyPieces(const base::BodySource &source, std::span<const base::Slice> slices, std::string_view contentEncoding, const CodingLimits & = {});

    // Replaces the contents of `piece` with the next bytes, possibly none yet. False: the end, or an error.
    bool next(std::vector<std::byte> &piece);
    // After the last piece of a complete body: checks that its codings have ended too.
    void finish();

    bool isDecoded() const { return m_decoder.has_value(); }
    int readError() const { return m_readError; }     // errno
    std::optional<CodingError> codingError() const { return m_codingError; }

private:
    const base::BodySource &m_source;
    base::SliceSteps m_steps;
    std::optional<CodingDecoder> m_decoder;
    std::optional<CodingError> m_codingError;
    int m_readError = 0;
    bool m_broken = false;
};

} // namespace decode
