// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/calls/stretches.h"

#include <algorithm>
#include <array>
#include <utility>

namespace calls {

Stretches stretches(const exchange::Moments &client, const exchange::Moments &server, const exchange::Connection *connection, bool first)
{
    Stretches result;
    // A thread may be interrupted before its call returns: what it seems to have done too late moves back to what followed.
    std::array<base::Time, 6> at{client.requestBegin,  server.requestBegin,  server.requestEnd,
                                 server.responseBegin, client.responseBegin, client.responseEnd};
    base::Time next = 0;
    for (auto time = at.rbegin(); time != at.rend(); ++time) {
        if (*time == 0)
            continue;
        if (next)
            *time = std::min(*time, next);
        next = *time;
    }
    const auto between = [](base::Time from, base::Time to) { return from && to ? to - from : base::unknownDuration; };
    result.toServer = between(at[0], at[1]);
    result.reading = between(at[1], at[2]);
    result.server = between(at[2], at[3]);
    result.toClient = between(at[3], at[4]);
    result.answer = between(at[4], at[5]);
    if (server.responseEnd && at[4] && at[5])
        result.unread = at[5] - std::clamp(server.responseEnd, at[4], at[5]);
    result.total = between(at[0], at[5]);
    if (connection && first && connection->fromStart) {
        const base::Time ready = connection->tls ? connection->tlsEnd : connection->established;
        if (ready && client.requestBegin)
            result.before = std::max<base::Duration>(0, client.requestBegin - ready);
    }
    return result;
}

} // namespace calls
