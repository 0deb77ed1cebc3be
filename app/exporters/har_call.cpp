// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/har_call.h"

#include "app/base/side_name.h"
#include "app/calls/names.h"

#include <algorithm>

namespace exporters {

namespace {

void writeOtherHalf(EntryContext &c, const calls::Account &call)
{
    // The same in both halves' entries.
    c.out.pair("id", std::min(c.exchange.id, call.otherHalf));
    c.out.key("other");
    c.out.beginObject();
    if (c.entry.otherConnection != base::noId)
        c.out.pair("connection", c.entry.otherConnection);
    if (c.entry.otherProcess) {
        c.out.pair("pid", c.entry.otherProcess->pid);
        c.out.pairIf("comm", c.entry.otherProcess->comm);
        c.out.pairIf("exe", c.entry.otherProcess->exe);
    }
    c.out.endObject();
    c.out.key("timesMs");
    c.out.beginObject();
    calls::visitStretches([&](std::string_view name, auto stretch) {
        if (call.stretches.*stretch == base::unknownDuration)
            return;
        c.out.key(name);
        c.out.milliseconds(call.stretches.*stretch);
    });
    c.out.endObject();
}

// Both ends of a link have a number by which it names them.
void writeCause(EntryContext &c, const calls::Account &call)
{
    const std::string_view unknown = calls::causelessName(call.cause.why);
    if (call.cause.cause == base::noId && unknown.empty() && !call.led)
        return;
    c.out.key("_caused");
    c.out.beginObject();
    c.out.pair("id", c.exchange.id);
    if (call.cause.cause != base::noId) {
        c.out.pair("by", call.cause.cause);
        c.out.pair("how", calls::howName(call.cause.how));
        c.out.pair("sureness", calls::surenessName(call.cause.sureness));
    }
    c.out.pairIf("unknown", unknown);
    c.out.endObject();
}

void writeWhy(decode::JsonWriter &out, const calls::Slowness &why)
{
    if (why.cause == calls::Cause::Unknown)
        return;
    out.key("_why");
    out.beginObject();
    out.pair("cause", calls::causeName(why.cause));
    out.pair("sureness", calls::surenessName(why.sureness));
    out.key("ms");
    out.milliseconds(why.share);
    out.key("ofMs");
    out.milliseconds(why.total);
    if (why.roundTripUs)
        out.pair("roundTripUs", *why.roundTripUs);
    if (why.retransmits)
        out.pair("retransmits", *why.retransmits);
    if (why.closedWindow > 0) {
        out.key("closedWindowMs");
        out.milliseconds(why.closedWindow);
    }
    out.endObject();
}

} // namespace

void writeCall(EntryContext &c)
{
    if (!c.entry.call)
        return;
    const calls::Account &call = *c.entry.call;
    if (call.lone != calls::Lone::OtherEndUnseen) {
        c.out.key("_call");
        c.out.beginObject();
        if (call.side != base::Side::Unknown)
            c.out.pair("half", base::sideName(call.side));
        c.out.pairIf("alone", calls::loneName(call.lone));
        if (call.lone == calls::Lone::Joined)
            writeOtherHalf(c, call);
        c.out.endObject();
    }
    writeWhy(c.out, call.why);
    writeCause(c, call);
}

} // namespace exporters
