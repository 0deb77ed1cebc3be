// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/kafka/records.h"

#include "app/decode/coding.h"
#include "app/decode/lz_formats.h"
#include "app/protocols/kafka/field_reader.h"
#include "app/protocols/text_rows.h"

#include <array>
#include <optional>

namespace protocols::kafka {

namespace {

constexpr size_t batchHead = 61, setHead = 12;
enum Compression : int { None = 0, Gzip = 1, Snappy = 2, Lz4 = 3, Zstd = 4 };
constexpr uint64_t inflatedMax = 16 << 20;

// As much as could be decompressed; nullopt for an unsupported compression.
std::optional<std::string> decompressed(int compression, std::string_view bytes)
{
    if (compression == Snappy || compression == Lz4) {
        std::string text;
        (void)(compression == Snappy ? decode::unsnappy : decode::unlz4)(bytes, text, inflatedMax); // as below
        return text;
    }
    if (compression != Gzip && compression != Zstd)
        return {};
    decode::CodingDecoder decoder(std::array{compression == Gzip ? decode::Coding::Gzip : decode::Coding::Zstd}, {.outputMax = inflatedMax, .freeOutput = inflatedMax});
    std::vector<std::byte> out;
    (void)decoder.feed(std::as_bytes(std::span(bytes)), out); // output before an error is kept
    return std::string(reinterpret_cast<const char *>(out.data()), out.size());
}

struct Batch {
    int64_t offset, timestamp;
    bool logAppendTime;
};

// Section "Record" of Kafka's documentation of its message format.
RecordsEnd readBatchRecords(std::string_view bytes, int32_t count, const Batch &batch, const std::function<void(const Record &)> &call)
{
    FieldReader reader(bytes, true);
    for (int32_t i = 0; i < count; ++i) {
        const int64_t size = reader.varint();
        if (!reader.good() || size > int64_t(reader.left()))
            return RecordsEnd::Cut;
        if (size < 6)
            return RecordsEnd::Malformed;
        const size_t end = reader.left() - size_t(size);
        Record record;
        reader.skip(1);
        const int64_t delta = reader.varint();
        record.timestamp = batch.timestamp < 0 ? -1 : batch.timestamp + (batch.logAppendTime ? 0 : delta);
        record.offset = batch.offset + reader.varint();
        record.key = reader.varintBytes(record.keyNull);
        record.value = reader.varintBytes(record.valueNull);
        const int64_t headers = reader.varint();
        for (int64_t h = 0; h < headers && reader.good(); ++h) {
            bool null = false;
            const std::string_view name = reader.varintBytes(null);
            record.headers.emplace_back(name, reader.varintBytes(null));
        }
        if (!reader.good() || reader.left() != end)
            return RecordsEnd::Malformed;
        call(record);
    }
    return RecordsEnd::Whole;
}

RecordsEnd readBatch(std::string_view bytes, bool whole, const std::function<void(const Record &)> &call)
{
    if (bytes.size() < batchHead)
        return RecordsEnd::Cut;
    FieldReader reader(bytes, false);
    Batch batch{};
    batch.offset = reader.int64();
    reader.skip(13);
    const int16_t attributes = reader.int16();
    reader.skip(4);
    batch.timestamp = reader.int64();
    const int64_t newest = reader.int64();
    batch.logAppendTime = attributes & 8;
    if (batch.logAppendTime)
        batch.timestamp = newest;
    reader.skip(14);
    const int32_t count = reader.int32();
    if (attributes & 0x20)
        return RecordsEnd::Whole;   // a control batch
    const std::string_view rest = bytes.substr(batchHead);
    if ((attributes & 7) == None)
        return readBatchRecords(rest, count, batch, call);
    const auto inflated = decompressed(attributes & 7, rest);
    if (!inflated)
        return RecordsEnd::Unread;
    const RecordsEnd end = readBatchRecords(*inflated, count, batch, call);
    return whole || end != RecordsEnd::Malformed ? end : RecordsEnd::Cut;
}

// A message in the format used before 0.11.
RecordsEnd readMessage(std::string_view bytes, int magic, const std::function<void(const Record &)> &call)
{
    FieldReader reader(bytes, false);
    Record record;
    record.offset = reader.int64();
    reader.skip(9);
    const auto attributes = static_cast<uint8_t>(reader.int8());
    if (magic == 1)
        record.timestamp = reader.int64();
    const auto field = [&](bool &null) {
        FieldReader length = reader;
        null = length.int32() < 0;
        return reader.bytes();
    };
    record.key = field(record.keyNull);
    record.value = field(record.valueNull);
    if (!reader.good())
        return RecordsEnd::Cut;
    if ((attributes & 7) == None)
        return call(record), RecordsEnd::Whole;
    // A compressed message contains a message set, and nothing else.
    const auto inflated = decompressed(attributes & 7, record.value);
    if (!inflated)
        return RecordsEnd::Unread;
    if (inflated->size() > 16 && (*inflated)[16] > 1)
        return RecordsEnd::Malformed;
    std::string_view rest = *inflated;
    while (rest.size() > setHead) {
        FieldReader inner(rest, false);
        inner.skip(8);
        const int64_t size = inner.int32();
        if (size < 14 || size > int64_t(inner.left()) || rest.size() <= 17 || (rest[17] & 7) != None)
            return RecordsEnd::Malformed;
        readMessage(rest.substr(0, size_t(size) + setHead), rest[16], call);
        rest.remove_prefix(size_t(size) + setHead);
    }
    return RecordsEnd::Whole;
}

} // namespace

RecordsEnd forEachRecord(std::string_view bytes, const std::function<void(const Record &)> &call)
{
    RecordsEnd result = RecordsEnd::Whole;
    while (!bytes.empty()) {
        FieldReader reader(bytes, false);
        reader.skip(8);
        const int64_t size = reader.int32();
        reader.skip(4);
        const auto magic = static_cast<uint8_t>(reader.int8());
        if (!reader.good())
            return RecordsEnd::Cut;
        if (size < 14 || magic > 2)
            return RecordsEnd::Malformed;
        const size_t total = size_t(std::min<int64_t>(size + int64_t(setHead), int64_t(bytes.size())));
        const bool whole = int64_t(total) == size + int64_t(setHead);
        const RecordsEnd end = magic == 2 ? readBatch(bytes.substr(0, total), whole, call) : readMessage(bytes.substr(0, total), magic, call);
        if (end == RecordsEnd::Malformed)
            return end;
        if (end != RecordsEnd::Whole)
            result = end;
        if (!whole)
            return RecordsEnd::Cut;
        bytes.remove_prefix(total);
    }
    return result;
}

std::string recordText(std::string_view topic, int32_t partition, const Record &record, bool offsetKnown)
{
    std::string json = "{\"topic\":";
    appendQuoted(json, topic);
    json += ",\"partition\":" + std::to_string(partition);
    if (offsetKnown)
        json += ",\"offset\":" + std::to_string(record.offset);
    if (record.timestamp >= 0)
        json += ",\"timestamp\":" + std::to_string(record.timestamp);
    const auto field = [&](const char *name, bool null, std::string_view bytes) {
        json += std::string(",\"") + name + "\":";
        if (null)
            json += "null";
        else
            appendQuoted(json, limitedText(bytes, TextRows::rowMax));
    };
    field("key", record.keyNull, record.key);
    if (!record.headers.empty()) {
        json += ",\"headers\":{";
        bool first = true;
        for (const auto &[name, value] : record.headers) {
            if (json.size() > TextRows::rowMax)
                break;
            json += first ? "" : ",";
            first = false;
            appendQuoted(json, limitedText(name, 256));
            json += ':';
            appendQuoted(json, limitedText(value, 4096));
        }
        json += '}';
    }
    field("value", record.valueNull, record.value);
    return json + '}';
}

} // namespace protocols::kafka
