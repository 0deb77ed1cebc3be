// SPDX-License-Identifier: GPL-3.0-or-later
// The headers of IPv4 (RFC 791) and IPv6 (RFC 8200), with its extension headers.
#pragma once

#include "app/base/address.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace packets {

struct IpPacket {
    base::Endpoint source, destination;      // without ports
    uint8_t protocol = 0;                    // IANA's number, of what the payload begins with
    std::span<const std::byte> payload;      // as captured
    size_t length = 0;                       // of the payload on the wire; at least as many

    struct Fragment {
        uint32_t id = 0;
        uint32_t offset = 0;                 // of the payload in the whole one
        bool more = false;                   // it is not the last
    };
    std::optional<Fragment> fragment;        // none: it is whole
};

// `length`: of the packet on the wire, which counts where its header gives none (segments larger than 64 KiB before the
// kernel cuts them). None: it is malformed, or cut within its headers.
std::optional<IpPacket> readIp(std::span<const std::byte> bytes, size_t length);

} // namespace packets
