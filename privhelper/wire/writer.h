// SPDX-License-Identifier: GPL-3.0-or-later
// Encodes messages as frames. Each encode() appends one complete frame, head included, to `out`; text beyond textMax
// and list entries beyond their limit are cut, so the reader accepts every frame.
#pragma once

#include "privhelper/wire/messages.h"

#include <cstring>
#include <vector>

namespace wire {

using Bytes = std::vector<std::byte>;

void encode(const Hello &, Bytes &out);
void encode(const Start &, Bytes &out);
void encode(const ReadTls &, Bytes &out);
void encode(const Ping &, Bytes &out);
void encode(const Machine &, Bytes &out);
void encode(const Pong &, Bytes &out);
void encode(const LinkLost &, Bytes &out);
void encode(const CapturePackets &, Bytes &out);
void encode(const Welcome &, Bytes &out);
void encode(const Refused &, Bytes &out);
void encode(const Started &, Bytes &out);
void encode(const Stopped &, Bytes &out);
void encode(const Process &, Bytes &out);
void encode(const ProcessExit &, Bytes &out);
void encode(const Socket &, Bytes &out);
void encode(const State &, Bytes &out);
void encode(const TcpSample &, Bytes &out);
void encode(const TcpReading &, Bytes &out);
void encode(const UpperLayer &, Bytes &out);
void encode(const Unread &, Bytes &out);
void encode(const LibraryFile &, Bytes &out);
void encode(const TlsLibrary &, Bytes &out);
void encode(const Secret &, Bytes &out);
void encode(const Undecrypted &, Bytes &out);
void encode(const OtherEnd &, Bytes &out);
void encode(const Interface &, Bytes &out);
void encode(const Tie &, Bytes &out);
// `bytes` is cut to rowsMax.
void encode(const Rows &, Bytes &out);
// A message by its body, of which the rest beyond frameMax is cut: Contents, or one that was read.
void encodeWhole(Type, std::span<const std::byte> body, Bytes &out);
void encode(const TlsEnd &, Bytes &out);
void encode(const TlsFacts &, Bytes &out);
void encode(const Losses &, Bytes &out);
void encode(const Coverage &, Bytes &out);
void encode(const RoleLost &, Bytes &out);
void encode(const Finding &, Bytes &out);
void encode(const PlanReport &, Bytes &out);
// `payload` is cut to dataPayloadMax; head.captured is set from it.
void encode(Data head, std::span<const std::byte> payload, Bytes &out);

// `bytes` is cut to packetPieceMax; head.bytes is set from it.
void encode(Packet head, std::span<const std::byte> bytes, Bytes &out);

// A message without fields: Stop, Examine, ExaminePlan, CommandFile.
void encodeEmpty(Type, Bytes &out);

// The frame head and the fixed head of a Data message, for a writer that copies the payload itself. `to` has room for
// frameHeadSize + dataHeadSize bytes.
inline void putDataHead(const Data &head, std::byte *to)
{
    const uint32_t length = uint32_t(dataHeadSize) + head.captured;
    const uint32_t type = uint32_t(Type::Data);
    const std::array<uint8_t, 4> tail{head.direction, uint8_t(head.origin), head.flags, 0};
    std::memcpy(to, &length, 4);
    std::memcpy(to + 4, &type, 4); // the type and two zero bytes: little-endian
    std::memcpy(to + 8, &head.time, 8);
    std::memcpy(to + 16, &head.flow, 8);
    std::memcpy(to + 24, &head.tls, 8);
    std::memcpy(to + 32, &head.offset, 8);
    std::memcpy(to + 40, &head.pid, 4);
    std::memcpy(to + 44, &head.tid, 4);
    std::memcpy(to + 48, &head.moved, 4);
    std::memcpy(to + 52, &head.callOffset, 4);
    std::memcpy(to + 56, &head.captured, 4);
    std::memcpy(to + 60, tail.data(), 4);
}

// The same for a Packet message; `to` has room for frameHeadSize + packetHeadSize bytes.
void putPacketHead(const Packet &head, std::byte *to);

} // namespace wire
