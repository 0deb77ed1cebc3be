// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/har_timings.h"

#include "app/exchange/timing.h"

#include <algorithm>

namespace exporters {

// HAR 1.2 "timings": ssl is included in connect; the total is the sum of all except ssl.
void writeTimings(EntryContext &c)
{
    using base::unknownDuration;
    const exchange::Timing timing = exchange::timing(c.exchange, c.entry.connection ? &*c.entry.connection : nullptr, c.entry.first);
    c.out.pair("startedDateTime", decode::isoTime(timing.begin));
    const auto known = [](base::Duration duration) { return std::max<base::Duration>(0, duration); };
    const bool connects = timing.connect != unknownDuration || timing.tls != unknownDuration;
    const base::Duration connect = connects ? known(timing.connect) + known(timing.tls) : unknownDuration;
    const base::Duration phases = known(timing.dns) + known(connect) + known(timing.send) + known(timing.wait) + known(timing.receive);
    // A connection may be opened long before its first request.
    const bool idle = connects && timing.send != unknownDuration && timing.receive != unknownDuration && timing.total > phases;
    const base::Duration blocked = idle ? timing.total - phases : unknownDuration;
    c.out.key("time");
    c.out.milliseconds(phases + known(blocked));
    c.out.key("timings");
    c.out.beginObject();
    const auto phase = [&](std::string_view name, base::Duration duration) {
        c.out.key(name);
        c.out.milliseconds(duration);
    };
    phase("blocked", blocked);
    phase("dns", timing.dns);
    phase("connect", connect);
    phase("ssl", timing.tls);
    phase("send", timing.send);
    phase("wait", timing.wait);
    phase("receive", timing.receive);
    c.out.endObject();
}

} // namespace exporters
