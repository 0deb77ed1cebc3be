// SPDX-License-Identifier: GPL-3.0-or-later
// What to look for before a rule's pattern is tried. Long repetitions make large automata, and a known prefix says enough.
#pragma once

#include <string>
#include <string_view>

namespace masking {

// A pattern that matches at the beginning of whatever `pattern` matches: each of its alternatives up to the first long
// repetition behind a telling prefix.
std::string clueOf(std::string_view pattern);

} // namespace masking
