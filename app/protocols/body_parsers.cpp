// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/body_parser.h"

#include "app/protocols/grpc/call_body_parser.h"
#include "app/protocols/operation/operation_body_parser.h"
#include "app/protocols/records/record_body_parser.h"
#include "app/protocols/sse/event_body_parser.h"
#include "app/protocols/websocket/websocket_body_parser.h"

#include <array>

namespace protocols {

std::span<const BodyParserEntry> bodyParsers()
{
    static constexpr auto entries = std::to_array<BodyParserEntry>({
        { "gRPC", grpc::onRequest, grpc::onResponse, grpc::onTrailers },
        { "operation", operation::onRequest, nullptr },
        { "WebSocket", websocket::onRequest, websocket::onResponse },
        { "server-sent events", nullptr, sse::onResponse },
        { "records", records::onRequest, records::onResponse },
    });
    return entries;
}

} // namespace protocols
