// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/calls/same_exchange.h"

namespace calls {

using base::ExchangeId;
using base::Side;
using exchange::Kind;
using exchange::Moments;
using exchange::State;
using exchange::Store;

namespace {

// A client may be interrupted between sending and the moment its call returns, which is the time that counts.
constexpr base::Duration interrupted = 1'000'000'000;

// A request and its answer; an exchange becomes a channel only when its answer comes.
bool isMessage(Kind kind)
{
    return kind == Kind::Http || kind == Kind::Channel || kind == Kind::Query;
}

// HPACK: "?" stands for what was sent before the capture began.
bool known(std::string_view text)
{
    return !text.empty() && text != "?";
}

bool sameText(std::string_view one, std::string_view other, bool mayBeUnknown)
{
    return one == other || (mayBeUnknown && (!known(one) || !known(other)));
}

} // namespace

bool isMultiplexed(const Store &store, ExchangeId id)
{
    return store.protocol(id) == protocols::Protocol::Http2 || store.protocol(id) == protocols::Protocol::Http3;
}

bool isWholeConnection(const Store &store, ExchangeId id)
{
    return !isMessage(store.kind(id));
}

Likeness compare(const Store &store, ExchangeId one, ExchangeId other)
{
    if (store.side(one) == store.side(other) && store.side(one) != Side::Unknown)
        return Likeness::Different;
    if (isWholeConnection(store, one))
        return store.kind(one) == store.kind(other) ? Likeness::Same : Likeness::Different;
    const bool mayBeUnknown = isMultiplexed(store, one);
    for (const ExchangeId id : {one, other})
        if (!known(store.method(id)) && !mayBeUnknown)
            return store.state(id) == State::InProgress ? Likeness::Unknown : Likeness::Different;
    if (!sameText(store.method(one), store.method(other), mayBeUnknown) || !sameText(store.path(one), store.path(other), mayBeUnknown))
        return Likeness::Different;
    const bool swapped = isServers(store, one, other);
    const Moments client = store.moments(swapped ? other : one), server = store.moments(swapped ? one : other);
    if (client.responseBegin && server.requestBegin > client.responseBegin)
        return Likeness::Different;
    if (server.responseEnd && client.requestBegin && server.responseEnd + interrupted < client.requestBegin)
        return Likeness::Different;
    return Likeness::Same;
}

bool alikeInFull(const Store &store, ExchangeId one, ExchangeId other)
{
    return store.status(one) == store.status(other) && store.requestBytes(one) == store.requestBytes(other)
        && store.responseBytes(one) == store.responseBytes(other);
}

bool isServers(const Store &store, ExchangeId id, ExchangeId other)
{
    if (store.side(id) == Side::Server || store.side(other) == Side::Client)
        return true;
    if (store.side(id) == Side::Client || store.side(other) == Side::Server)
        return false;
    return std::pair(store.begin(id), id) > std::pair(store.begin(other), other);
}

std::pair<base::ConnectionId, base::ConnectionId> clientFirst(const Store &store, base::ConnectionId one, base::ConnectionId other)
{
    const Side sideOne = store.connections()[one].side, sideOther = store.connections()[other].side;
    if (sideOne == Side::Client || sideOther == Side::Server)
        return {one, other};
    if (sideOne == Side::Server || sideOther == Side::Client)
        return {other, one};
    return {base::noId, base::noId};
}

} // namespace calls
