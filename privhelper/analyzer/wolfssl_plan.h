// SPDX-License-Identifier: GPL-3.0-or-later
// The recipe for wolfSSL, which exports its functions: shared, or inside a program with symbols.
#pragma once

#include "privhelper/analyzer/data_sites.h"

#include <expected>
#include <string>

namespace analyzer {

// The names that planWolfSsl() looks up.
const std::set<std::string_view> &wolfSslNames();

// Fills in library, version and sites. The error says in a sentence what was not found; the stack is unchanged then.
std::expected<void, std::string> planWolfSsl(const Surroundings &around, Stack &stack);

} // namespace analyzer
