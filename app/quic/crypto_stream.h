// SPDX-License-Identifier: GPL-3.0-or-later
// The handshake messages of one direction, level by level, from CRYPTO frames in any order (RFC 9000, section 7).
#pragma once

#include "app/quic/opener.h"
#include "app/stream/reassembler.h"
#include "app/tls/handshake_reader.h"

namespace quic {

class CryptoStream
{
public:
    void add(Level, uint64_t offset, std::span<const std::byte>, base::Time, tls::HandshakeReader::Sink &);

private:
    struct Ordered;
    struct Messages {
        // Nothing is given up: a message with a hole would be none.
        stream::Reassembler order{stream::Limits{.heldBytesMax = 256 * 1024, .heldPiecesMax = 1024, .holdMax = 0}};
        tls::HandshakeReader reader;
    };
    std::array<Messages, levelCount> m_levels;
};

} // namespace quic
