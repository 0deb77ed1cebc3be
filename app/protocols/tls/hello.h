// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the cleartext of a TLS handshake: the two hellos. Bounded; never fails the connection; what it cannot read
// stays empty.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace protocols::tls {

struct ClientHello {
    std::string sni;         // RFC 6066, section 3
    std::string alpn;        // all protocols offered, separated by commas (RFC 7301)
    bool whole = false;      // every field was where RFC 8446 section 4.1.2 puts it; the rest is as sent, in order
    std::string random;      // 32 bytes
    uint16_t legacyVersion = 0;
    std::vector<uint16_t> versions;     // of the extension
    std::vector<uint16_t> ciphers;
    std::vector<uint16_t> extensions;   // their types
    std::vector<uint16_t> signatures;   // signature_algorithms
    std::vector<std::string> protocols; // offered, byte for byte
};

struct ServerHello {
    std::string version;     // "TLS 1.3"
    std::string cipher;      // IANA name, or "0x1302" if not in the table
    std::string alpn;        // before TLS 1.3 only: since then it is encrypted
    bool retry = false;      // HelloRetryRequest, RFC 8446 section 4.1.4
};

enum class Read : uint8_t { No, NeedMore, Yes };

// Whether these bytes, the first of a call, begin a handshake record, judged by its header.
bool beginsHandshake(std::span<const std::byte>);
// `records`: bytes of one direction starting with its first TLS record.
Read readClientHello(std::span<const std::byte> records, ClientHello &);
Read readServerHello(std::span<const std::byte> records, ServerHello &);

} // namespace protocols::tls
