// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/har_interim.h"

#include "app/exporters/har_head.h"

namespace exporters {

namespace {

constexpr size_t headsMax = 4 << 20;

} // namespace

void writeInterimResponses(EntryContext &c)
{
    if (c.exchange.interim.empty())
        return;
    const auto bytes = c.source.read(c.exchange.interim, headsMax);
    if (!bytes) {
        ++c.bodiesUnread;
        return;
    }
    c.out.key("_interimResponses");
    c.out.beginArray();
    for (const exchange::Head &head : exchange::parseHeads({reinterpret_cast<const char *>(bytes->data()), bytes->size()})) {
        c.out.beginObject();
        c.out.pair("status", head.status);
        c.out.pair("statusText", head.reason);
        c.out.pair("httpVersion", head.version);
        c.out.key("headers");
        writeFields(c, head.fields);
        c.out.endObject();
    }
    c.out.endArray();
}

} // namespace exporters
