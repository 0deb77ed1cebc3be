// SPDX-License-Identifier: GPL-3.0-or-later
// What can have taken most of an exchange's time, as why: names it and as filters describe it.
#pragma once

#include <array>
#include <string_view>

namespace filter {

struct WhyName {
    std::string_view name, words;
};

inline constexpr std::array<WhyName, 13> whyNames{{
    {"lookup", "the name lookup"}, {"connect", "connecting"}, {"tls", "the TLS handshake"}, {"client", "the client before it sent"},
    {"request", "sending the request"}, {"queue", "waiting for the server to read"}, {"network", "the network"}, {"server", "the server"},
    {"reader", "a client that read late"}, {"answer", "sending the answer"}, {"way", "the way to the server"}, {"wayback", "the way back"},
    {"unknown", "nothing that is known"},
}};

} // namespace filter
