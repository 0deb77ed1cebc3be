// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/packets/flow_frames.h"

#include <algorithm>
#include <utility>

namespace packets {

namespace {

// RFC 8446, section 5.1: type, version, length; then the type of a handshake message, its length, and a version.
constexpr size_t recordHeadSize = 5, helloStartSize = 11;
constexpr uint8_t firstType = 20, handshake = 22, lastType = 23;
constexpr size_t recordMax = 16'384 + 2048;

// As far as these bytes tell.
bool mayBeginRecord(std::span<const std::byte> bytes)
{
    return !bytes.empty() && uint8_t(bytes[0]) >= firstType && uint8_t(bytes[0]) <= lastType
        && (bytes.size() < 2 || uint8_t(bytes[1]) == 3) && (bytes.size() < 3 || uint8_t(bytes[2]) <= 4);
}

bool beginsRecord(std::span<const std::byte> bytes)
{
    if (bytes.size() < recordHeadSize || !mayBeginRecord(bytes))
        return false;
    const size_t length = size_t(bytes[3]) << 8 | size_t(bytes[4]);
    return length > 0 && length <= recordMax;
}

bool beginsHello(std::span<const std::byte> bytes)
{
    return beginsRecord(bytes) && uint8_t(bytes[0]) == handshake && bytes.size() >= helloStartSize
        && (uint8_t(bytes[5]) == 1 || uint8_t(bytes[5]) == 2) && uint8_t(bytes[9]) == 3;
}

} // namespace

void FlowFrames::opened(const Ends &ends, uint8_t protocol, bool fromStart, wire::TcpState state, base::Time time)
{
    m_fromStart = fromStart;
    m_fromServer = ends.fromServer;
    wire::Socket &socket = m_socket;
    socket.time = time;
    socket.flow = m_id;
    const base::Endpoint &local = m_fromServer ? ends.server : ends.client, &remote = m_fromServer ? ends.client : ends.server;
    socket.local = local.bytes;
    socket.remote = remote.bytes;
    socket.localPort = local.port;
    socket.remotePort = remote.port;
    socket.family = uint8_t(ends.client.family);
    socket.protocol = protocol;
    socket.role = !ends.sure ? wire::Role::Unknown : m_fromServer ? wire::Role::Server : wire::Role::Client;
    socket.state = seen(state);
    socket.fromStart = fromStart;
    wire::encode(socket, *m_out);
}

void FlowFrames::own(const PacketOwner &owner, base::Time time)
{
    m_socket.time = time;
    m_socket.pid = owner.pid, m_socket.tid = owner.tid, m_socket.uid = owner.uid, m_socket.netns = owner.netns;
    m_socket.cgroupId = owner.cgroupId;
    wire::encode(m_socket, *m_out);
}

base::Direction FlowFrames::seen(base::Direction direction) const
{
    return m_fromServer == (direction == base::Direction::Sent) ? base::Direction::Received : base::Direction::Sent;
}

wire::TcpState FlowFrames::seen(wire::TcpState state) const
{
    using wire::TcpState;
    if (!m_fromServer)
        return state;
    switch (state) {
    case TcpState::SynSent: return TcpState::SynReceived;
    case TcpState::FinWait2: return TcpState::CloseWait;
    case TcpState::CloseWait: return TcpState::FinWait2;
    default: return state;
    }
}

void FlowFrames::state(wire::TcpState from, wire::TcpState to, uint16_t error, base::Time time)
{
    wire::State state;
    state.time = time;
    state.flow = m_id;
    state.oldState = seen(from);
    state.newState = seen(to);
    state.error = error;
    state.pid = m_socket.pid;
    state.sent = half(seen(base::Direction::Sent)).offset;
    state.received = half(seen(base::Direction::Received)).offset;
    wire::encode(state, *m_out);
}

wire::Data FlowFrames::head(base::Direction direction, base::Time time) const
{
    wire::Data data;
    data.time = time;
    data.flow = m_id;
    data.offset = m_halves[size_t(direction)].offset;
    data.pid = m_socket.pid, data.tid = m_socket.tid;
    data.direction = uint8_t(seen(direction));
    data.origin = wire::Origin::Socket;
    if (m_content == Content::Tls)
        data.flags = uint8_t(wire::DataFlag::Ciphertext) | uint8_t(wire::DataFlag::InFull);
    return data;
}

bool FlowFrames::isUndecided(std::span<const std::byte> bytes) const
{
    return m_content != Content::Tls && bytes.size() < helloStartSize && mayBeginRecord(bytes);
}

void FlowFrames::bytes(base::Direction direction, std::span<const std::byte> bytes, base::Time time)
{
    // An answer must not overtake its question.
    flush(direction == base::Direction::Sent ? base::Direction::Received : base::Direction::Sent, time);
    std::vector<std::byte> &first = half(direction).head;
    if (first.empty() && !isUndecided(bytes))
        return put(direction, bytes, time);
    first.insert(first.end(), bytes.begin(), bytes.end());
    if (!isUndecided(first))
        flush(direction, time);
}

void FlowFrames::flush(base::Direction direction, base::Time time)
{
    if (const std::vector<std::byte> first = std::exchange(half(direction).head, {}); !first.empty())
        put(direction, first, time);
}

// As the probes do: of a stream known to be plain, only a hello makes it TLS.
void FlowFrames::look(std::span<const std::byte> bytes)
{
    if (m_content == Content::Tls)
        return;
    if (beginsHello(bytes) || (beginsRecord(bytes) && m_content != Content::Plain))
        m_content = Content::Tls;
    else if (m_content == Content::New)
        m_content = m_fromStart ? Content::Plain : Content::Joined;
}

void FlowFrames::put(base::Direction direction, std::span<const std::byte> bytes, base::Time time)
{
    look(bytes);
    while (!bytes.empty()) {
        const auto piece = bytes.first(std::min<size_t>(bytes.size(), wire::dataPayloadMax));
        wire::Data data = head(direction, time);
        data.moved = uint32_t(piece.size());
        wire::encode(data, piece, *m_out);
        half(direction).offset += piece.size();
        bytes = bytes.subspan(piece.size());
    }
}

void FlowFrames::missing(base::Direction direction, uint64_t length, base::Time time)
{
    flush(direction, time);
    while (length > 0) {
        wire::Data data = head(direction, time);
        data.moved = uint32_t(std::min<uint64_t>(length, 1u << 30));
        data.flags |= uint8_t(wire::DataFlag::Fault);
        wire::encode(data, {}, *m_out);
        half(direction).offset += data.moved;
        length -= data.moved;
    }
}

void FlowFrames::datagram(base::Direction direction, std::span<const std::byte> bytes, size_t length, base::Time time)
{
    wire::Data data = head(direction, time);
    data.moved = uint32_t(length);
    do {
        const auto piece = bytes.first(std::min<size_t>(bytes.size(), wire::dataPayloadMax));
        bytes = bytes.subspan(piece.size());
        if (bytes.empty() && data.callOffset + piece.size() < length)
            data.flags = uint8_t(wire::DataFlag::Cut);
        wire::encode(data, piece, *m_out);
        data.offset += piece.size();
        data.callOffset += uint32_t(piece.size());
    } while (!bytes.empty());
    half(direction).offset += length;
}

} // namespace packets
