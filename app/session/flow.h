// SPDX-License-Identifier: GPL-3.0-or-later
// One kernel socket: its connection, its plain bytes, and what its TLS handshake reveals in cleartext.
#pragma once

#include "app/exchange/builder.h"
#include "app/session/byte_stream.h"
#include "app/session/coverage_table.h"
#include "app/session/live_table.h"
#include "app/session/process_table.h"
#include "app/tls/loss.h"
#include "privhelper/wire/reader.h"

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace session {

class Flow
{
public:
    // `connection` is a new one, or that of a TLS object whose socket was unknown until now.
    Flow(exchange::Builder &, base::FlowId, base::ConnectionId);

    base::ConnectionId connection() const { return m_connection; }
    void socket(const wire::Socket &, base::Time, base::ProcessId);
    void state(const wire::State &, base::Time);
    // The kernel has freed the socket.
    static bool isFreed(const wire::State &);
    void plain(const wire::DataView &, base::Bytes, base::Time, base::ProcessId);
    // True if `hello` now is the ClientHello, which these bytes complete.
    bool ciphertext(const wire::DataView &, base::Bytes, base::Time, tls::ClientHello &hello);
    void tcp(const wire::TcpReading &, base::Time);
    void otherEnd(const wire::OtherEnd &);
    // A packet was dropped; `reason` is the kernel's name, which a firewall's drop has too.
    void dropped(const wire::Drop &, const std::string &reason, bool byFirewall, base::Time);
    void translated(const wire::Translation &);
    void upperLayer(std::string_view name);
    // A TLS object's plaintext belongs to this socket.
    void tied(wire::TieKind, const char *library, base::Time);
    // Its records were not decrypted, though secrets were wanted.
    void undecrypted(tls::Cause cause) { m_undecrypted = cause; }
    // The library reported the end of the handshake.
    void handshakeOver(base::Time);
    // Plaintext was transferred: ciphertext from now on is not part of the handshake.
    void plaintextMoved() { m_handshakeOver = true; }
    // It is not over before then: something about it is still to be said.
    void stay(base::Time until) { m_stays = std::max(m_stays, until); }
    bool closed() const { return m_closed != 0; }
    uint32_t lastUser() const { return m_lastUser; }
    // The helper reports unread bytes: the program will read them after the close.
    void waitForReader() { m_waitsForReader = true; }
    // A process uses it; its previous user is gone.
    void used(uint32_t pid);
    void userGone(base::Time time) { m_userGone = time; }

    // Advances time: ends what is over, and reports TLS without plaintext as not readable.
    Fate settle(base::Time now, bool last, CoverageTable &);
    void end(base::Time now);

private:
    // The process whose TLS it is: a server's children may speak on a socket that their parent accepted.
    uint32_t user() const { return m_lastUser ? m_lastUser : m_pid; }
    bool wantsReason(base::Time now, bool last, const CoverageTable &) const;
    void notReadable(base::Time, const std::string &reason);
    std::string whyNotReadable(CoverageTable &) const;
    bool isOver(base::Time now) const;
    bool waits() const;
    bool tailIsUnread() const;
    void closed(const wire::State &, base::Time);
    void datagram(const wire::Data &, base::Time);
    // The cleartext bytes end where TLS begins.
    void endClear(base::Time);
    void flight(base::Direction, base::Time);
    void failedRow(base::Time);
    // Adds to the reason for which the connection has failed what a firewall did.
    void blameFirewall(bool connecting);

    exchange::Builder &m_builder;
    base::ConnectionId m_connection;
    uint32_t m_pid = 0;
    bool m_hasPlaintext = false;
    bool m_rowMade = false;
    bool m_handshakeOver = false;
    std::optional<tls::Cause> m_undecrypted;   // none: nobody tried
    base::Time m_closed = 0;          // when the kernel closed it
    base::Time m_datagram = 0;        // UDP: time of the latest one
    bool m_closedByProgram = false;   // no more can be read from it
    bool m_waitsForReader = false;    // until the program has read the rest, or closed the socket
    bool m_destroyed = false;         // freed by the kernel
    uint32_t m_lastUser = 0;
    base::Time m_userGone = 0;
    base::Time m_stays = 0;
    std::map<uint32_t, uint32_t> m_dropped;   // packets dropped so far, by reason
    uint64_t m_sent = 0, m_received = 0;   // by the program
    uint64_t m_arrived = 0;           // in the kernel, at the FIN; 0: unknown
    std::unique_ptr<ByteStream> m_plain;
    base::Time m_firstCiphertext = 0;
    std::array<std::vector<std::byte>, 2> m_hello;   // first records in each direction
    std::array<bool, 2> m_helloRead{};
    std::array<std::optional<uint64_t>, 2> m_clearUntil{};   // where the first TLS record begins
    int m_flights = 0;
    base::Direction m_lastFlight = base::Direction::Received;
};

exchange::TcpFigures figures(const wire::TcpFigures &, base::Time);

} // namespace session
