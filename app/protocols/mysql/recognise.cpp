// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/mysql/mysql_parser.h"
#include "app/protocols/sql_text.h"

namespace protocols::mysql {

namespace {

// The server's first packet: protocol 10 and a version, or an error.
Verdict startsGreeting(std::span<const std::byte> bytes)
{
    ByteReader reader(bytes);
    const uint64_t length = reader.little(3), number = reader.byte();
    if (bytes.size() < 7)
        return bytes.size() >= 4 && (length > 1024 || number != 0) ? Verdict::No
            : bytes.size() >= 5 && bytes[4] != std::byte(10) && bytes[4] != std::byte(0xff) ? Verdict::No
            : bytes.size() == 3 && bytes[2] != std::byte(0)                                  ? Verdict::No
                                                                                             : Verdict::NeedMore;
    if (number != 0 || length < 8 || length > 1024)
        return Verdict::No;
    const uint8_t first = reader.byte();
    if (first == 0xff) {
        const uint64_t code = reader.little(2);
        return code >= 1000 && code < 5000 && isText(reader.rest()) ? Verdict::Yes : Verdict::No;
    }
    if (first != 10 || reader.peek() < '1' || reader.peek() > '9')
        return Verdict::No;
    const std::string_view version = reader.rest().substr(0, reader.rest().find('\0'));
    return isText(version) && version.size() < 100 ? Verdict::Yes : Verdict::No;
}

// The client's response to it, which comes first inside TLS.
Verdict startsLogin(std::span<const std::byte> bytes)
{
    ByteReader reader(bytes);
    const uint64_t length = reader.little(3), number = reader.byte();
    if (bytes.size() >= 4 && (length < 32 || length > 0xffff || number < 1 || number > 3))
        return Verdict::No;
    if (bytes.size() < 32)
        return bytes.size() == 3 && bytes[2] != std::byte(0) ? Verdict::No : Verdict::NeedMore;
    if (!(reader.little(4) & Protocol41))
        return Verdict::No;
    reader.take(5);
    const std::string_view reserved = reader.take(19);
    return reserved.find_first_not_of('\0') == std::string_view::npos ? Verdict::Yes : Verdict::No;
}

} // namespace

Verdict startsCommand(std::span<const std::byte> bytes)
{
    ByteReader reader(bytes);
    if (bytes.size() < 5)
        return bytes.size() == 4 && bytes[3] != std::byte(0) ? Verdict::No : Verdict::NeedMore;
    const uint64_t length = reader.little(3);
    if (reader.byte() != 0 || length == 0)
        return Verdict::No;
    const uint8_t command = reader.byte();
    const size_t left = size_t(length - 1);
    switch (command) {
    case Quit:
    case Ping:
    case Statistics:
    case ResetConnection:
        return left == 0 ? Verdict::Yes : Verdict::No;
    case CloseStatement:
    case ResetStatement:
        return left == 4 ? Verdict::Yes : Verdict::No;
    case Execute: {
        if (left < 9)
            return Verdict::No;
        if (reader.left() < 9)
            return Verdict::NeedMore;
        reader.take(4);
        return reader.byte() < 16 && reader.little(4) == 1 ? Verdict::Yes : Verdict::No;
    }
    case QueryCommand:
    case Prepare:
    case InitDb: {
        if (left == 0)
            return Verdict::No;
        std::string_view text = reader.rest().substr(0, left);
        if (command == QueryCommand && left > 1 && text == std::string_view("\0", 1))
            return Verdict::NeedMore;
        if (command == QueryCommand && text.starts_with(std::string_view("\0\1", 2)))
            text.remove_prefix(2);   // no attributes
        const bool starts = text.empty() || (uint8_t(text.front()) > 0x20 && uint8_t(text.front()) < 0x7f) || text.front() == ' ' || text.front() == '\n';
        if (!starts)
            return Verdict::No;
        if (isLongStatement(text))
            return Verdict::Yes;
        if (!isText(text))
            return Verdict::No;
        return reader.left() >= left ? Verdict::Yes : Verdict::NeedMore;
    }
    default:
        return Verdict::No;
    }
}

Verdict recognise(std::span<const std::byte> first, Direction direction, base::Side side, bool fromStart)
{
    const bool request = side == base::Side::Unknown || (side == base::Side::Client) == (direction == Direction::Sent);
    if (fromStart)
        return request ? startsLogin(first) : startsGreeting(first);
    return request ? startsCommand(first) : Verdict::No;
}

} // namespace protocols::mysql
