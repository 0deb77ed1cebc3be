// SPDX-License-Identifier: GPL-3.0-or-later
// Reads what a TLS handshake says in the clear: the two hellos. Bounded, never fails the connection;
// what it cannot read stays empty.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace protocols::tls {

struct ClientHello {
    std::string sni;         // RFC 6066, section 3
    std::string alpn;        // all that were offered, separated by commas (RFC 7301)
};

struct ServerHello {
    std::string version;     // "TLS 1.3"
    std::string cipher;      // IANA name, or "0x1302" when not in the table
    std::string alpn;        // before TLS 1.3 only: there it is encrypted
    bool retry = false;      // HelloRetryRequest, RFC 8446 section 4.1.4
};

enum class Read : uint8_t { No, NeedMore, Yes };

// Whether bytes that begin a call begin a record with a handshake, by its head.
bool beginsHandshake(std::span<const std::byte>);
// `records`: bytes of one direction from its first TLS record on.
Read readClientHello(std::span<const std::byte> records, ClientHello &);
Read readServerHello(std::span<const std::byte> records, ServerHello &);

} // namespace protocols::tls
