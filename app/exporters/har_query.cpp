// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/har_query.h"

#include "app/decode/json_scan.h"
#include "app/masking/statement.h"
#include "app/protocols/protocol_info.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace exporters {

namespace {

using protocols::Half;
using protocols::ItemKind;

constexpr size_t itemMax = 1 << 20;

// What the parsers write as JSON is valid JSON, unless it was cut, or an imported file says otherwise.
bool isJson(const exchange::Item &item, std::string_view text)
{
    const bool asked = item.half == Half::Request && item.kind == ItemKind::Record && item.label != "copy";
    const bool written = item.kind == ItemKind::Row || item.kind == ItemKind::Notice || asked;
    return written && nlohmann::json::accept(text);
}

// JSON may be cut: what is there still has its names.
std::string maskedContents(EntryContext &c, const std::string &text)
{
    return text.starts_with('{') || text.starts_with('[') ? c.masker->json(text, c.masked) : c.masker->value(text, c.masked);
}

std::string_view outcomeName(protocols::Outcome outcome)
{
    return outcome == protocols::Outcome::Ok ? "ok" : outcome == protocols::Outcome::Error ? "error" : "";
}

// A list of values: masks those assigned to a secret name, and secrets within the others.
std::string maskedParameters(EntryContext &c, const std::string &list)
{
    const bool sql = protocols::protocolInfo(c.exchange.protocol).language == protocols::Language::Sql;
    const std::vector<size_t> secret = sql ? masking::secretParameters(*c.masker, c.exchange.path) : std::vector<size_t>();
    std::string named = "[";
    decode::JsonMembers members(list);
    for (size_t number = 0; const auto member = members.next(); ++number) {
        named += number ? "," : "";
        const bool hidden = std::find(secret.begin(), secret.end(), number) != secret.end()
            && (member->kind == decode::JsonKind::String || member->kind == decode::JsonKind::Number);
        if (hidden) {
            const std::string value = member->kind == decode::JsonKind::String ? decode::jsonUnescaped(member->value.substr(1, member->value.size() - 2)) : std::string(member->value);
            named += '"' + c.masker->hide(value, "statement", "parameter", c.masked) + '"';
        } else {
            named += c.masker->json("[" + std::string(member->value) + "]", c.masked).substr(1);
            named.pop_back();
        }
    }
    return members.closed() ? named + "]" : c.masker->json(list, c.masked);
}

// The items of one kind and half (and label, if needed to distinguish them), as JSON if they are.
void writeQueryItems(EntryContext &c, std::string_view name, Half half, ItemKind kind, std::string_view label = {})
{
    const bool labelled = half == Half::Request && kind == ItemKind::Record;
    bool any = false;
    for (const exchange::Item &item : c.entry.rows) {
        if (item.half != half || item.kind != kind || (labelled && item.label != label))
            continue;
        const auto bytes = c.source.read(item.slices, itemMax);
        if (!bytes) {
            ++c.bodiesUnread;
            continue;
        }
        std::string text(reinterpret_cast<const char *>(bytes->data()), bytes->size());
        const bool json = isJson(item, text);
        if (c.masker)
            text = json && label == "parameters" && text.starts_with('[') ? maskedParameters(c, text) : maskedContents(c, text);
        if (!any) {
            c.out.key(name);
            c.out.beginArray();
            any = true;
        }
        if (json)
            c.out.json(text);
        else
            c.out.text(text);
    }
    if (any)
        c.out.endArray();
}

} // namespace

std::string maskedText(EntryContext &c, std::string_view text)
{
    return c.masker ? masking::maskStatement(*c.masker, protocols::protocolInfo(c.exchange.protocol), text, c.masked) : std::string(text);
}

void writeQuery(EntryContext &c)
{
    c.out.beginObject();
    c.out.pair("protocol", c.exchange.scheme);
    c.out.pairIf("verb", c.exchange.method);
    c.out.pair("statement", maskedText(c, c.exchange.path));
    c.out.pairIf("target", c.exchange.host);
    writeQueryItems(c, "parameters", Half::Request, ItemKind::Record, "parameters");
    writeQueryItems(c, "copiedIn", Half::Request, ItemKind::Record, "copy");
    writeQueryItems(c, "records", Half::Request, ItemKind::Record);
    writeQueryItems(c, "message", Half::Request, ItemKind::Message);
    c.out.pairIf("outcome", outcomeName(c.exchange.outcome));
    c.out.pairIf("result", c.masker ? c.masker->value(c.exchange.result, c.masked) : c.exchange.result);
    if (c.exchange.rows)
        c.out.pair("rows", *c.exchange.rows);
    writeQueryItems(c, "answer", Half::Response, ItemKind::Row);
    writeQueryItems(c, "copiedOut", Half::Response, ItemKind::Record);
    writeQueryItems(c, "reply", Half::Response, ItemKind::Message);
    writeQueryItems(c, "notices", Half::Response, ItemKind::Notice);
    c.out.pair("requestBytes", c.exchange.request.bodyBytes + c.exchange.request.bodyLost);
    c.out.pair("responseBytes", c.exchange.response.bodyBytes + c.exchange.response.bodyLost);
    c.out.endObject();
}

} // namespace exporters
