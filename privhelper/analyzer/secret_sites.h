// SPDX-License-Identifier: GPL-3.0-or-later
// Where a library is given the secrets of a handshake. OpenSSL, BoringSSL and GnuTLS have one function (object, label, secret,
// length) that each secret passes through, whether or not the program wants a key log.
#pragma once

#include "privhelper/analyzer/code_clues.h"
#include "privhelper/analyzer/data_sites.h"

#include <expected>
#include <string>

namespace analyzer {

// The site with Role::Secret of the stack's library, one of these. It needs two independent signs: all code that loads
// a label as an argument calls the same function, and this function does what the library's does. The error says in a
// sentence what is missing.
std::expected<Site, std::string> secretSite(Library library, const Surroundings &around, const CodeClues &clues);

} // namespace analyzer
