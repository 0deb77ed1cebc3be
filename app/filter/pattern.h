// SPDX-License-Identifier: GPL-3.0-or-later
// Text to look for: a piece of the value, the whole of it, or a glob over the whole. ASCII letters
// match in either case.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace filter {

class Pattern
{
public:
    enum class Kind : uint8_t { Piece, Whole, Glob, Verbatim };   // Verbatim: a piece in which a star is a star

    Pattern() = default;
    // With a '*' in it, Piece and Whole become a glob.
    Pattern(std::string_view text, Kind);

    bool matches(std::string_view value) const;
    Kind kind() const { return m_kind; }
    const std::string &text() const { return m_text; } // lower case

private:
    bool contains(std::string_view value) const;
    bool glob(std::string_view value) const;

    std::string m_text;
    std::array<uint8_t, 256> m_skip {}; // how far a piece moves on when this is the last byte looked at
    Kind m_kind = Kind::Piece;
};

} // namespace filter
