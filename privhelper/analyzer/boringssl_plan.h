// SPDX-License-Identifier: GPL-3.0-or-later
// The recipe for BoringSSL in programs without symbols: Chromium, Electron, bun, workerd. Functions are identified by the
// errors that they can report and by their order in the source file; with symbols, openssl_plan.h applies.
#pragma once

#include "privhelper/analyzer/code_clues.h"
#include "privhelper/analyzer/data_sites.h"

#include <expected>
#include <string>

namespace analyzer {

// Fills in library and sites. The error says in a sentence what was found and what was not; the stack is unchanged then.
std::expected<void, std::string> planBoringSsl(const Surroundings &around, const CodeClues &clues, Stack &stack);

} // namespace analyzer
