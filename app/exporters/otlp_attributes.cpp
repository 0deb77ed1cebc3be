// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/otlp_attributes.h"

#include "app/exchange/head.h"
#include "app/exporters/har_extensions.h"
#include "app/exporters/target_text.h"
#include "app/protocols/protocol_info.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace exporters {

namespace {

constexpr size_t headMax = 1 << 20;
constexpr size_t textMax = 4096;   // of one attribute
constexpr std::array<std::string_view, 10> methods{"GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "QUERY"};

// Their names in the conventions' registries; protocols without one are not described beyond the network.
std::string_view databaseName(protocols::Protocol protocol)
{
    switch (protocol) {
    case protocols::Protocol::Postgres: return "postgresql";
    case protocols::Protocol::MySql: return "mysql";
    case protocols::Protocol::MongoDb: return "mongodb";
    case protocols::Protocol::Redis: return "redis";
    case protocols::Protocol::Memcached: return "memcached";
    default: return {};
    }
}

std::string_view messagingName(protocols::Protocol protocol)
{
    switch (protocol) {
    case protocols::Protocol::Kafka: return "kafka";
    case protocols::Protocol::Amqp: return "rabbitmq";
    case protocols::Protocol::Nats: return "nats";
    case protocols::Protocol::Mqtt: return "mqtt";
    default: return {};
    }
}

class Facts
{
public:
    Facts(const EntrySource &entry, const base::BodySource &bodies, const masking::Masker *masker)
        : m_entry(entry)
        , m_exchange(entry.exchange)
        , m_masker(masker)
        , m_server((entry.call ? entry.call->side : entry.exchange.side) == base::Side::Server)
    {
        if (m_exchange.request.head.empty())
            return;
        if (const auto bytes = bodies.read(m_exchange.request.head, headMax))
            m_head = exchange::parseHead(*bytes);
    }

    SpanFacts take()
    {
        m_facts.traceParent = field("traceparent");
        m_facts.traceState = field("tracestate");
        server();
        if (m_exchange.kind == exchange::Kind::Query || !messagingName(m_exchange.protocol).empty())
            query();
        else if (m_exchange.contentType.starts_with("application/grpc"))
            rpc();
        else
            http();
        failure();
        return std::move(m_facts);
    }

private:
    void add(std::string_view name, std::string value)
    {
        if (value.size() > textMax)
            value.resize(textMax);
        if (!value.empty())
            m_facts.attributes.emplace_back(name, std::move(value));
    }
    void add(std::string_view name, int64_t value) { m_facts.attributes.emplace_back(name, value); }
    std::string masked(const std::string &text) const
    {
        masking::Report report;
        return m_masker ? m_masker->value(text, report) : text;
    }
    std::string field(std::string_view name) const
    {
        const std::string *value = m_head.find(name);
        masking::Report report;
        return !value ? std::string() : m_masker ? m_masker->header(name, *value, report) : *value;
    }

    void server()
    {
        // "host:port", "[::1]:80", a name, a path.
        const std::string &host = m_exchange.host;
        const size_t colon = host.rfind(':');
        const bool bracketed = host.starts_with('[');
        uint16_t port = 0;
        const bool hasPort = colon != std::string::npos && (bracketed ? colon > host.find(']') : host.find(':') == colon)
            && std::from_chars(host.data() + colon + 1, host.data() + host.size(), port).ptr == host.data() + host.size() && port > 0;
        std::string name = hasPort ? host.substr(0, colon) : host;
        if (bracketed && name.ends_with(']'))
            name = name.substr(1, name.size() - 2);
        add("server.address", name);
        const auto &connection = m_entry.connection;
        if (hasPort)
            add("server.port", port);
        else if (connection && connection->remote.port)
            add("server.port", m_server ? connection->local.port : connection->remote.port);
        if (!connection)
            return;
        add("network.transport", connection->local.family == base::Family::Unix ? "unix" : connection->protocol == 17 ? "udp" : "tcp");
        add(m_server ? "client.address" : "network.peer.address", base::addressText(connection->remote));
        if (!m_server && connection->remote.port)
            add("network.peer.port", connection->remote.port);
    }

    void http()
    {
        const bool known = std::ranges::find(methods, m_exchange.method) != methods.end();
        m_facts.name = known ? m_exchange.method : "HTTP";
        add("http.request.method", known ? m_exchange.method : "_OTHER");
        if (!known)
            add("http.request.method_original", m_exchange.method);
        const std::string url = targetText(m_entry, m_masker);
        if (!m_server)
            add("url.full", url);
        add("url.scheme", m_exchange.scheme);
        const size_t begin = url.find("://");
        const size_t path = begin == std::string::npos ? std::string::npos : url.find('/', begin + 3);
        if (m_server && path != std::string::npos) {
            const size_t query = std::min(url.find('?', path), url.size());
            add("url.path", url.substr(path, query - path));
            add("url.query", url.substr(std::min(query + 1, url.size())));
        }
        if (m_exchange.status)
            add("http.response.status_code", m_exchange.status);
        const std::string_view name = protocols::protocolInfo(m_exchange.protocol).name;
        if (name.starts_with("HTTP/")) {
            add("network.protocol.name", "http");
            add("network.protocol.version", std::string(name.substr(5)));
        }
        add("user_agent.original", field("user-agent"));
        sizes("http.request.body.size", "http.response.body.size");
        add("http.request.header.x-request-id", field("x-request-id"));
    }

    void sizes(std::string_view request, std::string_view response)
    {
        if (m_exchange.request.end)
            add(request, int64_t(m_exchange.request.bodyBytes + m_exchange.request.bodyLost));
        if (m_exchange.response.end)
            add(response, int64_t(m_exchange.response.bodyBytes + m_exchange.response.bodyLost));
    }

    void rpc()
    {
        const std::string method = m_exchange.path.starts_with('/') ? m_exchange.path.substr(1) : m_exchange.path;
        m_facts.name = method;
        add("rpc.system.name", "grpc");
        add("rpc.method", method);
        // "5 NOT_FOUND: no such user"
        const size_t blank = m_exchange.result.find(' ');
        const bool named = blank != std::string::npos && m_exchange.result.find_first_not_of("0123456789") == blank;
        if (named)
            add("rpc.response.status_code", m_exchange.result.substr(blank + 1, m_exchange.result.find(':') - blank - 1));
        else if (m_exchange.outcome == protocols::Outcome::Ok)
            add("rpc.response.status_code", "OK");
    }

    void query()
    {
        const protocols::ProtocolInfo &info = protocols::protocolInfo(m_exchange.protocol);
        m_facts.name = m_exchange.method.empty() ? std::string(info.name) : m_exchange.method;
        if (const std::string_view database = databaseName(m_exchange.protocol); !database.empty()) {
            add("db.system.name", std::string(database));
            add("db.operation.name", m_exchange.method);
            EntrySource statement;
            statement.exchange = m_exchange;
            statement.exchange.host.clear();
            const std::string text = targetText(statement, m_masker);
            add("db.query.text", text.substr(std::min(text.find(' ') + 1, text.size())));
            if (m_exchange.rows)
                add("db.response.returned_rows", int64_t(*m_exchange.rows));
        } else if (const std::string_view messaging = messagingName(m_exchange.protocol); !messaging.empty()) {
            add("messaging.system", std::string(messaging));
            add("messaging.operation.name", m_exchange.method);
            add("messaging.destination.name", masked(m_exchange.kind == exchange::Kind::Query ? m_exchange.path : std::string()));
        } else if (m_exchange.protocol == protocols::Protocol::Dns) {
            add("dns.question.name", m_exchange.path);
        }
        add("network.protocol.name", std::string(info.scheme));
    }

    void failure()
    {
        const bool statusFailed = m_exchange.status >= (m_server ? 500 : 400);
        const bool said = m_exchange.outcome == protocols::Outcome::Error;
        const bool broken = m_exchange.state == exchange::State::Failed || m_exchange.state == exchange::State::Cut;
        m_facts.failed = statusFailed || said || broken;
        if (!m_facts.failed)
            return;
        if (said)
            m_facts.failure = masked(m_exchange.result);
        const protocols::Fault fault = m_exchange.response.fault != protocols::Fault::None ? m_exchange.response.fault : m_exchange.request.fault;
        const std::string words(faultWords(fault));
        if (m_facts.failure.empty() && broken)
            m_facts.failure = words.empty() ? "incomplete" : words;
        add("error.type", statusFailed ? std::to_string(m_exchange.status) : broken ? (words.empty() ? "incomplete" : words) : "_OTHER");
    }

    const EntrySource &m_entry;
    const exchange::Exchange &m_exchange;
    const masking::Masker *m_masker;
    const bool m_server;
    exchange::Head m_head;
    SpanFacts m_facts;
};

} // namespace

SpanFacts spanFacts(const EntrySource &entry, const base::BodySource &bodies, const masking::Masker *masker)
{
    return Facts(entry, bodies, masker).take();
}

void OtlpAttributes::add(std::string_view name, std::string_view value)
{
    if (value.empty())
        return;
    m_out.beginObject();
    m_out.pair("key", name);
    m_out.key("value");
    m_out.beginObject();
    m_out.pair("stringValue", value);
    m_out.endObject();
    m_out.endObject();
}

void OtlpAttributes::add(std::string_view name, int64_t value)
{
    m_out.beginObject();
    m_out.pair("key", name);
    m_out.key("value");
    m_out.beginObject();
    // 64 bits are texts in the JSON of protobuf.
    m_out.pair("intValue", std::to_string(value));
    m_out.endObject();
    m_out.endObject();
}

} // namespace exporters
