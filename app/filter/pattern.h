// SPDX-License-Identifier: GPL-3.0-or-later
// Text to search for: a part of the value, the whole value, or a glob over the whole value. ASCII letters match
// case-insensitively.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace filter {

class Pattern
{
public:
    enum class Kind : uint8_t { Piece, Whole, Glob, Verbatim };   // Verbatim: a part in which a star is a literal star

    Pattern() = default;
    // If it contains '*', Piece and Whole become a glob.
    Pattern(std::string_view text, Kind);

    bool matches(std::string_view value) const;
    Kind kind() const { return m_kind; }
    const std::string &text() const { return m_text; } // lower case

private:
    bool contains(std::string_view value) const;
    bool glob(std::string_view value) const;

    std::string m_text;
    std::array<uint8_t, 256> m_skip {}; // how far the search advances by the last byte of the window
    Kind m_kind = Kind::Piece;
};

} // namespace filter
