// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/body_charset.h"

#include "app/decode/charset.h"
#include "app/decode/charset_labels.h"

#include <algorithm>
#include <cctype>

namespace decode {

namespace {

constexpr size_t prescanBytes = 1024;
constexpr std::string_view blanks = "\t\n\f\r ";

std::string_view view(std::span<const std::byte> bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

std::string lowered(std::string_view text)
{
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), [](unsigned char c) { return char(std::tolower(c)); });
    return result;
}

void skipBlanks(std::string_view &text)
{
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
}

std::string_view nameOf(std::string_view label)
{
    const Encoding *encoding = encodingOf(label);
    return encoding ? encoding->name : std::string_view();
}

// An ASCII text that claims to be UTF-16 is not.
std::string_view nameWithin(std::string_view label)
{
    const std::string_view name = nameOf(label);
    return name.starts_with("utf-16") ? "utf-8" : name == "x-user-defined" ? "windows-1252" : name;
}

struct Attribute { std::string name, value; };

// WHATWG HTML, "get an attribute", after a tag's name. False at the end of the tag or of the text.
bool takeAttribute(std::string_view &text, Attribute &attribute)
{
    text.remove_prefix(std::min(text.find_first_not_of("\t\n\f\r /"), text.size()));
    if (text.empty() || text.front() == '>')
        return false;
    const size_t nameEnd = std::min(text.find_first_of("\t\n\f\r =/>", text.front() == '=' ? 1 : 0), text.size());
    attribute.name = lowered(text.substr(0, nameEnd));
    attribute.value.clear();
    text.remove_prefix(nameEnd);
    skipBlanks(text);
    if (!text.starts_with('='))
        return true;
    text.remove_prefix(1);
    skipBlanks(text);
    if (text.starts_with('"') || text.starts_with('\'')) {
        const size_t end = text.find(text.front(), 1);
        if (end == std::string_view::npos)
            return false;
        attribute.value = text.substr(1, end - 1);
        text.remove_prefix(end + 1);
        return true;
    }
    const size_t end = std::min(text.find_first_of("\t\n\f\r >"), text.size());
    attribute.value = text.substr(0, end);
    text.remove_prefix(end);
    return true;
}

// WHATWG HTML, "extracting a character encoding from a meta element": "text/html; charset=utf-8".
std::string_view charsetOfContent(std::string_view content)
{
    const std::string all = lowered(content);
    for (size_t at = 0; (at = all.find("charset", at)) != std::string::npos;) {
        at += 7;
        std::string_view rest = std::string_view(all).substr(at);
        skipBlanks(rest);
        if (!rest.starts_with('='))
            continue;
        rest.remove_prefix(1);
        skipBlanks(rest);
        if (rest.starts_with('"') || rest.starts_with('\'')) {
            const size_t end = rest.find(rest.front(), 1);
            return end == std::string_view::npos ? std::string_view() : nameWithin(rest.substr(1, end - 1));
        }
        return nameWithin(rest.substr(0, rest.find_first_of("\t\n\f\r ;")));
    }
    return {};
}

std::string_view charsetOfMeta(std::string_view &text)
{
    std::string_view charset;
    bool pragma = false, needsPragma = false, hasCharset = false;
    std::string seen = " ";
    for (Attribute attribute; takeAttribute(text, attribute);) {
        if (seen.find(' ' + attribute.name + ' ') != std::string::npos)
            continue;
        seen += attribute.name + ' ';
        if (attribute.name == "http-equiv") {
            pragma = pragma || lowered(attribute.value) == "content-type";
        } else if (attribute.name == "content" && !hasCharset) {
            if (const std::string_view found = charsetOfContent(attribute.value); !found.empty()) {
                charset = found;
                needsPragma = hasCharset = true;
            }
        } else if (attribute.name == "charset") {
            charset = nameWithin(attribute.value);
            needsPragma = false;
            hasCharset = true;
        }
    }
    return needsPragma && !pragma ? std::string_view() : charset;
}

bool startsATag(std::string_view text)
{
    const bool end = text.starts_with("</");
    const size_t letter = end ? 2 : 1;
    return text.size() > letter && std::isalpha(static_cast<unsigned char>(text[letter]));
}

std::string_view charsetOfHtml(std::string_view text)
{
    while (!text.empty()) {
        text.remove_prefix(std::min(text.find('<'), text.size()));
        if (text.starts_with("<!--")) {
            const size_t end = text.find("-->", 2);
            text.remove_prefix(end == std::string_view::npos ? text.size() : end + 3);
        } else if (text.size() > 5 && lowered(text.substr(0, 5)) == "<meta" && (blanks.find(text[5]) != std::string_view::npos || text[5] == '/')) {
            text.remove_prefix(6);
            if (const std::string_view charset = charsetOfMeta(text); !charset.empty())
                return charset;
        } else if (startsATag(text)) {
            text.remove_prefix(std::min(text.find_first_of("\t\n\f\r >"), text.size()));
            for (Attribute attribute; takeAttribute(text, attribute);)
                continue;
        } else if (text.starts_with("<!") || text.starts_with("</") || text.starts_with("<?")) {
            text.remove_prefix(std::min(text.find('>'), text.size()));
        } else if (!text.empty()) {
            text.remove_prefix(1);
        }
    }
    return {};
}

// <?xml version="1.0" encoding="windows-1251"?>
std::string_view charsetOfXml(std::string_view text)
{
    constexpr std::string_view begin = "<?xml";
    if (!text.starts_with(begin) || text.size() == begin.size() || blanks.find(text[begin.size()]) == std::string_view::npos)
        return {};
    text = text.substr(begin.size(), text.find("?>") - begin.size());
    for (Attribute attribute; takeAttribute(text, attribute);) {
        if (attribute.name == "encoding")
            return nameWithin(attribute.value);
    }
    return {};
}

std::string_view charsetOfCss(std::string_view text)
{
    constexpr std::string_view begin = "@charset \"";
    if (!text.starts_with(begin))
        return {};
    text.remove_prefix(begin.size());
    const size_t end = text.find("\";");
    return end == std::string_view::npos ? std::string_view() : nameWithin(text.substr(0, end));
}

} // namespace

std::string_view charsetWithin(Format format, std::span<const std::byte> first)
{
    const std::string_view text = view(first.first(std::min(first.size(), prescanBytes)));
    switch (format) {
    case Format::Html: {
        // Browsers honour the XML declaration in HTML, too, if there is no <meta>.
        const std::string_view charset = charsetOfHtml(text);
        return charset.empty() ? charsetOfXml(text) : charset;
    }
    case Format::Xml:
    case Format::Svg:
        return charsetOfXml(text);
    case Format::Css:
        return charsetOfCss(text);
    default:
        return {};
    }
}

std::string_view sniffedCharset(std::span<const std::byte> first)
{
    const auto byte = [&](size_t i) { return uint8_t(first[i]); };
    if (first.size() < 2)
        return {};
    if (byte(0) == 0xff && byte(1) == 0xfe)
        return "utf-16le";
    if (byte(0) == 0xfe && byte(1) == 0xff)
        return "utf-16be";
    const size_t units = std::min<size_t>(first.size(), 512) / 2;
    size_t zeros[2] = {0, 0}, printable[2] = {0, 0};
    for (size_t i = 0; i < units * 2; ++i) {
        zeros[i % 2] += byte(i) == 0;
        printable[i % 2] += byte(i) == '\t' || byte(i) == '\n' || byte(i) == '\r' || (byte(i) >= 0x20 && byte(i) < 0x7f);
    }
    // For mostly Latin text: in nearly every unit one byte is a character and the other zero; no unit is zero.
    if (units < 4)
        return {};
    if (zeros[0] == 0 && zeros[1] * 10 >= units * 8 && printable[0] * 10 >= units * 8)
        return "utf-16le";
    if (zeros[1] == 0 && zeros[0] * 10 >= units * 8 && printable[1] * 10 >= units * 8)
        return "utf-16be";
    return {};
}

std::string_view bodyCharset(std::span<const std::byte> first, std::string_view declared, Format format)
{
    if (view(first).starts_with("\xef\xbb\xbf"))
        return "utf-8";
    if (const std::string_view seen = sniffedCharset(first); !seen.empty())
        return seen;
    if (const std::string_view name = nameOf(declared); !name.empty())
        return name;
    return charsetWithin(format, first);
}

std::string toUtf8(std::span<const std::byte> bytes, std::string_view declared, Format format)
{
    std::string_view charset = bodyCharset(bytes.first(std::min(bytes.size(), prescanBytes)), declared, format);
    if (charset.empty())
        charset = isUtf8(bytes) ? "utf-8" : "windows-1252";
    if (charset == "utf-8" && view(bytes).starts_with("\xef\xbb\xbf"))
        bytes = bytes.subspan(3);
    CharsetDecoder decoder(charset);
    std::string out;
    out.reserve(bytes.size());
    decoder.feed(bytes, out);
    decoder.finish(out);
    return out;
}

} // namespace decode
