// SPDX-License-Identifier: GPL-3.0-or-later
// Control packets of MQTT 3.1, 3.1.1 and 5 (OASIS mqtt-v3.1.1-os, mqtt-v5.0-os; sections are those of version 5).
#pragma once

#include "app/protocols/byte_reader.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace protocols::mqtt {

// Section 2.1.2.
enum class Type : uint8_t {
    Connect = 1, ConnAck, Publish, PubAck, PubRec, PubRel, PubComp, Subscribe, SubAck, Unsubscribe, UnsubAck, PingReq, PingResp,
    Disconnect, Auth,
};

inline constexpr uint8_t mqtt5 = 5;
inline constexpr uint8_t failureFrom = 0x80;   // reason codes from here on are errors, section 2.4

struct FixedHeader {
    Type type = Type::Connect;
    uint8_t flags = 0;
    size_t size = 0;         // of the header; 0: more bytes are needed
    uint64_t length = 0;     // remaining length
};

// nullopt: no packet begins like this.
std::optional<FixedHeader> readFixedHeader(std::span<const std::byte>);
bool comesFromClient(Type);
bool comesFromServer(Type);

// The properties of a packet that are shown.
struct Properties {
    std::string_view reason, contentType, responseTopic, clientId;
    std::optional<uint16_t> topicAlias;
};
// nullopt if they are malformed, or if `ofPublish` and they are not PUBLISH properties.
std::optional<Properties> readProperties(ByteReader &, bool ofPublish);

// A string with a two-byte length prefix.
std::string_view readString(ByteReader &);
uint64_t readVariable(ByteReader &);
// Text without control characters and without the wildcards of topic filters.
bool isTopic(std::string_view);
bool isFilter(std::string_view);

struct Connect {
    uint8_t version = 0;
    bool cleanStart = false, willRetain = false;
    uint8_t willQos = 0;
    uint16_t keepAlive = 0;
    std::string_view clientId, willTopic, willPayload;
    std::optional<std::string_view> user, password;
};
Connect readConnect(std::string_view afterFixedHeader);
// The same as a JSON object.
std::string connectJson(const Connect &);

struct Publish {
    std::string_view topic;
    uint8_t qos = 0;
    bool duplicate = false, retained = false;
    uint16_t packetId = 0;       // 0: none (QoS 0)
    Properties properties;
    size_t payloadAt = 0;        // after the fixed header
    bool good = true;
};
// `version` 0: unknown; the bytes in the place of the properties then decide, and `version` is set accordingly.
Publish readPublish(uint8_t flags, std::string_view afterFixedHeader, uint64_t length, uint8_t &version);
// "QoS 1, packet 7, retained".
std::string deliveryText(const Publish &);

// "not authorized" for a reason code; CONNACK has different codes before version 5.
std::string reasonText(Type, uint8_t code, uint8_t version);

} // namespace protocols::mqtt
