// SPDX-License-Identifier: GPL-3.0-or-later
// The frames of a packet's payload: RFC 9000, section 19, and RFC 9221, section 4.
#pragma once

#include "app/quic/connection_id.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace quic {

class FrameSink
{
public:
    virtual void crypto(uint64_t offset, std::span<const std::byte>) = 0;
    virtual void stream(uint64_t id, uint64_t offset, std::span<const std::byte>, bool fin) = 0;
    virtual void resetStream(uint64_t id, uint64_t code, uint64_t finalSize) = 0;
    virtual void stopSending(uint64_t id, uint64_t code) = 0;
    virtual void newConnectionId(uint64_t sequence, uint64_t retirePriorTo, const ConnectionId &) = 0;
    virtual void retireConnectionId(uint64_t sequence) = 0;
    virtual void datagram(std::span<const std::byte>) = 0;
    // `application`: the code is the application protocol's, not QUIC's.
    virtual void connectionClose(bool application, uint64_t code, std::string_view reason) = 0;

protected:
    ~FrameSink() = default;
};

// False: what follows the frames reported is malformed, or of a type that is not known here.
bool readFrames(std::span<const std::byte> payload, FrameSink &);

} // namespace quic
