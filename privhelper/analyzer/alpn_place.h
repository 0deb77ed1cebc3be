// SPDX-License-Identifier: GPL-3.0-or-later
// Where a TLS object keeps the application protocol that was selected, as OpenSSL's own accessor reads it. With TLS 1.3
// the answer is encrypted on the wire, so the object is the only place that says it.
#pragma once

#include "privhelper/analyzer/elf_image.h"
#include "privhelper/analyzer/plan.h"
#include "privhelper/analyzer/symbols.h"

namespace analyzer {

inline constexpr std::string_view alpnAccessor = "SSL_get0_alpn_selected";

// Offset 0 where the accessor is not there, or is not plainly what is expected.
AlpnPlace findAlpnPlace(const ElfImage &image, const FoundFunctions &functions);

} // namespace analyzer
