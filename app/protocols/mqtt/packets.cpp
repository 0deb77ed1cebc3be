// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/mqtt/packets.h"

#include "app/protocols/text_rows.h"

#include <algorithm>

namespace protocols::mqtt {

std::optional<FixedHeader> readFixedHeader(std::span<const std::byte> bytes)
{
    FixedHeader header;
    if (bytes.empty())
        return header;
    const auto first = uint8_t(bytes[0]);
    header.type = Type(first >> 4);
    header.flags = first & 15;
    const bool flagged = header.type == Type::PubRel || header.type == Type::Subscribe || header.type == Type::Unsubscribe;
    if (first >> 4 == 0 || (header.type == Type::Publish ? (header.flags & 6) == 6 : header.flags != (flagged ? 2 : 0)))
        return std::nullopt;
    for (size_t i = 1; i <= 4; ++i) {
        if (i == bytes.size())
            return header;
        header.length |= uint64_t(uint8_t(bytes[i]) & 0x7f) << 7 * (i - 1);
        if (uint8_t(bytes[i]) & 0x80)
            continue;
        // Only the shortest encoding is valid (section 1.5.5), and some packets have no contents.
        const bool empty = header.type == Type::PingReq || header.type == Type::PingResp;
        if ((i > 1 && uint8_t(bytes[i]) == 0) || (empty && header.length > 0))
            return std::nullopt;
        header.size = i + 1;
        return header;
    }
    return std::nullopt;
}

bool comesFromClient(Type type)
{
    return type != Type::ConnAck && type != Type::SubAck && type != Type::UnsubAck && type != Type::PingResp;
}

bool comesFromServer(Type type)
{
    return type != Type::Connect && type != Type::Subscribe && type != Type::Unsubscribe && type != Type::PingReq;
}

std::string_view readString(ByteReader &reader) { return reader.take(size_t(reader.big(2))); }

uint64_t readVariable(ByteReader &reader)
{
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 28; shift += 7) {
        const uint8_t byte = reader.byte();
        value |= uint64_t(byte & 0x7f) << shift;
        if (!(byte & 0x80))
            break;
    }
    return value;
}

// Section 2.2.2.2.
std::optional<Properties> readProperties(ByteReader &outer, bool ofPublish)
{
    const uint64_t size = readVariable(outer);
    ByteReader reader(outer.take(size_t(size)));
    Properties found;
    while (outer.good() && reader.good() && !reader.atEnd()) {
        const uint8_t id = reader.byte();
        if (ofPublish && !std::string_view("\1\2\3\10\11\13\43\46").contains(char(id)))
            return std::nullopt;
        switch (id) {
        case 1: case 23: case 25: case 36: case 37: case 40: case 41: case 42:
            reader.take(1);
            break;
        case 19: case 33: case 34:
            reader.take(2);
            break;
        case 35:
            found.topicAlias = uint16_t(reader.big(2));
            break;
        case 2: case 17: case 24: case 39:
            reader.take(4);
            break;
        case 11:
            readVariable(reader);
            break;
        case 3:
            found.contentType = readString(reader);
            break;
        case 8:
            found.responseTopic = readString(reader);
            break;
        case 18:
            found.clientId = readString(reader);
            break;
        case 31:
            found.reason = readString(reader);
            break;
        case 9: case 21: case 22: case 26: case 28:
            readString(reader);
            break;
        case 38:
            readString(reader);
            readString(reader);
            break;
        default:
            return std::nullopt;
        }
    }
    return outer.good() && reader.good() ? std::optional(found) : std::nullopt;
}

bool isFilter(std::string_view text)
{
    return !text.empty() && std::ranges::none_of(text, [](char c) { return uint8_t(c) < 0x20 || c == 0x7f; });
}

bool isTopic(std::string_view text) { return isFilter(text) && text.find_first_of("+#") == std::string_view::npos; }

Connect readConnect(std::string_view contents)
{
    ByteReader reader(contents);
    Connect connect;
    readString(reader);   // "MQTT" or "MQIsdp"
    connect.version = reader.byte();
    const uint8_t flags = reader.byte();
    connect.keepAlive = uint16_t(reader.big(2));
    if (connect.version >= mqtt5)
        readProperties(reader, false);
    connect.cleanStart = flags & 2;
    connect.clientId = readString(reader);
    if (flags & 4) {
        connect.willQos = flags >> 3 & 3;
        connect.willRetain = flags & 32;
        if (connect.version >= mqtt5)
            readProperties(reader, false);
        connect.willTopic = readString(reader);
        connect.willPayload = readString(reader);
    }
    if (flags & 128)
        connect.user = readString(reader);
    if (flags & 64)
        connect.password = readString(reader);
    return connect;
}

std::string connectJson(const Connect &connect)
{
    constexpr size_t payloadMax = 4096;
    std::string json = "{\"protocol\":";
    appendQuoted(json, connect.version == 3 ? "MQTT 3.1" : connect.version == 4 ? "MQTT 3.1.1" : "MQTT " + std::to_string(connect.version));
    json += ",\"clientId\":";
    appendQuoted(json, connect.clientId);
    json += ",\"cleanStart\":" + std::string(connect.cleanStart ? "true" : "false") + ",\"keepAlive\":" + std::to_string(connect.keepAlive);
    if (connect.user) {
        json += ",\"username\":";
        appendQuoted(json, *connect.user);
    }
    if (connect.password) {
        json += ",\"password\":";
        appendQuoted(json, *connect.password);
    }
    if (!connect.willTopic.empty()) {
        json += ",\"will\":{\"topic\":";
        appendQuoted(json, connect.willTopic);
        json += ",\"payload\":";
        appendQuoted(json, limitedText(connect.willPayload, payloadMax));
        json += ",\"qos\":" + std::to_string(connect.willQos) + ",\"retain\":" + (connect.willRetain ? "true" : "false") + '}';
    }
    return json + '}';
}

Publish readPublish(uint8_t flags, std::string_view contents, uint64_t length, uint8_t &version)
{
    ByteReader reader(contents);
    Publish publish;
    publish.duplicate = flags & 8;
    publish.qos = flags >> 1 & 3;
    publish.retained = flags & 1;
    publish.topic = readString(reader);
    if (publish.qos > 0)
        publish.packetId = uint16_t(reader.big(2));
    publish.good = reader.good() && (isTopic(publish.topic) || (publish.topic.empty() && version != 4));
    if (version == 0 || version >= mqtt5) {
        ByteReader ahead = reader;
        const auto properties = readProperties(ahead, true);
        if (properties) {
            // A payload may begin with a NUL by chance, but hardly with valid PUBLISH properties.
            if (version == 0 && ahead.at() > reader.at() + 1)
                version = mqtt5;
            publish.properties = *properties;
            reader = ahead;
        } else if (version == 0) {
            version = 4;
        } else {
            publish.good = false;
        }
    }
    publish.payloadAt = reader.at();
    publish.good = publish.good && publish.payloadAt <= length;
    return publish;
}

std::string deliveryText(const Publish &publish)
{
    std::string text = "QoS " + std::to_string(publish.qos);
    if (publish.packetId)
        text += ", packet " + std::to_string(publish.packetId);
    if (publish.retained)
        text += ", retained";
    if (publish.duplicate)
        text += ", sent again";
    if (!publish.properties.contentType.empty())
        text += ", " + limitedText(publish.properties.contentType, 64);
    if (!publish.properties.responseTopic.empty())
        text += ", answer to " + limitedText(publish.properties.responseTopic, 128);
    return text;
}

std::string reasonText(Type type, uint8_t code, uint8_t version)
{
    struct Reason { uint8_t code; std::string_view text; };
    // Version 3.1.1, section 3.2.2.3.
    static constexpr Reason before5[] = {{1, "unacceptable protocol version"}, {2, "client identifier rejected"}, {3, "server unavailable"},
                                         {4, "bad user name or password"}, {5, "not authorized"}};
    // Version 5, section 2.4.
    static constexpr Reason reasons[] = {
        {0x04, "disconnect with will message"}, {0x10, "no matching subscribers"}, {0x11, "no subscription existed"}, {0x18, "continue authentication"}, {0x19, "re-authenticate"},
        {0x80, "unspecified error"}, {0x81, "malformed packet"}, {0x82, "protocol error"}, {0x83, "implementation specific error"},
        {0x84, "unsupported protocol version"}, {0x85, "client identifier not valid"}, {0x86, "bad user name or password"}, {0x87, "not authorized"},
        {0x88, "server unavailable"}, {0x89, "server busy"}, {0x8a, "banned"}, {0x8b, "server shutting down"}, {0x8c, "bad authentication method"},
        {0x8d, "keep alive timeout"}, {0x8e, "session taken over"}, {0x8f, "topic filter invalid"}, {0x90, "topic name invalid"},
        {0x91, "packet identifier in use"}, {0x92, "packet identifier not found"}, {0x93, "receive maximum exceeded"}, {0x94, "topic alias invalid"},
        {0x95, "packet too large"}, {0x96, "message rate too high"}, {0x97, "quota exceeded"}, {0x98, "administrative action"},
        {0x99, "payload format invalid"}, {0x9a, "retain not supported"}, {0x9b, "QoS not supported"}, {0x9c, "use another server"},
        {0x9d, "server moved"}, {0x9e, "shared subscriptions not supported"}, {0x9f, "connection rate exceeded"},
        {0xa0, "maximum connect time"}, {0xa1, "subscription identifiers not supported"}, {0xa2, "wildcard subscriptions not supported"}};
    if (type == Type::SubAck && code <= 2)
        return "QoS " + std::to_string(code);
    if (type == Type::SubAck && version < mqtt5 && code == failureFrom)
        return "refused";
    const bool old = type == Type::ConnAck && version < mqtt5;
    const std::span<const Reason> table = old ? std::span<const Reason>(before5) : std::span<const Reason>(reasons);
    for (const Reason &reason : table) {
        if (reason.code == code)
            return std::to_string(code) + ": " + std::string(reason.text);
    }
    if (code == 0)
        return type == Type::ConnAck ? "accepted" : type == Type::UnsubAck ? "unsubscribed" : "success";
    return std::to_string(code);
}

} // namespace protocols::mqtt
