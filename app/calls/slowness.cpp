// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/calls/slowness.h"

#include <algorithm>
#include <vector>

namespace calls {

using base::Duration;
using exchange::TcpFigures;

namespace {

struct Part {
    Cause cause;
    Sureness sureness;
    Duration length;
};

// How much a figure that counts over a connection's lifetime grew during the exchange; none if it was not read twice.
template<class Figure> std::optional<Figure> growth(const Half &side, std::optional<Figure> TcpFigures::*figure)
{
    std::optional<Figure> first, last;
    const auto read = [&](const std::optional<TcpFigures> &figures) {
        if (!figures || !((*figures).*figure))
            return;
        if (!first)
            first = (*figures).*figure;
        last = (*figures).*figure;
    };
    if (!side.exchange)
        return std::nullopt;
    read(side.exchange->tcpStart);
    const bool began = first.has_value();
    for (const TcpFigures &figures : side.tcp)
        read(figures);
    read(side.exchange->tcp);
    if (!first || !last || (!began && side.tcp.empty()))
        return std::nullopt;
    return *last >= *first ? *last - *first : Figure(0);
}

std::optional<uint32_t> reading(const Half &half, std::optional<uint32_t> TcpFigures::*figure)
{
    if (!half.exchange)
        return std::nullopt;
    for (const std::optional<TcpFigures> &figures : {half.exchange->tcp, half.exchange->tcpStart})
        if (figures && (*figures).*figure)
            return (*figures).*figure;
    return std::nullopt;
}

template<class Value> std::optional<Value> larger(std::optional<Value> one, std::optional<Value> other)
{
    return one && other ? std::max(one, other) : one ? one : other;
}

template<class Value> std::optional<Value> smaller(std::optional<Value> one, std::optional<Value> other)
{
    return one && other ? std::min(one, other) : one ? one : other;
}

Duration ofUs(std::optional<uint32_t> us)
{
    return Duration(us.value_or(0)) * 1000;
}

bool isUnix(const Half &side)
{
    return side.connection && side.connection->protocol == 0;
}

// How long the network can have needed at most for the segments sent again, if all were of one packet: RFC 6298, section
// 5.5 doubles the time each time, and Linux begins with 200 ms. Probes of a closed window count as such, too: nobody knows
// then how many of them were lost.
Duration sentAgainFor(const Slowness &figures)
{
    if (figures.closedWindow > 0)
        return 0;
    constexpr Duration first = 200'000'000;
    return first * ((int64_t(1) << std::min(figures.retransmits.value_or(0), 16u)) - 1);
}

// What bytes did between being sent at one end and being read at the other: travel, or wait in the receiver's socket.
Part way(Duration length, const Slowness &figures, bool isUnix, Cause waited, Cause either)
{
    if (isUnix)
        return {waited, Sureness::Certain, length};
    if (sentAgainFor(figures) > length / 2)
        return {Cause::Network, Sureness::Likely, length};
    if (!figures.roundTripUs)
        return {either, Sureness::Certain, length};
    if (ofUs(figures.roundTripUs) >= length / 2)
        return {Cause::Network, Sureness::Likely, length};
    // Without a segment sent again, a single way does not take many round trips.
    return ofUs(figures.smoothedUs) * 4 <= length ? Part{waited, Sureness::Likely, length} : Part{either, Sureness::Certain, length};
}

// The rest of a message, after its first bytes had come.
Part transfer(Duration length, const Slowness &figures, Cause itself, Cause closed)
{
    if (figures.closedWindow >= length / 2 && figures.closedWindow > 0)
        return {closed, Sureness::Certain, length};
    if (sentAgainFor(figures) > length / 2)
        return {Cause::Network, Sureness::Likely, length};
    return {itself, Sureness::Certain, length};
}

void addConnecting(std::vector<Part> &parts, const exchange::Timing &timing, Duration lookup, Duration before)
{
    // The connection does not say which question it waited for.
    parts.push_back({Cause::Lookup, Sureness::Likely, lookup});
    parts.push_back({Cause::Connect, Sureness::Certain, timing.connect});
    parts.push_back({Cause::Tls, Sureness::Certain, timing.tls});
    parts.push_back({Cause::Client, Sureness::Certain, before});
}

void addCall(std::vector<Part> &parts, const Stretches &s, const Slowness &figures, bool isUnix)
{
    parts.push_back(way(s.toServer, figures, isUnix, Cause::Queue, Cause::Way));
    parts.push_back(transfer(s.reading, figures, Cause::Request, Cause::Queue));
    parts.push_back({Cause::Server, Sureness::Certain, s.server});
    parts.push_back(way(s.toClient, figures, isUnix, Cause::Reader, Cause::WayBack));
    const Duration unread = std::max<Duration>(0, s.unread);
    parts.push_back(transfer(s.answer - unread, figures, Cause::Answer, Cause::Reader));
    parts.push_back(way(unread, figures, isUnix, Cause::Reader, Cause::WayBack));
}

// The client alone cannot tell the server from its queue, nor from what lies behind it.
void addClients(std::vector<Part> &parts, const exchange::Timing &timing, const Slowness &figures)
{
    parts.push_back(transfer(timing.send, figures, Cause::Request, Cause::Queue));
    const bool onTheWay = sentAgainFor(figures) > timing.wait / 2 || (figures.roundTripUs && ofUs(figures.roundTripUs) >= timing.wait / 2);
    parts.push_back({onTheWay ? Cause::Network : Cause::Server, Sureness::Likely, timing.wait});
    parts.push_back(transfer(timing.receive, figures, Cause::Answer, Cause::Reader));
}

void addServers(std::vector<Part> &parts, const exchange::Timing &timing, const Slowness &figures)
{
    parts.push_back(transfer(timing.send, figures, Cause::Request, Cause::Queue));
    parts.push_back({Cause::Server, Sureness::Certain, timing.wait});
    parts.push_back(transfer(timing.receive, figures, Cause::Answer, Cause::Reader));
}

// The cause that took at least half of the time in all its parts together. Connecting is a way there and back, too.
Part largest(const std::vector<Part> &parts, Duration total)
{
    const auto sum = [&](auto counts) {
        Part all{Cause::Unknown, Sureness::Unknown, 0};
        Duration longest = -1;
        for (const Part &part : parts) {
            if (part.length <= 0 || !counts(part))
                continue;
            all.length += part.length;
            if (part.length <= longest)
                continue;
            longest = part.length;
            all.cause = part.cause;
            all.sureness = part.sureness;
        }
        return all;
    };
    const auto explains = [total](const Part &part) { return total > 0 && part.length > 0 && part.length >= total / 2; };
    Part largest{Cause::Unknown, Sureness::Unknown, base::unknownDuration};
    for (const Part &part : parts) {
        const Part all = sum([&](const Part &each) { return each.cause == part.cause; });
        if (all.length > largest.length)
            largest = all;
    }
    if (explains(largest) && largest.cause != Cause::Network)
        return largest;
    const Part onTheWay = sum([](const Part &each) { return each.cause == Cause::Network || each.cause == Cause::Connect; });
    if (explains(onTheWay))
        return {Cause::Network, Sureness::Likely, onTheWay.length};
    return {Cause::Unknown, Sureness::Unknown, base::unknownDuration};
}

Duration closedWindow(const Half &side)
{
    const auto blockedUs = growth(side, &TcpFigures::windowLimitedUs);
    Duration blocked = blockedUs ? Duration(*blockedUs) * 1000 : 0;
    if (side.exchange)
        blocked = std::max({blocked, side.exchange->request.stalled, side.exchange->response.stalled});
    return blocked;
}

} // namespace

Slowness whySlow(const Half &client, const Half &server)
{
    Slowness result;
    const Half &seen = client.exchange ? client : server;
    if (!seen.exchange || seen.exchange->state == exchange::State::InProgress)
        return result;
    const exchange::Timing timing = exchange::timing(*seen.exchange, seen.connection, seen.first && &seen == &client);
    result.total = timing.total;
    if (client.lookup && client.lookup < timing.begin && timing.total != base::unknownDuration)
        result.total += timing.begin - client.lookup;
    result.smoothedUs = smaller(reading(client, &TcpFigures::srttUs), reading(server, &TcpFigures::srttUs));
    result.roundTripUs = smaller(reading(client, &TcpFigures::minRttUs), reading(server, &TcpFigures::minRttUs));
    if (!result.roundTripUs)
        result.roundTripUs = result.smoothedUs;
    result.retransmits = larger(growth(client, &TcpFigures::retransmits), growth(server, &TcpFigures::retransmits));
    result.closedWindow = std::max(closedWindow(client), closedWindow(server));

    std::vector<Part> parts;
    if (client.exchange) {
        const exchange::Moments answered = server.exchange ? exchange::momentsOf(*server.exchange) : exchange::Moments{};
        const Stretches s = stretches(exchange::momentsOf(*client.exchange), answered, client.connection, client.first);
        addConnecting(parts, timing, client.lookupTook, s.before);
        if (server.exchange)
            addCall(parts, s, result, isUnix(client));
        else
            addClients(parts, timing, result);
    } else {
        addServers(parts, timing, result);
    }
    const Part longest = largest(parts, result.total);
    result.cause = longest.cause;
    result.sureness = longest.sureness;
    result.share = longest.length;
    return result;
}

} // namespace calls
