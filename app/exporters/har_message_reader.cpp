// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/har_message_reader.h"

#include "app/base/percent.h"
#include "app/decode/base64.h"
#include "app/exchange/head.h"
#include "app/exporters/har_names.h"
#include "app/exporters/json_values.h"

#include <algorithm>
#include <cctype>

namespace exporters {

namespace {

using exchange::Contents;
using exchange::Message;
using json = nlohmann::ordered_json;

// A field's text in a head must stay on its line.
std::string line(std::string text)
{
    std::replace_if(text.begin(), text.end(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; }, ' ');
    return text;
}

// Fields as header lines.
std::string headerLines(const json &message, const char *name)
{
    std::string lines;
    const json *headers = findArray(message, name);
    if (!headers)
        return lines;
    for (const json &header : *headers) {
        // Slack writes ["name", "value"].
        const bool pair = header.is_array() && header.size() == 2 && header[0].is_string() && header[1].is_string();
        const std::string field = pair ? header[0].get<std::string>() : text(header, "name");
        const std::string value = pair ? header[1].get<std::string>() : text(header, "value");
        if (!field.empty())
            lines += line(field) + ": " + line(value) + "\r\n";
    }
    return lines;
}

void keepHead(const json &message, const std::string &startLine, HarCapture &capture, Message &half)
{
    const int64_t size = integer(message, "headersSize");
    half.headBytes = size > 0 ? uint64_t(size) : 0;
    half.head = capture.keep(line(startLine) + "\r\n" + headerLines(message, "headers") + "\r\n");
    half.trailers = capture.keep(headerLines(message, "_trailers"));
}

struct Body {
    std::string bytes;
    Contents contents = Contents::Text;
};

Body takeBody(json *holder)
{
    json *text = holder ? find(*holder, "text") : nullptr;
    if (!text || !text->is_string())
        return {};
    Body body{std::move(text->get_ref<std::string &>())};
    *text = true;
    if (!exchange::equalsIgnoringCase(exporters::text(*holder, "encoding"), "base64"))
        return body;
    if (auto bytes = decode::fromBase64(body.bytes))
        return {std::move(*bytes), Contents::Decoded};
    return body;
}

void keepBody(Body body, int64_t declared, HarCapture &capture, Message &half)
{
    half.bodyBytes = body.bytes.size();
    // Many tools omit bodies, but state their length.
    if (body.bytes.empty() && declared > 0)
        half.bodyLost = uint64_t(declared);
    half.complete = half.bodyLost == 0;
    half.contents = body.contents;
    half.body = capture.keep(std::move(body.bytes));
}

std::string formEncoded(const std::string &text)
{
    std::string out = base::percentEncoded(text, [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '.' || c == '*' || c == ' ';
    });
    std::replace(out.begin(), out.end(), ' ', '+');
    return out;
}

// In quotes in a part's header, as browsers write it (WHATWG HTML, section 4.10.21.7).
std::string quotedName(const std::string &text)
{
    return base::percentEncoded(text, [](char c) { return c != '"' && c != '\r' && c != '\n'; });
}

// Rebuilds a body from its parameters, if the tool wrote nothing else.
std::string bodyOfParams(const json &data)
{
    const json *params = findArray(data, "params");
    if (!params || params->empty())
        return {};
    const exchange::ContentType type = exchange::parseContentType(text(data, "mimeType"));
    std::string body;
    if (type.media != "multipart/form-data") {
        for (const json &param : *params)
            body += (body.empty() ? "" : "&") + formEncoded(text(param, "name")) + "=" + formEncoded(text(param, "value"));
        return body;
    }
    if (type.boundary.empty())
        return {};
    for (const json &param : *params) {
        body += "--" + type.boundary + "\r\nContent-Disposition: form-data; name=\"" + quotedName(text(param, "name")) + '"';
        if (const std::string file = text(param, "fileName"); !file.empty())
            body += "; filename=\"" + quotedName(file) + '"';
        if (const std::string media = text(param, "contentType"); !media.empty())
            body += "\r\nContent-Type: " + line(media);
        body += "\r\n\r\n" + text(param, "value") + "\r\n";
    }
    return body + "--" + type.boundary + "--\r\n";
}

// RFC 3986, section 3.1.
size_t schemeLength(const std::string &url)
{
    if (url.empty() || !std::isalpha(static_cast<unsigned char>(url.front())))
        return 0;
    size_t at = 0;
    while (at < url.size() && (std::isalnum(static_cast<unsigned char>(url[at])) || url[at] == '+' || url[at] == '-' || url[at] == '.'))
        ++at;
    return at < url.size() && url[at] == ':' ? at : 0;
}

} // namespace

void splitUrl(const std::string &url, exchange::Exchange &exchange)
{
    const size_t scheme = schemeLength(url);
    exchange.scheme = url.substr(0, scheme);
    if (scheme == 0 || url.compare(scheme, 3, "://") != 0) {
        exchange.path = url;
        return;
    }
    const size_t authority = scheme + 3;
    const size_t path = std::min(url.find_first_of("/?#", authority), url.size());
    exchange.host = url.substr(authority, path - authority);
    exchange.path = url.substr(path, url.find('#', path) - path);
    if (!exchange.path.starts_with('/'))
        exchange.path.insert(0, "/");
}

void readRequest(json &request, HarCapture &capture, exchange::Exchange &exchange)
{
    exchange.method = text(request, "method");
    splitUrl(text(request, "url"), exchange);
    const std::string version = httpVersion(text(request, "httpVersion"));
    exchange.protocol = protocolOfVersion(version);
    keepHead(request, exchange.method + " " + exchange.path + (version.starts_with("HTTP/") ? " " + version : ""), capture, exchange.request);
    Body body = takeBody(findObject(request, "_content"));
    json *data = findObject(request, "postData");
    if (body.bytes.empty())
        body = takeBody(data);
    if (body.bytes.empty() && data)
        body.bytes = bodyOfParams(*data);
    keepBody(std::move(body), integer(request, "bodySize"), capture, exchange.request);
}

void readInterimResponses(const json &entry, HarCapture &capture, exchange::Exchange &exchange)
{
    const json *responses = findArray(entry, "_interimResponses");
    std::string heads;
    for (size_t i = 0; responses && i < responses->size(); ++i) {
        const json &response = (*responses)[i];
        const std::string version = httpVersion(text(response, "httpVersion"));
        heads += line((version.starts_with("HTTP/") ? version : "HTTP/?") + " " + std::to_string(statusOf(number(response, "status").value_or(0))) + " " + text(response, "statusText"))
            + "\r\n" + headerLines(response, "headers") + "\r\n";
    }
    exchange.interim = capture.keep(std::move(heads));
}

void readResponse(json &response, HarCapture &capture, exchange::Exchange &exchange)
{
    exchange.status = statusOf(number(response, "status").value_or(0));
    exchange.reason = text(response, "statusText");
    json *content = findObject(response, "content");
    Body body = takeBody(content);
    const json *headers = findArray(response, "headers");
    // A failed request has a response in name only.
    if (exchange.status == 0 && body.bytes.empty() && (!headers || headers->empty()))
        return;
    const std::string version = httpVersion(text(response, "httpVersion"));
    if (exchange.protocol == protocols::Protocol::Unknown)
        exchange.protocol = protocolOfVersion(version);
    keepHead(response, (version.starts_with("HTTP/") ? version : "HTTP/?") + " " + std::to_string(exchange.status) + " " + exchange.reason, capture, exchange.response);
    if (!content)
        return;
    exchange.contentType = exchange::parseContentType(text(*content, "mimeType")).media;
    keepBody(std::move(body), std::max(integer(*content, "size"), integer(response, "bodySize")), capture, exchange.response);
}

} // namespace exporters
