// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/har_request.h"

#include "app/decode/format.h"
#include "app/decode/multipart.h"
#include "app/exporters/har_body.h"
#include "app/exporters/har_cookies.h"
#include "app/exporters/har_grpc.h"
#include "app/exporters/har_head.h"
#include "app/exporters/sent_request.h"

namespace exporters {

namespace {

constexpr uint64_t paramsBodyMax = 1 << 20; // larger forms are text only

void writeParams(EntryContext &c, const exchange::ContentType &type, BodyWriter &body)
{
    const bool form = decode::declaredFormat(type.media) == decode::Format::Form;
    const bool multipart = type.media == "multipart/form-data";
    if ((!form && !multipart) || body.decodedSize() > paramsBodyMax)
        return;
    masking::Report counted; // counted with the text; parameters here are already masked
    const std::string text = [&] {
        const masking::Report before = c.masked;
        std::string masked = body.text();
        c.masked = before;
        return masked;
    }();
    c.out.key("params");
    c.out.beginArray();
    if (form) {
        for (const exchange::Parameter &parameter : exchange::parseParameters(text)) {
            c.out.beginObject();
            c.out.pair("name", parameter.name);
            c.out.pair("value", parameter.value);
            c.out.endObject();
        }
    } else {
        for (const decode::Part &part : decode::splitMultipart(text, type.boundary)) {
            c.out.beginObject();
            c.out.pair("name", part.name);
            if (part.fileName.empty())
                c.out.pair("value", part.content);
            c.out.pairIf("fileName", part.fileName);
            c.out.pairIf("contentType", part.contentType);
            c.out.endObject();
        }
    }
    c.out.endArray();
}

void writePostData(EntryContext &c, const exchange::Head &head)
{
    const std::string *typeText = head.find("content-type");
    const exchange::ContentType type = exchange::parseContentType(typeText ? *typeText : std::string());
    const std::string encoding = exchange::bodyCodings(head.fields);
    BodyWriter body(bodyInput(c.exchange.request, type, encoding, c.options.bodyMax), c.source, c.masker, c.masked);
    c.bodiesUnread += body.readFailed();
    c.out.key("postData");
    c.out.beginObject();
    c.out.pair("mimeType", typeText ? *typeText : std::string());
    if (body.showable() && body.isText()) {
        c.out.key("text");
        body.write(c.out);
        writeParams(c, type, body);
    }
    c.out.pairIf("comment", body.comment());
    c.out.endObject();
    // HAR has no place for binary request bodies; this one is HTTP Toolkit's.
    if (body.showable() && !body.isText()) {
        c.out.key("_content");
        c.out.beginObject();
        c.out.pair("size", body.decodedSize());
        c.out.pair("encoding", "base64");
        c.out.key("text");
        body.write(c.out);
        c.out.endObject();
    }
}

} // namespace

void writeRequest(EntryContext &c)
{
    const exchange::Message &message = c.exchange.request;
    const exchange::Head head = readHead(c, message);
    const std::string url = exchangeUrl(c.entry);
    c.out.beginObject();
    c.out.pair("method", c.exchange.method);
    c.out.pair("url", c.masker ? c.masker->url(url, c.masked) : url);
    c.out.pair("httpVersion", versionOf(head, c.exchange.protocol));
    writeCookies(c, head, true);
    c.out.key("headers");
    writeFields(c, head.fields);
    c.out.key("queryString");
    c.out.beginArray();
    masking::Report counted; // counted with the URL
    for (const exchange::Parameter &parameter : exchange::parseParameters(exchange::queryOf(url))) {
        c.out.beginObject();
        c.out.pair("name", c.masker ? c.masker->value(parameter.name, counted) : parameter.name);
        c.out.pair("value", c.masker ? c.masker->parameter(parameter.name, parameter.value, counted) : parameter.value);
        c.out.endObject();
    }
    c.out.endArray();
    c.out.pair("headersSize", headersSize(message));
    // Data after an upgrade is not a body: it is stored elsewhere.
    const bool channel = c.exchange.kind == exchange::Kind::Channel;
    c.out.pair("bodySize", channel ? 0 : movedBytes(message));
    if (message.bodyBytes > 0 && !channel && !bodiesAreMessages(c))
        writePostData(c, head);
    writeTrailers(c, message);
    c.out.endObject();
}

} // namespace exporters
