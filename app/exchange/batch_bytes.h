// SPDX-License-Identifier: GPL-3.0-or-later
// A batch as bytes, for a capture file that holds rows instead of what they were parsed from (PROTOCOL.md, Rows). Writer
// and reader walk the same list of fields.
#pragma once

#include "app/exchange/exchange.h"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace exchange {

std::vector<std::byte> batchBytes(const Batch &);
// nullopt: they are no batch. Values are in range, ids and slices are not checked. Memory is limited by the bytes' number.
std::optional<Batch> batchFromBytes(std::span<const std::byte>);

} // namespace exchange
