// SPDX-License-Identifier: GPL-3.0-or-later
// Where a TLS object stores the negotiated application protocol, found from OpenSSL's own accessor. TLS 1.3 encrypts
// the answer on the wire, so the object is the only source.
#pragma once

#include "privhelper/analyzer/elf_image.h"
#include "privhelper/analyzer/plan.h"
#include "privhelper/analyzer/symbols.h"

namespace analyzer {

inline constexpr std::string_view alpnAccessor = "SSL_get0_alpn_selected";

// Offset 0 if the accessor is missing or does not look exactly as expected.
AlpnPlace findAlpnPlace(const ElfImage &image, const FoundFunctions &functions);

} // namespace analyzer
