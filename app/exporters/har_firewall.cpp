// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/har_firewall.h"

#include "app/decode/value_text.h"
#include "app/exporters/har_carrier_reader.h"
#include "app/exporters/har_time.h"
#include "app/exporters/json_values.h"

namespace exporters {

namespace {

using json = nlohmann::ordered_json;

constexpr size_t listMax = 64;   // of another capture

void writeEnd(decode::JsonWriter &out, std::string_view name, const base::Endpoint &from, const base::Endpoint &to)
{
    out.key(name);
    out.beginObject();
    out.pair("from", base::endpointText(from));
    out.pair("to", base::endpointText(to));
    out.endObject();
}

void writeTranslations(decode::JsonWriter &out, const exchange::Connection &connection)
{
    out.key("_nat");
    out.beginArray();
    for (const exchange::Translation &translation : connection.translations) {
        out.beginObject();
        if (translation.netns)
            out.pair("netns", translation.netns);
        writeEnd(out, "original", translation.from, translation.to);
        writeEnd(out, "reply", translation.answerFrom, translation.answerTo);
        out.endObject();
    }
    out.endArray();
}

void writeDrops(decode::JsonWriter &out, const exchange::Connection &connection)
{
    out.key("_drops");
    out.beginArray();
    for (const exchange::Drops &drops : connection.drops) {
        out.beginObject();
        out.pair("reason", drops.reason);
        out.pair("packets", drops.count);
        out.pair("direction", drops.sent ? "sent" : "received");
        out.pair("first", decode::isoTime(drops.first));
        out.pair("last", decode::isoTime(drops.last));
        out.pair("byFirewall", drops.byFirewall);
        out.pairIf("firewall", drops.firewall);
        out.pairIf("hook", drops.hook);
        out.pairIf("family", drops.family);
        out.pairIf("table", drops.table);
        out.pairIf("chain", drops.chain);
        if (drops.candidates > 1)
            out.pair("candidates", drops.candidates);
        if (drops.netns)
            out.pair("netns", drops.netns);
        out.endObject();
    }
    out.endArray();
}

void readEnd(const json &translation, const char *name, base::Endpoint &from, base::Endpoint &to)
{
    if (const json *end = findObject(translation, name)) {
        from = parseEndpoint(text(*end, "from"), 0);
        to = parseEndpoint(text(*end, "to"), 0);
    }
}

} // namespace

void writeFirewall(decode::JsonWriter &out, const exchange::Connection &connection)
{
    if (!connection.translations.empty())
        writeTranslations(out, connection);
    if (!connection.drops.empty())
        writeDrops(out, connection);
}

void readFirewall(const json &entry, exchange::Connection &connection)
{
    if (const json *list = findArray(entry, "_nat"))
        for (const json &each : *list) {
            if (!each.is_object() || connection.translations.size() >= listMax)
                continue;
            exchange::Translation &translation = connection.translations.emplace_back();
            translation.netns = count32(each, "netns");
            readEnd(each, "original", translation.from, translation.to);
            readEnd(each, "reply", translation.answerFrom, translation.answerTo);
        }
    if (const json *list = findArray(entry, "_drops"))
        for (const json &each : *list) {
            if (!each.is_object() || connection.drops.size() >= listMax)
                continue;
            exchange::Drops &drops = connection.drops.emplace_back();
            drops.reason = text(each, "reason");
            drops.count = count(each, "packets");
            drops.sent = text(each, "direction") == "sent";
            drops.first = parseTime(text(each, "first"));
            drops.last = parseTime(text(each, "last"));
            drops.byFirewall = flag(each, "byFirewall");
            drops.firewall = text(each, "firewall");
            drops.hook = text(each, "hook");
            drops.family = text(each, "family");
            drops.table = text(each, "table");
            drops.chain = text(each, "chain");
            drops.candidates = find(each, "candidates") ? count32(each, "candidates") : !drops.chain.empty() || !drops.table.empty();
            drops.netns = count32(each, "netns");
        }
}

} // namespace exporters
