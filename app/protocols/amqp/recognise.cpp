// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/amqp/amqp_parser.h"

#include <algorithm>

namespace protocols::amqp {

namespace {

Verdict beginsLike(std::string_view text, std::string_view start)
{
    return text.starts_with(start) ? Verdict::Yes : start.starts_with(text) ? Verdict::NeedMore : Verdict::No;
}

// connection.start of version 0-9 on channel 0, the answer to the client's first eight bytes.
Verdict startsConnection(std::string_view text)
{
    constexpr std::string_view frame("\1\0\0", 3), method("\0\12\0\12\0\11", 6);
    constexpr size_t sizeAt = frame.size(), methodAt = sizeAt + 4;
    const Verdict front = beginsLike(text.substr(0, sizeAt), frame);
    if (front != Verdict::Yes || text.size() <= sizeAt)
        return front == Verdict::Yes ? Verdict::NeedMore : front;
    if (text[sizeAt] != 0)   // 16 MiB
        return Verdict::No;
    return text.size() < methodAt ? Verdict::NeedMore : beginsLike(text.substr(methodAt), method);
}

// Consecutive frames, at least one of which is certain.
Verdict joinsFrames(std::span<const std::byte> bytes, bool fromClient)
{
    constexpr uint64_t bodyMax = 16 << 20;
    while (!bytes.empty()) {
        const auto frame = readFrame(bytes);
        if (!frame || frame->size > bodyMax)
            return Verdict::No;
        if (frame->type != FrameType::Body)
            return startsFrame(bytes, fromClient);
        if (!frame->known || bytes.size() < frame->total())
            return Verdict::NeedMore;
        bytes = bytes.subspan(size_t(frame->total()));
    }
    return Verdict::NeedMore;
}

} // namespace

Verdict recognise(std::span<const std::byte> first, Direction direction, base::Side side, bool fromStart)
{
    const bool request = side == base::Side::Unknown || (side == base::Side::Client) == (direction == Direction::Sent);
    const std::string_view text(reinterpret_cast<const char *>(first.data()), first.size());
    if (!fromStart)
        return joinsFrames(first, request);
    return request ? beginsLike(text, std::string_view("AMQP\0\0\11\1", 8)) : startsConnection(text);
}

} // namespace protocols::amqp
