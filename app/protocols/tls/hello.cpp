// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/tls/hello.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace protocols::tls {

namespace {

constexpr uint8_t handshakeRecord = 22;
constexpr uint8_t clientHelloType = 1;
constexpr uint8_t serverHelloType = 2;
constexpr uint16_t extensionSni = 0;
constexpr uint16_t extensionAlpn = 16;
constexpr uint16_t extensionVersions = 43;

// Reads big-endian fields; after a short read everything is zero and empty.
class Cursor
{
public:
    explicit Cursor(std::span<const std::byte> bytes)
        : m_bytes(bytes)
    {
    }
    uint32_t number(size_t width)
    {
        const auto bytes = take(width);
        uint32_t value = 0;
        for (const std::byte b : bytes)
            value = value << 8 | uint8_t(b);
        return value;
    }
    std::span<const std::byte> take(size_t count)
    {
        if (count > m_bytes.size()) {
            m_short = true;
            m_bytes = {};
            return {};
        }
        const auto taken = m_bytes.first(count);
        m_bytes = m_bytes.subspan(count);
        return taken;
    }
    Cursor inner(size_t width) { return Cursor(take(number(width))); }
    bool empty() const { return m_bytes.empty(); }
    bool wasShort() const { return m_short; }

private:
    std::span<const std::byte> m_bytes;
    bool m_short = false;
};

std::string text(std::span<const std::byte> bytes)
{
    std::string result;
    for (const std::byte b : bytes) {
        const char c = char(b);
        result += c >= 0x20 && c < 0x7f ? c : '?';
    }
    return result;
}

// Joins the handshake records at the front (RFC 8446, section 5.1) into the first handshake message.
Read firstMessage(std::span<const std::byte> records, uint8_t type, std::vector<std::byte> &message)
{
    constexpr size_t longest = 64 * 1024;
    while (true) {
        if (records.size() < 5)
            return Read::NeedMore;
        if (uint8_t(records[0]) != handshakeRecord || uint8_t(records[1]) != 3)
            return Read::No;
        const size_t length = size_t(records[3]) << 8 | size_t(records[4]);
        const auto body = records.subspan(5, std::min(length, records.size() - 5));
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
        records = records.subspan(5 + length);
    }
}

std::string protocolNames(Cursor extension)
{
    Cursor list = extension.inner(2);
    std::string names;
    while (!list.empty()) {
        const auto length = list.number(1);
        const auto name = list.take(length);
        if (list.wasShort())
            break;
        if (!names.empty())
            names += ',';
        names += text(name);
    }
    return names;
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

// The random of a ServerHello that is a HelloRetryRequest begins so (RFC 8446, section 4.1.3).
constexpr std::array<uint8_t, 8> retryRandom = {0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11};

} // namespace

Read readClientHello(std::span<const std::byte> records, ClientHello &hello)
{
    std::vector<std::byte> message;
    if (const Read read = firstMessage(records, clientHelloType, message); read != Read::Yes)
        return read;
    Cursor cursor(std::span<const std::byte>(message).subspan(4));
    cursor.take(2 + 32);
    cursor.inner(1);   // session id
    cursor.inner(2);   // cipher suites
    cursor.inner(1);   // compression
    Cursor extensions = cursor.inner(2);
    while (!extensions.empty()) {
        const uint32_t kind = extensions.number(2);
        Cursor extension = extensions.inner(2);
        if (extensions.wasShort())
            break;
        if (kind == extensionSni) {
            Cursor names = extension.inner(2);
            if (names.number(1) == 0)
                hello.sni = text(names.take(names.number(2)));
        } else if (kind == extensionAlpn) {
            hello.alpn = protocolNames(extension);
        }
    }
    return Read::Yes;
}

Read readServerHello(std::span<const std::byte> records, ServerHello &hello)
{
    std::vector<std::byte> message;
    if (const Read read = firstMessage(records, serverHelloType, message); read != Read::Yes)
        return read;
    Cursor cursor(std::span<const std::byte>(message).subspan(4));
    hello.version = versionName(cursor.number(2));
    const auto random = cursor.take(32);
    hello.retry = random.size() == 32
        && std::equal(retryRandom.begin(), retryRandom.end(), random.begin(),
                      [](uint8_t a, std::byte b) { return a == uint8_t(b); });
    cursor.inner(1);
    hello.cipher = suiteName(cursor.number(2));
    cursor.take(1);
    Cursor extensions = cursor.inner(2);
    while (!extensions.empty()) {
        const uint32_t kind = extensions.number(2);
        Cursor extension = extensions.inner(2);
        if (extensions.wasShort())
            break;
        if (kind == extensionVersions)
            hello.version = versionName(extension.number(2));
        else if (kind == extensionAlpn)
            hello.alpn = protocolNames(extension);
    }
    return Read::Yes;
}

} // namespace protocols::tls
