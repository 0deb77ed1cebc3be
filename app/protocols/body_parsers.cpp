// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/body_parser.h"

#include "app/protocols/grpc/call_body_parser.h"
#include "app/protocols/operation/operation_body_parser.h"
#include "app/protocols/records/record_body_parser.h"
#include "app/protocols/sse/event_body_parser.h"
#include "app/protocols/websocket/websocket_body_parser.h"

#include <algorithm>
#include <array>

namespace protocols {

namespace {

bool sameText(std::string_view a, std::string_view lowerCase)
{
    return a.size() == lowerCase.size() && std::equal(a.begin(), a.end(), lowerCase.begin(), [](char x, char y) {
               return (x >= 'A' && x <= 'Z' ? char(x + 32) : x) == y;
           });
}

} // namespace

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

std::string_view fieldValue(std::span<const Field> fields, std::string_view lowerCaseName)
{
    for (const Field &field : fields)
        if (sameText(field.name, lowerCaseName))
            return field.value;
    return {};
}

bool isMediaType(std::string_view contentType, std::string_view lowerCaseType)
{
    contentType = contentType.substr(0, contentType.find(';'));
    while (!contentType.empty() && (contentType.back() == ' ' || contentType.back() == '\t'))
        contentType.remove_suffix(1);
    return sameText(contentType, lowerCaseType);
}

} // namespace protocols
