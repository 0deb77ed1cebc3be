// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the two hellos of a TLS handshake. Bounded; never fails the connection; what it cannot read stays empty.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace tls {

using Random = std::array<std::byte, 32>;

struct ClientHello {
    Random random{};
    std::string sni;         // RFC 6066, section 3
    std::string alpn;        // all protocols offered, separated by commas (RFC 7301)
    bool offersEarlyData = false;   // RFC 8446, section 4.2.10
    bool whole = false;      // every field was where RFC 8446 section 4.1.2 puts it; the rest is as sent, in order
    uint16_t legacyVersion = 0;
    std::vector<uint16_t> versions;     // of the extension
    std::vector<uint16_t> ciphers;
    std::vector<uint16_t> extensions;   // their types
    std::vector<uint16_t> signatures;   // signature_algorithms
    std::vector<std::string> protocols; // offered, byte for byte
};

struct ServerHello {
    Random random{};
    uint16_t versionNumber = 0;     // 0x0304 is TLS 1.3
    uint16_t suiteNumber = 0;
    std::string version;     // "TLS 1.3"
    std::string cipher;      // IANA name, or "0x1302" if not in the table
    std::string alpn;        // before TLS 1.3 only: since then it is encrypted
    bool retry = false;      // HelloRetryRequest, RFC 8446 section 4.1.4
    bool encryptThenMac = false;    // RFC 7366
    bool compresses = false;        // RFC 3749
};

enum class Read : uint8_t { No, NeedMore, Yes };

// Whether these bytes, the first of a call, begin a handshake record, judged by its header.
bool beginsHandshake(std::span<const std::byte>);
// `records`: bytes of one direction starting with its first TLS record.
Read readClientHello(std::span<const std::byte> records, ClientHello &);
Read readServerHello(std::span<const std::byte> records, ServerHello &);

// The same from a handshake message without its four bytes of type and length. False: it ends before the extensions.
bool parseClientHello(std::span<const std::byte> body, ClientHello &);
bool parseServerHello(std::span<const std::byte> body, ServerHello &);

// A message EncryptedExtensions of TLS 1.3 (RFC 8446, section 4.3.1).
struct EncryptedExtensions {
    std::string alpn;               // the protocol selected; empty: none
    bool acceptsEarlyData = false;
};
EncryptedExtensions parseEncryptedExtensions(std::span<const std::byte> body);

} // namespace tls
