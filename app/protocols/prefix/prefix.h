// SPDX-License-Identifier: GPL-3.0-or-later
// What may stand before the protocol of a connection: a PROXY protocol header, a SOCKS negotiation. Both sides' first bytes
// in, what they say out; each look begins anew, as there are few of them.
#pragma once

#include "app/protocols/parser.h"

#include <optional>
#include <string>
#include <vector>

namespace protocols::prefix {

struct Prefix {
    std::string name = {};                          // "PROXY protocol v1", "SOCKS 5"
    // PROXY protocol: the ends of the connection that is passed on. None: it is the proxy's own, or the header does not say.
    std::optional<base::Endpoint> client = {}, server = {};
    std::vector<std::pair<std::string, std::string>> details = {};   // "authority", "TLS version", …
    // SOCKS. The password is read over and never kept.
    std::string target = {};                        // "host:port" that the proxy is asked for
    std::string user = {};
    std::string failure = {};                       // why the proxy did not agree; empty: it did
    bool operator==(const Prefix &) const = default;
};

struct Reading {
    Verdict verdict = Verdict::No;
    bool awaitsAnswer = false;                      // NeedMore: what the client has to say is whole
    Prefix prefix = {};
    size_t fromClient = 0, fromServer = 0;          // Yes: bytes that belong to it
};

// The longest prefix, of one side.
inline constexpr size_t lengthMax = 16 + 65'535;

// Can the first byte of a connection be a prefix's? Asked of every connection.
constexpr bool mayBegin(std::byte first)
{
    return first == std::byte('P') || first == std::byte('\r') || first == std::byte(4) || first == std::byte(5);
}

// `ended`: nothing more comes from either side.
Reading read(std::span<const std::byte> fromClient, std::span<const std::byte> fromServer, bool ended);

} // namespace protocols::prefix
