// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/har_original.h"

#include "app/exporters/har_body.h"
#include "app/exporters/har_circumstances.h"
#include "app/exporters/har_grpc.h"
#include "app/exporters/har_items.h"
#include "app/exporters/har_original_mask.h"
#include "app/exporters/har_original_spelling.h"
#include "app/exporters/json_tree.h"
#include "app/exporters/json_values.h"

#include <optional>
#include <utility>

namespace exporters {

namespace {

using exchange::Contents;
using exchange::Message;
using nlohmann::json;

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

// Members that are left, masked as a JSON object; their braces aside.
void writeRest(EntryContext &c, const json &rest)
{
    std::string text;
    appendJson(rest, text);
    c.out.members(c.masker ? c.masker->json(text, c.masked) : text);
}

// Members that were masked one by one, or hold no secrets.
void writeMembers(EntryContext &c, const json &object, std::initializer_list<const char *> names)
{
    for (const char *name : names) {
        if (const json *member = find(object, name)) {
            c.out.key(name);
            writeJson(*member, c.out);
        }
    }
}

// Takes the members of these names out of `object`.
json without(json object, std::initializer_list<const char *> names)
{
    for (const char *name : names)
        object.erase(name);
    return object;
}

// An object with a body's text: content, postData, _content.
void writeHolder(EntryContext &c, const char *name, json &holder, const Message &message, const std::string &contentType)
{
    const json *mark = find(holder, "text");
    const bool taken = mark && mark->is_boolean();
    const std::string mimeType = text(holder, "mimeType");
    const exchange::ContentType type = exchange::parseContentType(mimeType.empty() ? contentType : mimeType);
    std::optional<BodyWriter> body;
    if (taken && !bodiesAreMessages(c))
        body.emplace(bodyInput(c, message, type, {}), c.source, c.masker, c.masked);
    c.out.key(name);
    c.out.beginObject();
    if (c.masker)
        maskParameters(holder, "params", c);
    writeMembers(c, holder, {"size", "compression", "mimeType", "params"});
    bool base64 = exchange::equalsIgnoringCase(text(holder, "encoding"), "base64");
    if (body && body->showable()) {
        c.bodiesUnread += body->readFailed();
        c.out.key("text");
        // Base64 that could not be read is a text of its own.
        if (base64 && message.contents != Contents::Text)
            body->writeBase64(c.out);
        else
            body->write(c.out);
        base64 = base64 || !body->isText();
    } else if (!taken && mark) {
        writeMembers(c, c.masker ? json{{"text", maskedText(*mark, c)}} : holder, {"text"});
    }
    if (base64)
        c.out.pair("encoding", "base64");
    else
        writeMembers(c, holder, {"encoding"});
    const std::string comment = body ? body->comment() : std::string();
    if (!comment.empty())
        c.out.pair("comment", comment);
    else
        writeMembers(c, holder, {"comment"});
    writeRest(c, without(holder, {"size", "compression", "mimeType", "params", "text", "encoding", "comment"}));
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

void writeHalf(EntryContext &c, const char *name, json &half, const Message &message)
{
    json *holders[] = {findObject(half, "postData"), findObject(half, "_content"), findObject(half, "content")};
    static constexpr const char *names[] = {"postData", "_content", "content"};
    c.out.key(name);
    c.out.beginObject();
    if (c.masker)
        maskHalf(half, c);
    writeMembers(c, half, {"method", "url", "status", "statusText", "httpVersion", "cookies", "headers", "queryString"});
    for (size_t i = 0; i < std::size(holders); ++i) {
        if (holders[i])
            writeHolder(c, names[i], *holders[i], message, typeOf(half));
    }
    writeMembers(c, half, {"redirectURL", "headersSize", "bodySize", "_trailers"});
    json rest = without(half, {"method", "url", "status", "statusText", "httpVersion", "cookies", "headers", "queryString", "redirectURL", "headersSize", "bodySize", "_trailers"});
    for (size_t i = 0; i < std::size(holders); ++i) {
        if (holders[i])
            rest.erase(names[i]);
    }
    writeRest(c, rest);
    c.out.endObject();
}

// Whether the messages inside are written from what was read of them: to mask them, or to give gRPC's a text.
bool rewritesItems(const EntryContext &c)
{
    return c.masker || (c.types() && hasGrpcMessages(c));
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
    writeMembers(c, entry, {"pageref", "startedDateTime", "time"});
    json rest = without(entry, {"pageref", "startedDateTime", "time", "_process"});
    if (json *request = findObject(rest, "request")) {
        writeHalf(c, "request", *request, c.exchange.request);
        rest.erase("request");
    }
    if (json *response = findObject(rest, "response")) {
        writeHalf(c, "response", *response, c.exchange.response);
        rest.erase("response");
    }
    writeMembers(c, entry, {"_process"});
    if (rewritesItems(c)) {
        rest = without(std::move(rest), {"_webSocketMessages", "_eventStream", "_eventSourceMessages", "_records", "_webSocketClose", "_grpcMessages", "_messagesBeyond"});
        if (c.exchange.kind == exchange::Kind::Channel)
            rest.erase("_resourceType");
        writeItems(c);
    }
    writeRest(c, without(rest, {"_masked"}));
    if (c.masked.count)
        writeMasked(c);
    else
        writeMembers(c, rest, {"_masked"});
    c.out.endObject();
}

} // namespace exporters
