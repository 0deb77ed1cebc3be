// SPDX-License-Identifier: GPL-3.0-or-later
// The recipe for NSS: the functions behind PR_Recv and PR_Send of secured sockets, which have no symbols. They are in the
// library's table of socket operations, sslSocketOps (lib/ssl/sslimpl.h).
#pragma once

#include "privhelper/analyzer/data_sites.h"

#include <expected>
#include <string>

namespace analyzer {

// The names that planNss() looks up.
const std::set<std::string_view> &nssNames();

// Fills in library, version and sites. The error says in a sentence what was found and what was not; if the file is
// NSS all the same, the library is filled in then too.
std::expected<void, std::string> planNss(const Surroundings &around, Stack &stack);

} // namespace analyzer
