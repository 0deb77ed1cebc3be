// SPDX-License-Identifier: GPL-3.0-or-later
// Follows WebSocket (RFC 6455) after an HTTP/1 upgrade, or in the stream of an extended CONNECT in HTTP/2 (RFC 8441).
#pragma once

#include "app/protocols/body_parser.h"

namespace protocols::websocket {

std::unique_ptr<BodyParser> onRequest(const RequestHead &, uint64_t stream, Sink &);
std::unique_ptr<BodyParser> onResponse(const ResponseHead &, uint64_t stream, Sink &);

} // namespace protocols::websocket
