// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tls/ja4.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <vector>

namespace tls {

namespace {

constexpr uint16_t sniType = 0;
constexpr uint16_t alpnType = 16;
constexpr char digits[] = "0123456789abcdef";

// RFC 8701: values that a client inserts at random, so that servers learn to ignore unknown ones.
bool isGrease(uint16_t value)
{
    return (value & 0x0f0f) == 0x0a0a && value >> 8 == (value & 0xff);
}

std::vector<uint16_t> withoutGrease(std::vector<uint16_t> values)
{
    std::erase_if(values, isGrease);
    return values;
}

std::string hexByte(uint8_t byte) { return {digits[byte >> 4], digits[byte & 15]}; }

std::string hexList(const std::vector<uint16_t> &values)
{
    std::string text;
    for (const uint16_t value : values)
        text += (text.empty() ? "" : ",") + hexByte(uint8_t(value >> 8)) + hexByte(uint8_t(value));
    return text;
}

std::string twoDigits(size_t count)
{
    count = std::min<size_t>(count, 99);
    return {char('0' + count / 10), char('0' + count % 10)};
}

std::string versionPart(const ClientHello &hello)
{
    const std::vector<uint16_t> offered = withoutGrease(hello.versions);
    switch (offered.empty() ? hello.legacyVersion : std::ranges::max(offered)) {
    case 0x0002: return "s2";
    case 0x0300: return "s3";
    case 0x0301: return "10";
    case 0x0302: return "11";
    case 0x0303: return "12";
    case 0x0304: return "13";
    default: return "00";
    }
}

bool isAlphanumeric(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

// First and last character of the first protocol; of its hexadecimal form if one of them is neither letter nor digit.
std::string alpnPart(const ClientHello &hello)
{
    if (hello.protocols.empty() || hello.protocols.front().empty())
        return "00";
    const std::string &name = hello.protocols.front();
    if (isAlphanumeric(name.front()) && isAlphanumeric(name.back()))
        return {name.front(), name.back()};
    return {hexByte(uint8_t(name.front())).front(), hexByte(uint8_t(name.back())).back()};
}

// The first twelve hexadecimal digits of SHA-256; zeros for nothing.
std::string shortHash(const std::string &text)
{
    constexpr size_t bytes = 6;
    std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
    unsigned length = 0;
    if (!text.empty() && (!EVP_Digest(text.data(), text.size(), hash.data(), &length, EVP_sha256(), nullptr) || length < bytes))
        return {};
    std::string result;
    for (size_t i = 0; i < bytes; ++i)
        result += hexByte(hash[i]);
    return result;
}

} // namespace

std::string ja4(const ClientHello &hello, Transport transport)
{
    if (!hello.whole)
        return {};
    std::vector<uint16_t> ciphers = withoutGrease(hello.ciphers);
    std::vector<uint16_t> extensions = withoutGrease(hello.extensions);
    const bool named = std::ranges::find(extensions, sniType) != extensions.end();
    const std::string head = (transport == Transport::Quic ? 'q' : 't') + versionPart(hello) + (named ? 'd' : 'i') + twoDigits(ciphers.size())
        + twoDigits(extensions.size()) + alpnPart(hello);
    std::ranges::sort(ciphers);
    std::erase_if(extensions, [](uint16_t type) { return type == sniType || type == alpnType; });
    std::ranges::sort(extensions);
    std::string second = hexList(extensions);
    if (const std::string signatures = hexList(withoutGrease(hello.signatures)); !second.empty() && !signatures.empty())
        second += '_' + signatures;
    const std::string first = shortHash(hexList(ciphers)), last = shortHash(second);
    return first.empty() || last.empty() ? std::string() : head + '_' + first + '_' + last;
}

} // namespace tls
