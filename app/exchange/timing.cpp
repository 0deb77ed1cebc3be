// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/timing.h"

#include <algorithm>

namespace exchange {

namespace {

// Two clocks never meet here, but calls of two threads do: an end before its begin counts as zero.
base::Duration between(base::Time from, base::Time to)
{
    if (from == 0 || to == 0)
        return base::unknownDuration;
    return std::max<base::Duration>(0, to - from);
}

} // namespace

Timing timing(const Exchange &exchange, const Connection *connection, bool first)
{
    const Message &request = exchange.request;
    const Message &response = exchange.response;
    Timing result;
    base::Time begin = request.begin ? request.begin : response.begin;
    base::Time last = std::max({request.begin, request.headEnd, request.end, response.begin, response.headEnd, response.end});

    if (connection && first) {
        // A connection joined midstream has no known SYN: `opened` is only when it was noticed.
        if (connection->fromStart)
            result.connect = between(connection->opened, connection->established);
        result.tls = between(connection->tlsBegin, connection->tlsEnd);
        const base::Time opened = result.connect != base::unknownDuration ? connection->opened
            : result.tls != base::unknownDuration                         ? connection->tlsBegin
                                                                          : 0;
        if (opened && (begin == 0 || opened < begin))
            begin = opened;
        if (exchange.kind == Kind::Failed) {
            if (connection->fromStart && result.connect == base::unknownDuration)
                result.connect = between(connection->opened, connection->closed);
            if (begin == 0)
                begin = connection->opened;
            last = std::max({last, connection->established, connection->closed});
        }
    }
    result.begin = begin;
    if (exchange.kind != Kind::Failed) // which sent nothing
        result.send = between(request.begin, request.end);
    // A response that begins before the request is complete (an early 4xx) leaves no wait.
    result.wait = between(request.end, response.begin);
    result.receive = between(response.begin, response.end);
    if (begin && last && exchange.state != State::InProgress)
        result.total = last - begin;
    return result;
}

} // namespace exchange
