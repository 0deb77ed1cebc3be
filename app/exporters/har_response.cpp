// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/har_response.h"

#include "app/exporters/har_body.h"
#include "app/exporters/har_cookies.h"
#include "app/exporters/har_grpc.h"
#include "app/exporters/har_head.h"

namespace exporters {

namespace {

void writeEmptyContent(EntryContext &c)
{
    c.out.key("content");
    c.out.beginObject();
    c.out.pair("size", 0);
    c.out.pair("mimeType", c.exchange.contentType);
    c.out.endObject();
}

void writeContent(EntryContext &c, const exchange::Head &head)
{
    const std::string *typeText = head.find("content-type");
    const exchange::ContentType type = exchange::parseContentType(typeText ? *typeText : c.exchange.contentType);
    BodyWriter body(bodyInput(c.exchange.response, type, c.exchange.contentEncoding, c.options.bodyMax), c.source, c.masker, c.masked);
    c.bodiesUnread += body.readFailed();
    c.out.key("content");
    c.out.beginObject();
    c.out.pair("size", body.decodedSize());
    if (body.coded() && c.exchange.response.bodyLost == 0)
        c.out.pair("compression", int64_t(body.decodedSize()) - int64_t(c.exchange.response.bodyBytes));
    c.out.pair("mimeType", typeText ? *typeText : c.exchange.contentType);
    if (body.showable() && c.exchange.response.bodyBytes > 0) {
        c.out.key("text");
        body.write(c.out);
        if (!body.isText())
            c.out.pair("encoding", "base64");
    } else if (c.exchange.response.end && c.exchange.response.bodyBytes == 0 && c.exchange.response.bodyLost == 0) {
        c.out.pair("text", "");
    }
    c.out.pairIf("comment", body.comment());
    c.out.endObject();
}

} // namespace

void writeResponse(EntryContext &c)
{
    const exchange::Message &message = c.exchange.response;
    const exchange::Head head = readHead(c, message);
    c.out.beginObject();
    c.out.pair("status", c.exchange.status);
    c.out.pair("statusText", head.status ? head.reason : c.exchange.reason);
    c.out.pair("httpVersion", versionOf(head, c.exchange.status ? c.exchange.protocol : protocols::Protocol::Unknown));
    writeCookies(c, head, false);
    c.out.key("headers");
    writeFields(c, head.fields);
    const bool channel = c.exchange.kind == exchange::Kind::Channel;
    if (channel || bodiesAreMessages(c))
        writeEmptyContent(c);
    else
        writeContent(c, head);
    const std::string *location = head.find("location");
    masking::Report counted; // with the header
    c.out.pair("redirectURL", !location ? std::string() : c.masker ? c.masker->url(*location, counted) : *location);
    c.out.pair("headersSize", headersSize(message));
    c.out.pair("bodySize", !message.begin && !message.headBytes ? int64_t(-1) : channel ? 0 : movedBytes(message));
    writeTrailers(c, message);
    c.out.endObject();
}

} // namespace exporters
