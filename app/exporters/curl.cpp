// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/curl.h"

#include "app/decode/base64.h"
#include "app/decode/charset.h"
#include "app/exchange/head.h"

#include <algorithm>

namespace exporters {

namespace {

constexpr size_t headMax = 4 << 20;
constexpr size_t bodyMax = 1 << 20; // shells take no longer words than about this

bool isBare(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || std::string_view("_-./:=@%+,").find(c) != std::string_view::npos;
}

bool isControl(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
}

// Escapes what RFC 3986 allows nowhere in a URL.
std::string escapedUrl(std::string_view text)
{
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte > 0x20 && byte < 0x7f && std::string_view("\"<>\\^`{|}").find(c) == std::string_view::npos) {
            out += c;
        } else {
            out += '%';
            out += digits[byte >> 4];
            out += digits[byte & 15];
        }
    }
    return out;
}

// What curl makes by itself, or must make anew.
bool isCurlsOwn(std::string_view name)
{
    for (const std::string_view own : {"host", "content-length", "transfer-encoding", "connection", "expect", "http2-settings", "upgrade"}) {
        if (exchange::equalsIgnoringCase(name, own))
            return true;
    }
    return name.empty() || name.front() == ':' || name.front() == '@';
}

std::string versionOption(const exchange::Head &head)
{
    if (head.version == "HTTP/1.0")
        return " --http1.0";
    return head.version.starts_with("HTTP/2") ? " --http2" : head.version == "HTTP/1.1" ? " --http1.1" : "";
}

} // namespace

std::string exchangeUrl(const EntrySource &entry)
{
    const exchange::Exchange &exchange = entry.exchange;
    const std::string_view target = std::string_view(exchange.path).substr(0, exchange.path.find('#'));
    // The absolute form, as sent to a proxy (RFC 9112 section 3.2.2).
    if (target.starts_with("http://") || target.starts_with("https://"))
        return escapedUrl(target);
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

std::string shellWord(std::string_view text)
{
    if (!text.empty() && text.front() != '=' && std::all_of(text.begin(), text.end(), isBare))
        return std::string(text);
    static constexpr char digits[] = "0123456789abcdef";
    const bool escapes = std::any_of(text.begin(), text.end(), isControl);
    std::string out = escapes ? "$'" : "'";
    for (const char c : text) {
        if (!escapes) {
            out += c == '\'' ? std::string("'\\''") : std::string(1, c);
        } else if (c == '\n') {
            out += "\\n";
        } else if (isControl(c)) {
            out += "\\x";
            out += digits[static_cast<unsigned char>(c) >> 4];
            out += digits[c & 15];
        } else {
            out += c == '\'' || c == '\\' ? "\\" : "";
            out += c;
        }
    }
    return out + "'";
}

std::string curlCommand(const EntrySource &entry, std::span<const std::byte> headBytes, std::span<const std::byte> body, const masking::Masker *masker)
{
    masking::Report report;
    const exchange::Head head = exchange::parseHead(headBytes);
    const std::string &method = entry.exchange.method.empty() ? head.method : entry.exchange.method;
    const std::string url = exchangeUrl(entry);
    const std::string *encoding = head.find("content-encoding");
    const exchange::ContentType type = exchange::parseContentType(head.find("content-type") ? *head.find("content-type") : std::string());
    std::string data(reinterpret_cast<const char *>(body.data()), body.size());
    if (masker && !encoding && !data.empty()) {
        const bool json = type.media.ends_with("json") || data.front() == '{' || data.front() == '[';
        data = json ? masker->json(data, report) : type.media.starts_with("multipart/") ? masker->multipart(data, type.boundary, report) : masker->form(data, report);
    }
    const bool binary = data.find('\0') != std::string::npos || !decode::isUtf8(data);

    std::string command;
    if (binary) {
        decode::Base64 encoder;
        std::string encoded;
        encoder.feed(data, encoded);
        encoder.finish(encoded);
        command = "printf %s " + encoded + " | base64 -d | ";
    }
    command += "curl";
    if (method == "HEAD")
        command += " -I";
    else if (!method.empty() && method != (data.empty() ? "GET" : "POST"))
        command += " -X " + shellWord(method);
    command += versionOption(head);
    if (url.find_first_of("[]{}") != std::string::npos)
        command += " -g";
    if (url.find("/../") != std::string::npos || url.find("/./") != std::string::npos)
        command += " --path-as-is";
    command += " " + shellWord(masker ? masker->url(url, report) : url);
    const std::string *host = head.find("host");
    if (host && url.find("://" + *host) == std::string::npos)
        command += " \\\n  -H " + shellWord("Host: " + *host);
    for (const exchange::HeadField &field : head.fields) {
        if (isCurlsOwn(field.name))
            continue;
        const std::string value = masker ? masker->header(field.name, field.value, report) : field.value;
        // "Name;" is curl's way to send a field without a value.
        command += " \\\n  -H " + shellWord(value.empty() ? field.name + ";" : field.name + ": " + value);
        if (exchange::equalsIgnoringCase(field.name, "accept-encoding"))
            command += " --compressed";
    }
    if (binary)
        command += " \\\n  --data-binary @-";
    else if (!data.empty())
        command += " \\\n  --data-raw " + shellWord(data);
    return command;
}

std::string curlCommand(const EntrySource &entry, const base::BodySource &source, const masking::Masker *masker)
{
    const auto head = source.read(entry.exchange.request.head, headMax);
    const auto body = source.read(entry.exchange.request.body, bodyMax);
    return curlCommand(entry, head ? std::span<const std::byte>(*head) : std::span<const std::byte>{},
                       body ? std::span<const std::byte>(*body) : std::span<const std::byte>{}, masker);
}

} // namespace exporters
