// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/har_entry.h"

#include "app/decode/format.h"
#include "app/decode/multipart.h"
#include "app/decode/status_details.h"
#include "app/exporters/sent_request.h"
#include "app/protocols/protocol_info.h"

#include <algorithm>
#include <ctime>

namespace exporters {

namespace {

constexpr size_t headMax = 4 << 20;
constexpr uint64_t paramsBodyMax = 1 << 20; // larger forms are text only

using exchange::Head;
using exchange::HeadField;
using exchange::Message;

std::string versionOf(const Head &head, protocols::Protocol protocol)
{
    if (!head.version.empty())
        return head.version;
    const protocols::ProtocolInfo &info = protocols::protocolInfo(protocol);
    return info.shape == protocols::Shape::Exchange ? std::string(info.name) : std::string();
}

int64_t headersSize(const Message &message)
{
    return message.headBytes ? int64_t(message.headBytes) : -1;
}

int64_t movedBytes(const Message &message)
{
    return int64_t(std::min<uint64_t>(message.bodyBytes + message.bodyLost, INT64_MAX));
}

// HAR wants ISO 8601 where Set-Cookie has a date of RFC 6265 section 5.1.1; nothing for other forms.
std::string cookieDate(const std::string &text)
{
    for (const char *format : {"%a, %d %b %Y %H:%M:%S", "%a, %d-%b-%Y %H:%M:%S"}) {
        tm parts{};
        if (strptime(text.c_str(), format, &parts))
            return isoTime(base::Time(timegm(&parts)) * 1'000'000'000);
    }
    return {};
}

} // namespace

HarEntry::HarEntry(const EntrySource &entry, const base::BodySource &source, const masking::Masker *masker,
                   const ExportOptions &options, JsonWriter &out)
    : m_entry(entry)
    , m_exchange(entry.exchange)
    , m_source(source)
    , m_masker(masker)
    , m_bodyMax(options.bodyMax)
    , m_types(options.types.get())
    , m_out(out)
{
}

Head HarEntry::readHead(const Message &message)
{
    if (message.head.empty())
        return {};
    const auto bytes = m_source.read(message.head, headMax);
    if (!bytes) {
        ++m_bodiesUnread;
        return {};
    }
    return exchange::parseHead(*bytes);
}

std::string HarEntry::maskedHeader(const HeadField &field)
{
    if (m_masker && exchange::equalsIgnoringCase(field.name, decode::statusDetailsField))
        return maskedStatusDetails(field.value);
    return m_masker ? m_masker->header(field.name, field.value, m_masked) : field.value;
}

void HarEntry::headers(const std::vector<HeadField> &fields)
{
    m_out.beginArray();
    for (const HeadField &field : fields) {
        m_out.beginObject();
        m_out.pair("name", field.name);
        m_out.pair("value", maskedHeader(field));
        m_out.endObject();
    }
    m_out.endArray();
}

void HarEntry::cookie(const exchange::Cookie &cookie)
{
    // The same secrets as in the headers, counted there.
    masking::Report counted;
    m_out.beginObject();
    m_out.pair("name", cookie.name);
    m_out.pair("value", m_masker ? m_masker->cookie(cookie.name, cookie.value, counted) : cookie.value);
    if (cookie.path)
        m_out.pair("path", *cookie.path);
    if (cookie.domain)
        m_out.pair("domain", *cookie.domain);
    if (cookie.expires)
        m_out.pairIf("expires", cookieDate(*cookie.expires));
    if (cookie.sameSite)
        m_out.pair("sameSite", *cookie.sameSite);
    if (cookie.httpOnly)
        m_out.pair("httpOnly", true);
    if (cookie.secure)
        m_out.pair("secure", true);
    m_out.endObject();
}

void HarEntry::cookies(const Head &head, bool request)
{
    m_out.key("cookies");
    m_out.beginArray();
    for (const HeadField &field : head.fields) {
        if (request && exchange::equalsIgnoringCase(field.name, "cookie")) {
            for (const exchange::Cookie &one : exchange::parseCookies(field.value))
                cookie(one);
        } else if (!request && exchange::equalsIgnoringCase(field.name, "set-cookie")) {
            cookie(exchange::parseSetCookie(field.value));
        }
    }
    m_out.endArray();
}

void HarEntry::trailers(const Message &message)
{
    if (message.trailers.empty())
        return;
    const auto bytes = m_source.read(message.trailers, headMax);
    if (!bytes)
        return;
    m_out.key("_trailers");
    headers(exchange::parseFields({reinterpret_cast<const char *>(bytes->data()), bytes->size()}));
}

BodyInput HarEntry::bodyInput(const Message &message, const exchange::ContentType &type, std::string_view encoding) const
{
    BodyInput input;
    input.slices = message.body;
    input.contentEncoding = encoding;
    input.media = type.media;
    input.charset = type.charset;
    input.boundary = type.boundary;
    input.gaps = message.bodyLost > 0;
    input.max = m_bodyMax;
    return input;
}

void HarEntry::request()
{
    const Message &message = m_exchange.request;
    const Head head = readHead(message);
    const std::string url = exchangeUrl(m_entry);
    m_out.beginObject();
    m_out.pair("method", m_exchange.method);
    m_out.pair("url", m_masker ? m_masker->url(url, m_masked) : url);
    m_out.pair("httpVersion", versionOf(head, m_exchange.protocol));
    cookies(head, true);
    m_out.key("headers");
    headers(head.fields);
    m_out.key("queryString");
    m_out.beginArray();
    masking::Report counted; // with the URL
    for (const exchange::Parameter &parameter : exchange::parseParameters(exchange::queryOf(url))) {
        m_out.beginObject();
        m_out.pair("name", parameter.name);
        m_out.pair("value", m_masker ? m_masker->parameter(parameter.name, parameter.value, counted) : parameter.value);
        m_out.endObject();
    }
    m_out.endArray();
    m_out.pair("headersSize", headersSize(message));
    // What follows an upgrade is no body: it has a place of its own.
    const bool channel = m_exchange.kind == exchange::Kind::Channel;
    m_out.pair("bodySize", channel ? 0 : movedBytes(message));
    if (message.bodyBytes > 0 && !channel && !bodiesAreMessages())
        requestBody(head);
    trailers(message);
    m_out.endObject();
}

void HarEntry::requestBody(const Head &head)
{
    const std::string *typeText = head.find("content-type");
    const std::string *encoding = head.find("content-encoding");
    const exchange::ContentType type = exchange::parseContentType(typeText ? *typeText : std::string());
    BodyWriter body(bodyInput(m_exchange.request, type, encoding ? *encoding : std::string_view{}), m_source, m_masker, m_masked);
    m_bodiesUnread += body.readFailed();
    m_out.key("postData");
    m_out.beginObject();
    m_out.pair("mimeType", typeText ? *typeText : std::string());
    if (body.showable() && body.isText()) {
        m_out.key("text");
        body.write(m_out);
        params(type, body);
    }
    m_out.pairIf("comment", body.comment());
    m_out.endObject();
    // HAR has no place for bytes in a request; this one is HTTP Toolkit's.
    if (body.showable() && !body.isText()) {
        m_out.key("_content");
        m_out.beginObject();
        m_out.pair("size", body.decodedSize());
        m_out.pair("encoding", "base64");
        m_out.key("text");
        body.write(m_out);
        m_out.endObject();
    }
}

void HarEntry::params(const exchange::ContentType &type, BodyWriter &body)
{
    const bool form = decode::declaredFormat(type.media) == decode::Format::Form;
    const bool multipart = type.media == "multipart/form-data";
    if ((!form && !multipart) || body.decodedSize() > paramsBodyMax)
        return;
    masking::Report counted; // with the text; what comes here is masked already
    const std::string text = [&] {
        const masking::Report before = m_masked;
        std::string masked = body.text();
        m_masked = before;
        return masked;
    }();
    m_out.key("params");
    m_out.beginArray();
    if (form) {
        for (const exchange::Parameter &parameter : exchange::parseParameters(text)) {
            m_out.beginObject();
            m_out.pair("name", parameter.name);
            m_out.pair("value", parameter.value);
            m_out.endObject();
        }
    } else {
        for (const decode::Part &part : decode::splitMultipart(text, type.boundary)) {
            m_out.beginObject();
            m_out.pair("name", part.name);
            if (part.fileName.empty())
                m_out.pair("value", part.content);
            m_out.pairIf("fileName", part.fileName);
            m_out.pairIf("contentType", part.contentType);
            m_out.endObject();
        }
    }
    m_out.endArray();
}

void HarEntry::response()
{
    const Message &message = m_exchange.response;
    const Head head = readHead(message);
    m_out.beginObject();
    m_out.pair("status", m_exchange.status);
    m_out.pair("statusText", head.status ? head.reason : m_exchange.reason);
    m_out.pair("httpVersion", versionOf(head, m_exchange.status ? m_exchange.protocol : protocols::Protocol::Unknown));
    cookies(head, false);
    m_out.key("headers");
    headers(head.fields);
    const bool channel = m_exchange.kind == exchange::Kind::Channel;
    if (channel || bodiesAreMessages())
        emptyContent();
    else
        content(head);
    const std::string *location = head.find("location");
    masking::Report counted; // with the header
    m_out.pair("redirectURL", !location ? std::string() : m_masker ? m_masker->url(*location, counted) : *location);
    m_out.pair("headersSize", headersSize(message));
    m_out.pair("bodySize", !message.begin && !message.headBytes ? int64_t(-1) : channel ? 0 : movedBytes(message));
    trailers(message);
    m_out.endObject();
}

void HarEntry::emptyContent()
{
    m_out.key("content");
    m_out.beginObject();
    m_out.pair("size", 0);
    m_out.pair("mimeType", m_exchange.contentType);
    m_out.endObject();
}

void HarEntry::content(const Head &head)
{
    const std::string *typeText = head.find("content-type");
    const exchange::ContentType type = exchange::parseContentType(typeText ? *typeText : m_exchange.contentType);
    BodyWriter body(bodyInput(m_exchange.response, type, m_exchange.contentEncoding), m_source, m_masker, m_masked);
    m_bodiesUnread += body.readFailed();
    m_out.key("content");
    m_out.beginObject();
    m_out.pair("size", body.decodedSize());
    if (body.coded() && m_exchange.response.bodyLost == 0)
        m_out.pair("compression", int64_t(body.decodedSize()) - int64_t(m_exchange.response.bodyBytes));
    m_out.pair("mimeType", typeText ? *typeText : m_exchange.contentType);
    if (body.showable() && m_exchange.response.bodyBytes > 0) {
        m_out.key("text");
        body.write(m_out);
        if (!body.isText())
            m_out.pair("encoding", "base64");
    } else if (m_exchange.response.end && m_exchange.response.bodyBytes == 0 && m_exchange.response.bodyLost == 0) {
        m_out.pair("text", "");
    }
    m_out.pairIf("comment", body.comment());
    m_out.endObject();
}

// HAR 1.2 "timings": ssl is within connect, too; the time is the sum of all but ssl.
void HarEntry::timings()
{
    using base::unknownDuration;
    const exchange::Timing timing = exchange::timing(m_exchange, m_entry.connection ? &*m_entry.connection : nullptr, m_entry.first);
    m_out.pair("startedDateTime", isoTime(timing.begin));
    const auto known = [](base::Duration duration) { return std::max<base::Duration>(0, duration); };
    const bool connects = timing.connect != unknownDuration || timing.tls != unknownDuration;
    const base::Duration connect = connects ? known(timing.connect) + known(timing.tls) : unknownDuration;
    const base::Duration phases = known(timing.dns) + known(connect) + known(timing.send) + known(timing.wait) + known(timing.receive);
    // A connection may be opened long before its first request.
    const bool idle = connects && timing.send != unknownDuration && timing.receive != unknownDuration && timing.total > phases;
    const base::Duration blocked = idle ? timing.total - phases : unknownDuration;
    m_out.key("time");
    m_out.milliseconds(phases + known(blocked));
    m_out.key("timings");
    m_out.beginObject();
    const auto phase = [this](std::string_view name, base::Duration duration) {
        m_out.key(name);
        m_out.milliseconds(duration);
    };
    phase("blocked", blocked);
    phase("dns", timing.dns);
    phase("connect", connect);
    phase("ssl", timing.tls);
    phase("send", timing.send);
    phase("wait", timing.wait);
    phase("receive", timing.receive);
    m_out.endObject();
}

void HarEntry::write()
{
    m_out.beginObject();
    timings();
    m_out.key("request");
    request();
    m_out.key("response");
    response();
    m_out.key("cache");
    m_out.beginObject();
    m_out.endObject();
    if (m_entry.connection) {
        const bool server = m_exchange.side == base::Side::Server;
        m_out.pairIf("serverIPAddress", base::addressText(server ? m_entry.connection->local : m_entry.connection->remote));
        m_out.pair("connection", std::to_string(m_entry.connection->id));
    }
    circumstances();
    items();
    operation();
    masking();
    m_out.endObject();
}

} // namespace exporters
