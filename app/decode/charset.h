// SPDX-License-Identifier: GPL-3.0-or-later
// Turns text of any charset into UTF-8, piece by piece.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace decode {

// True for well-formed UTF-8 (no surrogates, no overlong forms).
bool isUtf8(std::span<const std::byte>);
bool isUtf8(std::string_view);
// `c` is below 0x110000.
void appendUtf8(uint32_t c, std::string &out);
// Checks piece by piece: false once anything was malformed; a cut last character counts at finish.
class Utf8Check
{
public:
    void feed(std::span<const std::byte>);
    bool finish() const { return m_valid && m_pending == 0; }
    bool valid() const { return m_valid; }

private:
    bool m_valid = true;
    uint8_t m_pending = 0, m_low = 0x80, m_high = 0xbf; // bytes still due; range of the next one
};

class CharsetDecoder
{
public:
    // A label as in Content-Type, any case. Empty: UTF-8. "iso-8859-1" and "us-ascii" are read as
    // windows-1252, as everybody does (WHATWG Encoding 4.2).
    explicit CharsetDecoder(std::string_view label);
    ~CharsetDecoder();
    CharsetDecoder(const CharsetDecoder &) = delete;

    // False: the label is not known; bytes are then read as UTF-8.
    bool known() const { return m_known; }
    // True once something could not be converted; U+FFFD stands there.
    bool replaced() const { return m_replaced; }
    // Appends UTF-8.
    void feed(std::span<const std::byte>, std::string &out);
    void finish(std::string &out);

private:
    enum class Form : uint8_t { Utf8, Windows1252, Utf16Little, Utf16Big, Iconv };
    void feedUtf8(std::span<const std::byte>, std::string &out);
    void feedUtf16(std::span<const std::byte>, std::string &out);
    void feedIconv(std::span<const std::byte>, std::string &out);
    void replace(std::string &out);

    Form m_form = Form::Utf8;
    bool m_known = true;
    bool m_replaced = false;
    bool m_byteOrderFromMark = false;
    void *m_iconv = nullptr;
    std::string m_held;        // begin of a character whose end has not come
    uint16_t m_lead = 0;       // UTF-16 lead surrogate
};

// "utf-16le" or "utf-16be" of bytes that can be nothing else: by their mark, or since every other
// byte is zero. Else empty.
std::string_view sniffedCharset(std::span<const std::byte> first);
// All at once. A byte order mark, or UTF-16 that is seen, decides over `label`; without any of
// these it is UTF-8 where that is well formed, else windows-1252.
std::string toUtf8(std::span<const std::byte>, std::string_view label = {});

} // namespace decode
