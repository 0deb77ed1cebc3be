// SPDX-License-Identifier: GPL-3.0-or-later
// The part of an exchange that is read one row at a time (path, slices, times of the halves), packed as
// variable-length integers: about 100 bytes instead of the 900 of the value itself.
#pragma once

#include "app/exchange/exchange.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace exchange {

// Appends the packed form of `exchange` to `out`. Times are stored as deltas from `begin`; `encoding` is the number
// of the content encoding.
void packRecord(const Exchange &exchange, base::Time begin, uint32_t encoding, std::vector<uint8_t> &out);

// Read what packRecord wrote, given the same `begin`.
std::string_view recordPath(std::span<const uint8_t>);
// Fills path, threads, stream, trace, both halves, lost events, TCP figures, result and rows; returns the encoding's number.
uint32_t unpackRecord(std::span<const uint8_t>, base::Time begin, Exchange &);
// From the end of the request to the first byte of the response, or unknown.
base::Duration recordWait(std::span<const uint8_t>, base::Time begin);
Moments recordMoments(std::span<const uint8_t>, base::Time begin);
uint64_t recordStream(std::span<const uint8_t>, base::Time begin);
Trail recordTrail(std::span<const uint8_t>, base::Time begin);
base::Duration waitOf(const Exchange &);

} // namespace exchange
