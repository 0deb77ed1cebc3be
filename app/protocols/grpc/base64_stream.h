// SPDX-License-Identifier: GPL-3.0-or-later
// Base64 of many pieces (RFC 4648), each padded by itself or not, as gRPC-Web's text form sends it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace protocols::grpc {

class Base64Stream
{
public:
    // Appends what `input` decodes to. Gives how much was taken: all, or what lies before the first byte that is no
    // base64. White space is left out.
    size_t feed(std::span<const std::byte> input, std::vector<std::byte> &out);

private:
    uint32_t m_bits = 0;
    unsigned m_digits = 0;      // of the group of four
    unsigned m_padding = 0;     // signs still to come in it
};

} // namespace protocols::grpc
