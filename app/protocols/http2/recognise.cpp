// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/http2/frame.h"
#include "app/protocols/http2/frame_seek.h"
#include "app/protocols/http2/http2_parser.h"

namespace protocols::http2 {

namespace {

Verdict startsWithPreface(std::string_view text)
{
    const size_t count = std::min(text.size(), preface.size());
    if (text.substr(0, count) != preface.substr(0, count))
        return Verdict::No;
    return count == preface.size() ? Verdict::Yes : Verdict::NeedMore;
}

// Section 3.4: the server's first frame is SETTINGS, and not an answer to one.
Verdict startsWithSettings(std::span<const std::byte> bytes)
{
    if (bytes.empty())
        return Verdict::NeedMore;
    if (bytes[0] != std::byte(0) || (bytes.size() > 1 && bytes[1] != std::byte(0))
        || (bytes.size() > 3 && bytes[3] != std::byte(FrameType::Settings)) || (bytes.size() > 4 && bytes[4] != std::byte(0)))
        return Verdict::No;
    if (bytes.size() < frameHeaderSize)
        return Verdict::NeedMore;
    return isPossible(readFrameHeader(bytes)) ? Verdict::Yes : Verdict::No;
}

// Joined in the middle: a frame at the very first byte, which is where calls begin, or a sure one soon after.
Verdict joins(std::span<const std::byte> bytes, Half half)
{
    constexpr size_t soon = 2 * seekFrameMax;
    const auto [pass, found] = FrameSeek(half).next(bytes);
    if (found)
        return Verdict::Yes;
    if (pass == 0 && !bytes.empty())
        return bytes.size() < soon ? Verdict::NeedMore : Verdict::No;
    return Verdict::No;
}

} // namespace

Verdict recognise(std::span<const std::byte> first, Direction direction, base::Side side, bool fromStart)
{
    const auto asHalf = [&](Half half) {
        const std::string_view text(reinterpret_cast<const char *>(first.data()), first.size());
        const Verdict begins = startsWithPreface(text);
        if (half == Half::Response && begins == Verdict::Yes)
            return Verdict::No; // whatever frames follow the preface: only a client sends it
        const Verdict start = half == Half::Request ? begins : startsWithSettings(first);
        return start == Verdict::No && !fromStart ? joins(first, half) : start;
    };
    if (side == base::Side::Unknown) {
        const Verdict request = asHalf(Half::Request);
        const Verdict response = asHalf(Half::Response);
        if (request == Verdict::Yes || response == Verdict::Yes)
            return Verdict::Yes;
        return request == Verdict::NeedMore ? request : response;
    }
    const bool request = (side == base::Side::Client) == (direction == Direction::Sent);
    return asHalf(request ? Half::Request : Half::Response);
}

} // namespace protocols::http2
