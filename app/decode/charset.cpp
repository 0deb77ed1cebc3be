// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/charset.h"

#include "app/decode/charset_labels.h"
#include "app/decode/single_byte_tables.h"

#include <iconv.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace decode {

namespace {

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

size_t utf8Prefix(std::string_view text)
{
    auto bytes = std::as_bytes(std::span(text));
    if (isUtf8(bytes))
        return text.size();
    while (!bytes.empty()) {
        const int length = characterLength(bytes);
        if (length <= 0)
            break;
        bytes = bytes.subspan(size_t(length));
    }
    return text.size() - bytes.size();
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
    // A character cut by the end of this piece is at most its last three bytes.
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
    if (label.empty())
        return;
    const Encoding *encoding = encodingOf(label);
    m_known = encoding != nullptr;
    if (!encoding || encoding->name == "utf-8")
        return;
    if (encoding->name == "utf-16le" || encoding->name == "utf-16be") {
        m_form = encoding->name == "utf-16le" ? Form::Utf16Little : Form::Utf16Big;
    } else if (encoding->name == "replacement") {
        m_form = Form::Replacement;
    } else if (const auto *upperHalf = singleByteTable(*encoding)) {
        m_upperHalf = upperHalf;
        m_form = Form::SingleByte;
    } else {
        const iconv_t converter = iconv_open("UTF-8", std::string(encoding->iconv).c_str());
        m_known = converter != iconv_t(-1); // NOLINT(performance-no-int-to-ptr): iconv_open(3) says so
        if (m_known) {
            m_form = Form::Iconv;
            m_iconv = converter;
            m_gbk = encoding->name == "gbk";
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
    case Form::SingleByte:
        return feedSingleByte(bytes, out);
    case Form::Iconv:
        return feedIconv(bytes, out);
    case Form::Replacement:
        // WHATWG Encoding, section 14.1.1: charsets that attackers use to hide markup are not decoded at all.
        if (!m_started && !bytes.empty())
            replace(out);
        m_started = m_started || !bytes.empty();
    }
}

void CharsetDecoder::feedSingleByte(std::span<const std::byte> bytes, std::string &out)
{
    for (const std::byte byte : bytes) {
        const auto c = uint8_t(byte);
        const uint32_t character = c < 0x80 ? c : (*m_upperHalf)[c - 0x80];
        if (c >= 0x80 && character == 0)
            replace(out);
        else
            appendUtf8(character, out);
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
        if (!std::exchange(m_started, true)) {
            // A byte order mark overrides the label (WHATWG Encoding, section 6, "decode").
            if (unit == 0xfffe)
                m_form = m_form == Form::Utf16Little ? Form::Utf16Big : Form::Utf16Little;
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
    while (left > 0) {
        convert(next, left, out);
        if (left == 0)
            return;
        const int error = errno;
        if (error == EINVAL && left < 16) { // the end splits a character
            m_held.assign(next, left);
            return;
        }
        if (m_gbk && uint8_t(*next) == 0x80)
            appendUtf8(0x20ac, out); // WHATWG Encoding, section 10.2.1
        else
            replace(out);
        ++next;
        --left;
    }
}

// As far as iconv gets; errno tells why it stopped.
void CharsetDecoder::convert(char *&next, size_t &left, std::string &out)
{
    std::array<char, 4096> piece;
    for (;;) {
        char *target = piece.data();
        size_t room = piece.size();
        const size_t result = iconv(iconv_t(m_iconv), next ? &next : nullptr, next ? &left : nullptr, &target, &room);
        const int error = errno;
        out.append(piece.data(), piece.size() - room);
        errno = error;
        if (result != size_t(-1) || error != E2BIG)
            return;
    }
}

void CharsetDecoder::finish(std::string &out)
{
    if (!m_held.empty() || m_lead)
        replace(out);
    m_held.clear();
    m_lead = 0;
    if (m_iconv) { // a character that may combine with the next one
        char *none = nullptr;
        size_t left = 0;
        convert(none, left, out);
    }
}

} // namespace decode
