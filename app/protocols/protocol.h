// SPDX-License-Identifier: GPL-3.0-or-later
// The protocols by number. The numbers are stable; a protocol's name and everything else about it is in its row in
// registry.cpp.
#pragma once

#include <cstdint>

namespace protocols {

enum class Protocol : uint8_t {
    Unknown = 0, Http10 = 1, Http11 = 2, Http2 = 3, WebSocket = 4, Opaque = 5,
    Dns = 6, Postgres = 7, MySql = 8, Redis = 9,
    Smtp = 10, Imap = 11, Pop3 = 12, Ldap = 13, Xmpp = 14,
    Mqtt = 15, Nats = 16, MongoDb = 17, Kafka = 18, Memcached = 19, Amqp = 20,
    Http3 = 21, Quic = 22, JsonRpc = 23,
};

} // namespace protocols
