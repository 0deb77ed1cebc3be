// SPDX-License-Identifier: GPL-3.0-or-later
// Where OpenSSL's memory BIOs, and Node's own variant, receive written data: (bio, bytes, length). Programs that move
// ciphertext themselves use these, so probes there cost other programs nothing, unlike a probe on BIO_write.
#pragma once

#include "privhelper/analyzer/data_sites.h"
#include "privhelper/analyzer/data_words.h"

#include <set>
#include <string_view>
#include <vector>

namespace analyzer {

// The functions whose addresses memoryBioSites() needs.
const std::set<std::string_view> &memoryBioNames();

// None for libraries whose BIO_METHOD differs from OpenSSL's layout since 1.1.1 (BoringSSL, LibreSSL).
std::vector<Site> memoryBioSites(const Surroundings &around);

// struct bio_method_st: a type, a name or null, then functions. In OpenSSL since 1.1.0 the first one is common to all and
// the second is the BIO's own writer; in BoringSSL the first is.
enum class MemoryBioLayout : uint8_t { OpenSsl, BoringSsl };

// The same without symbols: by the type of memory BIOs (0x401) in front of at least six pointers to code. Empty if there
// is not exactly one such writer.
std::vector<Site> memoryBioSites(const Surroundings &around, const DataWords &words, MemoryBioLayout layout);

} // namespace analyzer
