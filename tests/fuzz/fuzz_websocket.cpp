// SPDX-License-Identifier: GPL-3.0-or-later
// WebSocket: see body_parser_fuzz.h.
#include "tests/fuzz/body_parser_fuzz.h"

namespace {

constexpr const char *heads[] = { ":protocol: websocket", ":protocol: websocket | Sec-WebSocket-Extensions: permessage-deflate",
                                  ":protocol: websocket | Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; client_no_context_takeover",
                                  ":protocol: websocket | Sec-WebSocket-Extensions: x-snappy", ":protocol: websocket | Sec-WebSocket-Protocol: mqtt",
                                  ":protocol: websocket | Sec-WebSocket-Extensions: permessage-deflate | Sec-WebSocket-Protocol: mqtt" };

} // namespace

const fuzz::BodyParserTarget fuzz::target {heads, true};
