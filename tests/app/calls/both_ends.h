// SPDX-License-Identifier: GPL-3.0-or-later
// Both ends of connections, as captures report them, for tests of what joins them.
#pragma once

#include "app/calls/calls.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace both_ends {

using base::ConnectionId;
using base::ExchangeId;
using base::Side;

inline base::Endpoint v4(uint8_t last, uint16_t port)
{
    return {base::Family::V4, port, {127, 0, 0, last}};
}

// As seen by a server that listens on [::].
inline base::Endpoint mapped(const base::Endpoint &address)
{
    base::Endpoint wide{base::Family::V6, address.port, {}};
    wide.bytes[10] = wide.bytes[11] = 0xff;
    std::copy_n(address.bytes.begin(), 4, wide.bytes.begin() + 12);
    return wide;
}

// A store that grows batch by batch, and the calls found in it.
class Capture
{
public:
    using Ends = std::pair<ConnectionId, ConnectionId>;   // client, server

    exchange::Connection &connection(ConnectionId id)
    {
        touched(id);
        return m_connections[id];
    }
    ConnectionId connect(Side side, const base::Endpoint &local, const base::Endpoint &remote, base::Time opened = 1)
    {
        exchange::Connection connection;
        connection.id = ConnectionId(m_connections.size());
        connection.flow = 100 + connection.id;
        connection.protocol = 6;
        connection.side = side;
        connection.local = local;
        connection.remote = remote;
        connection.netns = 1;
        connection.opened = opened;
        connection.fromStart = true;
        m_connections.push_back(connection);
        touched(connection.id);
        return connection.id;
    }
    // Over loopback, from the start, with sequence numbers.
    Ends tcp(uint16_t port, base::Time opened = 1)
    {
        const ConnectionId client = connect(Side::Client, v4(1, port), v4(1, 80), opened);
        const ConnectionId server = connect(Side::Server, mapped(v4(1, 80)), mapped(v4(1, port)), opened);
        number(client, server);
        return {client, server};
    }
    void number(ConnectionId client, ConnectionId server)
    {
        m_sequence += 1000;
        connection(client).sequences = exchange::Sequences{m_sequence, m_sequence + 500};
        connection(server).sequences = exchange::Sequences{m_sequence + 500, m_sequence};
    }
    // Unix: only one end names the other.
    Ends local()
    {
        const ConnectionId client = connect(Side::Client, {}, {}), server = connect(Side::Server, {}, {});
        for (const ConnectionId id : {client, server}) {
            connection(id).protocol = 0;
            connection(id).local.family = connection(id).remote.family = base::Family::Unix;
        }
        connection(server).peer = connection(client).flow;
        return {client, server};
    }
    // A request at one end; in progress until its answer.
    ExchangeId ask(ConnectionId at, const std::string &path, base::Time begin, uint64_t stream = nextStream)
    {
        exchange::Exchange e;
        e.id = ExchangeId(m_exchanges.size());
        e.connection = at;
        e.stream = stream == nextStream ? m_streams[at]++ : stream;
        e.side = m_connections[at].side;
        e.protocol = protocols::Protocol::Http11;
        e.method = "GET";
        e.path = path;
        e.request.begin = e.request.end = begin;
        m_exchanges.push_back(e);
        m_changed.push_back(e.id);
        return e.id;
    }
    void answer(ExchangeId id, base::Time begin, base::Time end = 0)
    {
        exchange::Exchange &e = m_exchanges[id];
        e.response.begin = begin;
        e.response.end = end ? end : begin;
        e.status = 200;
        e.state = exchange::State::Complete;
        m_changed.push_back(id);
    }
    exchange::Exchange &exchange(ExchangeId id)
    {
        m_changed.push_back(id);
        return m_exchanges[id];
    }
    // Both halves of a call that takes 8: from `begin` at the client, from 2 later at the server.
    std::pair<ExchangeId, ExchangeId> call(const Ends &ends, const std::string &path, base::Time begin)
    {
        const ExchangeId client = ask(ends.first, path, begin), server = ask(ends.second, path, begin + 2);
        answer(server, begin + 6);
        answer(client, begin + 8);
        return {client, server};
    }
    // Passes on what has happened since the last time; returns what was joined.
    std::vector<ExchangeId> pass()
    {
        exchange::Batch batch;
        for (const ConnectionId id : std::exchange(m_touched, {}))
            batch.connections.push_back(m_connections[id]);
        std::ranges::sort(m_changed);
        m_changed.erase(std::ranges::unique(m_changed).begin(), m_changed.end());
        for (const ExchangeId id : std::exchange(m_changed, {}))
            batch.exchanges.push_back(m_exchanges[id]);
        const auto change = m_store.apply(std::move(batch));
        return m_calls.update(m_store, change);
    }
    // "0+1 2 3+5": joined halves by their ids, the client's first; alone with the reason.
    std::string joined() const
    {
        std::string out;
        for (ExchangeId id = 0; id < m_store.size(); ++id) {
            const ExchangeId other = m_calls.otherHalf(id);
            if (other != base::noId && m_calls.otherHalf(other) != id)
                return "one-sided";
            if (m_calls.isSecond(id))
                continue;
            out += (out.empty() ? "" : " ") + std::to_string(id);
            if (other != base::noId)
                out += "+" + std::to_string(other);
            else
                out += std::string(1, "?u.x!"[size_t(m_calls.whyLone(id))]);   // unseen, awaited, uncertain, different
        }
        return out;
    }
    const exchange::Store &store() const { return m_store; }
    calls::Calls &calls() { return m_calls; }

private:
    static constexpr uint64_t nextStream = ~uint64_t(0);
    void touched(ConnectionId id)
    {
        if (std::ranges::find(m_touched, id) == m_touched.end())
            m_touched.push_back(id);
    }

    exchange::Store m_store;
    calls::Calls m_calls;
    std::vector<exchange::Connection> m_connections;
    std::vector<exchange::Exchange> m_exchanges;
    std::map<ConnectionId, uint64_t> m_streams;
    std::vector<ConnectionId> m_touched;
    std::vector<ExchangeId> m_changed;
    uint32_t m_sequence = 0;
};

} // namespace both_ends
