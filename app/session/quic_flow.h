// SPDX-License-Identifier: GPL-3.0-or-later
// One QUIC connection, turned into what the probes would have sent of a TLS object on a socket of its own: its addresses, its hellos
// as TLS records, and its streams in the form of protocols/quic/carriage.h.
#pragma once

#include "app/quic/connection.h"
#include "privhelper/wire/reader.h"
#include "privhelper/wire/writer.h"

#include <array>

namespace session {

// The ids of QUIC connections, as flows and as TLS objects: neither sockets nor other TLS objects have such.
inline constexpr base::FlowId firstQuicFlow = base::FlowId(5) << 61;
constexpr bool isQuicFlow(base::FlowId id) { return id >> 61 == firstQuicFlow >> 61; }

class QuicFlow final : quic::ConnectionSink
{
public:
    // Told which ids name the connection.
    struct Ids {
        virtual void issued(base::FlowId, base::Direction, const quic::ConnectionId &) = 0;
        virtual void retired(base::FlowId, base::Direction, const quic::ConnectionId &) = 0;

    protected:
        ~Ids() = default;
    };

    // `socket`: of the UDP flow on which it begins; `id`: the connection's own, as flow and as TLS object unique within the capture.
    QuicFlow(tls::SecretStore &, Ids &, const wire::Socket &socket, base::FlowId id, uint32_t owner, base::Direction client, quic::Version,
             const quic::ConnectionId &destination);

    // Everything below appends frames to `out`. False: an Initial that is none of this connection's.
    bool packet(base::Direction, const quic::Packet &, int64_t time, wire::Bytes &out);
    void secretAdded(int64_t time, wire::Bytes &out);
    void expire(int64_t time, wire::Bytes &out);
    void end(int64_t time, wire::Bytes &out);
    // A datagram of it was moved by this thread.
    void moved(base::Direction, uint64_t bytes, uint32_t tid, int64_t time);

    uint32_t owner() const { return m_owner; }
    const std::optional<tls::Random> &random() const { return m_connection.facts().clientRandom; }
    bool waitsForSecret() const { return m_connection.waitsForSecret(); }
    bool waits() const { return m_connection.waits(); }
    int64_t lastMoved() const { return m_lastMoved; }
    // When one end closed it; 0: it is open.
    int64_t closed() const { return m_closed; }

private:
    void hello(base::Direction, std::span<const std::byte> message, base::Time) override;
    void stream(base::Direction, uint64_t id, uint64_t offset, std::span<const std::byte>, bool fin, base::Time) override;
    void resetStream(base::Direction, uint64_t id, uint64_t code, base::Time) override;
    void stopSending(base::Direction, uint64_t id, uint64_t code, base::Time) override;
    void datagram(base::Direction, std::span<const std::byte>, base::Time) override;
    void connectionClose(base::Direction, bool application, uint64_t code, std::string_view reason, base::Time) override;
    void idIssued(base::Direction, const quic::ConnectionId &) override;
    void idRetired(base::Direction, const quic::ConnectionId &) override;
    void lost(base::Direction, tls::Cause, uint64_t packets, uint64_t bytes, base::Time) override;

    struct Side {
        std::vector<std::byte> plaintext;   // not sent yet, all of one time
        base::Time time = 0;
        uint64_t position = 0;              // in the plaintext
        uint64_t helloPosition = 0;         // in the ciphertext that is sent
        uint64_t moved = 0;                 // bytes in datagrams
        bool begun = false;
    };
    void open(base::Time);
    void tie(base::Time);
    // Where the plaintext of a direction is written; sends what is of another time, and the preface first.
    std::vector<std::byte> &at(base::Direction, base::Time);
    void flush(base::Direction);
    void flush();
    std::string protocol() const;
    wire::Origin origin() const { return wire::Origin(m_library >> 32); }
    wire::Data head(base::Direction, base::Time) const;
    Side &side(base::Direction direction) { return m_sides[size_t(direction)]; }

    tls::SecretStore &m_store;
    Ids &m_ids;
    wire::Socket m_socket;
    base::FlowId m_id;
    uint32_t m_owner;
    uint32_t m_thread = 0;
    uint64_t m_library = 0;       // DecryptedFlow::libraryOf(); 0: unknown
    bool m_opened = false;        // its socket was told
    bool m_tied = false;          // its secrets are known to be its own
    bool m_factsTold = false;
    int64_t m_lastMoved = 0;
    int64_t m_closed = 0;
    quic::Connection m_connection;
    std::array<Side, 2> m_sides;
    wire::Bytes *m_out = nullptr;
};

} // namespace session
