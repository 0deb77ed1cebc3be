// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/calls/account.h"

#include "app/calls/same_exchange.h"

#include <algorithm>

namespace calls {

namespace {

constexpr ExchangeId lookedBack = 1000;            // how many rows may lie between a question and the connection's first exchange
constexpr base::Duration soonBefore = 20'000'000;  // a program connects at once when it knows the address

// One half with what it refers to.
struct Unpacked {
    Unpacked(const exchange::Store &store, ExchangeId id)
        : exchange(store.exchange(id))
    {
        const auto &connections = store.connections();
        if (exchange.connection < connections.size())
            half.connection = &connections[exchange.connection];
        const exchange::Moments moments = exchange::momentsOf(exchange);
        const base::Time begin = store.begin(id);
        tcp = store.tcp(exchange.connection, begin, std::max({begin, moments.requestEnd, moments.responseEnd}));
        half.exchange = &exchange;
        half.first = store.firstOfConnection(id);
        half.tcp = tcp;
        if (half.first && half.connection && half.connection->fromStart)
            findLookup(store, id);
    }
    Unpacked(const Unpacked &) = delete;
    Unpacked &operator=(const Unpacked &) = delete;

    exchange::Exchange exchange;
    std::vector<exchange::TcpFigures> tcp;
    Half half;

private:
    void findLookup(const exchange::Store &, ExchangeId);
};

// The questions for the server's name that its process asked just before it connected: usually two, for both families,
// at the same time.
void Unpacked::findLookup(const exchange::Store &store, ExchangeId id)
{
    const exchange::Connection &connection = *half.connection;
    if (connection.remoteName.empty() || connection.opened == 0)
        return;
    base::Time first = 0, last = 0;
    for (ExchangeId each = id; each > 0 && id - each < lookedBack;) {
        --each;
        if (store.protocol(each) != protocols::Protocol::Dns || store.process(each) != exchange.process || store.path(each) != connection.remoteName)
            continue;
        const exchange::Moments moments = store.moments(each);
        if (moments.requestBegin == 0 || moments.responseEnd == 0 || moments.responseEnd > connection.opened)
            continue;
        // Others answered an earlier connection's question.
        if (moments.responseEnd + soonBefore < (first ? first : connection.opened))
            break;
        first = first ? std::min(first, moments.requestBegin) : moments.requestBegin;
        last = std::max(last, moments.responseEnd);
    }
    half.lookup = first;
    if (first)
        half.lookupTook = last - first;
}

// Both are found on the way back to what began it all.
void findBeginning(const exchange::Store &store, const Calls &calls, ExchangeId id, Account &result)
{
    constexpr int stepsMax = 64;
    const auto isW3c = [](const std::string &trace) { return trace.size() == 32 && trace.find_first_not_of("0123456789abcdef") == std::string::npos; };
    for (int step = 0; step < stepsMax; ++step) {
        const ExchangeId other = calls.otherHalf(id), client = calls.isSecond(id) && other != base::noId ? other : id;
        result.first = std::min(id, other);
        if (const std::string trace = store.trail(id).trace.trace; result.trace.empty() && isW3c(trace))
            result.trace = trace;
        const ExchangeId cause = calls.causes().of(client).cause;
        if (cause == base::noId)
            return;
        id = cause;
    }
}

} // namespace

Account account(const exchange::Store &store, const Calls &calls, ExchangeId id)
{
    Account result;
    result.side = store.side(id);
    result.otherHalf = calls.otherHalf(id);
    result.lone = calls.whyLone(id);
    result.cause = calls.causes().of(id);
    if (result.cause.cause != base::noId)
        result.causeSpan = store.trail(result.cause.cause).trace.span;
    result.led = !calls.causes().effects(id).empty();
    findBeginning(store, calls, id, result);
    const Unpacked own(store, id);
    if (result.otherHalf == base::noId) {
        const bool servers = result.side == base::Side::Server;
        result.why = servers ? whySlow({}, own.half) : whySlow(own.half, {});
        return result;
    }
    const bool servers = isServers(store, id, result.otherHalf);
    result.side = servers ? base::Side::Server : base::Side::Client;
    const Unpacked other(store, result.otherHalf);
    // The clocks of two machines are not close enough to tell what happened between two events.
    if (own.half.connection && other.half.connection && own.half.connection->machine != other.half.connection->machine) {
        result.why = servers ? whySlow({}, own.half) : whySlow(own.half, {});
        return result;
    }
    const Half &client = servers ? other.half : own.half, &server = servers ? own.half : other.half;
    result.stretches = stretches(exchange::momentsOf(*client.exchange), exchange::momentsOf(*server.exchange), client.connection, client.first);
    result.why = whySlow(client, server);
    return result;
}

} // namespace calls
