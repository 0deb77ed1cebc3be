// SPDX-License-Identifier: GPL-3.0-or-later
// Converts text of any charset to UTF-8, incrementally.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace decode {

// True for well-formed UTF-8 (no surrogates, no overlong forms).
bool isUtf8(std::span<const std::byte>);
bool isUtf8(std::string_view);
// Number of well-formed UTF-8 bytes at the front.
size_t utf8Prefix(std::string_view);
// `c` is below 0x110000.
void appendUtf8(uint32_t c, std::string &out);
// Incremental check: false once anything was malformed; a truncated last character counts at finish.
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
    // A label as in Content-Type, in any case. Empty: UTF-8.
    explicit CharsetDecoder(std::string_view label);
    ~CharsetDecoder();
    CharsetDecoder(const CharsetDecoder &) = delete;

    // False: no label that browsers know; bytes are then read as UTF-8.
    bool known() const { return m_known; }
    // True once something could not be converted and became U+FFFD.
    bool replaced() const { return m_replaced; }
    // Appends UTF-8.
    void feed(std::span<const std::byte>, std::string &out);
    void finish(std::string &out);

private:
    enum class Form : uint8_t { Utf8, SingleByte, Utf16Little, Utf16Big, Iconv, Replacement };
    void feedUtf8(std::span<const std::byte>, std::string &out);
    void feedUtf16(std::span<const std::byte>, std::string &out);
    void feedSingleByte(std::span<const std::byte>, std::string &out);
    void feedIconv(std::span<const std::byte>, std::string &out);
    void convert(char *&next, size_t &left, std::string &out);
    void replace(std::string &out);

    Form m_form = Form::Utf8;
    bool m_known = true;
    bool m_replaced = false;
    bool m_started = false;
    bool m_gbk = false;
    const std::array<char16_t, 128> *m_upperHalf = nullptr; // of a single-byte charset; 0: no character
    void *m_iconv = nullptr;
    std::string m_held;        // an incomplete character
    uint16_t m_lead = 0;       // UTF-16 lead surrogate
};

} // namespace decode
