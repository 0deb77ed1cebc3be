// SPDX-License-Identifier: GPL-3.0-or-later
// What may precede the protocol of a connection: a PROXY protocol header, a SOCKS negotiation. Takes both sides' first
// bytes and returns what they say; each call starts over, as there are few of them.
#pragma once

#include "app/protocols/parser.h"

#include <optional>
#include <string>
#include <vector>

namespace protocols::prefix {

struct Prefix {
    std::string name = {};                          // "PROXY protocol v1", "SOCKS 5"
    // PROXY protocol: the proxied connection's endpoints. nullopt: the proxy's own connection, or not stated.
    std::optional<base::Endpoint> client = {}, server = {};
    std::vector<std::pair<std::string, std::string>> details = {};   // "authority", "TLS version", …
    // SOCKS. The password is skipped and never kept.
    std::string target = {};                        // the "host:port" requested from the proxy
    std::string user = {};
    std::string failure = {};                       // why the proxy refused; empty: it did not
    bool operator==(const Prefix &) const = default;
};

struct Reading {
    Verdict verdict = Verdict::No;
    bool awaitsAnswer = false;                      // NeedMore: the client's part is complete
    Prefix prefix = {};
    size_t fromClient = 0, fromServer = 0;          // Yes: how many bytes belong to it
};

// The longest prefix of one side.
inline constexpr size_t lengthMax = 16 + 65'535;

// Whether a connection's first byte may begin a prefix. Called for every connection.
constexpr bool mayBegin(std::byte first)
{
    return first == std::byte('P') || first == std::byte('\r') || first == std::byte(4) || first == std::byte(5);
}

// `ended`: no more bytes will come from either side.
Reading read(std::span<const std::byte> fromClient, std::span<const std::byte> fromServer, bool ended);

} // namespace protocols::prefix
