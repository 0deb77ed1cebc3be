// SPDX-License-Identifier: GPL-3.0-or-later
// Follows one half of a gRPC or gRPC-Web call: its messages and, in the response half, how the call ended. Each head
// creates the parser of its own half, so either works if the other head was not seen.
#pragma once

#include "app/protocols/body_parser.h"

namespace protocols::grpc {

std::unique_ptr<BodyParser> onRequest(const RequestHead &, uint64_t stream, Sink &);
std::unique_ptr<BodyParser> onResponse(const ResponseHead &, uint64_t stream, Sink &);
// How a call ended whose response head was sent before the capture, or refers to HPACK entries from before it.
void onTrailers(std::span<const Field>, uint64_t stream, base::Time, Sink &);

} // namespace protocols::grpc
