// SPDX-License-Identifier: GPL-3.0-or-later
// Masks running text incrementally, in windows of a megabyte.
#pragma once

#include "app/masking/masker.h"

#include <string>
#include <string_view>

namespace masking {

inline constexpr size_t windowMax = 1 << 20;

// Where to cut a text longer than windowMax: between words or lines, and before an incomplete private key.
size_t windowCut(std::string_view text);

class TextStream
{
public:
    // The masker and the report must outlive it.
    TextStream(const Masker &, Report &, TextKind);

    void feed(std::string_view, std::string &out);
    void finish(std::string &out);

private:
    const Masker &m_masker;
    Report &m_report;
    const TextKind m_kind;
    std::string m_held;
    bool m_cut = false;                 // its beginning has been written
};

} // namespace masking
