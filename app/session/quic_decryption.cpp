// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/quic_decryption.h"

#include <netinet/in.h>

#include <algorithm>

namespace session {

namespace {

using base::Direction;

constexpr int64_t second = 1'000'000'000;
// Packets that were on their way at the close come at most this long after it (RFC 9000, section 10.2: three times the timeout).
constexpr int64_t lastPacketsWithin = 3 * second;
// Nothing reports the end of a connection that falls silent; its ends agree on less.
constexpr int64_t silentMax = 600 * second;
// The probes begin a new flow of a socket and its peer after 60 seconds.
constexpr int64_t socketSilentMax = 90 * second;

} // namespace

bool QuicDecryption::socket(const wire::Socket &message, wire::Bytes &out)
{
    if (message.protocol != IPPROTO_UDP)
        return false;
    if (m_sockets.full()) {
        tell(*m_sockets.peek(m_sockets.oldest()), out);
        m_sockets.erase(m_sockets.oldest());
    }
    Socket *known = m_sockets.use(message.flow);
    if (!known)
        known = &m_sockets.add(message.flow);
    known->message = message;
    known->lastMoved = message.time;
    return !known->told;
}

void QuicDecryption::tell(Socket &socket, wire::Bytes &out)
{
    if (!std::exchange(socket.told, true))
        wire::encode(socket.message, out);
}

bool QuicDecryption::datagram(const wire::DataView &view, wire::Bytes &out)
{
    Socket *socket = m_sockets.use(view.head.flow);
    if (!socket)
        return false;
    const wire::Data &data = view.head;
    socket->lastMoved = data.time;
    std::vector<std::byte> &partial = socket->partial[data.direction];
    if (data.callOffset == 0)
        partial.clear();
    const bool whole = data.callOffset == 0 && view.payload.size() == data.moved;
    // One of more than a message holds is none of QUIC's, but where a path allows it.
    if (!whole && data.callOffset == partial.size() && socket->recent[data.direction] && !data.has(wire::DataFlag::Cut)) {
        partial.insert(partial.end(), view.payload.begin(), view.payload.end());
        if (partial.size() < data.moved)
            return true;
        const std::vector<std::byte> all = std::exchange(partial, {});
        if (take(*socket, data, all, out))
            return true;
    } else if (whole && take(*socket, data, view.payload, out)) {
        return true;
    }
    tell(*socket, out);
    return false;
}

base::FlowId QuicDecryption::find(const Socket &socket, const wire::Data &data, std::span<const std::byte> bytes)
{
    const auto direction = Direction(data.direction);
    if (const base::FlowId found = m_ids.find(data.pid, direction, bytes))
        return found;
    // Packets to an end without an id are its socket's.
    const base::FlowId recent = socket.recent[0] ? socket.recent[0] : socket.recent[1];
    const Live *live = recent ? m_connections.peek(recent) : nullptr;
    if (live && live->ids.contains({direction, quic::ConnectionId()})) {
        const auto id = quic::hasLongHeader(bytes) ? quic::longDestination(bytes) : quic::ConnectionId();
        if (id && id->empty())
            return recent;
    }
    return 0;
}

bool QuicDecryption::take(Socket &socket, const wire::Data &data, std::span<const std::byte> bytes, wire::Bytes &out)
{
    const auto direction = Direction(data.direction);
    if (bytes.empty())
        return false;
    std::span<const std::byte> rest = bytes;
    base::FlowId id = find(socket, data, bytes);
    if (!id && quic::mayBeginConnection(bytes))
        id = begin(socket, data, rest, out);
    if (id) {
        Live &live = *m_connections.use(id);
        live.flow->moved(direction, bytes.size(), data.tid, data.time);
        socket.recent[data.direction] = id;
        packets(live, direction, rest, data.time, out);
        return true;
    }
    // Behind a connection that is over, or a stateless reset (RFC 9000, section 10.3).
    const base::FlowId recent = socket.recent[data.direction] ? socket.recent[data.direction] : socket.recent[1 - data.direction];
    constexpr std::byte fixedBit{0x40};
    if (!recent || socket.told || (!quic::hasLongHeader(bytes) && (bytes[0] & fixedBit) == std::byte(0)))
        return false;
    wire::encode(wire::Undecrypted{data.time, recent, recent, uint8_t(tls::Cause::NoHandshake), bytes.size(), 1}, out);
    return true;
}

// Only a connection whose first packet opens is one.
base::FlowId QuicDecryption::begin(const Socket &socket, const wire::Data &data, std::span<const std::byte> &rest, wire::Bytes &out)
{
    const auto packet = quic::takeLong(rest);
    if (!packet)
        return 0;
    if (m_connections.full()) {
        end(m_connections.oldest(), data.time, out);
        m_connections.erase(m_connections.oldest());
    }
    const base::FlowId id = m_nextId++;
    const auto direction = Direction(data.direction);
    wire::Socket own = socket.message;
    own.pid = data.pid;
    own.tid = data.tid;
    Live &live = m_connections.add(id);
    QuicFlow::Ids &ids = *this;
    live.flow = std::make_unique<QuicFlow>(m_store, ids, own, id, data.pid, direction, packet->version, packet->destination);
    if (!live.flow->packet(direction, *packet, data.time, out)) {
        m_connections.erase(id);
        return 0;
    }
    // Until the server has chosen an id of its own, the client's packets carry this one; they may carry it later, too.
    issued(id, direction, packet->destination);
    return id;
}

void QuicDecryption::packets(Live &live, Direction direction, std::span<const std::byte> rest, int64_t time, wire::Bytes &out)
{
    while (!rest.empty()) {
        if (quic::hasLongHeader(rest)) {
            const auto packet = quic::takeLong(rest);
            if (!packet)
                return;   // Version Negotiation, or padding
            live.flow->packet(direction, *packet, time, out);
            continue;
        }
        for (auto it = live.ids.rbegin(); it != live.ids.rend(); ++it) {
            if (it->first != direction)
                continue;
            if (const auto packet = quic::shortPacket(rest, it->second)) {
                live.flow->packet(direction, *packet, time, out);
                return;
            }
        }
        return;
    }
}

void QuicDecryption::issued(base::FlowId flow, Direction direction, const quic::ConnectionId &id)
{
    Live *live = m_connections.peek(flow);
    if (!live || !live->ids.emplace(direction, id).second)
        return;
    m_ids.add(live->flow->owner(), direction, id, flow);
}

void QuicDecryption::retired(base::FlowId flow, Direction direction, const quic::ConnectionId &id)
{
    Live *live = m_connections.peek(flow);
    if (live && live->ids.erase({direction, id}) > 0)
        m_ids.remove(live->flow->owner(), direction, id, flow);
}

void QuicDecryption::secretAdded(const wire::Secret &message, wire::Bytes &out)
{
    const auto random = std::as_bytes(std::span(message.random));
    m_connections.forEach([&](base::FlowId, Live &live) {
        if (!live.flow->waitsForSecret())
            return;
        const bool mine = message.randomKnown && live.flow->random() ? std::ranges::equal(*live.flow->random(), random) : live.flow->owner() == message.pid;
        if (mine)
            live.flow->secretAdded(message.time, out);
    });
}

void QuicDecryption::exited(uint32_t pid, int64_t time, wire::Bytes &out)
{
    std::vector<base::FlowId> over;
    m_connections.forEach([&](base::FlowId id, Live &live) {
        if (live.flow->owner() == pid)
            over.push_back(id);
    });
    for (const base::FlowId id : over) {
        end(id, time, out);
        m_connections.erase(id);
    }
}

void QuicDecryption::end(base::FlowId id, int64_t time, wire::Bytes &out)
{
    Live &live = *m_connections.peek(id);
    live.flow->end(time, out);
    for (const auto &[direction, name] : live.ids)
        m_ids.remove(live.flow->owner(), direction, name, id);
}

void QuicDecryption::settle(int64_t now, bool last, wire::Bytes &out)
{
    if (last) {
        m_connections.lookAtAll();
        m_sockets.lookAtAll();
    }
    m_connections.settle(
        [&](base::FlowId, Live &live) {
            if (live.flow->waits())
                live.flow->expire(now, out);
            const bool closed = live.flow->closed() && now - live.flow->closed() > lastPacketsWithin;
            return last || closed || now - live.flow->lastMoved() > silentMax ? Fate::Over : Fate::Pending;
        },
        [&](base::FlowId id) { end(id, now, out); });
    m_sockets.settle([&](base::FlowId, const Socket &socket) { return last || now - socket.lastMoved > socketSilentMax ? Fate::Over : Fate::Pending; },
                     [&](base::FlowId id) {
                         // Its only datagram may have been lost.
                         if (Socket &socket = *m_sockets.peek(id); !socket.recent[0] && !socket.recent[1])
                             tell(socket, out);
                     });
}

} // namespace session
