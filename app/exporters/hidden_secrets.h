// SPDX-License-Identifier: GPL-3.0-or-later
// Looks for secrets where they cannot be replaced: in MessagePack and CBOR, in protobuf texts (by form only: without a
// descriptor fields have no names), and inside gzip, zstd and Base64 that no header declares.
#pragma once

#include "app/decode/format.h"
#include "app/masking/masker.h"

#include <cstddef>
#include <span>
#include <string>

namespace exporters {

// Why a masked export must omit the body, as a sentence; empty if nothing was found in it. `whole`: `body` is complete
// and decoded. Findings go into the report.
std::string hiddenSecrets(std::span<const std::byte> body, bool whole, decode::Format, const masking::Masker &, masking::Report &);

} // namespace exporters
