// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/har_conversation.h"

#include "app/exporters/har_extensions.h"
#include "app/exporters/har_items.h"
#include "app/protocols/protocol_info.h"

namespace exporters {

namespace {

// Secrets cannot be found in bytes that nobody can parse, so a masked file omits them.
constexpr std::string_view leftOut =
    "Bytes omitted: they could not be searched for secrets. An unmasked export contains them.";

void writePiece(EntryContext &c, const exchange::Item &item)
{
    c.out.beginObject();
    c.out.pair("type", item.half == protocols::Half::Request ? "send" : "receive");
    c.out.key("time");
    c.out.seconds(item.end);
    c.out.pair("size", item.wireBytes);
    c.out.pairIf("_note", item.label);
    if (!c.masker && !item.slices.empty())
        writeItemData(c, item, false);
    else if (item.lostBytes)
        c.out.pair("_lost", item.lostBytes);
    c.out.endObject();
}

} // namespace

void writeConversation(EntryContext &c)
{
    c.out.beginObject();
    c.out.pairIf("protocol", protocols::protocolInfo(c.exchange.protocol).name);
    c.out.pairIf("target", c.exchange.host);
    c.out.pairIf("note", c.exchange.reason);
    c.out.pair("requestBytes", c.exchange.request.bodyBytes + c.exchange.request.bodyLost);
    c.out.pair("responseBytes", c.exchange.response.bodyBytes + c.exchange.response.bodyLost);
    c.out.key("pieces");
    c.out.beginArray();
    c.entry.items.forEach([&](const exchange::Item &item) { writePiece(c, item); });
    c.out.endArray();
    writeItemsBeyond(c);
    if (c.masker && c.entry.items.size() > 0)
        c.out.pair("comment", leftOut);
    c.out.endObject();
}

} // namespace exporters
