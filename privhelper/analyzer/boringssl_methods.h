// SPDX-License-Identifier: GPL-3.0-or-later
// BoringSSL's table of a protocol's functions, SSL_PROTOCOL_METHOD (ssl/internal.h): a word that says whether it is
// DTLS, then pointers to functions. It is recognised by the errors that two of them report.
#pragma once

#include "privhelper/analyzer/code_clues.h"
#include "privhelper/analyzer/data_words.h"

#include <optional>

namespace analyzer {

// The address of TLS's ssl_free, which gets the object in argument 1 when it ends; nullopt if there is not exactly one
// such table.
std::optional<uint64_t> findFreeMethod(const ElfImage &image, const CodeClues &clues, const DataWords &words);

// Where a pointer to code leads: control-flow integrity makes it point to a jump in a table of its own.
uint64_t behindJump(const ElfImage &image, uint64_t pointer);

} // namespace analyzer
