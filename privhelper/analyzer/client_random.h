// SPDX-License-Identifier: GPL-3.0-or-later
// Where a TLS object keeps the random of its ClientHello, which names the connection in a key log.
#pragma once

#include "privhelper/analyzer/code_scan.h"
#include "privhelper/analyzer/data_sites.h"

#include <optional>

namespace analyzer {

// From the code of the library's key log function (object, …): the only place in the object whose address it takes.
std::optional<Operand> randomTakenBy(const FunctionRange &logger, const Surroundings &around);

// From BoringSSL's (object, …), which writes it out byte by byte: the only place of 32 bytes that it reads so, in a part of the
// object that lies elsewhere.
std::optional<Operand> randomReadBy(const FunctionRange &logger, const Surroundings &around);

// From GnuTLS's accessor, which has the addresses of the client's random and, behind it, of the server's.
std::optional<Operand> randomOfGnuTls(const ElfImage &image);

// Whether OpenSSL's accessor takes the address of the same place.
bool confirmsRandom(const ElfImage &image, const Operand &place);

// Whether the file has OpenSSL's accessor at all.
bool hasRandomAccessor(const ElfImage &image);

} // namespace analyzer
