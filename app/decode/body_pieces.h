// SPDX-License-Identifier: GPL-3.0-or-later
// A body out of the file, a MiB of what was sent at a time, with its content codings off: bodies may be larger than memory.
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
    // `source` and `slices` outlive this. Codings that are not known leave the body as it was sent: codingError() says so.
    BodyPieces(const base::BodySource &source, std::span<const base::Slice> slices, std::string_view contentEncoding, const CodingLimits & = {});

    // Puts the next bytes in the place of what is in `piece`; there may be none yet. False: that was all, or an error ended it.
    bool next(std::vector<std::byte> &piece);
    // After the last piece of a body that has ended: whether its codings have, too.
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
