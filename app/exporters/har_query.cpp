// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/har_query.h"

#include "app/exporters/masked_items.h"
#include "app/masking/statement.h"
#include "app/protocols/protocol_info.h"

namespace exporters {

namespace {

using protocols::Half;
using protocols::ItemKind;

constexpr size_t itemMax = 1 << 20;

std::string_view outcomeName(protocols::Outcome outcome)
{
    return outcome == protocols::Outcome::Ok ? "ok" : outcome == protocols::Outcome::Error ? "error" : "";
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
            text = maskedQueryItem(*c.masker, c.exchange, item, text, c.masked);
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
    c.out.pairIf("operation", c.masker ? c.masker->value(c.exchange.operation, c.masked) : c.exchange.operation);
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
