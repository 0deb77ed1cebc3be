// SPDX-License-Identifier: GPL-3.0-or-later
// Where OpenSSL's memory BIOs, and Node's own kind of them, take what is written: (bio, bytes, length). Programs that move
// ciphertext themselves use these, so a probe there costs the others nothing, which one on BIO_write would.
#pragma once

#include "privhelper/analyzer/data_sites.h"

#include <set>
#include <string_view>
#include <vector>

namespace analyzer {

// The functions whose addresses memoryBioSites() wants to be told.
const std::set<std::string_view> &memoryBioNames();

// Nothing for libraries whose BIO_METHOD is laid out in another way than OpenSSL's since 1.1.1 (BoringSSL, LibreSSL).
std::vector<Site> memoryBioSites(const Surroundings &around);

} // namespace analyzer
