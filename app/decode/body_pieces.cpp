// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/body_pieces.h"

#include <utility>

namespace decode {

namespace {

constexpr size_t stepBytes = 1024 * 1024;

} // namespace

BodyPieces::BodyPieces(const base::BodySource &source, std::span<const base::Slice> slices, std::string_view contentEncoding, const CodingLimits &limits)
    : m_source(source)
    , m_steps(slices, stepBytes)
{
    if (const auto codings = parseCodings(contentEncoding); !codings)
        m_codingError = codings.error();
    else if (!codings->empty())
        m_decoder.emplace(*codings, limits);
}

bool BodyPieces::next(std::vector<std::byte> &piece)
{
    piece.clear();
    const auto step = m_broken ? std::vector<base::Slice>() : m_steps.next();
    if (step.empty())
        return false;
    auto bytes = m_source.read(step, stepBytes);
    if (!bytes) {
        m_readError = bytes.error();
        m_broken = true;
        return false;
    }
    if (!m_decoder) {
        piece = std::move(*bytes);
    } else if (const auto fed = m_decoder->feed(*bytes, piece); !fed) {
        m_codingError = fed.error();
        m_broken = true;
    }
    return true;
}

void BodyPieces::finish()
{
    if (!m_decoder || m_broken)
        return;
    if (const auto finished = m_decoder->finish(); !finished)
        m_codingError = finished.error();
}

} // namespace decode
