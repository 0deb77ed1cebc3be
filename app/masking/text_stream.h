// SPDX-License-Identifier: GPL-3.0-or-later
// Running text piece by piece: what lies in windows of a megabyte is masked together.
#pragma once

#include "app/masking/masker.h"

#include <string>
#include <string_view>

namespace masking {

inline constexpr size_t windowMax = 1 << 20;

// Where a text longer than windowMax is cut: at most there, between two words or lines and before a private key that goes on.
size_t windowCut(std::string_view text);

class TextStream
{
public:
    // The first two must outlive it.
    TextStream(const Masker &, Report &, TextKind);

    void feed(std::string_view, std::string &out);
    void finish(std::string &out);

private:
    const Masker &m_masker;
    Report &m_report;
    const TextKind m_kind;
    std::string m_held;
};

} // namespace masking
