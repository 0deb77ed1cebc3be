// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/sent_request.h"

#include "app/base/percent.h"
#include "app/decode/charset.h"

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

std::string maskedBody(std::string body, const exchange::Head &head, const masking::Masker &masker, masking::Report &report)
{
    if (body.empty())
        return body;
    const exchange::ContentType type = exchange::parseContentType(head.find("content-type") ? *head.find("content-type") : std::string());
    if (type.media.starts_with("multipart/"))
        return masker.multipart(body, type.boundary, report);
    return type.media.ends_with("json") ? masker.json(body, report) : masker.value(body, report);
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

bool isText(const std::string &body) { return body.find('\0') == std::string::npos && decode::isUtf8(body); }

SentRequest sentRequest(const EntrySource &entry, const base::BodySource &source, const masking::Masker *masker)
{
    masking::Report report;
    const std::string headText = readText(source, entry.exchange.request.head, headMax);
    exchange::Head head = exchange::parseRawHead(headText);
    SentRequest request;
    request.method = entry.exchange.method.empty() ? head.method : entry.exchange.method;
    request.version = head.version;
    request.url = exchangeUrl(entry);
    if (const std::string *host = head.find("host"); host && request.url.find("://" + *host) == std::string::npos)
        request.host = *host;
    request.body = readText(source, entry.exchange.request.body, bodyMax);
    const bool decoded = entry.exchange.request.contents != exchange::Contents::AsSent;
    if (masker) {
        request.url = masker->url(request.url, report);
        if (decoded || !head.find("content-encoding"))
            request.body = maskedBody(std::move(request.body), head, *masker, report);
    }
    for (exchange::HeadField &field : head.fields) {
        if (isMadeAnew(field.name) || (decoded && exchange::equalsIgnoringCase(field.name, "content-encoding")))
            continue;
        if (masker)
            field.value = masker->header(field.name, field.value, report);
        request.fields.push_back(std::move(field));
    }
    return request;
}

} // namespace exporters
