// SPDX-License-Identifier: GPL-3.0-or-later
// Base64 (RFC 4648) in many parts, each with or without its own padding, as gRPC-Web's text format sends it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace protocols::grpc {

class Base64Stream
{
public:
    // Appends what `input` decodes to. Returns how many bytes were consumed: all, or those before the first byte that
    // is not base64. White space is skipped.
    size_t feed(std::span<const std::byte> input, std::vector<std::byte> &out);

private:
    uint32_t m_bits = 0;
    unsigned m_digits = 0;      // in the current group of four
    unsigned m_padding = 0;     // padding characters still to come in it
};

} // namespace protocols::grpc
