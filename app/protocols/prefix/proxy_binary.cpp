// SPDX-License-Identifier: GPL-3.0-or-later
// PROXY protocol, version 2: a signature, addresses by family, and type-length-values (proxy-protocol.txt, section 2.2).
#include "app/protocols/prefix/readers.h"

#include <algorithm>

namespace protocols::prefix {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view signature = "\r\n\r\n\0\r\nQUIT\n"sv;
constexpr size_t headSize = 16;
constexpr size_t valuesMax = 64;
constexpr size_t valueMax = 256;   // of a value, as shown

enum ValueType : uint8_t { Alpn = 0x01, Authority = 0x02, UniqueId = 0x05, Ssl = 0x20, SslVersion = 0x21, SslName = 0x22, Netns = 0x30 };

const char *nameOf(uint8_t type)
{
    switch (type) {
    case Alpn: return "ALPN";
    case Authority: return "authority";
    case SslVersion: return "TLS version";
    case SslName: return "client certificate";
    case Netns: return "network namespace";
    default: return nullptr;
    }
}

std::string hexadecimal(std::string_view bytes)
{
    std::string text;
    for (const char c : bytes)
        for (const int shift : {4, 0})
            text += "0123456789abcdef"[uint8_t(c) >> shift & 15];
    return text;
}

void readValues(std::string_view values, Prefix &prefix)
{
    while (values.size() >= 3 && prefix.details.size() < valuesMax) {
        const uint8_t type = uint8_t(values[0]);
        const size_t length = bigEndian16(values.substr(1));
        if (length > values.size() - 3)
            return;
        const std::string_view value = values.substr(3, length);
        values.remove_prefix(3 + length);
        // Certificate flags and verification result, then nested values.
        if (type == Ssl && value.size() > 5)
            readValues(value.substr(5), prefix);
        else if (const char *name = nameOf(type))
            prefix.details.emplace_back(name, printable(value.substr(0, valueMax)));
        else if (type == UniqueId)
            prefix.details.emplace_back("unique id", hexadecimal(value.substr(0, valueMax / 2)));
    }
}

} // namespace

Reading readProxyBinary(std::string_view bytes)
{
    const size_t known = std::min(bytes.size(), signature.size());
    if (bytes.substr(0, known) != signature.substr(0, known))
        return {};
    if (bytes.size() < headSize)
        return {.verdict = Verdict::NeedMore};
    const uint8_t version = uint8_t(bytes[12]) >> 4, command = uint8_t(bytes[12]) & 15;
    const uint8_t family = uint8_t(bytes[13]) >> 4, transport = uint8_t(bytes[13]) & 15;
    if (version != 2 || command > 1 || family > 3 || transport > 2)
        return {};
    const size_t length = bigEndian16(bytes.substr(14));
    const size_t addresses = family == 1 ? 12 : family == 2 ? 36 : family == 3 ? 216 : 0;
    if (length < addresses)
        return {};
    if (bytes.size() - headSize < length)
        return {.verdict = Verdict::NeedMore};
    Reading reading{.verdict = Verdict::Yes, .prefix = {.name = "PROXY protocol v2"}, .fromClient = headSize + length};
    const std::string_view block = bytes.substr(headSize, length);
    readValues(block.substr(addresses), reading.prefix);
    if (command == 0) {
        reading.prefix.details.emplace_back("command", "LOCAL");
        return reading;   // the proxy's own connection: a health check
    }
    if (family == 1 || family == 2) {
        const size_t size = family == 1 ? 4 : 16;
        const base::Family kind = family == 1 ? base::Family::V4 : base::Family::V6;
        reading.prefix.client = endpointOf(kind, block.substr(0, size), bigEndian16(block.substr(2 * size)));
        reading.prefix.server = endpointOf(kind, block.substr(size, size), bigEndian16(block.substr(2 * size + 2)));
    } else if (family == 3) {
        constexpr size_t pathSize = 108;
        const auto path = [&](size_t from) {
            const std::string_view field = block.substr(from, pathSize);
            return printable(field.substr(0, field.find('\0')));
        };
        reading.prefix.details.emplace_back("client path", path(0));
        reading.prefix.details.emplace_back("server path", path(pathSize));
    }
    return reading;
}

} // namespace protocols::prefix
