// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/http2/frame.h"
#include "app/protocols/http2/frame_seek.h"
#include "app/protocols/http2/hpack_decoder.h"
#include "app/protocols/http2/http2_parser.h"

#include <optional>

namespace protocols::http2 {

namespace {

Verdict startsWithPreface(std::string_view text)
{
    const size_t count = std::min(text.size(), preface.size());
    if (text.substr(0, count) != preface.substr(0, count))
        return Verdict::No;
    return count == preface.size() ? Verdict::Yes : Verdict::NeedMore;
}

// Section 3.4: the server's first frame is SETTINGS, without ACK.
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

// Which half a header block belongs to, by a pseudo-header field whose name is literal or in the static table.
std::optional<Half> senderOf(std::span<const std::byte> block)
{
    constexpr size_t bytesMax = 16 * 1024, fieldsMax = 100;
    FieldList fields;
    if (HpackDecoder(false).decode(block, fields, bytesMax, fieldsMax) == HpackDecoder::Result::Malformed)
        return std::nullopt;
    for (size_t i = 0; i < fields.size(); ++i) {
        const std::string_view name = fields[i].name;
        if (name == ":status")
            return Half::Response;
        if (name == ":method" || name == ":scheme" || name == ":path" || name == ":authority")
            return Half::Request;
    }
    return std::nullopt;
}

// Which half the frames starting here belong to. Both ends may send most frames.
std::optional<Half> senderOfFrames(std::span<const std::byte> bytes)
{
    while (bytes.size() > frameHeaderSize) {
        const FrameHeader header = readFrameHeader(bytes);
        if (!isPossible(header) || bytes.size() - frameHeaderSize < header.length)
            return std::nullopt;
        const auto payload = bytes.subspan(frameHeaderSize, header.length);
        bytes = bytes.subspan(frameHeaderSize + header.length);
        if (header.type == FrameType::PushPromise)
            return Half::Response;
        if (header.type != FrameType::Headers || !header.has(flagEndHeaders))
            continue;
        const size_t before = (header.has(flagPadded) ? 1 : 0) + (header.has(flagPriority) ? 5 : 0);
        const size_t padding = header.has(flagPadded) && !payload.empty() ? size_t(payload[0]) : 0;
        if (payload.size() < before + padding)
            return std::nullopt;
        if (const auto half = senderOf(payload.subspan(before, payload.size() - before - padding)))
            return half;
    }
    return std::nullopt;
}

// Joined midstream: a frame at the very first byte, since calls begin with frames, or a certain one soon after.
Verdict joins(std::span<const std::byte> bytes, Half half)
{
    constexpr size_t soon = 2 * seekFrameMax;
    const auto [pass, found] = FrameSeek(half).next(bytes);
    if (const auto sender = senderOfFrames(bytes.subspan(pass)))
        return *sender == half ? Verdict::Yes : Verdict::No;
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
