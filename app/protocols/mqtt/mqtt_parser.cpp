// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/mqtt/mqtt_parser.h"

#include "app/protocols/text_rows.h"

#include <utility>

namespace protocols::mqtt {

namespace {

constexpr size_t aliasBytesMax = 1 << 20;  // of all topics with aliases
constexpr size_t idMax = 256;              // kept of a client identifier

std::string_view textOf(std::span<const std::byte> bytes) { return {reinterpret_cast<const char *>(bytes.data()), bytes.size()}; }

std::string_view nameOf(Type type)
{
    static constexpr std::string_view names[] = {"", "CONNECT", "CONNACK", "PUBLISH", "PUBACK", "PUBREC", "PUBREL", "PUBCOMP", "SUBSCRIBE",
                                                 "SUBACK", "UNSUBSCRIBE", "UNSUBACK", "PINGREQ", "PINGRESP", "DISCONNECT", "AUTH"};
    return names[size_t(type)];
}

} // namespace

MqttParser::MqttParser(Direction requestDirection, bool fromStart, const Limits &limits, Sink &sink)
    : ChannelParser("mqtt", requestDirection, fromStart, limits, sink)
{
}

std::optional<uint64_t> MqttParser::lengthOf(Half half, std::span<const std::byte> bytes)
{
    const auto header = readFixedHeader(bytes);
    if (bytes.empty())
        return 0;
    if (!header || !(half == Half::Request ? comesFromClient(header->type) : comesFromServer(header->type)))
        return std::nullopt;
    return header->size == 0 ? 0 : header->size + header->length;
}

Verdict MqttParser::startsAt(Half half, std::span<const std::byte> bytes) { return startsWithTopic(bytes, half == Half::Request); }

void MqttParser::packet(Half half, const Packet &packet)
{
    const FixedHeader header = readFixedHeader(packet.bytes).value_or(FixedHeader());
    const std::string_view contents = textOf(packet.bytes.subspan(header.size));
    switch (header.type) {
    case Type::Connect:
        return connect(packet, contents);
    case Type::Subscribe:
    case Type::Unsubscribe:
        releaseRequest(packet.time);
        return request(header.type, packet, contents);
    case Type::ConnAck:
    case Type::SubAck:
    case Type::UnsubAck:
        return answer(header.type, packet, contents);
    case Type::Publish:
        if (half == Half::Request)
            releaseRequest(packet.time);
        return publish(half, header.flags, packet, contents);
    default:
        return told(half, header.type, packet, contents);
    }
}

void MqttParser::connect(const Packet &packet, std::string_view contents)
{
    const Connect connect = readConnect(contents);
    m_version = connect.version;
    setName(limitedText(connect.clientId, idMax));
    m_connect = open("CONNECT", name().empty() ? "(no client identifier)" : name(), packet);
    holdRequest(*m_connect, packet.time);
    belongs(Half::Request, packet, *m_connect);
    item(Half::Request, *m_connect, packet, ItemKind::Record, connectJson(connect), "parameters");
}

// Sections 3.8 and 3.10: an identifier, properties in version 5, then filters.
void MqttParser::request(Type type, const Packet &packet, std::string_view contents)
{
    ByteReader reader(contents);
    const auto id = uint16_t(reader.big(2));
    if (m_version >= mqtt5 || (m_version == 0 && reader.left() > 2 && reader.rest()[0] == 0 && reader.rest()[1] == 0))
        readProperties(reader, false);
    std::string text;
    while (!reader.atEnd() && reader.good()) {
        text += text.empty() ? "" : ", ";
        text += readString(reader);
        if (type == Type::Subscribe)
            text += " (QoS " + std::to_string(reader.byte() & 3) + ")";
    }
    const uint64_t stream = open(nameOf(type), limitedText(text), packet);
    belongs(Half::Request, packet, stream);
    endsHalf(Half::Request);
    if (m_asked.size() < m_limits.pipelineMax || m_asked.contains(id))
        m_asked[id] = stream;
}

// Sections 3.2, 3.9 and 3.11.
void MqttParser::answer(Type type, const Packet &packet, std::string_view contents)
{
    ByteReader reader(contents);
    std::optional<uint64_t> stream;
    Outcome outcome = Outcome::Ok;
    std::string words;
    const auto add = [&](uint8_t code) {
        words += (words.empty() ? "" : ", ") + reasonText(type, code, m_version);
        if (code >= (type == Type::ConnAck && m_version < mqtt5 ? 1 : failureFrom))
            outcome = Outcome::Error;
    };
    Properties properties;
    if (type == Type::ConnAck) {
        stream = std::exchange(m_connect, std::nullopt);
        releaseRequest(packet.time);
        const bool resumed = reader.byte() & 1;
        add(reader.byte());
        if (m_version >= mqtt5)
            properties = readProperties(reader, false).value_or(Properties());
        if (outcome == Outcome::Ok && resumed)
            words += ", session goes on";
        if (!properties.clientId.empty())
            setName(limitedText(properties.clientId, idMax));
    } else {
        if (const auto asked = m_asked.find(uint16_t(reader.big(2))); asked != m_asked.end()) {
            stream = asked->second;
            m_asked.erase(asked);
        }
        if (m_version >= mqtt5)
            properties = readProperties(reader, false).value_or(Properties());
        if (reader.atEnd())
            add(0);   // before version 5 an UNSUBACK contains nothing else
        while (!reader.atEnd() && words.size() < 1000)
            add(reader.byte());
    }
    if (!properties.reason.empty())
        words += ": " + limitedText(properties.reason, 1000);
    belongs(Half::Response, packet, stream ? *stream : channel(packet));
    if (!stream)
        return;
    m_sink.answer(*stream, {.outcome = outcome, .words = words, .rows = {}}, packet.time);
    endsHalf(Half::Response);
}

void MqttParser::publish(Half half, uint8_t flags, const Packet &packet, std::string_view contents)
{
    belongs(half, packet, channel(packet));
    const size_t headerSize = packet.bytes.size() - contents.size();
    const Publish publish = readPublish(flags, contents, packet.total - headerSize, m_version);
    if (!publish.good)
        return carries(half, packet, headerSize, 0, ItemKind::Piece, "malformed PUBLISH");
    std::string topic(publish.topic);
    if (const auto alias = publish.properties.topicAlias) {
        // Section 3.3.2.3.4: with a topic it defines the alias, without one it refers to it.
        auto &aliases = m_aliases[half == Half::Request ? 0 : 1];
        const auto known = aliases.find(*alias);
        if (topic.empty())
            topic = known != aliases.end() ? known->second : "(topic alias " + std::to_string(*alias) + ')';
        else if (known != aliases.end() || aliases.size() < aliasBytesMax / topic.size())
            aliases[*alias] = topic;
    }
    carries(half, packet, headerSize + publish.payloadAt, 0, ItemKind::Message, topic + '\n' + deliveryText(publish));
}

// Acknowledgements, pings, the end: bytes of the channel; those worth a line are items.
void MqttParser::told(Half half, Type type, const Packet &packet, std::string_view contents)
{
    if (type == Type::Auth && m_connect && (half == Half::Response || holdsRequest()))
        return belongs(half, packet, *m_connect);
    const uint64_t stream = channel(packet);
    belongs(half, packet, stream);
    if (type == Type::PingReq || type == Type::PingResp)
        return item(half, stream, packet, type == Type::PingReq ? ItemKind::Ping : ItemKind::Pong, {});
    ByteReader reader(contents);
    const bool acknowledges = type != Type::Disconnect && type != Type::Auth;
    const auto id = uint16_t(acknowledges ? reader.big(2) : 0);
    const uint8_t code = reader.left() > 0 ? reader.byte() : 0;
    const Properties properties = reader.atEnd() ? Properties() : readProperties(reader, false).value_or(Properties());
    std::string text = code == 0 ? std::string() : reasonText(type, code, m_version);
    if (!properties.reason.empty())
        text += (text.empty() ? "" : ": ") + limitedText(properties.reason, 1000);
    if (type == Type::Disconnect)
        item(half, stream, packet, ItemKind::Close, text, {}, code);
    else if (acknowledges && code >= failureFrom)
        item(half, stream, packet, ItemKind::Notice, std::string(nameOf(type)) + " of packet " + std::to_string(id) + ": " + text);
}

std::unique_ptr<Parser> create(Direction requestDirection, bool fromStart, const Limits &limits, Sink &sink)
{
    return std::make_unique<MqttParser>(requestDirection, fromStart, limits, sink);
}

} // namespace protocols::mqtt
