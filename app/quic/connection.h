// SPDX-License-Identifier: GPL-3.0-or-later
// One QUIC connection, from the packets of both directions and the secrets of its handshake to the bytes of its streams.
// Bounded; packets wait for a secret that is still on its way; what never opens is reported with its cause.
#pragma once

#include "app/base/ids.h"
#include "app/quic/crypto_stream.h"
#include "app/quic/frame.h"
#include "app/quic/streams.h"
#include "app/tls/facts.h"
#include "app/tls/loss.h"
#include "app/tls/secret_store.h"

#include <deque>
#include <string_view>

namespace quic {

// What a connection reports. Not to be answered by calling the connection.
class ConnectionSink
{
public:
    // ClientHello or ServerHello: a handshake message with its type and length (RFC 8446, section 4).
    virtual void hello(base::Direction, std::span<const std::byte> message, base::Time) = 0;
    virtual void stream(base::Direction, uint64_t id, uint64_t offset, std::span<const std::byte>, bool fin, base::Time) = 0;
    virtual void resetStream(base::Direction, uint64_t id, uint64_t code, base::Time) = 0;
    virtual void stopSending(base::Direction, uint64_t id, uint64_t code, base::Time) = 0;
    virtual void datagram(base::Direction, std::span<const std::byte>, base::Time) = 0;
    virtual void connectionClose(base::Direction, bool application, uint64_t code, std::string_view reason, base::Time) = 0;
    // An end may be addressed by this id from now on: packets in this direction may carry it.
    virtual void idIssued(base::Direction, const ConnectionId &) = 0;
    virtual void idRetired(base::Direction, const ConnectionId &) = 0;
    // Packets that were not opened; their bytes are ciphertext.
    virtual void lost(base::Direction, tls::Cause, uint64_t packets, uint64_t bytes, base::Time) = 0;

protected:
    ~ConnectionSink() = default;
};

class Connection final : FrameSink, tls::HandshakeReader::Sink, Streams::Sink
{
public:
    struct Limits {
        size_t heldBytes = 2 << 20;                     // packets that wait for a secret
        base::Duration holdMax = 10'000'000'000;        // how long one waits, in the time of the packets
    };

    // `owner`: the process whose secrets are tried if none is known to be this connection's. `client`: the direction of the
    // client's packets. `destination`: of the client's first Initial. The store outlives it.
    Connection(tls::SecretStore &, uint32_t owner, base::Direction client, Version, const ConnectionId &destination);
    Connection(tls::SecretStore &, uint32_t owner, base::Direction client, Version, const ConnectionId &destination, const Limits &);
    ~Connection();
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    // False: an Initial that is none of this connection's.
    bool packet(base::Direction, const Packet &, base::Time, ConnectionSink &);
    // The store has a secret that may be this connection's.
    void secretAdded(ConnectionSink &);
    // Gives up on what has waited for too long.
    void expire(base::Time, ConnectionSink &);
    // No more packets: reports what has not been opened.
    void end(base::Time, ConnectionSink &);

    base::Direction client() const { return m_client; }
    // Version, random, suite, SNI and ALPN, as far as they are known.
    const tls::Facts &facts() const { return m_facts; }
    // What the client offers (RFC 7301).
    const std::vector<std::string> &offeredProtocols() const { return m_offered; }
    Version version() const { return m_version; }
    // A packet was opened with a secret: they are this connection's.
    bool hasKeys() const { return m_opened; }
    // Packets wait for a secret.
    bool waitsForSecret() const { return !m_waiting.empty(); }
    bool waits() const { return waitsForSecret() || m_sides[0].streams.waits() || m_sides[1].streams.waits(); }

private:
    struct Side {
        Opener opener;
        CryptoStream crypto;
        Streams streams;
        std::map<uint64_t, ConnectionId> issued;   // ids that it gave, by their sequence numbers
        std::array<uint64_t, levelCount> tried{};  // the store's generation at the last trial
    };
    struct Held {
        base::Direction direction;
        Packet packet;                  // over `bytes`
        std::vector<std::byte> bytes;
        base::Time time;
    };

    void crypto(uint64_t offset, std::span<const std::byte>) override;
    void stream(uint64_t id, uint64_t offset, std::span<const std::byte>, bool fin) override;
    void resetStream(uint64_t id, uint64_t code, uint64_t finalSize) override;
    void stopSending(uint64_t id, uint64_t code) override;
    void newConnectionId(uint64_t sequence, uint64_t retirePriorTo, const ConnectionId &) override;
    void retireConnectionId(uint64_t sequence) override;
    void datagram(std::span<const std::byte>) override;
    void connectionClose(bool application, uint64_t code, std::string_view reason) override;
    void message(tls::HandshakeType, std::span<const std::byte> body) override;
    void ordered(uint64_t id, uint64_t offset, std::span<const std::byte>, bool fin, base::Time) override;

    using Payload = std::optional<std::span<const std::byte>>;
    bool initial(const Packet &);
    Payload openInitial(const Packet &);
    Payload openWithSecret(Level, const Packet &);
    Payload trySecrets(Level, const Packet &);
    // Takes one at the current direction and time. False: its keys are not known yet.
    bool take(Level, const Packet &);
    void payload(Level, std::span<const std::byte>);
    void hold(const Packet &);
    void pump();
    void clientHello(std::span<const std::byte> body);
    void serverHello(std::span<const std::byte> body);
    void issue(base::Direction by, uint64_t sequence, const ConnectionId &);
    bool fromClient() const { return m_direction == m_client; }
    Side &side(base::Direction direction) { return m_sides[size_t(direction)]; }
    Side &here() { return side(m_direction); }

    tls::SecretStore &m_store;
    uint32_t m_owner;
    base::Direction m_client;
    Version m_version;
    Version m_initialVersion;               // of the installed Initial keys
    ConnectionId m_initialId;               // that they follow from
    Limits m_limits;
    tls::Facts m_facts;
    std::vector<std::string> m_offered;
    std::array<Side, 2> m_sides;
    std::deque<Held> m_waiting;
    size_t m_waitingBytes = 0;
    bool m_opened = false;
    std::vector<std::byte> m_buffer;
    // Of the packet being read.
    base::Direction m_direction = base::Direction::Sent;
    base::Time m_time = 0;
    Level m_level = Level::Initial;
    ConnectionSink *m_sink = nullptr;
};

} // namespace quic
