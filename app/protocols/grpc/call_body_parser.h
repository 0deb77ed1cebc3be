// SPDX-License-Identifier: GPL-3.0-or-later
// Follows one half of a gRPC or gRPC-Web call: its messages, and in the answer's half how the call ended. The request's
// head makes the one, the answer's head the other, so either is there where the other head was not seen.
#pragma once

#include "app/protocols/body_parser.h"

namespace protocols::grpc {

std::unique_ptr<BodyParser> onRequest(const RequestHead &, uint64_t stream, Sink &);
std::unique_ptr<BodyParser> onResponse(const ResponseHead &, uint64_t stream, Sink &);
// How a call ended of which the answer's head was before the capture, or referred to what was.
void onTrailers(std::span<const Field>, uint64_t stream, base::Time, Sink &);

} // namespace protocols::grpc
