// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/kafka/kafka_parser.h"

#include "app/protocols/kafka/api.h"
#include "app/protocols/kafka/records.h"

namespace protocols::kafka {

namespace {

std::string_view wireBytes(const Packet &packet)
{
    return {reinterpret_cast<const char *>(packet.bytes.data()), packet.bytes.size()};
}

struct RequestHead {
    int16_t api, version;
    int32_t number;
    std::string_view client;
    FieldReader body;
};

RequestHead readHead(std::string_view bytes)
{
    FieldReader head(bytes, false);
    head.skip(4);
    const int16_t api = head.int16(), version = head.int16();
    const int32_t number = head.int32();
    // The client id is a classic string in every version of the header.
    const std::string_view client = head.string();
    FieldReader body(bytes.substr(head.at()), isFlexible(api, version));
    body.tags();
    return {api, version, number, client, body};
}

const char *unreadWords(RecordsEnd end)
{
    switch (end) {
    case RecordsEnd::Unread:
        return "records in an unknown compression";
    case RecordsEnd::Malformed:
        return "malformed records";
    default:
        return "";
    }
}

} // namespace

std::optional<uint64_t> KafkaParser::lengthOf(Half, std::span<const std::byte> bytes)
{
    if (bytes.size() < 4)
        return 0;
    const uint64_t length = ByteReader(bytes).big(4);
    return length < 4 || length > longestMessage ? std::nullopt : std::optional(length + 4);
}

// A response can only be recognised by the number of a waiting request.
Verdict KafkaParser::startsAt(Half half, std::span<const std::byte> bytes)
{
    if (half == Half::Request)
        return startsRequest(bytes, false);
    ByteReader reader(bytes);
    const uint64_t length = reader.big(4);
    if (bytes.size() >= 4 && (length < 4 || length > longestMessage))
        return Verdict::No;
    if (bytes.size() < 8)
        return Verdict::NeedMore;
    return waits(reader.big(4)) ? Verdict::Yes : Verdict::No;
}

void KafkaParser::request(const Packet &packet)
{
    RequestHead head = readHead(wireBytes(packet));
    const std::string text = describe(head.api, head.version, head.body);
    bool answered = true;
    if (head.api == Produce) {
        FieldReader body = head.body;
        if (head.version >= 3)
            body.string();
        answered = body.int16() != 0;   // acks
    }
    const uint64_t stream = ask(uint32_t(head.number), {.stream = 0, .kind = uint16_t(head.api), .version = uint16_t(head.version)},
                                {.scheme = "kafka", .verb = apiName(head.api), .text = text, .target = {}, .begin = packet.begin}, answered, packet);
    if (head.api == Produce)
        produced(head.body, head.version, stream, packet);
}

void KafkaParser::records(std::string_view bytes, int32_t partition, uint64_t stream, Half half, const Packet &packet, Carried &carried)
{
    const RecordsEnd end = forEachRecord(bytes, [&](const Record &record) {
        if (!carried.rows.wanted()) {
            carried.rows.count();
            return;
        }
        const bool reply = half == Half::Response;
        carried.rows.add(sink(), stream, {.half = half, .kind = reply ? ItemKind::Row : ItemKind::Record, .begin = packet.begin, .end = packet.time,
                                          .wireBytes = record.key.size() + record.value.size()},
                         recordText(carried.topic, partition, record, reply));
    });
    if (end != RecordsEnd::Whole)
        carried.all = false;
    if (carried.unread.empty())
        carried.unread = unreadWords(end);
}

void KafkaParser::produced(FieldReader &body, int16_t version, uint64_t stream, const Packet &packet)
{
    Carried carried;
    if (version >= 3)
        body.string();
    body.skip(6);
    for (size_t topics = body.array(); topics > 0 && body.good(); --topics) {
        carried.topic = topicOf(body, version >= 13);
        for (size_t partitions = body.array(); partitions > 0 && body.good(); --partitions) {
            const int32_t partition = body.int32();
            records(body.bytes(), partition, stream, Half::Request, packet, carried);
            body.tags();
        }
        body.tags();
    }
    if (!carried.unread.empty())
        sink().item(stream, {.half = Half::Request, .kind = ItemKind::Notice, .begin = packet.begin, .end = packet.time, .label = carried.unread});
}

void KafkaParser::reply(const Packet &packet)
{
    const std::string_view bytes = wireBytes(packet);
    FieldReader head(bytes, false);
    head.skip(4);
    const Asked *asked = answer(uint32_t(head.int32()));
    if (!asked)
        return;
    const auto api = int16_t(asked->kind), version = int16_t(asked->version);
    // The response to ApiVersions has the classic header in every version, so that any client can read it (KIP-511).
    const bool flexible = isFlexible(api, version);
    FieldReader body(bytes.substr(head.at()), flexible);
    if (flexible && api != ApiVersions)
        body.tags();
    std::string words;
    Answer answer;
    switch (api) {
    case Produce:
        answer = produceReply(body, version, words);
        break;
    case Fetch:
        answer = fetchReply(body, version, packet, words);
        break;
    case ApiVersions:
    case Heartbeat:
    case LeaveGroup:
    case SyncGroup:
    case JoinGroup:
    case SaslHandshake:
    case SaslAuthenticate: {
        // The error code comes first, after the throttle time if there is one.
        const bool throttled = (api == Heartbeat || api == LeaveGroup || api == SyncGroup) ? version >= 1 : api == JoinGroup ? version >= 2 : false;
        body.skip(throttled ? 4 : 0);
        const int16_t code = body.int16();
        if (body.good()) {
            answer.outcome = code == 0 ? Outcome::Ok : Outcome::Error;
            words = code == 0 ? "" : errorName(code);
        }
        break;
    }
    default:
        break;
    }
    answer.words = words;
    sink().answer(replyStream(), answer, packet.time);
}

Answer KafkaParser::produceReply(FieldReader &body, int16_t version, std::string &words)
{
    Answer answer{.outcome = Outcome::Ok, .words = {}, .rows = {}};
    for (size_t topics = body.array(); topics > 0 && body.good(); --topics) {
        const std::string topic = topicOf(body, version >= 13);
        for (size_t partitions = body.array(); partitions > 0 && body.good(); --partitions) {
            const int32_t partition = body.int32();
            const int16_t code = body.int16();
            const int64_t offset = body.int64();
            body.skip((version >= 2 ? 8 : 0) + (version >= 5 ? 8 : 0));
            if (version >= 8) {
                for (size_t errors = body.array(); errors > 0 && body.good(); --errors) {
                    body.skip(4);
                    body.string();
                    body.tags();
                }
                body.string();
            }
            body.tags();
            const std::string place = topic + '/' + std::to_string(partition);
            if (code != 0 && answer.outcome != Outcome::Error) {
                answer.outcome = Outcome::Error;
                words = place + ": " + errorName(code);
            } else if (code == 0 && answer.outcome == Outcome::Ok && words.size() < 1000) {
                words += (words.empty() ? "" : ", ") + place + " at " + std::to_string(offset);
            }
        }
        body.tags();
    }
    if (!body.good())
        answer.outcome = answer.outcome == Outcome::Error ? Outcome::Error : Outcome::Unknown;
    return answer;
}

Answer KafkaParser::fetchReply(FieldReader &body, int16_t version, const Packet &packet, std::string &words)
{
    Answer answer{.outcome = Outcome::Ok, .words = {}, .rows = {}};
    const auto failed = [&](int16_t code, const std::string &place) {
        if (code != 0 && answer.outcome == Outcome::Ok) {
            answer.outcome = Outcome::Error;
            words = place + errorName(code);
        }
    };
    body.skip(version >= 1 ? 4 : 0);
    if (version >= 7) {
        failed(body.int16(), {});
        body.skip(4);
    }
    Carried carried;
    for (size_t topics = body.array(); topics > 0 && body.good(); --topics) {
        carried.topic = topicOf(body, version >= 13);
        for (size_t partitions = body.array(); partitions > 0 && body.good(); --partitions) {
            const int32_t partition = body.int32();
            failed(body.int16(), carried.topic + '/' + std::to_string(partition) + ": ");
            body.skip(8 + (version >= 4 ? 8 : 0) + (version >= 5 ? 8 : 0));
            if (version >= 4) {
                for (size_t aborted = body.array(); aborted > 0 && body.good(); --aborted) {
                    body.skip(16);
                    body.tags();
                }
            }
            body.skip(version >= 11 ? 4 : 0);
            records(body.bytes(), partition, replyStream(), Half::Response, packet, carried);
            body.tags();
        }
        body.tags();
    }
    if (carried.all && body.good())
        answer.rows = carried.rows.size();
    if (words.empty())
        words = carried.unread;
    return answer;
}

std::unique_ptr<Parser> create(Direction requestDirection, bool fromStart, const Limits &limits, Sink &sink)
{
    return std::make_unique<KafkaParser>(requestDirection, fromStart, limits, sink);
}

} // namespace protocols::kafka
