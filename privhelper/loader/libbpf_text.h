// SPDX-License-Identifier: GPL-3.0-or-later
// libbpf explains failures by printing, including the verifier's log. This keeps the text for the error value instead
// of printing it.
#pragma once

#include <string>
#include <string_view>

namespace loader {

// A libbpf message condensed for a one-line error.
struct LibbpfText {
    std::string lines;           // the last lines of the verifier's log, else of libbpf's; separated by "; "
    bool byVerifier = false;     // the verifier rejected a program
};
LibbpfText condense(std::string_view text);

// From now on this thread's messages are kept.
void keepLibbpfText();
LibbpfText takeLibbpfText();

} // namespace loader
