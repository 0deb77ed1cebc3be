// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tls/hello.h"

#include "app/base/byte_reader.h"
#include "app/tls/suite.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace tls {

namespace {

using base::ByteReader;

constexpr uint8_t handshakeRecord = 22;
constexpr size_t recordHead = 5;
constexpr size_t recordMax = 16384 + 2048;
constexpr uint8_t clientHelloType = 1;
constexpr uint8_t serverHelloType = 2;
constexpr uint16_t extensionSni = 0;
constexpr uint16_t extensionSignatures = 13;
constexpr uint16_t extensionAlpn = 16;
constexpr uint16_t extensionEncryptThenMac = 22;
constexpr uint16_t extensionEarlyData = 42;
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

void takeRandom(ByteReader &fields, Random &random)
{
    const std::string_view bytes = fields.take(random.size());
    std::ranges::transform(bytes, random.begin(), [](char c) { return std::byte(c); });
}

// `visit` gets the type and the contents of each; a cut one ends the list. False if it or the list is cut.
template<class Visit> bool forExtensions(ByteReader fields, Visit visit)
{
    ByteReader extensions = part(fields, 2);
    while (!extensions.atEnd()) {
        const uint64_t kind = extensions.big(2);
        const ByteReader extension = part(extensions, 2);
        if (!extensions.good())
            return false;
        visit(kind, extension);
    }
    return fields.good();
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
    const Read read = firstMessage(records, clientHelloType, message);
    if (read == Read::Yes)
        parseClientHello(std::span<const std::byte>(message).subspan(4), hello);
    return read;
}

bool parseClientHello(std::span<const std::byte> body, ClientHello &hello)
{
    ByteReader fields(body);
    hello.legacyVersion = uint16_t(fields.big(2));
    takeRandom(fields, hello.random);
    part(fields, 1);   // session id
    hello.ciphers = numbers(part(fields, 2));
    part(fields, 1);   // compression
    const bool whole = fields.good();
    hello.whole = whole;
    if (fields.atEnd())
        return whole;  // RFC 5246, section 7.4.1.2: there may be no extensions
    hello.whole &= forExtensions(fields, [&](uint64_t kind, ByteReader extension) {
        hello.extensions.push_back(uint16_t(kind));
        if (kind == extensionSni) {
            ByteReader names = part(extension, 2);
            if (names.byte() == 0)
                hello.sni = printable(names.take(size_t(names.big(2))));
        } else if (kind == extensionSignatures) {
            hello.signatures = numbers(part(extension, 2));
        } else if (kind == extensionAlpn) {
            hello.protocols = protocolList(extension);
            hello.alpn = protocolNames(hello.protocols);
        } else if (kind == extensionEarlyData) {
            hello.offersEarlyData = true;
        } else if (kind == extensionVersions) {
            hello.versions = numbers(part(extension, 1));
        }
    });
    return whole;
}

Read readServerHello(std::span<const std::byte> records, ServerHello &hello)
{
    std::vector<std::byte> message;
    const Read read = firstMessage(records, serverHelloType, message);
    if (read == Read::Yes)
        parseServerHello(std::span<const std::byte>(message).subspan(4), hello);
    return read;
}

bool parseServerHello(std::span<const std::byte> body, ServerHello &hello)
{
    ByteReader fields(body);
    hello.versionNumber = uint16_t(fields.big(2));
    hello.retry = fields.rest().starts_with(retryRandom);
    takeRandom(fields, hello.random);
    part(fields, 1);
    hello.suiteNumber = uint16_t(fields.big(2));
    hello.compresses = fields.byte() != 0;
    const bool whole = fields.good();
    forExtensions(fields, [&](uint64_t kind, ByteReader extension) {
        if (kind == extensionVersions)
            hello.versionNumber = uint16_t(extension.big(2));
        else if (kind == extensionAlpn)
            hello.alpn = protocolNames(protocolList(extension));
        else if (kind == extensionEncryptThenMac)
            hello.encryptThenMac = true;
    });
    hello.version = versionName(hello.versionNumber);
    hello.cipher = suiteName(hello.suiteNumber);
    return whole;
}

EncryptedExtensions parseEncryptedExtensions(std::span<const std::byte> body)
{
    EncryptedExtensions result;
    forExtensions(ByteReader(body), [&](uint64_t kind, ByteReader extension) {
        if (kind == extensionAlpn)
            result.alpn = protocolNames(protocolList(extension));
        else if (kind == extensionEarlyData)
            result.acceptsEarlyData = true;
    });
    return result;
}

} // namespace tls
