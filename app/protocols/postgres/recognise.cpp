// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/byte_reader.h"
#include "app/protocols/postgres/messages.h"
#include "app/protocols/postgres/postgres_parser.h"
#include "app/protocols/sql_text.h"

#include <algorithm>

namespace protocols::postgres {

namespace {

constexpr uint64_t certainMax = 1 << 20;   // of a message used to recognise a connection by its structure
constexpr uint32_t startupMax = 10000;     // MAX_STARTUP_PACKET_LENGTH

// Whether the strings and counts of a message fill it exactly.
bool fitsFrontend(char type, ByteReader reader)
{
    const auto textEnds = [&] { return isText(reader.text()) && reader.good() && reader.atEnd(); };
    const auto skipShorts = [&] { reader.take(size_t(reader.big(2)) * 2); };
    switch (type) {
    case 'Q':
        return reader.left() > 1 && textEnds();
    case 'P':
        return isText(reader.text()) && isText(reader.text()) && (reader.take(size_t(reader.big(2)) * 4), reader.good() && reader.atEnd());
    case 'B': {
        if (!isText(reader.text()) || !isText(reader.text()))
            return false;
        skipShorts();
        for (uint64_t count = reader.big(2); count > 0 && reader.good(); --count) {
            const auto length = int32_t(reader.big(4));
            reader.take(length < 0 ? 0 : size_t(length));
        }
        skipShorts();
        return reader.good() && reader.atEnd();
    }
    case 'D':
    case 'C': {
        const uint8_t what = reader.byte();
        return (what == 'S' || what == 'P') && textEnds();
    }
    case 'E':
        return isText(reader.text()) && (reader.big(4), reader.good() && reader.atEnd());
    case 'S':
    case 'H':
    case 'X':
        return reader.atEnd();
    default:
        return false;
    }
}

bool fitsBackend(char type, ByteReader reader)
{
    switch (type) {
    case 'Z': {
        const uint8_t status = reader.byte();
        return (status == 'I' || status == 'T' || status == 'E') && reader.good() && reader.atEnd();
    }
    case 'C':
        return reader.peek() >= 'A' && reader.peek() <= 'Z' && isText(reader.text()) && reader.good() && reader.atEnd();
    case '1':
    case '2':
    case '3':
    case 'n':
    case 's':
        return reader.atEnd();
    case 'T':
        for (uint64_t count = reader.big(2); count > 0 && reader.good(); --count) {
            if (!isText(reader.text()))
                return false;
            reader.take(18);
        }
        return reader.good() && reader.atEnd();
    case 'D':
        for (uint64_t count = reader.big(2); count > 0 && reader.good(); --count) {
            const auto length = int32_t(reader.big(4));
            reader.take(length < 0 ? 0 : size_t(length));
        }
        return reader.good() && reader.atEnd();
    case 'E':
    case 'N':
        return reader.peek() == 'S' && !readError(reader.rest()).code.empty();
    default:
        return false;
    }
}

Verdict startsMessage(std::span<const std::byte> bytes, std::string_view types, bool (*fits)(char, ByteReader))
{
    if (bytes.empty())
        return Verdict::NeedMore;
    const char type = char(bytes[0]);
    if (types.find(type) == std::string_view::npos)
        return Verdict::No;
    if (bytes.size() < 5)
        return bytes.size() == 1 || bytes[1] == std::byte(0) ? Verdict::NeedMore : Verdict::No;
    ByteReader reader(bytes.subspan(1));
    const uint64_t length = reader.big(4);
    if (length < 4 || length > certainMax)
        return Verdict::No;
    const size_t payload = size_t(length - 4);
    const bool whole = reader.left() >= payload;
    const ByteReader contents(reader.take(std::min(reader.left(), payload)));
    if (type == 'Q' || (type == 'P' && types.find('Q') != std::string_view::npos)) {
        ByteReader ahead = contents;
        std::string_view text = ahead.text();
        if (type == 'P') {
            if (!isText(text))
                return Verdict::No;
            if (!ahead.good())
                return whole ? Verdict::No : Verdict::NeedMore;
            text = ahead.text();   // after the statement's name
        }
        if (isLongStatement(text))
            return Verdict::Yes;
        if (!isText(text))
            return Verdict::No;
    }
    if (!whole)
        return Verdict::NeedMore;
    return fits(type, contents) ? Verdict::Yes : Verdict::No;
}

} // namespace

bool isFrontendType(char type) { return std::string_view("QPBDECSHFdcfpX").find(type) != std::string_view::npos; }

bool isBackendType(char type) { return std::string_view("RKSZCDTtnsE123INAGHWdcVv").find(type) != std::string_view::npos; }

Verdict startsConnection(std::span<const std::byte> bytes)
{
    ByteReader reader(bytes);
    if (bytes.size() < 8) {
        // A length below 64 KiB, then a version or code: the bytes so far may be that.
        const bool may = std::all_of(bytes.begin(), bytes.begin() + std::ptrdiff_t(std::min<size_t>(bytes.size(), 2)), [](std::byte b) { return b == std::byte(0); })
            && (bytes.size() <= 4 || bytes[4] == std::byte(0) || bytes[4] == std::byte(4));
        return may ? Verdict::NeedMore : Verdict::No;
    }
    const uint64_t length = reader.big(4), code = reader.big(4);
    if (code == sslRequest || code == gssRequest)
        return length == 8 ? Verdict::Yes : Verdict::No;
    if (code == cancelRequest)
        return length >= 16 && length <= 264 ? Verdict::Yes : Verdict::No;
    // 3.0, and 3.2 since PostgreSQL 18
    return code >> 16 == 3 && (code & 0xffff) < 16 && length >= 9 && length <= startupMax ? Verdict::Yes : Verdict::No;
}

Verdict startsFrontend(std::span<const std::byte> bytes) { return startsMessage(bytes, "QPBDECSHX", fitsFrontend); }

Verdict startsBackend(std::span<const std::byte> bytes) { return startsMessage(bytes, "ZC123nsTDEN", fitsBackend); }

Verdict recognise(std::span<const std::byte> first, Direction direction, base::Side side, bool fromStart)
{
    const bool request = side == base::Side::Unknown || (side == base::Side::Client) == (direction == Direction::Sent);
    if (fromStart)
        return request ? startsConnection(first) : Verdict::No;
    return request ? startsFrontend(first) : startsBackend(first);
}

} // namespace protocols::postgres
