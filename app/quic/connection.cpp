// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/quic/connection.h"

#include <algorithm>
#include <utility>

namespace quic {

namespace {

using base::Direction;

// No id that a peer announces has it.
constexpr uint64_t retrySequence = ~uint64_t(0);

Direction other(Direction direction) { return direction == Direction::Sent ? Direction::Received : Direction::Sent; }

std::optional<tls::Label> labelFor(Level level, bool client)
{
    switch (level) {
    case Level::ZeroRtt: return client ? std::optional(tls::Label::ClientEarly) : std::nullopt;
    case Level::Handshake: return client ? tls::Label::ClientHandshake : tls::Label::ServerHandshake;
    case Level::OneRtt: return client ? tls::Label::ClientTraffic : tls::Label::ServerTraffic;
    case Level::Initial: break;
    }
    return std::nullopt;
}

} // namespace

Connection::Connection(tls::SecretStore &store, uint32_t owner, Direction client, Version version, const ConnectionId &destination)
    : Connection(store, owner, client, version, destination, Limits{})
{
}

Connection::Connection(tls::SecretStore &store, uint32_t owner, Direction client, Version version, const ConnectionId &destination,
                       const Limits &limits)
    : m_store(store)
    , m_owner(owner)
    , m_client(client)
    , m_version(version)
    , m_initialVersion(Version::Negotiation)
    , m_initialId(destination)
    , m_limits(limits)
{
    m_facts.client = client;
}

Connection::~Connection()
{
    if (m_facts.clientRandom)
        m_store.release(*m_facts.clientRandom);
}

bool Connection::packet(Direction direction, const Packet &packet, base::Time time, ConnectionSink &sink)
{
    m_direction = direction;
    m_time = time;
    m_sink = &sink;
    const auto level = levelOf(packet.type);
    if (!level) {
        // Retry: the client's next Initial is addressed to its source, and the keys follow from that.
        issue(direction, retrySequence, packet.source);
        return true;
    }
    if (*level == Level::Initial)
        return initial(packet);
    if (packet.type == PacketType::Handshake)
        m_version = packet.version;
    if (!take(*level, packet))
        hold(packet);
    return true;
}

bool Connection::initial(const Packet &packet)
{
    const Payload opened = openInitial(packet);
    if (!opened)
        return false;
    // A server chooses the version (RFC 9368); the ids are those of the first packets.
    if (!fromClient())
        m_version = packet.version;
    if (!here().issued.contains(0))
        issue(m_direction, 0, packet.source);
    payload(Level::Initial, *opened);
    pump();
    return true;
}

// Keys follow from the client's first destination, and after a Retry from its next one (RFC 9001, section 5.2).
Connection::Payload Connection::openInitial(const Packet &packet)
{
    const bool client = fromClient();
    const auto keys = [&](Version version, const ConnectionId &id, bool ofClient) {
        const InitialSecrets secrets = initialSecrets(version, id);
        return PacketCipher::create(version, initialSuite(), ofClient ? secrets.client : secrets.server);
    };
    if (packet.version == m_initialVersion)
        if (const Payload opened = here().opener.open(Level::Initial, packet, m_buffer))
            return opened;
    std::vector<ConnectionId> candidates{m_initialId};
    if (client && packet.destination != m_initialId)
        candidates.push_back(packet.destination);
    for (const ConnectionId &id : candidates) {
        const Payload opened = here().opener.tryKeys(Level::Initial, keys(packet.version, id, client), packet, m_buffer);
        if (!opened)
            continue;
        m_initialId = id;
        m_initialVersion = packet.version;
        side(other(m_direction)).opener.install(Level::Initial, keys(packet.version, id, !client));
        return opened;
    }
    return std::nullopt;
}

bool Connection::take(Level level, const Packet &packet)
{
    const Payload opened = openWithSecret(level, packet);
    if (opened) {
        m_opened = true;
        payload(level, *opened);
        return true;
    }
    if (!here().opener.has(level))
        return false;
    m_sink->lost(m_direction, tls::Cause::WrongSecret, 1, packet.bytes.size(), m_time);
    return true;
}

Connection::Payload Connection::openWithSecret(Level level, const Packet &packet)
{
    if (here().opener.has(level))
        return here().opener.open(level, packet, m_buffer);
    return trySecrets(level, packet);
}

// A secret whose connection and label are known is this one's; without them, it is if it opens the packet.
Connection::Payload Connection::trySecrets(Level level, const Packet &packet)
{
    const auto label = labelFor(level, fromClient());
    if (!label || !m_facts.clientRandom)
        return std::nullopt;
    const Version version = level == Level::ZeroRtt ? packet.version : m_version;
    std::vector<const tls::Suite *> suites;
    if (level == Level::ZeroRtt)
        for (const tls::Suite &suite : tls::suitesOfTls13())
            suites.push_back(&suite);
    else if (m_facts.suite)
        suites.push_back(m_facts.suite);
    if (const tls::SecretBytes *secret = m_store.find(*m_facts.clientRandom, *label)) {
        for (const tls::Suite *suite : suites) {
            auto keys = PacketCipher::create(version, *suite, *secret);
            if (const Payload opened = here().opener.tryKeys(level, std::move(keys), packet, m_buffer))
                return opened;
        }
        // Packets that others send do not open; those of the connection do.
        if (suites.size() == 1)
            here().opener.install(level, PacketCipher::create(version, *suites.front(), *secret));
        return std::nullopt;
    }
    if (suites.empty() || std::exchange(here().tried[size_t(level)], m_store.generation()) == m_store.generation())
        return std::nullopt;
    for (const tls::SecretStore::Candidate &candidate : m_store.candidates(m_owner, *label, m_facts.clientRandom)) {
        for (const tls::Suite *suite : suites) {
            auto keys = PacketCipher::create(version, *suite, candidate.secret);
            if (const Payload opened = here().opener.tryKeys(level, std::move(keys), packet, m_buffer)) {
                m_store.claim(candidate.loose, m_facts.clientRandom);
                return opened;
            }
        }
    }
    return std::nullopt;
}

void Connection::payload(Level level, std::span<const std::byte> bytes)
{
    m_level = level;
    // Sinks may use the buffer again for a packet that waited.
    const std::vector<std::byte> frames(bytes.begin(), bytes.end());
    if (!readFrames(frames, *this))
        m_sink->lost(m_direction, tls::Cause::NotRecords, 1, bytes.size(), m_time);
}

void Connection::hold(const Packet &packet)
{
    while (!m_waiting.empty() && m_waitingBytes + packet.bytes.size() > m_limits.heldBytes) {
        const Held &oldest = m_waiting.front();
        m_sink->lost(oldest.direction, tls::Cause::TooMuchWaiting, 1, oldest.bytes.size(), oldest.time);
        m_waitingBytes -= oldest.bytes.size();
        m_waiting.pop_front();
    }
    Held held{m_direction, packet, {packet.bytes.begin(), packet.bytes.end()}, m_time};
    held.packet.bytes = held.bytes;
    m_waitingBytes += held.bytes.size();
    m_waiting.push_back(std::move(held));
}

// Once more, in the order of arrival: each one that opens may bring what others wait for.
void Connection::pump()
{
    for (bool any = true; any && !m_waiting.empty();) {
        any = false;
        for (std::deque<Held> waiting = std::exchange(m_waiting, {}); !waiting.empty(); waiting.pop_front()) {
            Held &held = waiting.front();
            m_direction = held.direction;
            m_time = held.time;
            const auto level = levelOf(held.packet.type);
            if (level && take(*level, held.packet)) {
                m_waitingBytes -= held.bytes.size();
                any = true;
            } else {
                m_waiting.push_back(std::move(held));
            }
        }
    }
}

void Connection::secretAdded(ConnectionSink &sink)
{
    m_sink = &sink;
    pump();
}

void Connection::expire(base::Time now, ConnectionSink &sink)
{
    m_sink = &sink;
    while (!m_waiting.empty() && now - m_waiting.front().time > m_limits.holdMax) {
        const Held &oldest = m_waiting.front();
        sink.lost(oldest.direction, m_facts.clientRandom && m_facts.suiteNumber ? tls::Cause::NoSecret : tls::Cause::NoHandshake, 1,
                  oldest.bytes.size(), oldest.time);
        m_waitingBytes -= oldest.bytes.size();
        m_waiting.pop_front();
    }
    for (const Direction direction : {Direction::Received, Direction::Sent}) {
        m_direction = direction;
        side(direction).streams.expire(now, false, *this);
    }
}

void Connection::end(base::Time time, ConnectionSink &sink)
{
    m_sink = &sink;
    m_time = time;
    for (const Direction direction : {Direction::Received, Direction::Sent}) {
        m_direction = direction;
        uint64_t packets = 0, bytes = 0;
        for (const Held &held : m_waiting) {
            packets += held.direction == direction;
            bytes += held.direction == direction ? held.bytes.size() : 0;
        }
        const tls::Cause cause = !m_facts.clientRandom || !m_facts.suiteNumber ? tls::Cause::NoHandshake
            : !m_facts.suite ? tls::Cause::UnsupportedSuite : tls::Cause::NoSecret;
        if (packets > 0)
            sink.lost(direction, cause, packets, bytes, time);
        side(direction).streams.expire(time, true, *this);
    }
    m_waiting.clear();
    m_waitingBytes = 0;
}

} // namespace quic
