// SPDX-License-Identifier: GPL-3.0-or-later
// Some programs that call one another: curl asks gateway for /order, which asks orders for /items, at both ends captured, and a
// database; and gateway is asked from elsewhere for /ping, which fails.
#pragma once

#include "app/exchange/exchange.h"

#include <string>

namespace shop {

inline constexpr base::Time noon = 1'790'000'000'000'000'000;
inline constexpr base::Duration millisecond = 1'000'000;
enum Id : base::ExchangeId { asked, order, items, itemsServed, query, ping, count };

inline exchange::Batch batch()
{
    exchange::Batch batch;
    for (const char *name : {"curl", "gateway", "orders"}) {
        exchange::Process process;
        process.id = base::ProcessId(batch.processes.size());
        process.pid = 100 + process.id;
        process.comm = name;
        batch.processes.push_back(process);
    }
    const auto add = [&](base::ProcessId process, base::Side side, const char *host, const char *path, base::Time from, base::Time to) -> exchange::Exchange & {
        exchange::Connection connection;
        connection.id = base::ConnectionId(batch.connections.size());
        connection.flow = 100 + connection.id;
        connection.protocol = 6;
        connection.side = side;
        connection.process = process;
        connection.local = {base::Family::V4, uint16_t(2000 + connection.id), {127, 0, 0, 1}};
        connection.remote = {base::Family::V4, 80, {192, 0, 2, uint8_t(1 + connection.id)}};
        connection.fromStart = true;
        connection.opened = noon;
        batch.connections.push_back(connection);
        exchange::Exchange e;
        e.id = base::ExchangeId(batch.exchanges.size());
        e.connection = connection.id;
        e.process = process;
        e.side = side;
        e.state = exchange::State::Complete;
        e.protocol = protocols::Protocol::Http11;
        e.method = "GET";
        e.scheme = "http";
        e.host = host;
        e.path = path;
        e.status = 200;
        e.tid = e.answerTid = 100 + process;
        e.request.begin = e.request.end = noon + from * millisecond;
        e.response.begin = e.response.end = noon + to * millisecond;
        e.request.complete = e.response.complete = true;
        batch.exchanges.push_back(e);
        return batch.exchanges.back();
    };
    using base::Side;
    const auto joined = [&](base::ConnectionId client, base::ConnectionId server) {
        batch.connections[client].sequences = exchange::Sequences{client * 1000u, client * 1000u + 500};
        batch.connections[server].sequences = exchange::Sequences{client * 1000u + 500, client * 1000u};
    };
    add(0, Side::Client, "gateway.local", "/order", 0, 50);
    add(1, Side::Server, "gateway.local", "/order", 1, 49);
    add(1, Side::Client, "orders.local", "/items", 5, 20);
    add(2, Side::Server, "orders.local", "/items", 6, 19);
    joined(0, 1);
    joined(2, 3);
    exchange::Exchange &statement = add(1, Side::Client, "db:5432", "SELECT 1", 25, 40);
    statement.kind = exchange::Kind::Query;
    statement.protocol = protocols::Protocol::Postgres;
    statement.method = "SELECT";
    statement.status = 0;
    add(1, Side::Server, "gateway.local", "/ping", 60, 61).status = 503;
    return batch;
}

} // namespace shop
