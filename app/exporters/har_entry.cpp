// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/har_entry.h"

#include "app/exporters/har_channel.h"
#include "app/exporters/har_circumstances.h"
#include "app/exporters/har_conversation.h"
#include "app/exporters/har_grpc.h"
#include "app/exporters/har_interim.h"
#include "app/exporters/har_items.h"
#include "app/exporters/har_llm.h"
#include "app/exporters/har_original.h"
#include "app/exporters/har_query.h"
#include "app/exporters/har_request.h"
#include "app/exporters/har_response.h"
#include "app/exporters/har_timings.h"

namespace exporters {

namespace {

// What the exchange does and how it ended, if HTTP does not tell.
void writeOperation(EntryContext &c)
{
    c.out.pairIf("_operation", c.masker ? c.masker->value(c.exchange.operation, c.masked) : c.exchange.operation);
    c.out.pairIf("_dialect", protocols::dialectId(c.exchange.dialect));
    if (c.exchange.outcome == protocols::Outcome::Unknown)
        return;
    c.out.key("_outcome");
    c.out.beginObject();
    c.out.pair("error", c.exchange.outcome == protocols::Outcome::Error);
    c.out.pairIf("words", c.exchange.result);
    writeStatusDetails(c);
    c.out.endObject();
}

// An object of our own: its time, what `write` adds, its process and connection.
template <typename Write>
void beside(EntryContext &c, Write write)
{
    c.out.beginObject();
    writeTimings(c);
    write();
    writeCircumstances(c);
    writeMasked(c);
    c.out.endObject();
}

} // namespace

void writeEntry(EntryContext &c)
{
    if (!c.exchange.original.empty())
        return writeOriginal(c);
    c.out.beginObject();
    writeTimings(c);
    c.out.key("request");
    writeRequest(c);
    c.out.key("response");
    writeResponse(c);
    c.out.key("cache");
    c.out.beginObject();
    c.out.endObject();
    if (c.entry.connection) {
        const bool server = c.exchange.side == base::Side::Server;
        c.out.pairIf("serverIPAddress", base::addressText(server ? c.entry.connection->local : c.entry.connection->remote));
        c.out.pair("connection", std::to_string(c.entry.connection->id));
    }
    writeCircumstances(c);
    writeInterimResponses(c);
    writeItems(c);
    writeOperation(c);
    writeModelCall(c);
    writeMasked(c);
    c.out.endObject();
}

void writeQueryEntry(EntryContext &c)
{
    beside(c, [&] {
        c.out.key("_query");
        writeQuery(c);
    });
}

void writeChannelEntry(EntryContext &c)
{
    beside(c, [&] {
        c.out.key("_channel");
        writeChannel(c);
    });
}

void writeConversationEntry(EntryContext &c)
{
    beside(c, [&] {
        c.out.key("_conversation");
        writeConversation(c);
    });
}

void writeConnectionEntry(EntryContext &c)
{
    beside(c, [&] {
        c.out.pairIf("_target", c.exchange.host);
        c.out.pair(c.exchange.kind == exchange::Kind::Failed ? "_failed" : "_notReadable", c.exchange.reason);
    });
}

} // namespace exporters
