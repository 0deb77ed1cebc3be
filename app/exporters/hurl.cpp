// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/hurl.h"

#include "app/decode/base64.h"

#include <algorithm>
#include <string_view>

namespace exporters {

namespace {

constexpr size_t textMax = 4096;    // bytes of a body that is written as text

void appendUnicode(unsigned c, std::string &out)
{
    static constexpr char digits[] = "0123456789abcdef";
    out += "\\u{";
    if (c >= 16)
        out += digits[c >> 4];
    out += digits[c & 15];
    out += '}';
}

// value-string, key-string and oneline-string escape alike, each its own characters too. A brace could begin a template.
std::string escaped(std::string_view text, std::string_view also)
{
    std::string out;
    for (const char c : text) {
        if (c == '\n')
            out += "\\n";
        else if (c == '\r')
            out += "\\r";
        else if (c == '\t')
            out += "\\t";
        else if (c == '\\' || c == '#' || also.find(c) != std::string_view::npos)
            out += {'\\', c};
        else if (c == '{' || c == '}' || (c >= 0 && c < 0x20) || c == 0x7f)
            appendUnicode(static_cast<unsigned char>(c), out);
        else
            out += c;
    }
    return out;
}

// White space at its ends would not be part of a value.
std::string value(std::string_view text)
{
    std::string out;
    const size_t first = std::min(text.find_first_not_of(' '), text.size()), last = text.find_last_not_of(' ') + 1;
    for (size_t i = 0; i < first; ++i)
        appendUnicode(' ', out);
    if (first < last)
        out += escaped(text.substr(first, last - first), {});
    for (size_t i = std::max(first, last); i < text.size(); ++i)
        appendUnicode(' ', out);
    return out;
}

} // namespace

std::string hurlEntry(const SentRequest &request, int status)
{
    std::string text = (request.method.empty() ? "GET" : request.method) + " " + escaped(request.url, {}) + "\n";
    if (!request.host.empty())
        text += "Host: " + value(request.host) + "\n";
    for (const exchange::HeadField &field : request.fields)
        text += escaped(field.name, ":") + ": " + value(field.value) + "\n";
    if (request.url.find("/../") != std::string::npos || request.url.find("/./") != std::string::npos)
        text += "[Options]\npath-as-is: true\n";
    if (!request.body.empty())
        text += isText(request.body) && request.body.size() <= textMax ? "`" + escaped(request.body, "`") + "`\n" : "base64," + decode::toBase64(request.body) + ";\n";
    return text + (status > 0 ? "HTTP " + std::to_string(status) + "\n" : "");
}

} // namespace exporters
