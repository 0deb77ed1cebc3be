// SPDX-License-Identifier: GPL-3.0-or-later
// The protocols, one row each, in the order in which they are tried on first bytes: those that others would mistake
// for their own come first.
#include "app/protocols/protocol_info.h"

#include "app/protocols/amqp/amqp_parser.h"
#include "app/protocols/dialogue/recognise.h"
#include "app/protocols/dns/dns_parser.h"
#include "app/protocols/http1/http1_parser.h"
#include "app/protocols/http2/http2_parser.h"
#include "app/protocols/http3/http3_parser.h"
#include "app/protocols/jsonrpc/jsonrpc_parser.h"
#include "app/protocols/kafka/kafka_parser.h"
#include "app/protocols/memcached/memcached_parser.h"
#include "app/protocols/mongodb/mongodb_parser.h"
#include "app/protocols/mongodb/values.h"
#include "app/protocols/mqtt/mqtt_parser.h"
#include "app/protocols/mysql/mysql_parser.h"
#include "app/protocols/nats/nats_parser.h"
#include "app/protocols/opaque/opaque_parser.h"
#include "app/protocols/postgres/postgres_parser.h"
#include "app/protocols/quic/streams_parser.h"
#include "app/protocols/redis/redis_parser.h"
#include "app/protocols/redis/values.h"
#include "app/protocols/websocket/joined_parser.h"

namespace protocols {

std::span<const ProtocolInfo> protocolInfos()
{
    static constexpr auto rows = std::to_array<ProtocolInfo>({
        // The plaintext of QUIC begins with the name of its protocol.
        {.id = Protocol::Http3, .name = "HTTP/3", .scheme = "http", .shape = Shape::Exchange, .filterNames = "http3 h3",
         .item = "message", .items = "Messages", .openings = {{{http3::recognise, http3::create}}}},
        {.id = Protocol::Quic, .name = "QUIC", .scheme = "quic", .shape = Shape::Conversation, .filterNames = "quic",
         .openings = {{{quic::recognise, quic::create}}}},
        {.id = Protocol::WebSocket, .name = "WebSocket", .scheme = "ws", .shape = Shape::Channel, .filterNames = "websocket ws",
         .item = "message", .items = "Messages", .badge = "WS", .harMessages = "_webSocketMessages", .harResourceType = "websocket",
         .openings = {{{websocket::recogniseJoined, websocket::createJoined}}}},
        {.id = Protocol::Dns, .name = "DNS", .scheme = "dns", .filterNames = "dns", .request = "Question",
         .openings = {{{dns::recogniseDatagram, dns::createDatagrams}, {dns::recogniseStream, dns::createStream}}}},
        {.id = Protocol::Postgres, .name = "PostgreSQL", .scheme = "postgresql", .filterNames = "postgresql postgres pg",
         .request = "Statement", .countsItems = true, .language = Language::Sql, .reads = "SELECT",
         .openings = {{{postgres::recognise, postgres::create}}}},
        {.id = Protocol::MySql, .name = "MySQL", .scheme = "mysql", .filterNames = "mysql mariadb", .request = "Statement",
         .countsItems = true, .language = Language::Sql, .reads = "SELECT",
         .openings = {{{mysql::recognise, mysql::create}}}},
        {.id = Protocol::MongoDb, .name = "MongoDB", .scheme = "mongodb", .filterNames = "mongodb mongo", .request = "Command",
         .item = "document", .items = "Documents", .countsItems = true, .reads = "find", .values = mongodb::values,
         .openings = {{{mongodb::recognise, mongodb::create}}}},
        {.id = Protocol::Kafka, .name = "Kafka", .scheme = "kafka", .filterNames = "kafka", .item = "record", .items = "Records",
         .countsItems = true, .reads = "Fetch Metadata", .openings = {{{kafka::recognise, kafka::create}}}},
        {.id = Protocol::Amqp, .name = "AMQP", .scheme = "amqp", .shape = Shape::Channel, .filterNames = "amqp rabbitmq",
         .item = "message", .items = "Messages", .reads = "basic.consume basic.get", .badge = "AMQP", .openings = {{{amqp::recognise, amqp::create}}}},
        {.id = Protocol::Nats, .name = "NATS", .scheme = "nats", .shape = Shape::Channel, .filterNames = "nats",
         .item = "message", .items = "Messages", .reads = "SUB", .badge = "NATS", .openings = {{{nats::recognise, nats::create}}}},
        {.id = Protocol::JsonRpc, .name = "JSON-RPC", .scheme = "jsonrpc", .filterNames = "jsonrpc", .item = "result", .items = "Result",
         .values = mongodb::values, .openings = {{{jsonrpc::recognise, jsonrpc::create}}}},
        // Before Redis, whose inline commands are lines of words as well.
        {.id = Protocol::Memcached, .name = "memcached", .scheme = "memcached", .filterNames = "memcached memcache", .request = "Command",
         .item = "value", .items = "Values", .countsItems = true, .reads = "get gets mg me stats version",
         .openings = {{{memcached::recognise, memcached::create}}}},
        {.id = Protocol::Redis, .name = "Redis", .scheme = "redis", .filterNames = "redis valkey", .request = "Command",
         .reads = "GET", .values = redis::values, .openings = {{{redis::recognise, redis::create}}}},
        {.id = Protocol::Mqtt, .name = "MQTT", .scheme = "mqtt", .shape = Shape::Channel, .filterNames = "mqtt",
         .item = "message", .items = "Messages", .reads = "SUBSCRIBE", .badge = "MQTT", .subprotocols = "mqtt mqttv3.1",
         .openings = {{{mqtt::recognise, mqtt::create}}}},
        {.id = Protocol::Smtp, .name = "SMTP", .scheme = "smtp", .shape = Shape::Conversation, .filterNames = "smtp", .startTls = true,
         .openings = {{{dialogue::recogniseSmtp, opaque::create}}}},
        {.id = Protocol::Imap, .name = "IMAP", .scheme = "imap", .shape = Shape::Conversation, .filterNames = "imap", .startTls = true,
         .openings = {{{dialogue::recogniseImap, opaque::create}}}},
        {.id = Protocol::Pop3, .name = "POP3", .scheme = "pop3", .shape = Shape::Conversation, .filterNames = "pop3", .startTls = true,
         .openings = {{{dialogue::recognisePop3, opaque::create}}}},
        {.id = Protocol::Ldap, .name = "LDAP", .scheme = "ldap", .shape = Shape::Conversation, .filterNames = "ldap", .startTls = true,
         .openings = {{{dialogue::recogniseLdap, opaque::create}}}},
        {.id = Protocol::Xmpp, .name = "XMPP", .scheme = "xmpp", .shape = Shape::Conversation, .filterNames = "xmpp", .startTls = true,
         .openings = {{{dialogue::recogniseXmpp, opaque::create}}}},
        {.id = Protocol::Http2, .name = "HTTP/2", .scheme = "http", .shape = Shape::Exchange, .filterNames = "http2 h2",
         .item = "message", .items = "Messages", .openings = {{{http2::recognise, http2::create}}}},
        {.id = Protocol::Http11, .name = "HTTP/1.1", .scheme = "http", .shape = Shape::Exchange, .filterNames = "http1",
         .item = "message", .items = "Messages", .openings = {{{http1::recognise, http1::create}}}},
        {.id = Protocol::Http10, .name = "HTTP/1.0", .scheme = "http", .shape = Shape::Exchange, .filterNames = "http10",
         .item = "message", .items = "Messages"},
        {.id = Protocol::Opaque, .shape = Shape::Conversation, .openings = {{{opaque::recognise, opaque::create}}}},
    });
    return rows;
}

std::span<const Entry> registry()
{
    static const std::vector<Entry> entries = [] {
        std::vector<Entry> all;
        for (const ProtocolInfo &row : protocolInfos())
            for (const Opening &opening : row.openings)
                if (opening.recognise)
                    all.push_back({row.id, row.name, opening.recognise, opening.create});
        return all;
    }();
    return entries;
}

} // namespace protocols
