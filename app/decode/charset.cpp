// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/charset.h"

#include <iconv.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cctype>

namespace decode {

namespace {

// WHATWG Encoding, index windows-1252: what 0x80 to 0x9f stand for.
constexpr std::array<uint16_t, 32> windows1252{
    0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d, 0x17d, 0x8f,
    0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178};

// What iconv is trusted with: table-driven charsets that the web uses.
constexpr std::array<std::string_view, 14> iconvPrefixes{
    "windows-125", "cp125", "iso-8859-", "koi8-", "gb2312", "gbk", "gb18030", "big5", "euc-jp", "euc-kr", "shift_jis",
    "shift-jis", "ibm8", "macintosh"};

std::string lowered(std::string_view text)
{
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), [](unsigned char c) { return char(std::tolower(c)); });
    return result;
}

// Length of the well-formed character at the front (Unicode 15, table 3-7); 0: malformed there;
// -1: could become one with more bytes.
int characterLength(std::span<const std::byte> bytes)
{
    const auto at = [&](size_t i) { return uint8_t(bytes[i]); };
    const uint8_t lead = at(0);
    if (lead < 0x80)
        return 1;
    if (lead < 0xc2 || lead > 0xf4)
        return 0;
    const int length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    for (int i = 1; i < length; ++i) {
        if (size_t(i) >= bytes.size())
            return -1;
        const uint8_t low = i > 1 ? 0x80 : lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        const uint8_t high = i > 1 ? 0xbf : lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        if (at(size_t(i)) < low || at(size_t(i)) > high)
            return 0;
    }
    return length;
}

} // namespace

void appendUtf8(uint32_t c, std::string &out)
{
    if (c < 0x80) {
        out += char(c);
    } else if (c < 0x800) {
        out += char(0xc0 | c >> 6);
        out += char(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        out += char(0xe0 | c >> 12);
        out += char(0x80 | (c >> 6 & 0x3f));
        out += char(0x80 | (c & 0x3f));
    } else {
        out += char(0xf0 | c >> 18);
        out += char(0x80 | (c >> 12 & 0x3f));
        out += char(0x80 | (c >> 6 & 0x3f));
        out += char(0x80 | (c & 0x3f));
    }
}

bool isUtf8(std::span<const std::byte> bytes)
{
    return bytes.empty() || simdjson::validate_utf8(reinterpret_cast<const char *>(bytes.data()), bytes.size());
}

bool isUtf8(std::string_view text)
{
    return isUtf8(std::as_bytes(std::span(text)));
}

void Utf8Check::feed(std::span<const std::byte> bytes)
{
    while (m_valid && m_pending && !bytes.empty()) {
        const auto byte = uint8_t(bytes.front());
        bytes = bytes.subspan(1);
        m_valid = byte >= m_low && byte <= m_high;
        m_low = 0x80;
        m_high = 0xbf;
        --m_pending;
    }
    if (!m_valid || bytes.empty())
        return;
    // A character that this piece cuts is at most its last three bytes.
    size_t whole = bytes.size();
    for (size_t back = 1; back <= std::min<size_t>(3, bytes.size()); ++back) {
        const auto byte = uint8_t(bytes[bytes.size() - back]);
        if (byte >= 0x80 && byte < 0xc0)
            continue;
        if (characterLength(bytes.last(back)) == -1) {
            whole -= back;
            const int length = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
            m_pending = uint8_t(length - int(back));
            if (back == 1) {
                m_low = byte == 0xe0 ? 0xa0 : byte == 0xf0 ? 0x90 : 0x80;
                m_high = byte == 0xed ? 0x9f : byte == 0xf4 ? 0x8f : 0xbf;
            }
        }
        break;
    }
    m_valid = isUtf8(bytes.first(whole));
}

CharsetDecoder::CharsetDecoder(std::string_view label)
{
    const std::string name = lowered(label);
    if (name.empty() || name == "utf-8" || name == "utf8")
        return;
    if (name == "iso-8859-1" || name == "latin1" || name == "us-ascii" || name == "ascii" || name == "windows-1252" || name == "cp1252") {
        m_form = Form::Windows1252;
    } else if (name == "utf-16" || name == "utf-16le") {
        m_form = Form::Utf16Little;
        m_byteOrderFromMark = name == "utf-16";
    } else if (name == "utf-16be") {
        m_form = Form::Utf16Big;
    } else {
        const bool trusted = name.size() < 32 && name.find('/') == std::string::npos
            && std::any_of(iconvPrefixes.begin(), iconvPrefixes.end(), [&](std::string_view prefix) { return name.starts_with(prefix); });
        const iconv_t converter = trusted ? iconv_open("UTF-8", name.c_str()) : iconv_t(-1);
        m_known = converter != iconv_t(-1);
        if (m_known) {
            m_form = Form::Iconv;
            m_iconv = converter;
        }
    }
}

CharsetDecoder::~CharsetDecoder()
{
    if (m_iconv)
        iconv_close(iconv_t(m_iconv));
}

void CharsetDecoder::replace(std::string &out)
{
    m_replaced = true;
    out += "\xef\xbf\xbd";
}

void CharsetDecoder::feed(std::span<const std::byte> bytes, std::string &out)
{
    switch (m_form) {
    case Form::Utf8:
        return feedUtf8(bytes, out);
    case Form::Utf16Little:
    case Form::Utf16Big:
        return feedUtf16(bytes, out);
    case Form::Iconv:
        return feedIconv(bytes, out);
    case Form::Windows1252:
        for (const std::byte byte : bytes) {
            const auto c = uint8_t(byte);
            appendUtf8(c >= 0x80 && c < 0xa0 ? windows1252[c - 0x80] : c, out);
        }
    }
}

void CharsetDecoder::feedUtf8(std::span<const std::byte> bytes, std::string &out)
{
    std::string joined;
    if (!m_held.empty()) {
        joined = std::move(m_held);
        m_held.clear();
        joined.append(reinterpret_cast<const char *>(bytes.data()), bytes.size());
        bytes = std::as_bytes(std::span(joined));
    }
    if (isUtf8(bytes)) {
        out.append(reinterpret_cast<const char *>(bytes.data()), bytes.size());
        return;
    }
    while (!bytes.empty()) {
        const int length = characterLength(bytes);
        if (length == -1) {
            m_held.assign(reinterpret_cast<const char *>(bytes.data()), bytes.size());
            return;
        }
        if (length == 0)
            replace(out);
        else
            out.append(reinterpret_cast<const char *>(bytes.data()), size_t(length));
        bytes = bytes.subspan(size_t(std::max(1, length)));
    }
}

void CharsetDecoder::feedUtf16(std::span<const std::byte> bytes, std::string &out)
{
    for (const std::byte byte : bytes) {
        m_held += char(byte);
        if (m_held.size() < 2)
            continue;
        const auto first = uint8_t(m_held[0]);
        const auto second = uint8_t(m_held[1]);
        m_held.clear();
        auto unit = uint16_t(m_form == Form::Utf16Little ? first | second << 8 : first << 8 | second);
        if (m_byteOrderFromMark) {
            m_byteOrderFromMark = false;
            if (unit == 0xfffe)
                m_form = Form::Utf16Big;
            if (unit == 0xfffe || unit == 0xfeff)
                continue;
        }
        if (unit >= 0xdc00 && unit < 0xe000 && m_lead) {
            appendUtf8(0x10000 + ((m_lead - 0xd800u) << 10) + (unit - 0xdc00u), out);
            m_lead = 0;
            continue;
        }
        if (m_lead)
            replace(out);
        m_lead = 0;
        if (unit >= 0xd800 && unit < 0xdc00)
            m_lead = unit;
        else if (unit >= 0xdc00 && unit < 0xe000)
            replace(out);
        else
            appendUtf8(unit, out);
    }
}

void CharsetDecoder::feedIconv(std::span<const std::byte> bytes, std::string &out)
{
    std::string input = std::move(m_held);
    m_held.clear();
    input.append(reinterpret_cast<const char *>(bytes.data()), bytes.size());
    char *next = input.data();
    size_t left = input.size();
    std::array<char, 4096> piece;
    while (left > 0) {
        char *target = piece.data();
        size_t room = piece.size();
        const size_t result = iconv(iconv_t(m_iconv), &next, &left, &target, &room);
        const int error = errno;
        out.append(piece.data(), piece.size() - room);
        if (result != size_t(-1) || error == E2BIG)
            continue;
        if (error == EINVAL && left < 16) { // the end cuts a character
            m_held.assign(next, left);
            return;
        }
        replace(out);
        ++next;
        --left;
    }
}

void CharsetDecoder::finish(std::string &out)
{
    if (!m_held.empty() || m_lead)
        replace(out);
    m_held.clear();
    m_lead = 0;
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
    // Mostly Latin text: the other half of nearly every unit is a character, and none is zero.
    if (units < 4)
        return {};
    if (zeros[0] == 0 && zeros[1] * 10 >= units * 8 && printable[0] * 10 >= units * 8)
        return "utf-16le";
    if (zeros[1] == 0 && zeros[0] * 10 >= units * 8 && printable[1] * 10 >= units * 8)
        return "utf-16be";
    return {};
}

std::string toUtf8(std::span<const std::byte> bytes, std::string_view label)
{
    const auto startsWith = [&](std::initializer_list<uint8_t> mark) {
        return bytes.size() >= mark.size() && std::equal(mark.begin(), mark.end(), bytes.begin(), [](uint8_t a, std::byte b) { return a == uint8_t(b); });
    };
    if (startsWith({0xef, 0xbb, 0xbf})) {
        label = "utf-8";
        bytes = bytes.subspan(3);
    } else if (startsWith({0xff, 0xfe}) || startsWith({0xfe, 0xff})) {
        label = "utf-16";
    } else if (const std::string_view seen = sniffedCharset(bytes); !seen.empty()) {
        label = seen;
    } else if (label.empty() && !isUtf8(bytes)) {
        label = "windows-1252";
    }
    CharsetDecoder decoder(label);
    std::string out;
    out.reserve(bytes.size());
    decoder.feed(bytes, out);
    decoder.finish(out);
    return out;
}

} // namespace decode
