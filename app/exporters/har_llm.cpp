// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/har_llm.h"

#include "app/exchange/head.h"
#include "app/exchange/item_coding.h"
#include "app/exporters/har_body.h"
#include "app/exporters/har_head.h"
#include "app/llm/spoken.h"

#include <algorithm>

namespace exporters {

namespace {

// The masked text of a body; what was masked in it is counted with the body itself.
std::string maskedText(EntryContext &c, BodyInput input)
{
    input.max = std::min<uint64_t>(input.max, llm::spokenMax);
    masking::Report counted;
    BodyWriter body(input, c.source, c.masker, counted);
    return body.showable() && body.isText() ? body.text() : std::string();
}

std::string maskedHalf(EntryContext &c, const exchange::Message &message, bool request)
{
    const exchange::Head head = readHead(c, message);
    const std::string *type = head.find("content-type");
    const std::string encoding = request ? exchange::bodyCodings(head.fields) : c.exchange.contentEncoding;
    const exchange::ContentType contentType = exchange::parseContentType(type ? *type : std::string());
    return maskedText(c, bodyInput(message, contentType, encoding, c.options.bodyMax));
}

llm::Spoken maskedSpoken(EntryContext &c)
{
    llm::Spoken spoken{.dialect = c.exchange.dialect, .target = c.exchange.path, .request = maskedHalf(c, c.exchange.request, true), .answer = {},
                       .requestEnd = c.exchange.request.end};
    size_t room = llm::spokenMax;
    c.entry.items.forEach([&](const exchange::Item &item) {
        if (!llm::isPiece(item) || room == 0)
            return;
        BodyInput input;
        input.slices = item.slices;
        input.contentEncoding = exchange::codingName(item.coding);
        input.mayHaveCharset = false;
        spoken.answer.push_back({maskedText(c, input), item.end});
        room -= std::min(room, spoken.answer.back().json.size());
    });
    spoken.streamed = !spoken.answer.empty();
    if (!spoken.streamed)
        spoken.answer.push_back({maskedHalf(c, c.exchange.response, false), 0});
    return spoken;
}

void writePart(EntryContext &c, const llm::Part &part)
{
    c.out.beginObject();
    c.out.pair("type", llm::partName(part.kind));
    c.out.pairIf("name", part.name);
    c.out.pairIf("id", part.id);
    if (!part.text.empty() || !part.bytes)
        c.out.pair("text", c.masker ? c.masker->value(part.text, c.masked) : part.text);
    if (part.bytes)
        c.out.pair("size", part.bytes);
    if (part.failed)
        c.out.pair("error", true);
    if (part.cut)
        c.out.pair("cut", true);
    c.out.endObject();
}

void writeTurns(EntryContext &c, std::string_view name, const std::vector<llm::Turn> &turns)
{
    c.out.key(name);
    c.out.beginArray();
    for (const llm::Turn &turn : turns) {
        c.out.beginObject();
        c.out.pair("role", llm::roleName(turn.role));
        c.out.key("parts");
        c.out.beginArray();
        for (const llm::Part &part : turn.parts)
            writePart(c, part);
        c.out.endArray();
        c.out.endObject();
    }
    c.out.endArray();
}

void writeUsage(decode::JsonWriter &out, const llm::Usage &usage)
{
    if (usage == llm::Usage())
        return;
    out.key("tokens");
    out.beginObject();
    const auto count = [&](std::string_view name, std::optional<uint64_t> value) {
        if (value)
            out.pair(name, *value);
    };
    count("input", usage.input);
    count("output", usage.output);
    count("cached", usage.cached);
    count("reasoning", usage.reasoning);
    out.endObject();
}

} // namespace

void writeModelCall(EntryContext &c)
{
    if (!protocols::isModelCall(c.exchange.dialect))
        return;
    const llm::Transcript call = llm::readTranscript(c.masker ? maskedSpoken(c) : llm::readSpoken(c.exchange, c.entry.items, c.source));
    c.out.key("_llm");
    c.out.beginObject();
    c.out.pair("api", llm::dialectName(call.dialect));
    c.out.pairIf("model", call.asked);
    c.out.pairIf("answeredBy", call.answered);
    c.out.pair("streamed", call.streamed);
    writeUsage(c.out, call.usage);
    c.out.pairIf("stop", call.stop);
    if (!call.error.empty())
        c.out.pair("error", c.masker ? c.masker->value(call.error, c.masked) : call.error);
    if (call.firstToken != base::unknownDuration) {
        c.out.key("firstTokenMs");
        c.out.milliseconds(call.firstToken);
    }
    if (call.tokensPerSecond) {
        c.out.key("tokensPerSecond");
        c.out.number(*call.tokensPerSecond);
    }
    c.out.key("tools");
    c.out.beginArray();
    for (const std::string &tool : call.tools)
        c.out.text(tool);
    c.out.endArray();
    writeTurns(c, "messages", call.turns);
    if (call.turnsBeyond)
        c.out.pair("messagesBeyond", call.turnsBeyond);
    writeTurns(c, "answers", call.answers);
    c.out.endObject();
}

} // namespace exporters
