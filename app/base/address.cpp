// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/address.h"

#include <algorithm>

#include <arpa/inet.h>

namespace base {

namespace {

// RFC 4291 2.5.5.2: ::ffff:0:0/96.
bool isV4Mapped(const Endpoint &endpoint)
{
    const auto &bytes = endpoint.bytes;
    return endpoint.family == Family::V6 && bytes[10] == 0xff && bytes[11] == 0xff
        && std::all_of(bytes.begin(), bytes.begin() + 10, [](uint8_t byte) { return byte == 0; });
}

} // namespace

std::string addressText(const Endpoint &endpoint)
{
    char text[INET6_ADDRSTRLEN];
    const bool mapped = isV4Mapped(endpoint);
    if (endpoint.family == Family::V4 || mapped)
        return inet_ntop(AF_INET, endpoint.bytes.data() + (mapped ? 12 : 0), text, sizeof text) ? text : "";
    if (endpoint.family == Family::V6)
        return inet_ntop(AF_INET6, endpoint.bytes.data(), text, sizeof text) ? text : "";
    return {};
}

std::string endpointText(const Endpoint &endpoint)
{
    std::string address = addressText(endpoint);
    if (address.empty())
        return {};
    if (address.find(':') != std::string::npos)
        address = "[" + address + "]";
    return address + ":" + std::to_string(endpoint.port);
}

} // namespace base
