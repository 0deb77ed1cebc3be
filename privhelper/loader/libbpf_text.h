// SPDX-License-Identifier: GPL-3.0-or-later
// libbpf says why it failed by printing, the verifier's log and all. Here the text is kept for the error value, and
// nothing is printed.
#pragma once

#include <string>
#include <string_view>

namespace loader {

// What is left of a text of libbpf for an error of one line.
struct LibbpfText {
    std::string lines;           // the last lines of the verifier's log, else of libbpf; separated by "; "
    bool byVerifier = false;     // the verifier looked at a program and refused it
};
LibbpfText condense(std::string_view text);

// From now on the thread's text is kept.
void keepLibbpfText();
LibbpfText takeLibbpfText();

} // namespace loader
