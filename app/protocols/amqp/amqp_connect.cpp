// SPDX-License-Identifier: GPL-3.0-or-later
// The start of a connection: protocol version, login, virtual host.
#include "app/protocols/amqp/amqp_parser.h"

#include <algorithm>
#include <string>

namespace protocols::amqp {

uint64_t AmqpParser::connection(const Packet &packet)
{
    if (!m_connect) {
        m_connect = open("CONNECT", "(no login)", packet);
        holdRequest(*m_connect, packet.time);
        m_refused.reset();
    }
    return *m_connect;
}

// Section 4.2.2: the client sends the protocol version; a server that does not support it sends its own, and closes.
void AmqpParser::version(Half half, const Packet &packet)
{
    const uint64_t stream = connection(packet);
    belongs(half, packet, stream);
    if (half == Half::Request)
        return;
    std::string words = "the server requires AMQP";
    for (const std::byte byte : packet.bytes.subspan(std::min(protocolName.size(), packet.bytes.size())))
        words += (words.ends_with('P') ? ' ' : '-') + std::to_string(uint8_t(byte));
    releaseRequest(packet.time);
    m_connect.reset();
    m_sink.answer(stream, {.outcome = Outcome::Error, .words = words, .rows = {}}, packet.time);
    endsHalf(half);
}

// Handles what belongs to the login, until the login is answered.
bool AmqpParser::connects(Half half, const Packet &packet, const Call &call)
{
    ByteReader reader(call.arguments);
    switch (call.id) {
    case Method::ConnectionStart:
        m_server = readServer(reader);
        belongs(half, packet, connection(packet));
        return true;
    case Method::ConnectionStartOk:
    case Method::ConnectionSecure:
    case Method::ConnectionSecureOk:
    case Method::ConnectionTune:
    case Method::ConnectionTuneOk:
    case Method::ConnectionOpen:
    case Method::ConnectionOpenOk:
        if (!m_connect)
            return false;
        break;
    default:
        return false;
    }
    const uint64_t stream = *m_connect;
    if (half == Half::Request && call.id == Method::ConnectionStartOk) {
        const Login login = readLogin(reader);
        m_user = login.user;
        setName(login.name);
        tell(stream, "CONNECT", m_user.empty() ? "(no user)" : "as " + m_user, packet);
        belongs(half, packet, stream);
        item(half, stream, packet, ItemKind::Record, login.json, "parameters");
        return true;
    }
    if (half == Half::Request && call.id == Method::ConnectionOpen) {
        const std::string host(readShort(reader));
        tell(stream, "CONNECT", "vhost " + host + (m_user.empty() ? "" : " as " + m_user), packet);
        if (name().empty())
            setName("vhost " + host);
    }
    belongs(half, packet, stream);
    if (half == Half::Response && call.id == Method::ConnectionOpenOk) {
        m_connect.reset();
        releaseRequest(packet.time);
        m_sink.answer(stream, {.outcome = Outcome::Ok, .words = m_server, .rows = {}}, packet.time);
        endsHalf(half);
    }
    return true;
}

} // namespace protocols::amqp
