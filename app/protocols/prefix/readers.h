// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/protocols/prefix/prefix.h"

namespace protocols::prefix {

Reading readProxyText(std::string_view fromClient);     // version 1
Reading readProxyBinary(std::string_view fromClient);   // version 2
Reading readSocks4(std::string_view fromClient, std::string_view fromServer);
Reading readSocks5(std::string_view fromClient, std::string_view fromServer, bool ended);

inline uint16_t bigEndian16(std::string_view bytes)
{
    return uint16_t(uint8_t(bytes[0]) << 8 | uint8_t(bytes[1]));
}

inline base::Endpoint endpointOf(base::Family family, std::string_view address, uint16_t port)
{
    base::Endpoint end{family, port, {}};
    for (size_t i = 0; i < address.size() && i < end.bytes.size(); ++i)
        end.bytes[i] = uint8_t(address[i]);
    return end;
}

// A name as a peer sent it, made printable.
inline std::string printable(std::string_view text)
{
    std::string shown;
    for (const char c : text)
        shown += uint8_t(c) < 0x20 || c == 0x7f ? '?' : c;
    return shown;
}

} // namespace protocols::prefix
