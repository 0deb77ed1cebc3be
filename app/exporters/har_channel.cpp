// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/har_channel.h"

#include "app/exporters/har_items.h"
#include "app/exporters/har_query.h"

namespace exporters {

void writeChannel(EntryContext &c)
{
    c.out.beginObject();
    c.out.pair("protocol", c.exchange.scheme);
    c.out.pairIf("name", maskedText(c, c.exchange.path));
    c.out.pairIf("target", c.exchange.host);
    c.out.pair("requestBytes", c.exchange.request.bodyBytes + c.exchange.request.bodyLost);
    c.out.pair("responseBytes", c.exchange.response.bodyBytes + c.exchange.response.bodyLost);
    writeChannelMessages(c);
    c.out.endObject();
}

} // namespace exporters
