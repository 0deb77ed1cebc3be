// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/sent_request.h"

#include "app/base/percent.h"
#include "app/decode/charset.h"
#include "app/exporters/body_writer.h"
#include "app/masking/seen_secrets.h"

#include <optional>
#include <utility>

namespace exporters {

namespace {

constexpr size_t headMax = 4 << 20;
constexpr size_t bodyMax = 1 << 20; // shells accept no longer words than about this

// Escapes what RFC 3986 allows nowhere in a URL.
std::string escapedUrl(std::string_view text)
{
    return base::percentEncoded(text, [](char c) { return c > ' ' && c < 0x7f && std::string_view("\"<>\\^`{|}").find(c) == std::string_view::npos; });
}

// Headers that the sender generates itself, or must generate anew.
bool isMadeAnew(std::string_view name)
{
    for (const std::string_view own : {"host", "content-length", "transfer-encoding", "connection", "expect", "http2-settings", "upgrade"}) {
        if (exchange::equalsIgnoringCase(name, own))
            return true;
    }
    return name.empty() || name.front() == ':' || name.front() == '@';
}

// Decoded and masked; empty if it cannot be searched for secrets.
std::string maskedBody(const EntrySource &entry, const base::BodySource &source, const exchange::Head &head, const masking::Masker &masker, masking::Report &report)
{
    const std::string *typeText = head.find("content-type");
    const exchange::ContentType type = exchange::parseContentType(typeText ? *typeText : std::string());
    const exchange::Message &message = entry.exchange.request;
    const std::string encoding = message.contents == exchange::Contents::AsSent ? exchange::bodyCodings(head.fields) : std::string();
    BodyInput input{.slices = message.body, .contentEncoding = encoding, .media = type.media, .charset = type.charset, .boundary = type.boundary, .contents = message.contents, .gaps = message.bodyLost > 0, .max = bodyMax};
    BodyWriter body(input, source, &masker, report);
    return body.showable() ? body.text() : std::string();
}

std::string readText(const base::BodySource &source, const std::vector<base::Slice> &slices, size_t most)
{
    const auto bytes = source.read(slices, most);
    return bytes ? std::string(reinterpret_cast<const char *>(bytes->data()), bytes->size()) : std::string();
}

} // namespace

std::string exchangeUrl(const EntrySource &entry)
{
    const exchange::Exchange &exchange = entry.exchange;
    const std::string_view target = std::string_view(exchange.path).substr(0, exchange.path.find('#'));
    // The absolute form, as sent to a proxy (RFC 9112 section 3.2.2).
    if (target.starts_with("http://") || target.starts_with("https://"))
        return escapedUrl(target);
    // An imported URL without a host, like "data:text/plain,x", is stored in the path as a whole.
    const bool http = exchange.scheme.empty() || exchange.scheme == "http" || exchange.scheme == "https";
    if (!http && target.starts_with(exchange.scheme + ':'))
        return escapedUrl(exchange.path);
    std::string host = exchange.host;
    if (host.empty() && entry.connection)
        host = base::endpointText(exchange.side == base::Side::Server ? entry.connection->local : entry.connection->remote);
    std::string scheme = exchange.scheme;
    if (scheme.empty())
        scheme = entry.connection && entry.connection->tls ? "https" : "http";
    if (exchange.method == "CONNECT" && !target.empty() && target.front() != '/')
        return escapedUrl(scheme + "://" + std::string(target) + "/");
    if (host.empty())
        host = "unknown.invalid";
    const bool rooted = target.starts_with('/');
    return escapedUrl(scheme + "://" + host + (rooted ? "" : "/") + std::string(target));
}

namespace {

void eraseSeen(const masking::SeenSecrets &seen, SentRequest &request)
{
    const auto erase = [&](std::string &text) {
        std::string out;
        masking::SecretEraser eraser(seen);
        eraser.feed(text, out);
        eraser.finish(out);
        text = std::move(out);
    };
    erase(request.url);
    erase(request.body);
    for (exchange::HeadField &field : request.fields)
        erase(field.value);
}

} // namespace

bool isText(const std::string &body) { return body.find('\0') == std::string::npos && decode::isUtf8(body); }

SentRequest sentRequest(const EntrySource &entry, const base::BodySource &source, const masking::Masker *masker)
{
    masking::Report report;
    // What is a secret in one place of the request is one in all.
    masking::SeenSecrets seen;
    const std::optional<masking::Masker> masked = masker ? std::optional(masker->remembering(seen)) : std::nullopt;
    const std::string headText = readText(source, entry.exchange.request.head, headMax);
    exchange::Head head = exchange::parseRawHead(headText);
    SentRequest request;
    request.method = entry.exchange.method.empty() ? head.method : entry.exchange.method;
    request.version = head.version;
    request.url = exchangeUrl(entry);
    if (const std::string *host = head.find("host"); host && request.url.find("://" + *host) == std::string::npos)
        request.host = *host;
    const bool decoded = masked || entry.exchange.request.contents != exchange::Contents::AsSent;
    request.body = masked ? maskedBody(entry, source, head, *masked, report) : readText(source, entry.exchange.request.body, bodyMax);
    if (masked)
        request.url = masked->url(request.url, report);
    for (exchange::HeadField &field : head.fields) {
        if (isMadeAnew(field.name) || (decoded && exchange::equalsIgnoringCase(field.name, "content-encoding")))
            continue;
        if (masked)
            field.value = masked->header(field.name, field.value, report);
        request.fields.push_back(std::move(field));
    }
    if (masked)
        eraseSeen(seen, request);
    return request;
}

} // namespace exporters
