// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/mongodb/message.h"

#include "app/decode/coding.h"
#include "app/decode/lz_formats.h"
#include "app/protocols/byte_reader.h"
#include "app/protocols/mongodb/bson.h"

#include <array>

namespace protocols::mongodb {

namespace {

enum Flag : uint32_t { ChecksumPresent = 1, MoreToCome = 2, ExhaustAllowed = 1 << 16 };
// A receiver must reject unknown flags among the first sixteen.
constexpr uint32_t requiredFlags = 0xffff;

void readSections(Message &message, std::string_view payload)
{
    ByteReader reader(payload);
    const uint64_t flags = reader.little(4);
    message.moreToCome = flags & MoreToCome;
    const size_t tail = flags & ChecksumPresent ? 4 : 0;
    while (reader.good() && reader.left() > tail) {
        const uint8_t kind = reader.byte();
        const size_t size = size_t(ByteReader(reader.rest()).little(4));
        const std::string_view section = reader.rest().substr(0, size);
        if (kind == 0) {
            message.body = section;
        } else if (kind == 1) {
            ByteReader sequence(section);
            sequence.take(4);
            const std::string_view name = sequence.text();
            message.sequences.push_back({name, sequence.rest()});
        } else {
            return;
        }
        if (size < 5 || message.sequences.size() > 16)
            return;
        reader.take(size);
    }
}

void readPayload(Message &message, std::string_view payload)
{
    ByteReader reader(payload);
    switch (message.opcode) {
    case OpMsg:
        readSections(message, payload);
        break;
    case OpQuery:
        reader.take(4);
        message.collection = reader.text();
        reader.take(8);
        message.body = reader.rest();
        break;
    case OpReply:
        reader.take(20);
        message.replies = message.body = reader.rest();
        break;
    default:
        message.unread = "unsupported opcode";
    }
}

void readCompressed(Message &message, std::string_view payload, bool whole)
{
    ByteReader reader(payload);
    message.opcode = uint32_t(reader.little(4));
    const uint64_t size = reader.little(4);
    const uint8_t compressor = reader.byte();
    if (compressor == 0) {
        readPayload(message, reader.rest());
        return;
    }
    if (compressor > 3 || size > longestMessage) {
        message.unread = "compressed with an unknown compressor";
        return;
    }
    if (compressor == 1) {
        const bool good = decode::unsnappy(reader.rest(), message.decompressed, size_t(size));
        if (!good && whole && message.decompressed.empty())
            message.unread = "compressed, and cannot be decompressed";
        else
            readPayload(message, message.decompressed);
        return;
    }
    decode::CodingDecoder decoder(std::array{compressor == 2 ? decode::Coding::Deflate : decode::Coding::Zstd},
                                  {.outputMax = size, .ratioMax = 2'000, .freeOutput = 1 << 20});
    std::vector<std::byte> out;
    const bool good = decoder.feed(std::as_bytes(std::span(reader.rest())), out).has_value();
    if (!good && whole && out.empty()) {
        message.unread = "compressed, and cannot be decompressed";
        return;
    }
    message.decompressed.assign(reinterpret_cast<const char *>(out.data()), out.size());
    readPayload(message, message.decompressed);
}

} // namespace

Message readMessage(std::string_view bytes)
{
    Message message;
    ByteReader reader(bytes);
    const uint64_t length = reader.little(4);
    message.number = uint32_t(reader.little(4));
    message.answers = uint32_t(reader.little(4));
    message.opcode = uint32_t(reader.little(4));
    if (message.opcode == OpCompressed)
        readCompressed(message, reader.rest(), bytes.size() >= length);
    else
        readPayload(message, reader.rest());
    return message;
}

Verdict startsMessage(std::span<const std::byte> bytes, bool request)
{
    ByteReader reader(bytes);
    const uint64_t length = reader.little(4);
    if (bytes.size() >= 4 && (length < headSize + 5 || length > longestMessage))
        return Verdict::No;
    reader.take(4);
    const uint64_t answers = reader.little(4), opcode = reader.little(4);
    if (bytes.size() >= 12 && request != (answers == 0))
        return Verdict::No;
    if (bytes.size() < headSize)
        return Verdict::NeedMore;
    const auto documentFits = [&](size_t before) -> Verdict {
        if (reader.left() < 5)
            return length < before + 5 ? Verdict::No : Verdict::NeedMore;
        const uint64_t size = ByteReader(reader.rest()).little(4);
        const auto type = uint8_t(reader.rest()[4]);
        const bool typed = (type > 0 && type <= 0x13) || (type == 0 && size == 5);
        return size >= 5 && size <= length - before && typed ? Verdict::Yes : Verdict::No;
    };
    switch (opcode) {
    case OpMsg: {
        if (bytes.size() < headSize + 5)
            return Verdict::NeedMore;
        const uint64_t flags = reader.little(4);
        if (flags & requiredFlags & ~uint64_t(ChecksumPresent | MoreToCome))
            return Verdict::No;
        const uint8_t kind = reader.byte();
        return kind == 0 ? documentFits(headSize + 5) : Verdict::No;
    }
    case OpQuery: {
        if (!request || length < headSize + 18)
            return Verdict::No;
        reader.take(4);
        const std::string_view name = reader.rest().substr(0, 256);
        const size_t end = name.find('\0');
        if (end == std::string_view::npos)
            return name.size() == 256 ? Verdict::No : Verdict::NeedMore;
        if (name.substr(0, end).find('.') == std::string_view::npos)
            return Verdict::No;
        if (reader.left() < end + 9)
            return Verdict::NeedMore;
        reader.take(end + 9);
        return length < headSize + end + 13 ? Verdict::No : documentFits(headSize + end + 13);
    }
    case OpReply:
        if (request || length < headSize + 20)
            return Verdict::No;
        if (reader.left() < 20)
            return Verdict::NeedMore;
        reader.take(20);
        return documentFits(headSize + 20);
    case OpCompressed: {
        if (bytes.size() < headSize + 9)
            return Verdict::NeedMore;
        const uint64_t inner = reader.little(4), size = reader.little(4);
        return (inner == OpMsg || inner == OpQuery || inner == OpReply) && size <= longestMessage && reader.byte() <= 3 ? Verdict::Yes : Verdict::No;
    }
    default:
        return Verdict::No;
    }
}

} // namespace protocols::mongodb
