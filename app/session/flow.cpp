// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/flow.h"

#include "app/exchange/names.h"
#include "app/tls/hello.h"
#include "app/tls/ja4.h"
#include "privhelper/wire/names.h"

#include <netinet/in.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace session {

using base::Direction;
using base::Side;
using exchange::Connection;
using exchange::ConnectionState;
using wire::TcpState;

namespace {

constexpr base::Duration second = 1'000'000'000;
// Plaintext follows its ciphertext immediately: after this long without any, the connection is shown as unreadable.
constexpr base::Duration readableWithin = 3 * second;
// Records of the last calls arrive at most this long after the close.
constexpr base::Duration lastRecordsWithin = second;
// A program that has not read its tail by then, and has not been active, will not.
constexpr base::Duration lastReadsWithin = 600 * second;
// After its last known user exits, a socket that was passed on is used again by then, or is closed.
constexpr base::Duration usedAgainWithin = 60 * second;
// No message ends a UDP flow; after PROBE_DATAGRAMS_NS without a datagram the probes start a new one.
constexpr base::Duration datagramsWithin = 61 * second;
constexpr size_t helloMax = 16 * 1024;

base::Endpoint endpoint(uint8_t family, const std::array<uint8_t, 16> &bytes, uint16_t port)
{
    base::Endpoint result;
    result.family = base::Family(family);
    result.port = port;
    result.bytes = bytes;
    return result;
}

ConnectionState stateOfError(uint16_t error)
{
    switch (error) {
    case ECONNREFUSED: return ConnectionState::Refused;
    case ECONNRESET:
    case EPIPE: return ConnectionState::Reset;
    case ETIMEDOUT: return ConnectionState::TimedOut;
    case EHOSTUNREACH:
    case ENETUNREACH:
    case EHOSTDOWN:
    case ENETDOWN: return ConnectionState::Unreachable;
    default: return ConnectionState::Aborted;
    }
}

std::optional<Side> sideOf(wire::Role role)
{
    switch (role) {
    case wire::Role::Client: return Side::Client;
    case wire::Role::Server: return Side::Server;
    case wire::Role::Unknown: break;
    }
    return std::nullopt;
}

template<class T> std::optional<T> known(T value)
{
    return value == T(~T(0)) ? std::nullopt : std::optional<T>(value);
}

} // namespace

exchange::TcpFigures figures(const wire::TcpFigures &from, base::Time time)
{
    exchange::TcpFigures to;
    to.time = time;
    to.srttUs = known(from.srttUs);
    to.rttvarUs = known(from.rttvarUs);
    to.minRttUs = known(from.minRttUs);
    to.cwnd = known(from.cwnd);
    to.ssthresh = known(from.ssthresh);
    to.retransmits = known(from.retransmits);
    to.lost = known(from.lost);
    to.reordering = known(from.reordering);
    to.segmentsOut = known(from.segmentsOut);
    to.segmentsIn = known(from.segmentsIn);
    to.receiveWindow = known(from.receiveWindow);
    to.sendWindow = known(from.sendWindow);
    to.deliveryRate = known(from.deliveryRate);
    to.bytesSent = known(from.bytesSent);
    to.bytesReceived = known(from.bytesReceived);
    if (to.srttUs == 0u) {
        // Nothing has been measured yet; the kernel starts with a guess.
        to.srttUs.reset();
        to.rttvarUs.reset();
    }
    return to;
}

Flow::Flow(exchange::Builder &builder, base::FlowId id, base::ConnectionId connection)
    : m_builder(builder)
    , m_connection(connection)
{
    m_builder.connection(connection).flow = id;
}

void Flow::socket(const wire::Socket &message, base::Time time, base::ProcessId process)
{
    Connection &connection = m_builder.connection(m_connection);
    m_pid = message.pid;
    if (process != base::noId)
        connection.process = process;
    connection.protocol = message.protocol;
    connection.local = endpoint(message.family, message.local, message.localPort);
    connection.remote = endpoint(message.family, message.remote, message.remotePort);
    connection.netns = message.netns;
    connection.side = sideOf(message.role).value_or(connection.side);
    connection.fromStart |= message.fromStart != 0;
    if (connection.remoteName.empty() && connection.side != Side::Server)
        connection.remoteName = m_builder.names().nameOf(connection.remote, connection.process);
    if (!connection.opened)
        connection.opened = time;
    if (message.state == TcpState::Established && connection.state == ConnectionState::Unknown)
        connection.state = ConnectionState::Open;
}

void Flow::state(const wire::State &message, base::Time time)
{
    Connection &connection = m_builder.connection(m_connection);
    m_sent = std::max(m_sent, message.sent);
    m_received = std::max(m_received, message.received);
    connection.sent = m_sent;
    connection.received = m_received;
    // For a connection joined midstream, it includes what came before.
    if (connection.fromStart && message.tcp.bytesReceived != ~uint64_t(0))
        m_arrived = message.tcp.bytesReceived;
    if (message.tcp.srttUs != wire::TcpFigures::unknown) {
        exchange::TcpFigures now = figures(message.tcp, time);
        if (connection.tcp) {
            // They count over a connection's lifetime, and are not in this message.
            now.outOfOrder = connection.tcp->outOfOrder;
            now.windowLimitedUs = connection.tcp->windowLimitedUs;
        }
        m_builder.tcp(m_connection, now);
    }
    switch (message.newState) {
    case TcpState::SynSent:
        connection.side = Side::Client;
        connection.state = ConnectionState::Connecting;
        connection.opened = time;
        break;
    case TcpState::Established:
        connection.state = ConnectionState::Open;
        connection.established = time;
        if (message.oldState == TcpState::SynReceived)
            connection.side = Side::Server;
        break;
    case TcpState::LastAck:
        // FIN_WAIT1 does not imply it: after shutdown() the program still reads.
        m_closedByProgram = true;
        break;
    case TcpState::FinWait2:
        connection.reason = "half-closed by the program";
        break;
    case TcpState::CloseWait:
        connection.reason = "half-closed by the peer";
        break;
    case TcpState::Close:
        // Closed earlier: now the kernel has freed it, and nobody can read from it any more.
        m_destroyed = isFreed(message);
        if (!m_closed)
            closed(message, time);
        break;
    default:
        break;
    }
}

bool Flow::isFreed(const wire::State &message)
{
    return message.oldState == TcpState::Close && message.newState == TcpState::Close;
}

void Flow::closed(const wire::State &message, base::Time time)
{
    Connection &connection = m_builder.connection(m_connection);
    connection.closed = time;
    m_closed = time;
    connection.reason.clear();
    const bool connecting = message.oldState == TcpState::SynSent;
    // Not via the states of an orderly close, nor by the peer's fault: RFC 9293's ABORT, by close() or SO_LINGER.
    const bool aborted = message.oldState == TcpState::Established || message.oldState == TcpState::CloseWait;
    m_closedByProgram |= aborted && !message.error;
    if (!connecting && !message.error && !aborted) {
        connection.state = ConnectionState::Closed;
        return;
    }
    connection.state = stateOfError(message.error);
    if (connection.state != ConnectionState::Aborted)
        connection.reason = exchange::stateName(connection.state) + std::string(connection.state == ConnectionState::Reset ? " by the peer" : "");
    else if (message.error)
        connection.reason = std::string("aborted: ") + strerror(message.error);
    else
        connection.reason = connecting ? "given up by the program" : "reset by the program";
    blameFirewall(connecting);
    if (connecting || (!m_plain && !m_firstCiphertext && !m_rowMade))
        failedRow(time);
}

void Flow::failedRow(base::Time time)
{
    const Connection &connection = m_builder.peekConnection(m_connection);
    exchange::Exchange &row =
        m_builder.newRow(m_connection, exchange::Kind::Failed, connection.opened ? connection.opened : time);
    row.state = exchange::State::Failed;
    row.reason = connection.reason;
    row.request.end = row.response.end = time;
    m_rowMade = true;
    m_builder.done(row.id);
}

void Flow::plain(const wire::DataView &data, base::Bytes bytes, base::Time time, base::ProcessId process)
{
    // In older captures, which do not flag the first TLS record after plain bytes, its header identifies it.
    if (m_plain && !data.head.callOffset && tls::beginsHandshake(bytes.data)) {
        tls::ClientHello hello;
        ciphertext(data, bytes, time, hello);
        return;
    }
    if (!m_plain) {
        Connection &connection = m_builder.connection(m_connection);
        connection.plaintext = true;
        m_plain = std::make_unique<ByteStream>(m_builder, m_connection, connection.fromStart);
    }
    m_plain->setActor(process, data.head.tid);
    if (m_builder.peekConnection(m_connection).protocol == IPPROTO_UDP)
        datagram(data.head, time);
    const auto direction = Direction(data.head.direction);
    uint64_t &moved = direction == Direction::Sent ? m_sent : m_received;
    moved = std::max(moved, data.head.offset + bytes.data.size());
    m_plain->take(data.head, bytes, time);
}

void Flow::datagram(const wire::Data &data, base::Time time)
{
    m_datagram = time;
    if (data.callOffset)
        return;
    Connection &connection = m_builder.connection(m_connection);
    const bool sent = Direction(data.direction) == Direction::Sent;
    ++(sent ? connection.datagramsSent : connection.datagramsReceived);
    (sent ? connection.sent : connection.received) = data.offset + data.moved;
}

bool Flow::ciphertext(const wire::DataView &data, base::Bytes bytes, base::Time time, tls::ClientHello &client)
{
    const auto direction = Direction(data.head.direction);
    uint64_t &moved = direction == Direction::Sent ? m_sent : m_received;
    moved = std::max(moved, data.head.offset - data.head.callOffset + data.head.moved);
    if (!m_firstCiphertext) {
        m_firstCiphertext = time;
        Connection &connection = m_builder.connection(m_connection);
        connection.tls = true;
        connection.plaintext = m_hasPlaintext;
        if (connection.fromStart)
            connection.tlsBegin = time;
    }
    std::optional<uint64_t> &begin = m_clearUntil[size_t(direction)];
    if (!begin) {
        begin = data.head.offset;
        if (m_plain)
            endClear(time);
    }
    flight(direction, time);
    std::vector<std::byte> &hello = m_hello[size_t(direction)];
    if (m_helloRead[size_t(direction)] || hello.size() > helloMax || data.head.offset != *begin + hello.size())
        return false;
    hello.insert(hello.end(), bytes.data.begin(), bytes.data.end());
    Connection &connection = m_builder.connection(m_connection);
    const bool fromClient = (direction == Direction::Sent) == (connection.side != Side::Server);
    tls::Read read = tls::Read::No;
    if (fromClient) {
        read = readClientHello(hello, client);
        if (read == tls::Read::Yes) {
            connection.sni = client.sni;
            connection.ja4 = ja4(client, connection.protocol == IPPROTO_UDP ? tls::Transport::Quic : tls::Transport::Tcp);
        }
    } else {
        tls::ServerHello server;
        read = readServerHello(hello, server);
        if (read == tls::Read::Yes) {
            connection.tlsProtocol = server.version;
            connection.tlsCipher = server.cipher;
            if (!server.alpn.empty())
                connection.alpn = server.alpn;
            if (server.retry)
                m_flights -= 2;
        }
    }
    if (read != tls::Read::NeedMore) {
        m_helloRead[size_t(direction)] = true;
        std::vector<std::byte>().swap(hello);
    }
    return fromClient && read == tls::Read::Yes;
}

void Flow::endClear(base::Time time)
{
    const Connection &peek = m_builder.peekConnection(m_connection);
    // If only a prefix came before it, TLS is the first protocol.
    if (!peek.startTls && (peek.prefixes.empty() || peek.dialogue != protocols::Protocol::Unknown))
        m_builder.connection(m_connection).startTls = true;
    if (!m_clearUntil[0] || !m_clearUntil[1])
        return;
    m_plain->advanceTo(Direction::Received, *m_clearUntil[size_t(Direction::Received)], time);
    m_plain->advanceTo(Direction::Sent, *m_clearUntil[size_t(Direction::Sent)], time);
    m_plain->end(time);
}

// The handshake is over with the client's Finished: its second flight in TLS 1.3 (RFC 8446, figure 1); before that
// with the server's, the fourth flight (RFC 5246, figure 1), or the third if resumed.
void Flow::flight(Direction direction, base::Time time)
{
    if (m_handshakeOver)
        return;
    if (m_flights == 0 || direction != m_lastFlight)
        ++m_flights;
    m_lastFlight = direction;
    const Connection &peek = m_builder.peekConnection(m_connection);
    const int wanted = peek.tlsProtocol.empty() || peek.tlsProtocol == "TLS 1.3" ? 3 : 4;
    if (m_flights > wanted) {
        m_handshakeOver = true;
        return;
    }
    if (peek.tlsBegin)
        m_builder.connection(m_connection).tlsEnd = time;
    m_handshakeOver = m_flights == 3 && wanted == 3 && !peek.tlsProtocol.empty();
}

void Flow::handshakeOver(base::Time time)
{
    m_handshakeOver = true;
    if (m_builder.peekConnection(m_connection).tlsBegin)
        m_builder.connection(m_connection).tlsEnd = time;
}

void Flow::tcp(const wire::TcpReading &reading, base::Time time)
{
    exchange::TcpFigures now = figures(reading.tcp, time);
    now.outOfOrder = known(reading.outOfOrder);
    now.windowLimitedUs = known(reading.windowLimitedUs);
    m_builder.tcp(m_connection, now);
}

void Flow::otherEnd(const wire::OtherEnd &message)
{
    Connection &connection = m_builder.connection(m_connection);
    if (message.peer)
        connection.peer = message.peer;
    else
        connection.sequences = exchange::Sequences{message.sentSequence, message.receivedSequence};
}

void Flow::upperLayer(std::string_view name)
{
    constexpr std::string_view quic = "QUIC ";
    if (name.starts_with(quic))
        m_builder.connection(m_connection).quic = name.substr(quic.size());
    // Others, such as mptcp, leave the bytes unchanged.
    if (name == "tls")
        m_builder.connection(m_connection).kernelTls = true;
}

void Flow::tied(wire::TieKind kind, const char *library, base::Time time)
{
    m_hasPlaintext = true;
    Connection &connection = m_builder.connection(m_connection);
    connection.tls = true;
    connection.plaintext = true;
    connection.tie = wire::tieName(kind);
    connection.tlsSource = kind == wire::TieKind::Secrets ? "secrets" : "calls";
    if (connection.tlsLibrary.empty())
        connection.tlsLibrary = library;
    if (m_plain && !connection.fromStart)
        m_plain->becameTls(time);
}

Fate Flow::settle(base::Time now, bool last, CoverageTable &coverage)
{
    if (m_plain)
        m_plain->expire(now);
    if (wantsReason(now, last, coverage))
        notReadable(now, whyNotReadable(coverage));
    if (last || isOver(now)) {
        end(now);
        return Fate::Over;
    }
    return waits() ? Fate::Pending : Fate::Quiet;
}

// What began while the probes were being attached becomes readable from then on.
bool Flow::wantsReason(base::Time now, bool last, const CoverageTable &coverage) const
{
    return m_firstCiphertext && !m_hasPlaintext && !m_rowMade
        && (last || m_closed || now - std::max(m_firstCiphertext, coverage.attachedAt(user())) > readableWithin);
}

std::string Flow::whyNotReadable(CoverageTable &coverage) const
{
    // Of QUIC: what follows a finished handshake would have waited for secrets.
    if (!m_undecrypted && m_builder.peekConnection(m_connection).protocol == IPPROTO_UDP)
        return "its handshake was not completed";
    if (!m_undecrypted)
        return coverage.whyNotReadable(user(), m_firstCiphertext);
    // Where nobody knows how a library's secrets are to be had, none can come.
    if (std::string unread = coverage.unreadLibrary(user()); *m_undecrypted == tls::Cause::NoSecret && !unread.empty())
        return unread;
    return tls::causeText(*m_undecrypted);
}

void Flow::notReadable(base::Time now, const std::string &reason)
{
    exchange::Exchange &row = m_builder.newRow(m_connection, exchange::Kind::NotReadable, m_firstCiphertext);
    row.method = "TLS";
    row.reason = m_builder.peekConnection(m_connection).kernelTls
        ? "encrypted by the kernel (kTLS); no readable library supplied the data" : reason;
    row.state = exchange::State::Complete;
    row.request.end = row.response.end = m_closed ? m_closed : now;
    m_rowMade = true;
    m_builder.done(row.id);
}

void Flow::used(uint32_t pid)
{
    m_lastUser = pid;
    m_userGone = 0;
}

// The kernel counts a FIN as a byte.
bool Flow::tailIsUnread() const
{
    return m_waitsForReader || m_arrived > m_received + 1;
}

bool Flow::isOver(base::Time now) const
{
    if (now < m_stays)
        return false;
    if (m_destroyed || (m_datagram && now - m_datagram > datagramsWithin))
        return true;
    const bool isTcp = m_builder.peekConnection(m_connection).protocol == IPPROTO_TCP;
    if (m_userGone && now - m_userGone > (isTcp && (!m_closed || m_waitsForReader) ? usedAgainWithin : lastRecordsWithin))
        return true;
    if (!m_closed || m_waitsForReader)
        return false;
    return m_closedByProgram || now - m_closed > (tailIsUnread() ? lastReadsWithin : lastRecordsWithin);
}

bool Flow::waits() const
{
    return m_closed || m_datagram || m_userGone || (m_plain && m_plain->waits())
        || (m_firstCiphertext && !m_hasPlaintext && !m_rowMade);
}

void Flow::end(base::Time now)
{
    if (!m_plain)
        return;
    const base::Time time = m_closed ? m_closed : now;
    if (m_closed) {
        // Bytes that the kernel moved at the end but the probes did not report are a gap, too.
        m_plain->advanceTo(Direction::Sent, m_clearUntil[size_t(Direction::Sent)].value_or(m_sent), time);
        m_plain->advanceTo(Direction::Received, m_clearUntil[size_t(Direction::Received)].value_or(m_received), time);
    }
    m_plain->end(time, !m_closed && !m_userGone);
}

} // namespace session
