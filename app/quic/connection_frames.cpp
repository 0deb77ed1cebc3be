// SPDX-License-Identifier: GPL-3.0-or-later
// What the frames of an opened packet say.
#include "app/quic/connection.h"

#include <algorithm>
#include <utility>

namespace quic {

namespace {

using base::Direction;

constexpr size_t issuedMax = 64;   // ids of one end at a time; peers announce limits of 2 to 8

Direction other(Direction direction) { return direction == Direction::Sent ? Direction::Received : Direction::Sent; }

std::vector<std::byte> withHead(tls::HandshakeType type, std::span<const std::byte> body)
{
    const std::array head{std::byte(type), std::byte(body.size() >> 16), std::byte(body.size() >> 8), std::byte(body.size())};
    std::vector<std::byte> whole(head.size() + body.size());
    std::ranges::copy(body, std::ranges::copy(head, whole.begin()).out);
    return whole;
}

} // namespace

void Connection::crypto(uint64_t offset, std::span<const std::byte> bytes)
{
    here().crypto.add(m_level, offset, bytes, m_time, *this);
}

void Connection::message(tls::HandshakeType type, std::span<const std::byte> body)
{
    if (type == tls::HandshakeType::ClientHello && m_level == Level::Initial && fromClient()) {
        clientHello(body);
    } else if (type == tls::HandshakeType::ServerHello && m_level == Level::Initial && !fromClient()) {
        serverHello(body);
    } else if (type == tls::HandshakeType::EncryptedExtensions && m_level == Level::Handshake && !fromClient()) {
        const tls::EncryptedExtensions extensions = tls::parseEncryptedExtensions(body);
        m_facts.alpn = extensions.alpn;
        m_facts.acceptsEarlyData = extensions.acceptsEarlyData;
        ++m_facts.changes;
    }
}

// A second one, after a HelloRetryRequest, has the same random.
void Connection::clientHello(std::span<const std::byte> body)
{
    tls::ClientHello hello;
    if (!tls::parseClientHello(body, hello) || m_facts.clientRandom)
        return;
    m_facts.clientRandom = hello.random;
    m_facts.sni = hello.sni;
    m_facts.offersEarlyData = hello.offersEarlyData;
    m_offered = std::move(hello.protocols);
    m_store.hold(hello.random);
    ++m_facts.changes;
    m_sink->hello(m_direction, withHead(tls::HandshakeType::ClientHello, body), m_time);
}

void Connection::serverHello(std::span<const std::byte> body)
{
    tls::ServerHello hello;
    if (!tls::parseServerHello(body, hello) || hello.retry || m_facts.serverRandom)
        return;
    m_facts.serverRandom = hello.random;
    m_facts.version = hello.versionNumber;
    m_facts.suiteNumber = hello.suiteNumber;
    m_facts.suite = tls::findSuite(hello.suiteNumber);
    ++m_facts.changes;
    m_sink->hello(m_direction, withHead(tls::HandshakeType::ServerHello, body), m_time);
}

void Connection::stream(uint64_t id, uint64_t offset, std::span<const std::byte> bytes, bool fin)
{
    here().streams.add(id, offset, bytes, fin, m_time, *this);
}

void Connection::ordered(uint64_t id, uint64_t offset, std::span<const std::byte> bytes, bool fin, base::Time time)
{
    m_sink->stream(m_direction, id, offset, bytes, fin, time);
}

void Connection::resetStream(uint64_t id, uint64_t code, uint64_t)
{
    if (here().streams.reset(id, m_time, *this))
        m_sink->resetStream(m_direction, id, code, m_time);
}

void Connection::stopSending(uint64_t id, uint64_t code) { m_sink->stopSending(m_direction, id, code, m_time); }

void Connection::datagram(std::span<const std::byte> bytes) { m_sink->datagram(m_direction, bytes, m_time); }

void Connection::connectionClose(bool application, uint64_t code, std::string_view reason)
{
    m_sink->connectionClose(m_direction, application, code, reason, m_time);
}

// Packets to whoever gave an id carry it: they go in the other direction.
void Connection::issue(Direction by, uint64_t sequence, const ConnectionId &id)
{
    Side &giver = side(by);
    if (giver.issued.size() >= issuedMax || !giver.issued.try_emplace(sequence, id).second)
        return;
    m_sink->idIssued(other(by), id);
}

void Connection::newConnectionId(uint64_t sequence, uint64_t, const ConnectionId &id) { issue(m_direction, sequence, id); }

// Packets with it may still be on their way, so it is forgotten with the next one that is retired.
void Connection::retireConnectionId(uint64_t sequence)
{
    auto &issued = side(other(m_direction)).issued;
    const auto it = issued.find(sequence);
    if (it == issued.end() || it == issued.begin())
        return;
    const auto previous = issued.begin();
    m_sink->idRetired(m_direction, previous->second);
    issued.erase(previous);
}

} // namespace quic
