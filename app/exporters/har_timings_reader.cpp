// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/har_timings_reader.h"

#include "app/exporters/har_time.h"
#include "app/exporters/json_values.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace exporters {

namespace {

using json = nlohmann::ordered_json;

// Milliseconds to nanoseconds; unknown if missing or negative.
base::Duration phase(const json &timings, const char *name)
{
    const auto value = number(timings, name);
    return value && *value >= 0 && *value < 1e9 ? base::Duration(std::llround(*value * 1e6)) : base::unknownDuration;
}

base::Duration known(base::Duration duration)
{
    return std::max<base::Duration>(0, duration);
}

} // namespace

base::Time startOf(const json &entry)
{
    const json *start = find(entry, "startedDateTime");
    if (!start)
        return 0;
    if (start->is_number())
        return parseTime(std::to_string(start->get<double>()));
    return start->is_string() ? parseTime(start->get_ref<const std::string &>()) : 0;
}

void readTimings(const json &entry, exchange::Exchange &exchange, exchange::Connection *isNew)
{
    const base::Time start = startOf(entry);
    if (start == 0)
        return;
    static const json none = json::object();
    const json *found = findObject(entry, "timings");
    const json &timings = found ? *found : none;
    const base::Duration blocked = phase(timings, "blocked");
    const base::Duration dns = phase(timings, "dns");
    const base::Duration connect = phase(timings, "connect");
    const base::Duration ssl = std::min(phase(timings, "ssl"), connect);
    const base::Duration wait = phase(timings, "wait");
    if (isNew && connect != base::unknownDuration) {
        // Our files have idle time after the connect, others queue before it.
        const bool own = find(entry, "_connection");
        isNew->fromStart = true;
        isNew->opened = start + known(dns) + (own ? 0 : known(blocked));
        isNew->established = isNew->opened + connect - known(ssl);
        if (ssl != base::unknownDuration) {
            isNew->tlsBegin = isNew->established;
            isNew->tlsEnd = isNew->established + ssl;
        }
    }
    exchange::Message &request = exchange.request;
    exchange::Message &response = exchange.response;
    request.begin = request.headEnd = start + known(blocked) + known(dns) + known(connect);
    request.end = request.begin + known(phase(timings, "send"));
    const bool answered = exchange.status != 0 || !response.head.empty();
    if (!answered && (exchange.kind == exchange::Kind::Http || wait == base::unknownDuration))
        return;
    response.begin = response.headEnd = request.end + known(wait);
    response.end = response.begin + known(phase(timings, "receive"));
}

} // namespace exporters
