// SPDX-License-Identifier: GPL-3.0-or-later
// Where OpenSSL's memory BIOs, and Node's own variant, receive written data: (bio, bytes, length). Programs that move
// ciphertext themselves use these, so probes there cost other programs nothing, unlike a probe on BIO_write.
#pragma once

#include "privhelper/analyzer/data_sites.h"

#include <set>
#include <string_view>
#include <vector>

namespace analyzer {

// The functions whose addresses memoryBioSites() needs.
const std::set<std::string_view> &memoryBioNames();

// None for libraries whose BIO_METHOD differs from OpenSSL's layout since 1.1.1 (BoringSSL, LibreSSL).
std::vector<Site> memoryBioSites(const Surroundings &around);

} // namespace analyzer
