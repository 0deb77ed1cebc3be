// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/quic_flow.h"

#include "app/protocols/quic/carriage.h"
#include "app/tls/record.h"

#include <algorithm>
#include <utility>

namespace session {

using base::Direction;
using protocols::quic::CarriageWriter;

QuicFlow::QuicFlow(tls::SecretStore &store, Ids &ids, const wire::Socket &socket, base::FlowId id, uint32_t owner, Direction client,
                   quic::Version version, const quic::ConnectionId &destination)
    : m_store(store)
    , m_ids(ids)
    , m_socket(socket)
    , m_id(id)
    , m_owner(owner)
    , m_connection(store, owner, client, version, destination)
{
    m_socket.flow = id;
    m_socket.role = client == Direction::Sent ? wire::Role::Client : wire::Role::Server;
    m_socket.state = wire::TcpState::Established;
    m_socket.fromStart = 1;
}

bool QuicFlow::packet(Direction direction, const quic::Packet &packet, int64_t time, wire::Bytes &out)
{
    m_out = &out;
    const bool taken = m_connection.packet(direction, packet, time, *this);
    if (m_connection.hasKeys() && (!m_tied || !m_library))
        tie(time);
    flush();
    return taken;
}

void QuicFlow::secretAdded(int64_t time, wire::Bytes &out)
{
    m_out = &out;
    m_connection.secretAdded(*this);
    if (m_connection.hasKeys() && (!m_tied || !m_library))
        tie(time);
    flush();
}

void QuicFlow::expire(int64_t time, wire::Bytes &out)
{
    m_out = &out;
    m_connection.expire(time, *this);
    flush();
}

void QuicFlow::end(int64_t time, wire::Bytes &out)
{
    m_out = &out;
    m_connection.end(time, *this);
    flush();
    if (!m_opened)
        return;
    if (m_tied)
        wire::encode(wire::TlsEnd{time, m_id, m_id, side(Direction::Sent).position, side(Direction::Received).position}, out);
    wire::State state;
    state.time = m_closed ? m_closed : time;
    state.flow = m_id;
    state.pid = m_owner;
    state.oldState = wire::TcpState::LastAck;
    state.newState = wire::TcpState::Close;
    state.sent = side(Direction::Sent).moved;
    state.received = side(Direction::Received).moved;
    wire::encode(state, out);
}

void QuicFlow::moved(Direction direction, uint64_t bytes, uint32_t tid, int64_t time)
{
    side(direction).moved += bytes;
    m_thread = tid;
    m_lastMoved = time;
}

// With the first packet that is certainly its own.
void QuicFlow::open(base::Time time)
{
    if (std::exchange(m_opened, true))
        return;
    m_socket.time = time;
    wire::encode(m_socket, *m_out);
}

void QuicFlow::tie(base::Time time)
{
    open(time);
    if (!m_library && random())
        m_library = m_store.libraryOf(*random(), m_owner);
    if (m_tied && !m_library)
        return;
    if (!std::exchange(m_tied, true)) {
        const char *version = m_connection.version() == quic::Version::V2 ? "QUIC v2" : "QUIC v1";
        wire::encode(wire::UpperLayer{time, m_id, version}, *m_out);
    }
    wire::encode(wire::Tie{time, m_id, m_id, wire::TieKind::Secrets, origin()}, *m_out);
    if (const auto number = uint32_t(m_library); number)
        wire::encode(wire::TlsLibrary{time, m_id, number, origin()}, *m_out);
}

wire::Data QuicFlow::head(Direction direction, base::Time time) const
{
    wire::Data head;
    head.time = time;
    head.flow = m_id;
    head.pid = m_owner;
    head.tid = m_thread;
    head.direction = uint8_t(direction);
    head.origin = wire::Origin::Socket;
    return head;
}

// A reader of the capture file takes them for the first record of TLS: the facts in it are the same.
void QuicFlow::hello(Direction direction, std::span<const std::byte> message, base::Time time)
{
    open(time);
    if (message.size() + tls::recordHeadSize > wire::dataPayloadMax)
        return;
    const std::array recordHead{std::byte(tls::ContentType::Handshake), std::byte(3), std::byte(1), std::byte(message.size() >> 8), std::byte(message.size())};
    std::vector<std::byte> record(recordHead.size() + message.size());
    std::ranges::copy(message, std::ranges::copy(recordHead, record.begin()).out);
    wire::Data data = head(direction, time);
    data.offset = side(direction).helloPosition;
    data.moved = uint32_t(record.size());
    data.flags = uint8_t(wire::DataFlag::Ciphertext);
    wire::encode(data, record, *m_out);
    side(direction).helloPosition += record.size();
}

// What the server selected; before that is known, in early data, what the client wants.
std::string QuicFlow::protocol() const
{
    const auto &offered = m_connection.offeredProtocols();
    return !m_connection.facts().alpn.empty() ? m_connection.facts().alpn : offered.empty() ? std::string() : offered.front();
}

std::vector<std::byte> &QuicFlow::at(Direction direction, base::Time time)
{
    Side &to = side(direction);
    if (to.time != time)
        flush(direction);
    to.time = time;
    if (!std::exchange(to.begun, true))
        CarriageWriter(to.plaintext).preface(protocol());
    return to.plaintext;
}

void QuicFlow::flush(Direction direction)
{
    Side &from = side(direction);
    if (from.plaintext.empty())
        return;
    if (!m_tied)
        tie(from.time);
    if (!std::exchange(m_factsTold, true))
        wire::encode(wire::TlsFacts{from.time, m_id, m_id, 1, 1, protocol()}, *m_out);
    for (std::span<const std::byte> left(from.plaintext); !left.empty();) {
        const auto piece = left.first(std::min<size_t>(left.size(), wire::dataPayloadMax));
        wire::Data data = head(direction, from.time);
        data.tls = m_id;
        data.origin = origin();
        data.offset = from.position;
        data.moved = uint32_t(piece.size());
        wire::encode(data, piece, *m_out);
        from.position += piece.size();
        left = left.subspan(piece.size());
    }
    from.plaintext.clear();
}

void QuicFlow::flush()
{
    flush(Direction::Received);
    flush(Direction::Sent);
}

void QuicFlow::stream(Direction direction, uint64_t id, uint64_t offset, std::span<const std::byte> bytes, bool fin, base::Time time)
{
    CarriageWriter(at(direction, time)).stream(id, offset, bytes, fin);
}

void QuicFlow::resetStream(Direction direction, uint64_t id, uint64_t code, base::Time time)
{
    CarriageWriter(at(direction, time)).resetStream(id, code);
}

void QuicFlow::stopSending(Direction direction, uint64_t id, uint64_t code, base::Time time)
{
    CarriageWriter(at(direction, time)).stopSending(id, code);
}

void QuicFlow::datagram(Direction direction, std::span<const std::byte> bytes, base::Time time)
{
    CarriageWriter(at(direction, time)).datagram(bytes);
}

// One that comes before the handshake is over has no streams to be told in.
void QuicFlow::connectionClose(Direction direction, bool application, uint64_t code, std::string_view reason, base::Time time)
{
    if (!m_closed)
        m_closed = time;
    if (m_connection.hasKeys())
        CarriageWriter(at(direction, time)).close(application, code, reason);
}

void QuicFlow::idIssued(Direction direction, const quic::ConnectionId &id) { m_ids.issued(m_id, direction, id); }

void QuicFlow::idRetired(Direction direction, const quic::ConnectionId &id) { m_ids.retired(m_id, direction, id); }

void QuicFlow::lost(Direction, tls::Cause cause, uint64_t packets, uint64_t bytes, base::Time time)
{
    open(time);
    wire::encode(wire::Undecrypted{time, m_id, m_id, uint8_t(cause), bytes, packets}, *m_out);
}

} // namespace session
