// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/mongodb/mongodb_parser.h"

#include "app/protocols/byte_reader.h"
#include "app/protocols/mongodb/bson.h"

#include <algorithm>

namespace protocols::mongodb {

namespace {

constexpr size_t commandMax = 64 * 1024;

std::string_view wireBytes(const Packet &packet)
{
    return {reinterpret_cast<const char *>(packet.bytes.data()), packet.bytes.size()};
}

// Calls `call` with each consecutive document; the last may be cut.
template<class Call> void forEachDocument(std::string_view documents, Call call)
{
    while (!documents.empty()) {
        const size_t size = std::min(Document(documents).size(), documents.size());
        if (size == 0)
            return;
        call(documents.substr(0, size));
        documents.remove_prefix(size);
    }
}

// The command as one JSON document, as in a driver's API: document sequences become arrays.
std::string commandText(const Message &message)
{
    std::string json;
    appendJson(json, message.body, commandMax);
    for (const Sequence &sequence : message.sequences) {
        json.pop_back();
        json += json.ends_with('{') ? "" : ",";
        appendQuoted(json, limitedText(sequence.name, 256));
        json += ":[";
        uint64_t documents = 0, left = 0;
        forEachDocument(sequence.documents, [&](std::string_view document) {
            if (json.size() > commandMax) {
                ++left;
                return;
            }
            json += documents++ ? "," : "";
            appendJson(json, document, commandMax);
        });
        closeCut(json, false, left);
        json += '}';
    }
    return json;
}

std::string errorWords(std::string_view error)
{
    const auto code = numberOf(find(error, "code"));
    std::string words = code ? std::to_string(int64_t(*code)) : std::string();
    if (const auto name = textOf(find(error, "codeName")))
        words += (words.empty() ? "" : " ") + limitedText(*name, 256);
    const auto text = textOf(find(error, "errmsg"));
    if (const auto old = textOf(find(error, "$err")); text || old)
        words += (words.empty() ? "" : ": ") + limitedText(text ? *text : *old, 4096);
    return words;
}

// The first of an array of errors; empty if there is none.
std::string firstError(std::string_view body, std::string_view name)
{
    const auto errors = find(body, name);
    if (!errors || errors->type != 4)
        return {};
    Document elements(errors->value);
    Element first;
    return elements.next(first) && first.type == 3 ? errorWords(first.value) : std::string();
}

} // namespace

std::optional<uint64_t> MongoDbParser::lengthOf(Half, std::span<const std::byte> bytes)
{
    const uint64_t length = ByteReader(bytes).little(4);
    if (bytes.size() < 4)
        return 0;
    return length < headSize || length > longestMessage ? std::nullopt : std::optional(length);
}

Verdict MongoDbParser::startsAt(Half half, std::span<const std::byte> bytes) { return startsMessage(bytes, half == Half::Request); }

void MongoDbParser::request(const Packet &packet)
{
    const Message message = readMessage(wireBytes(packet));
    Document command(message.body);
    Element first;
    const bool named = command.next(first);
    std::string verb = named ? limitedText(first.name, 64) : message.unread.empty() ? "UNKNOWN" : "COMPRESSED";
    const std::string text = named ? commandText(message) : "(" + std::string(message.unread.empty() ? "no command" : message.unread) + ")";
    std::string target;
    if (const auto database = textOf(find(message.body, "$db")))
        target = limitedText(*database, 256);
    else
        target = limitedText(message.collection.substr(0, message.collection.find('.')), 256);
    ask(message.number, {},
        {.scheme = "mongodb", .verb = verb, .text = text, .target = target, .begin = packet.begin}, !message.moreToCome, packet);
}

void MongoDbParser::reply(const Packet &packet)
{
    const Message message = readMessage(wireBytes(packet));
    if (!answer(message.answers))
        return;
    const auto cursor = find(message.body, "cursor");
    std::optional<uint64_t> rows;
    if (cursor && cursor->type == 3)
        rows = documents(cursor->value, packet);
    const auto ok = numberOf(find(message.body, "ok")), count = numberOf(find(message.body, "n"));
    Answer told{.outcome = Outcome::Unknown, .words = message.unread, .rows = rows};
    std::string words = firstError(message.body, "writeErrors");
    if (words.empty() && find(message.body, "writeConcernError"))
        words = errorWords(find(message.body, "writeConcernError")->value);
    if (!words.empty() || (ok && *ok == 0)) {
        told.outcome = Outcome::Error;
        if (words.empty())
            words = errorWords(message.body);
    } else if (ok || cursor) {
        told.outcome = Outcome::Ok;
        if (const auto modified = numberOf(find(message.body, "nModified")); modified && count)
            words = std::to_string(int64_t(*count)) + " matched, " + std::to_string(int64_t(*modified)) + " modified";
    }
    if (!told.rows && count && *count >= 0)
        told.rows = uint64_t(*count);
    if (!words.empty())
        told.words = words;
    sink().answer(replyStream(), told, packet.time);
    if (message.moreToCome)
        answerContinues(message.number);
}

// Reports the documents of a batch, one row each. Returns how many there are, if all are here.
std::optional<uint64_t> MongoDbParser::documents(std::string_view cursor, const Packet &packet)
{
    auto batch = find(cursor, "firstBatch");
    if (!batch)
        batch = find(cursor, "nextBatch");
    if (!batch)
        return {};
    TextRows rows;
    Document elements(batch->value);
    for (Element element; elements.next(element);) {
        if (!rows.wanted()) {
            rows.count();
            continue;
        }
        std::string json;
        appendJson(json, element.value, TextRows::rowMax);
        rows.add(sink(), replyStream(), {.half = Half::Response, .kind = ItemKind::Row, .begin = packet.begin, .end = packet.time, .wireBytes = element.value.size()}, json);
    }
    return elements.whole() ? std::optional(rows.size()) : std::nullopt;
}

std::unique_ptr<Parser> create(Direction requestDirection, bool fromStart, const Limits &limits, Sink &sink)
{
    return std::make_unique<MongoDbParser>(requestDirection, fromStart, limits, sink);
}

Verdict recognise(std::span<const std::byte> first, Direction direction, base::Side side, bool)
{
    const bool request = side == base::Side::Unknown || (side == base::Side::Client) == (direction == Direction::Sent);
    return startsMessage(first, request);
}

} // namespace protocols::mongodb
