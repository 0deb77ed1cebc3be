// SPDX-License-Identifier: GPL-3.0-or-later
// Batches of calls between programs of one machine, seen at both ends, for the tests of models and window. Halves of
// one path are those of one call.
#pragma once

#include "app/exchange/store.h"

#include <string>
#include <utility>

namespace support {

class BothEnds
{
public:
    // One connection from `client` to `server`, the next if called again.
    explicit BothEnds(const char *client = "curl", const char *server = "nginx") { connect(client, server); }
    void connect(const char *client, const char *server)
    {
        m_sequences += 2;
        for (const base::Side side : { base::Side::Client, base::Side::Server }) {
            const bool isClient = side == base::Side::Client;
            exchange::Process process;
            process.id = m_ends;
            process.pid = 100 + m_ends;
            process.comm = isClient ? client : server;
            m_batch.processes.push_back(process);
            exchange::Connection connection;
            connection.id = connection.process = m_ends++;
            connection.side = side;
            connection.protocol = 6;
            connection.fromStart = true;
            connection.sequences = isClient ? exchange::Sequences { m_sequences, m_sequences + 1 } : exchange::Sequences { m_sequences + 1, m_sequences };
            m_batch.connections.push_back(connection);
        }
    }
    // On the latest connection. Returns its number.
    exchange::ExchangeId half(base::Side side, const std::string &path, int status = 200)
    {
        exchange::Exchange e;
        e.id = m_next++;
        e.connection = e.process = side == base::Side::Client ? m_ends - 2 : m_ends - 1;
        e.side = side;
        e.method = "GET";
        e.scheme = "http";
        e.host = "app.local";
        e.path = path;
        e.status = status;
        e.state = exchange::State::Complete;
        e.request.begin = e.request.end = firstTime + e.id;
        e.response.begin = e.response.end = firstTime + 10'000'000 + e.id;
        m_batch.exchanges.push_back(e);
        return e.id;
    }
    void call(const std::string &path, int status = 200)
    {
        half(base::Side::Client, path, status);
        half(base::Side::Server, path, status);
    }
    exchange::Batch take() { return std::exchange(m_batch, {}); }

private:
    static constexpr base::Time firstTime = 1'795'000'000'000'000'000; // 2026-11-18

    exchange::Batch m_batch;
    exchange::ExchangeId m_next = 0;
    base::ConnectionId m_ends = 0;
    uint32_t m_sequences = 0;
};

} // namespace support
