// SPDX-License-Identifier: GPL-3.0-or-later
// How fast the halves of calls are joined over a long list: both ends of a million exchanges in all, on one core. From
// connections seen from their start, and from ones joined midstream, where only times tell the calls apart.
#include "app/calls/calls.h"
#include "tests/support/processor_time.h"

#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

exchange::Connection connection(uint32_t id, base::Side side, uint16_t port, bool fromStart)
{
    exchange::Connection c;
    c.id = id;
    c.protocol = 6;
    c.side = side;
    c.local = c.remote = {base::Family::V4, 80, {127, 0, 0, uint8_t(1 + port % 100)}};
    (side == base::Side::Client ? c.local : c.remote).port = port;
    c.netns = 1;
    c.opened = 1;
    c.fromStart = fromStart;
    if (fromStart)
        c.sequences = side == base::Side::Client ? exchange::Sequences{port, port * 7u} : exchange::Sequences{port * 7u, port};
    return c;
}

exchange::Exchange half(uint32_t id, uint32_t connection, base::Side side, uint64_t stream, base::Time begin, base::Time end)
{
    exchange::Exchange e;
    e.id = id;
    e.connection = connection;
    e.side = side;
    e.stream = stream;
    e.state = exchange::State::Complete;
    e.protocol = protocols::Protocol::Http11;
    e.method = "GET";
    e.scheme = "http";
    e.host = "orders.local";
    e.path = "/v1/orders/" + std::to_string(stream % 1000);
    e.status = 200;
    e.request.begin = e.request.end = begin;
    e.response.begin = e.response.end = end;
    return e;
}

void measure(uint32_t exchanges, uint32_t connections, bool fromStart)
{
    exchange::Batch batch;
    for (uint32_t i = 0; i < connections; ++i) {
        batch.connections.push_back(connection(2 * i, base::Side::Client, uint16_t(1024 + i), fromStart));
        batch.connections.push_back(connection(2 * i + 1, base::Side::Server, uint16_t(1024 + i), fromStart));
    }
    // All connections in turn, a call at a time on each.
    for (uint32_t id = 0; id + 1 < exchanges; id += 2) {
        const uint32_t call = id / 2, which = call % connections, stream = call / connections;
        const base::Time begin = 1'000'000 + base::Time(stream) * 1'000'000 + which;
        batch.exchanges.push_back(half(id, 2 * which, base::Side::Client, stream, begin, begin + 8'000));
        batch.exchanges.push_back(half(id + 1, 2 * which + 1, base::Side::Server, stream, begin + 1'000, begin + 6'000));
    }
    exchange::Store store;
    const auto change = store.apply(std::move(batch));
    calls::Calls calls;
    const double before = support::threadSeconds();
    const auto joined = calls.update(store, change);
    const double took = support::threadSeconds() - before;
    std::printf("calls, %u connections %s: %zu of %u exchanges joined in %.0f ms, %.1f bytes an exchange\n", connections,
                fromStart ? "from their start" : "joined midstream", joined.size(), exchanges, took * 1e3, double(calls.memoryBytes()) / exchanges);
    if (joined.size() != exchanges)
        std::exit(1);
}

} // namespace

int main(int argc, char **argv)
{
    const auto exchanges = uint32_t(argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 1'000'000) & ~1u;
    for (const uint32_t connections : {100u, 10'000u})
        for (const bool fromStart : {true, false})
            measure(exchanges, connections, fromStart);
}
