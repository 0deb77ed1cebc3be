// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/tls/hello.h"

#include "app/protocols/byte_reader.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace protocols::tls {

namespace {

constexpr uint8_t handshakeRecord = 22;
constexpr size_t recordHead = 5;
constexpr size_t recordMax = 16384 + 2048;
constexpr uint8_t clientHelloType = 1;
constexpr uint8_t serverHelloType = 2;
constexpr uint16_t extensionSni = 0;
constexpr uint16_t extensionSignatures = 13;
constexpr uint16_t extensionAlpn = 16;
constexpr uint16_t extensionVersions = 43;

std::string printable(std::string_view text)
{
    std::string result;
    for (const char c : text)
        result += c >= 0x20 && c < 0x7f ? c : '?';
    return result;
}

// A vector preceded by its length, which takes `width` bytes.
ByteReader part(ByteReader &reader, size_t width) { return ByteReader(reader.take(size_t(reader.big(width)))); }

// A record header (RFC 8446, section 5.1); any version of TLS.
bool isHandshakeRecord(std::span<const std::byte> head) { return uint8_t(head[0]) == handshakeRecord && uint8_t(head[1]) == 3; }
size_t recordLength(std::span<const std::byte> head) { return size_t(head[3]) << 8 | size_t(head[4]); }

// Joins the handshake records at the front (RFC 8446, section 5.1) into the first handshake message.
Read firstMessage(std::span<const std::byte> records, uint8_t type, std::vector<std::byte> &message)
{
    constexpr size_t longest = 64 * 1024;
    while (true) {
        if (records.size() < recordHead)
            return Read::NeedMore;
        if (!isHandshakeRecord(records))
            return Read::No;
        const size_t length = recordLength(records);
        const auto body = records.subspan(recordHead, std::min(length, records.size() - recordHead));
        message.insert(message.end(), body.begin(), body.end());
        if (message.size() > longest)
            return Read::No;
        if (message.size() >= 4) {
            if (uint8_t(message[0]) != type)
                return Read::No;
            const size_t wanted = 4 + (size_t(message[1]) << 16 | size_t(message[2]) << 8 | size_t(message[3]));
            if (message.size() >= wanted) {
                message.resize(wanted);
                return Read::Yes;
            }
        }
        if (body.size() < length)
            return Read::NeedMore;
        records = records.subspan(recordHead + length);
    }
}

std::vector<std::string> protocolList(ByteReader extension)
{
    ByteReader list = part(extension, 2);
    std::vector<std::string> names;
    while (!list.atEnd()) {
        const std::string_view name = list.take(list.byte());
        if (!list.good())
            break;
        names.emplace_back(name);
    }
    return names;
}

std::string protocolNames(const std::vector<std::string> &list)
{
    std::string names;
    for (const std::string &name : list)
        names += (names.empty() ? "" : ",") + printable(name);
    return names;
}

std::vector<uint16_t> numbers(ByteReader list)
{
    std::vector<uint16_t> all;
    while (list.left() >= 2)
        all.push_back(uint16_t(list.big(2)));
    return all;
}

struct Suite {
    uint16_t number;
    std::string_view name;
};
// The suites that today's libraries negotiate (IANA TLS Cipher Suites registry).
constexpr std::array suites = {
    Suite{0x002f, "TLS_RSA_WITH_AES_128_CBC_SHA"},
    Suite{0x0035, "TLS_RSA_WITH_AES_256_CBC_SHA"},
    Suite{0x009c, "TLS_RSA_WITH_AES_128_GCM_SHA256"},
    Suite{0x009d, "TLS_RSA_WITH_AES_256_GCM_SHA384"},
    Suite{0x009e, "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256"},
    Suite{0x009f, "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384"},
    Suite{0x1301, "TLS_AES_128_GCM_SHA256"},
    Suite{0x1302, "TLS_AES_256_GCM_SHA384"},
    Suite{0x1303, "TLS_CHACHA20_POLY1305_SHA256"},
    Suite{0x1304, "TLS_AES_128_CCM_SHA256"},
    Suite{0x1305, "TLS_AES_128_CCM_8_SHA256"},
    Suite{0xc009, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"},
    Suite{0xc00a, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA"},
    Suite{0xc013, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"},
    Suite{0xc014, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA"},
    Suite{0xc023, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"},
    Suite{0xc024, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384"},
    Suite{0xc027, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256"},
    Suite{0xc028, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384"},
    Suite{0xc02b, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"},
    Suite{0xc02c, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"},
    Suite{0xc02f, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"},
    Suite{0xc030, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"},
    Suite{0xcca8, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"},
    Suite{0xcca9, "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"},
    Suite{0xccaa, "TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256"},
};

std::string hexNumber(uint32_t number)
{
    constexpr char digits[] = "0123456789abcdef";
    std::string result = "0x";
    for (int shift = 12; shift >= 0; shift -= 4)
        result += digits[number >> shift & 15];
    return result;
}

std::string suiteName(uint32_t number)
{
    const auto it = std::ranges::find(suites, number, &Suite::number);
    return it == suites.end() ? hexNumber(number) : std::string(it->name);
}

std::string versionName(uint32_t number)
{
    switch (number) {
    case 0x0300: return "SSL 3.0";
    case 0x0301: return "TLS 1.0";
    case 0x0302: return "TLS 1.1";
    case 0x0303: return "TLS 1.2";
    case 0x0304: return "TLS 1.3";
    default: return hexNumber(number);
    }
}

// The random of a ServerHello that is a HelloRetryRequest begins like this (RFC 8446, section 4.1.3).
constexpr std::string_view retryRandom = "\xcf\x21\xad\x74\xe5\x9a\x61\x11";

} // namespace

bool beginsHandshake(std::span<const std::byte> bytes)
{
    if (bytes.size() < recordHead || !isHandshakeRecord(bytes) || uint8_t(bytes[2]) > 4)
        return false;
    const size_t length = recordLength(bytes);
    return length > 0 && length <= recordMax;
}

Read readClientHello(std::span<const std::byte> records, ClientHello &hello)
{
    std::vector<std::byte> message;
    if (const Read read = firstMessage(records, clientHelloType, message); read != Read::Yes)
        return read;
    ByteReader fields(std::span<const std::byte>(message).subspan(4));
    hello.legacyVersion = uint16_t(fields.big(2));
    hello.random = fields.take(32);
    part(fields, 1);   // session id
    hello.ciphers = numbers(part(fields, 2));
    part(fields, 1);   // compression
    hello.whole = fields.good();
    if (fields.atEnd())
        return Read::Yes;   // RFC 5246, section 7.4.1.2: there may be no extensions
    ByteReader extensions = part(fields, 2);
    while (!extensions.atEnd()) {
        const uint64_t kind = extensions.big(2);
        ByteReader extension = part(extensions, 2);
        if (!extensions.good())
            break;
        hello.extensions.push_back(uint16_t(kind));
        switch (kind) {
        case extensionSni: {
            ByteReader names = part(extension, 2);
            if (names.byte() == 0)
                hello.sni = printable(names.take(size_t(names.big(2))));
            break;
        }
        case extensionAlpn:
            hello.protocols = protocolList(extension);
            hello.alpn = protocolNames(hello.protocols);
            break;
        case extensionVersions:
            hello.versions = numbers(part(extension, 1));
            break;
        case extensionSignatures:
            hello.signatures = numbers(part(extension, 2));
            break;
        default:
            break;
        }
    }
    hello.whole &= fields.good() && extensions.good();
    return Read::Yes;
}

Read readServerHello(std::span<const std::byte> records, ServerHello &hello)
{
    std::vector<std::byte> message;
    if (const Read read = firstMessage(records, serverHelloType, message); read != Read::Yes)
        return read;
    ByteReader fields(std::span<const std::byte>(message).subspan(4));
    hello.version = versionName(uint32_t(fields.big(2)));
    hello.retry = fields.take(32).starts_with(retryRandom);
    part(fields, 1);
    hello.cipher = suiteName(uint32_t(fields.big(2)));
    fields.take(1);
    ByteReader extensions = part(fields, 2);
    while (!extensions.atEnd()) {
        const uint64_t kind = extensions.big(2);
        ByteReader extension = part(extensions, 2);
        if (!extensions.good())
            break;
        if (kind == extensionVersions)
            hello.version = versionName(uint32_t(extension.big(2)));
        else if (kind == extensionAlpn)
            hello.alpn = protocolNames(protocolList(extension));
    }
    return Read::Yes;
}

} // namespace protocols::tls
