// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/quic/frame.h"

#include "app/base/varint.h"

namespace quic {

namespace {

using base::ByteReader;

std::span<const std::byte> takeBytes(ByteReader &in, uint64_t length)
{
    return std::as_bytes(std::span(in.take(size_t(std::min<uint64_t>(length, in.left() + 1)))));
}

void skip(ByteReader &in, int varints)
{
    while (varints-- > 0)
        base::readVarint(in);
}

// Section 19.3.
void skipAck(ByteReader &in, bool withCounts)
{
    skip(in, 2);
    uint64_t ranges = base::readVarint(in);
    skip(in, 1);
    for (; ranges > 0 && in.good(); --ranges)
        skip(in, 2);
    if (withCounts)
        skip(in, 3);
}

void readStream(ByteReader &in, uint64_t type, FrameSink &sink)
{
    const uint64_t id = base::readVarint(in);
    const uint64_t offset = type & 0x04 ? base::readVarint(in) : 0;
    const uint64_t length = type & 0x02 ? base::readVarint(in) : in.left();
    const auto data = takeBytes(in, length);
    if (in.good() && offset + data.size() <= base::varintMax)
        sink.stream(id, offset, data, type & 0x01);
}

void readNewConnectionId(ByteReader &in, FrameSink &sink)
{
    constexpr size_t resetTokenSize = 16;
    const uint64_t sequence = base::readVarint(in), retirePriorTo = base::readVarint(in);
    const size_t length = in.byte();
    const auto id = takeBytes(in, length);
    in.take(resetTokenSize);
    if (in.good() && length > 0 && length <= ConnectionId::sizeMax)
        sink.newConnectionId(sequence, retirePriorTo, ConnectionId(id));
}

void readClose(ByteReader &in, bool application, FrameSink &sink)
{
    const uint64_t code = base::readVarint(in);
    if (!application)
        skip(in, 1);   // the type of the frame at fault
    const uint64_t length = base::readVarint(in);
    const auto reason = takeBytes(in, length);
    if (in.good())
        sink.connectionClose(application, code, {reinterpret_cast<const char *>(reason.data()), reason.size()});
}

// False: unknown, so its length is too.
bool readFrame(uint64_t type, ByteReader &in, FrameSink &sink)
{
    switch (type) {
    case 0x00: case 0x01: case 0x1e: break;                        // PADDING, PING, HANDSHAKE_DONE
    case 0x1f: break;                                              // IMMEDIATE_ACK of the acknowledgement frequency extension
    case 0x02: case 0x03: skipAck(in, type == 0x03); break;
    case 0x04: {
        const uint64_t id = base::readVarint(in), code = base::readVarint(in), size = base::readVarint(in);
        if (in.good())
            sink.resetStream(id, code, size);
        break;
    }
    case 0x05: {
        const uint64_t id = base::readVarint(in), code = base::readVarint(in);
        if (in.good())
            sink.stopSending(id, code);
        break;
    }
    case 0x06: {
        const uint64_t offset = base::readVarint(in), length = base::readVarint(in);
        const auto data = takeBytes(in, length);
        if (in.good() && offset + data.size() <= base::varintMax)
            sink.crypto(offset, data);
        break;
    }
    case 0x07: takeBytes(in, base::readVarint(in)); break;               // NEW_TOKEN
    case 0x08: case 0x09: case 0x0a: case 0x0b: case 0x0c: case 0x0d: case 0x0e: case 0x0f: readStream(in, type, sink); break;
    case 0x10: case 0x12: case 0x13: case 0x14: case 0x16: case 0x17: skip(in, 1); break;   // limits of the connection
    case 0x11: case 0x15: skip(in, 2); break;                      // limits of a stream
    case 0x18: readNewConnectionId(in, sink); break;
    case 0x19: {
        const uint64_t sequence = base::readVarint(in);
        if (in.good())
            sink.retireConnectionId(sequence);
        break;
    }
    case 0x1a: case 0x1b: in.take(8); break;                       // PATH_CHALLENGE, PATH_RESPONSE
    case 0x1c: case 0x1d: readClose(in, type == 0x1d, sink); break;
    case 0x30: case 0x31: {
        const auto data = takeBytes(in, type == 0x31 ? base::readVarint(in) : in.left());
        if (in.good())
            sink.datagram(data);
        break;
    }
    case 0xaf: skip(in, 4); break;                                 // ACK_FREQUENCY
    default: return false;
    }
    return in.good();
}

} // namespace

bool readFrames(std::span<const std::byte> payload, FrameSink &sink)
{
    ByteReader in(payload);
    while (!in.atEnd()) {
        const uint64_t type = base::readVarint(in);
        if (!in.good() || !readFrame(type, in, sink))
            return false;
    }
    return true;
}

} // namespace quic
