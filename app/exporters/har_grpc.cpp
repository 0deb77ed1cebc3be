// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/har_grpc.h"

#include "app/decode/protobuf_types.h"
#include "app/decode/status_details.h"
#include "app/exchange/head.h"
#include "app/exporters/har_items.h"
#include "app/exporters/item_bytes.h"
#include "app/exporters/json_tree.h"

#include <nlohmann/json.hpp>

namespace exporters {

using protocols::ItemKind;

namespace {

constexpr size_t headMax = 4 << 20;
constexpr size_t textBytesMax = 64 << 20;    // of a message converted to text

// `type`: of the message; empty if unknown.
void writeGrpcMessage(EntryContext &c, const exchange::Item &item, const std::string &type)
{
    c.out.beginObject();
    c.out.key("time");
    c.out.seconds(item.end);
    c.out.pair("type", item.half == protocols::Half::Request ? "send" : "receive");
    c.out.pair("size", item.wireBytes);
    if (item.kind == ItemKind::Grpc)
        c.out.pair("compressed", (item.code & 1) != 0);
    c.out.pairIf("_note", item.label);
    const uint64_t maskedBefore = c.masked.count;
    if (item.kind == ItemKind::Grpc && !type.empty()) {
        const ItemBytes contents = itemBytes(item, c.source, textBytesMax);
        const decode::ProtobufReading reading = decode::readMessage(contents.coded ? nullptr : c.types(), type, contents.bytes);
        if (reading.described)
            c.out.pair("text", c.masker ? c.masker->json(reading.text, c.masked) : reading.text);
        c.out.pairIf("_note", reading.note);
    }
    if (c.masked.count == maskedBefore)
        writeItemData(c, item, true, item.kind == ItemKind::Grpc ? "application/x-protobuf" : "application/grpc");
    c.out.endObject();
}

} // namespace

bool hasGrpcMessages(const EntryContext &c)
{
    bool any = false;
    c.entry.items.forEach([&](const exchange::Item &item) { any = any || item.kind == ItemKind::Grpc; });
    return any;
}

bool bodiesAreMessages(const EntryContext &c)
{
    return c.masker && c.types() && hasGrpcMessages(c) && c.types()->method(c.exchange.operation);
}

void writeGrpcMessages(EntryContext &c)
{
    if (!hasGrpcMessages(c))
        return;
    const auto method = c.types() ? c.types()->method(c.exchange.operation) : std::nullopt;
    c.out.key("_grpcMessages");
    c.out.beginArray();
    c.entry.items.forEach([&](const exchange::Item &item) {
        const bool request = item.half == protocols::Half::Request;
        writeGrpcMessage(c, item, !method ? std::string() : request ? method->request : method->response);
    });
    c.out.endArray();
    writeItemsBeyond(c);
}

void writeStatusDetails(EntryContext &c)
{
    if (!c.exchange.contentType.starts_with("application/grpc"))
        return;
    const exchange::Message &response = c.exchange.response;
    for (const std::vector<base::Slice> *part : {&response.trailers, &response.head}) {
        const auto bytes = part->empty() ? std::nullopt : std::optional(c.source.read(*part, headMax));
        if (!bytes || !*bytes)
            continue;
        const std::string_view text(reinterpret_cast<const char *>((*bytes)->data()), (*bytes)->size());
        const auto fields = part == &response.head ? exchange::parseHead(**bytes).fields : exchange::parseFields(text);
        for (const exchange::HeadField &field : fields) {
            const auto details = exchange::equalsIgnoringCase(field.name, decode::statusDetailsField) ? decode::statusDetails(c.types(), field.value) : std::nullopt;
            if (!details)
                continue;
            const std::string shown = c.masker ? c.masker->json(*details, c.masked) : *details;
            const auto value = nlohmann::ordered_json::parse(shown, nullptr, false);
            c.out.key("details");
            if (value.is_discarded())
                c.out.text(shown);
            else
                writeJson(value, c.out); // on one line, as a program reading the file would rewrite it
            return;
        }
    }
}

std::string maskedStatusDetails(EntryContext &c, const std::string &value)
{
    const auto details = decode::statusDetails(c.types(), value);
    masking::Report found;
    if (!details)
        return "omitted: not a google.rpc.Status, so it could not be searched for secrets";
    c.masker->json(*details, found);
    return found.count ? "omitted: it contains secrets; see _outcome for the masked value" : value;
}

} // namespace exporters
