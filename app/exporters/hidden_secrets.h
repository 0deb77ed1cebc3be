// SPDX-License-Identifier: GPL-3.0-or-later
// Looks for secrets where they cannot be replaced: in MessagePack and CBOR, in the texts of protobuf (by
// their form alone: without a description nothing has a name), and below gzip, zstd and Base64 that no header declares.
#pragma once

#include "app/decode/format.h"
#include "app/masking/masker.h"

#include <cstddef>
#include <span>
#include <string>

namespace exporters {

// Why a masked export must go without the body, as a sentence; empty: nothing was found in it. `whole`: `body` is all of
// it, decoded. What is found goes to the report.
std::string hiddenSecrets(std::span<const std::byte> body, bool whole, decode::Format, const masking::Masker &, masking::Report &);

} // namespace exporters
