// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/head.h"

#include "app/decode/charset.h"
#include "app/protocols/body_codings.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace exchange {

namespace {

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? char(c + 32) : c;
}

std::string lowered(std::string_view text)
{
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), lower);
    return result;
}

std::string_view trimmed(std::string_view text)
{
    const size_t begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos)
        return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

// Takes the part before `separator` off the front of `text`; all of it if there is none.
std::string_view takeUntil(std::string_view &text, char separator)
{
    const size_t at = text.find(separator);
    const std::string_view part = text.substr(0, at);
    text = at == std::string_view::npos ? std::string_view{} : text.substr(at + 1);
    return part;
}

// A bare LF ends a line, too (RFC 9112 section 2.2).
std::string_view takeLine(std::string_view &text)
{
    std::string_view line = takeUntil(text, '\n');
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    return line;
}

// Text that is not UTF-8 is Latin-1 to browsers, curl and servers (RFC 9110, section 5.5, on obs-text).
std::string characters(std::string_view bytes)
{
    if (decode::isUtf8(bytes))
        return std::string(bytes);
    std::string text;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80)
            text += c;
        else
            text += {char(0xc0 | byte >> 6), char(0x80 | (byte & 0x3f))};
    }
    return text;
}

void takeFields(std::string_view bytes, std::vector<HeadField> &fields)
{
    while (!bytes.empty()) {
        const std::string_view line = takeLine(bytes);
        if (line.empty())
            break;
        // Line folding is obsolete but still occurs (RFC 9112 section 5.2).
        if ((line.front() == ' ' || line.front() == '\t') && !fields.empty()) {
            std::string &value = fields.back().value;
            value += value.empty() ? "" : " ";
            value += trimmed(line);
            continue;
        }
        // HTTP/2 pseudo-header fields begin with a colon.
        const size_t colon = line.find(':', 1);
        if (colon == std::string_view::npos)
            fields.push_back({std::string(trimmed(line)), {}});
        else
            fields.push_back({std::string(trimmed(line.substr(0, colon))), std::string(trimmed(line.substr(colon + 1)))});
    }
}

void toCharacters(std::vector<HeadField> &fields)
{
    for (HeadField &field : fields) {
        field.name = characters(field.name);
        field.value = characters(field.value);
    }
}

void splitStartLine(Head &head)
{
    const std::string_view line = head.startLine;
    const size_t space = line.find(' ');
    const std::string_view first = line.substr(0, space);
    const std::string_view rest = space == std::string_view::npos ? std::string_view{} : line.substr(space + 1);
    if (first.starts_with("HTTP/")) {
        head.version = first;
        std::string_view reason = rest;
        const std::string_view digits = takeUntil(reason, ' ');
        int status = 0;
        if (std::from_chars(digits.data(), digits.data() + digits.size(), status).ec == std::errc{})
            head.status = status;
        head.reason = reason;
        return;
    }
    head.method = first;
    // The target should not contain spaces, but may; the version follows the last one.
    const size_t last = rest.rfind(" HTTP/");
    head.target = rest.substr(0, last);
    if (last != std::string_view::npos)
        head.version = rest.substr(last + 1);
}

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::string unquoted(std::string_view text)
{
    if (text.size() < 2 || text.front() != '"' || text.back() != '"')
        return std::string(text);
    std::string result;
    for (size_t i = 1; i + 1 < text.size(); ++i) {
        if (text[i] == '\\' && i + 2 < text.size())
            ++i;
        result += text[i];
    }
    return result;
}

// Like takeUntil with ';', but not inside a quoted string.
std::string_view takeParameter(std::string_view &text)
{
    bool quoted = false;
    for (size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"')
            quoted = !quoted;
        else if (text[i] == '\\' && quoted)
            ++i;
        else if (text[i] == ';' && !quoted) {
            const std::string_view part = text.substr(0, i);
            text.remove_prefix(i + 1);
            return part;
        }
    }
    return std::exchange(text, {});
}

} // namespace

bool equalsIgnoringCase(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

const std::string *Head::find(std::string_view name) const
{
    for (const HeadField &field : fields) {
        if (equalsIgnoringCase(field.name, name))
            return &field.value;
    }
    return nullptr;
}

Head parseRawHead(std::string_view bytes)
{
    Head head;
    // Empty lines before a start line are skipped (RFC 9112 section 2.2).
    while (!bytes.empty() && head.startLine.empty())
        head.startLine = takeLine(bytes);
    splitStartLine(head);
    takeFields(bytes, head.fields);
    return head;
}

Head parseHead(std::string_view bytes)
{
    Head head = parseRawHead(bytes);
    head.reason = characters(head.reason);
    toCharacters(head.fields);
    return head;
}

Head parseHead(std::span<const std::byte> bytes)
{
    return parseHead(std::string_view(reinterpret_cast<const char *>(bytes.data()), bytes.size()));
}

std::vector<Head> parseHeads(std::string_view bytes)
{
    std::vector<Head> heads;
    while (!bytes.empty()) {
        std::string_view rest = bytes;
        size_t lines = 0;
        for (std::string_view line = takeLine(rest); !line.empty() || (lines == 0 && !rest.empty()); line = takeLine(rest))
            lines += !line.empty();
        if (lines > 0)
            heads.push_back(parseHead(bytes.substr(0, bytes.size() - rest.size())));
        bytes = rest;
    }
    return heads;
}

std::vector<HeadField> parseFields(std::string_view bytes)
{
    std::vector<HeadField> fields;
    takeFields(bytes, fields);
    toCharacters(fields);
    return fields;
}

std::string bodyCodings(const std::vector<HeadField> &fields) { return protocols::bodyCodings(fields); }

std::vector<Cookie> parseCookies(std::string_view value)
{
    std::vector<Cookie> cookies;
    while (!value.empty()) {
        std::string_view pair = trimmed(takeUntil(value, ';'));
        if (pair.empty())
            continue;
        Cookie cookie;
        const bool named = pair.find('=') != std::string_view::npos;
        const std::string_view name = takeUntil(pair, '=');
        cookie.name = trimmed(name);
        cookie.value = named ? trimmed(pair) : std::string_view{};
        cookies.push_back(std::move(cookie));
    }
    return cookies;
}

Cookie parseSetCookie(std::string_view value)
{
    Cookie cookie;
    std::string_view pair = takeUntil(value, ';');
    cookie.name = trimmed(takeUntil(pair, '='));
    cookie.value = trimmed(pair);
    while (!value.empty()) {
        std::string_view attribute = takeUntil(value, ';');
        const std::string name = lowered(trimmed(takeUntil(attribute, '=')));
        const std::string setting(trimmed(attribute));
        if (name == "path")
            cookie.path = setting;
        else if (name == "domain")
            cookie.domain = setting;
        else if (name == "expires")
            cookie.expires = setting;
        else if (name == "max-age")
            cookie.maxAge = setting;
        else if (name == "samesite")
            cookie.sameSite = setting;
        else if (name == "httponly")
            cookie.httpOnly = true;
        else if (name == "secure")
            cookie.secure = true;
    }
    return cookie;
}

std::string_view queryOf(std::string_view target)
{
    target = target.substr(0, target.find('#'));
    const size_t mark = target.find('?');
    return mark == std::string_view::npos ? std::string_view{} : target.substr(mark + 1);
}

std::string percentDecoded(std::string_view text, bool plus)
{
    std::string result;
    result.reserve(text.size());
    for (size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && hexDigit(text[i + 1]) >= 0 && hexDigit(text[i + 2]) >= 0) {
            result += char(hexDigit(text[i + 1]) << 4 | hexDigit(text[i + 2]));
            i += 2;
        } else {
            result += plus && text[i] == '+' ? ' ' : text[i];
        }
    }
    return result;
}

std::vector<Parameter> parseParameters(std::string_view query)
{
    std::vector<Parameter> parameters;
    while (!query.empty()) {
        std::string_view pair = takeUntil(query, '&');
        if (pair.empty())
            continue;
        const std::string_view name = takeUntil(pair, '=');
        parameters.push_back({percentDecoded(name, true), percentDecoded(pair, true), name, pair});
    }
    return parameters;
}

ContentType parseContentType(std::string_view value)
{
    ContentType type;
    type.media = lowered(trimmed(takeParameter(value)));
    while (!value.empty()) {
        std::string_view parameter = takeParameter(value);
        const std::string name = lowered(trimmed(takeUntil(parameter, '=')));
        if (name == "charset" && type.charset.empty())
            type.charset = lowered(unquoted(trimmed(parameter)));
        else if (name == "boundary" && type.boundary.empty())
            type.boundary = unquoted(trimmed(parameter));
    }
    return type;
}

} // namespace exchange
