// SPDX-License-Identifier: GPL-3.0-or-later
// The recipe for OpenSSL 3 in programs without symbols. Its errors name the function that reports them, so the functions
// with names worth knowing are those that refer to their own.
#pragma once

#include "privhelper/analyzer/code_clues.h"
#include "privhelper/analyzer/data_sites.h"

#include <expected>
#include <string>

namespace analyzer {

// Fills in library, version and sites. The error says in a sentence what was found and what was not; the stack is
// unchanged then.
std::expected<void, std::string> planStrippedOpenSsl(const Surroundings &around, const CodeClues &clues, Stack &stack);

} // namespace analyzer
