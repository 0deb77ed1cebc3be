// SPDX-License-Identifier: GPL-3.0-or-later
// The recipe for rustls, whose own functions have no stable arguments: where it derives a secret of the handshake that a
// key log would get. All of them pass there whether or not the program writes one.
#pragma once

#include "privhelper/analyzer/code_clues.h"
#include "privhelper/analyzer/data_sites.h"

#include <expected>
#include <string>

namespace analyzer {

// The crate's source locations, which panic messages name.
struct RustlsCrate {
    bool found = false;
    std::string version; // "rustls 0.23.11"; empty if they do not say
};
RustlsCrate findRustlsCrate(const ElfImage &image);

// Fills in library, version and sites. The error says in a sentence what was found and what was not; the stack is
// unchanged then.
std::expected<void, std::string> planRustls(const Surroundings &around, const CodeClues &clues, Stack &stack);

} // namespace analyzer
