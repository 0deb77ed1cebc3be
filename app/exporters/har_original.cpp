// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/har_original.h"

#include "app/exporters/har_body.h"
#include "app/exporters/har_circumstances.h"
#include "app/exporters/har_grpc.h"
#include "app/exporters/har_interim.h"
#include "app/exporters/har_items.h"
#include "app/exporters/har_original_mask.h"
#include "app/exporters/har_original_spelling.h"
#include "app/exporters/json_tree.h"
#include "app/exporters/json_values.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

namespace exporters {

namespace {

using exchange::Contents;
using exchange::Message;
using json = nlohmann::ordered_json;

constexpr size_t originalMax = size_t(1) << 30;

std::optional<json> readOriginal(EntryContext &c)
{
    const auto bytes = c.source.read(c.exchange.original, originalMax);
    if (!bytes) {
        ++c.bodiesUnread;
        return std::nullopt;
    }
    const auto *text = reinterpret_cast<const char *>(bytes->data());
    json entry = json::parse(text, text + bytes->size(), nullptr, false);
    return entry.is_object() ? std::optional(std::move(entry)) : std::nullopt;
}

bool isOneOf(std::string_view name, std::initializer_list<std::string_view> names)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

// A value that is already masked, or contains no secrets.
void writePlain(EntryContext &c, const std::string &name, const json &value)
{
    c.out.key(name);
    writeJson(value, c.out);
}

// A value of unknown meaning.
void writeUnknown(EntryContext &c, const std::string &name, const json &value)
{
    if (!c.masker)
        return writePlain(c, name, value);
    std::string text;
    appendJson(json::object({{name, value}}), text);
    c.out.members(c.masker->json(text, c.masked));
}

// An object containing a body's text: content, postData, _content.
void writeHolder(EntryContext &c, const std::string &name, json &holder, const Message &message, const std::string &contentType)
{
    const json *mark = find(holder, "text");
    const bool taken = mark && mark->is_boolean();
    const std::string mimeType = text(holder, "mimeType");
    const exchange::ContentType type = exchange::parseContentType(mimeType.empty() ? contentType : mimeType);
    std::optional<BodyWriter> body;
    if (taken && !bodiesAreMessages(c))
        body.emplace(bodyInput(message, type, {}, c.options.bodyMax), c.source, c.masker, c.masked);
    c.bodiesUnread += body && body->readFailed();
    if (body && !body->comment().empty())
        holder["comment"] = body->comment();
    const bool isBase64 = exchange::equalsIgnoringCase(text(holder, "encoding"), "base64");
    if (body && !body->isText() && !isBase64)
        holder["encoding"] = "base64";
    if (c.masker)
        maskParameters(holder, "params", c);
    c.out.key(name);
    c.out.beginObject();
    for (const auto &[member, value] : holder.items()) {
        if (member != "text") {
            if (isOneOf(member, {"size", "compression", "mimeType", "params", "encoding", "comment"}))
                writePlain(c, member, value);
            else
                writeUnknown(c, member, value);
        } else if (!taken) {
            writePlain(c, member, c.masker ? json(maskedText(value, c)) : value);
        } else if (body && body->showable()) {
            c.out.key(member);
            // Base64 that could not be decoded is plain text.
            if (isBase64 && message.contents != Contents::Text)
                body->writeBase64(c.out);
            else
                body->write(c.out);
        }
    }
    c.out.endObject();
}

std::string typeOf(const json &message)
{
    const json *headers = findArray(message, "headers");
    for (size_t i = 0; headers && i < headers->size(); ++i) {
        if (exchange::equalsIgnoringCase(text((*headers)[i], "name"), "content-type"))
            return text((*headers)[i], "value");
    }
    return {};
}

void writeHalf(EntryContext &c, const std::string &name, json &half, const Message &message)
{
    const std::string contentType = typeOf(half);
    if (c.masker)
        maskHalf(half, c);
    c.out.key(name);
    c.out.beginObject();
    for (auto &[member, value] : half.items()) {
        if (value.is_object() && isOneOf(member, {"postData", "_content", "content"}))
            writeHolder(c, member, value, message, contentType);
        else if (isOneOf(member, {"method", "url", "status", "statusText", "httpVersion", "cookies", "headers", "queryString", "redirectURL", "headersSize", "bodySize", "_trailers"}))
            writePlain(c, member, value);
        else
            writeUnknown(c, member, value);
    }
    c.out.endObject();
}

bool isItemList(std::string_view name)
{
    return isOneOf(name, {"_webSocketMessages", "_eventStream", "_eventSourceMessages", "_records", "_webSocketClose", "_grpcMessages", "_messagesBeyond"});
}

// All members except those written from parsed data, to mask the messages in them or to add gRPC's text.
void writeRest(EntryContext &c, const std::string &name, const json &value)
{
    const bool rewritten = c.masker || (c.types() && hasGrpcMessages(c));
    if (rewritten && (isItemList(name) || (c.exchange.kind == exchange::Kind::Channel && name == "_resourceType")))
        return;
    if (isOneOf(name, {"startedDateTime", "time", "timings", "_process"}))
        writePlain(c, name, value);
    else if (name == "_interimResponses" && c.masker)
        writeInterimResponses(c);
    else if (name != "_masked")
        writeUnknown(c, name, value);
}

} // namespace

void writeOriginal(EntryContext &c)
{
    std::optional<json> read = readOriginal(c);
    if (!read)
        return c.out.json("{}");
    json &entry = *read;
    spellAsHar(entry);
    if (c.masker)
        maskProcess(entry, c);
    c.out.beginObject();
    for (auto &[name, value] : entry.items()) {
        if (value.is_object() && isOneOf(name, {"request", "response"}))
            writeHalf(c, name, value, name == "request" ? c.exchange.request : c.exchange.response);
        else
            writeRest(c, name, value);
    }
    if (c.masker || (c.types() && hasGrpcMessages(c)))
        writeItems(c);
    if (c.masked.count)
        writeMasked(c);
    else if (const json *masked = find(entry, "_masked"))
        writePlain(c, "_masked", *masked);
    c.out.endObject();
}

} // namespace exporters
