// SPDX-License-Identifier: GPL-3.0-or-later
// The recipe for Mbed TLS, which exports its functions: shared, or inside a program with symbols.
#pragma once

#include "privhelper/analyzer/data_sites.h"

#include <expected>
#include <string>

namespace analyzer {

// The names that planMbedTls() looks up.
const std::set<std::string_view> &mbedTlsNames();

// Fills in library, version and sites. The error says in a sentence what was not found; the stack is unchanged then.
std::expected<void, std::string> planMbedTls(const Surroundings &around, Stack &stack);

} // namespace analyzer
