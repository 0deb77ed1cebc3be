// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/prefix/readers.h"

namespace protocols::prefix {

Reading read(std::span<const std::byte> fromClient, std::span<const std::byte> fromServer, bool ended)
{
    const auto text = [](std::span<const std::byte> bytes) {
        return std::string_view(reinterpret_cast<const char *>(bytes.data()), bytes.size());
    };
    const std::string_view client = text(fromClient), server = text(fromServer);
    if (client.empty())
        return {};
    switch (client[0]) {
    case 'P': return readProxyText(client);
    case '\r': return readProxyBinary(client);
    case 4: return readSocks4(client, server);
    case 5: return readSocks5(client, server, ended);
    default: return {};
    }
}

} // namespace protocols::prefix
