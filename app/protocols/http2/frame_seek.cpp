// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/http2/frame_seek.h"

#include "app/protocols/http2/frame.h"

namespace protocols::http2 {

namespace {

constexpr uint32_t seekStreamMax = 0x00ffffff; // no connection lives so long

// Whether a header block begins with a pseudo-header field of its half. Those with a name from the static table do in
// practice; one from the dynamic table can be anything.
bool beginsWithPseudo(uint8_t first, Half half)
{
    const bool indexed = first & 0x80;
    const uint8_t index = indexed ? first & 0x7f : (first & 0x40) ? first & 0x3f : (first & 0xe0) == 0 ? first & 0x0f : 0;
    return half == Half::Request ? index >= 1 && index <= 7 : index >= 8 && index <= 14;
}

} // namespace

// HEADERS: length and flags, then the first byte of the block.
FrameSeek::Evidence FrameSeek::headersEvidence(std::span<const std::byte> data) const
{
    const FrameHeader header = readFrameHeader(data);
    const size_t before = (header.has(flagPadded) ? 1 : 0) + (header.has(flagPriority) ? 5 : 0);
    if (header.length <= before)
        return Evidence::None;
    if (data.size() <= frameHeaderSize + before)
        return Evidence::NeedMore;
    return beginsWithPseudo(uint8_t(data[frameHeaderSize + before]), m_half) ? Evidence::Strong : Evidence::Weak;
}

FrameSeek::Evidence FrameSeek::evidence(std::span<const std::byte> data) const
{
    if (data.size() < frameHeaderSize)
        return Evidence::NeedMore;
    const FrameHeader header = readFrameHeader(data);
    const bool reserved = uint8_t(data[5]) & 0x80;
    if (reserved || header.length > seekFrameMax || header.stream > seekStreamMax || !isPossible(header))
        return Evidence::None;
    // Client streams are odd (section 5.1.1); pushed ones, which are even, go the other way.
    const bool ownStream = m_half == Half::Response || header.stream % 2 == 1;
    const auto only = [&header](uint8_t flags) { return (header.flags & ~flags) == 0; };
    switch (header.type) {
    case FrameType::Data: return ownStream && only(0x09) ? Evidence::Weak : Evidence::None;
    case FrameType::Headers: return ownStream && only(0x2d) ? headersEvidence(data) : Evidence::None;
    case FrameType::Continuation: return only(0x04) ? Evidence::Weak : Evidence::None;
    case FrameType::PushPromise: return m_half == Half::Response && only(0x0c) ? Evidence::Weak : Evidence::None;
    case FrameType::Settings:
        // An empty one is mostly zeros, as are the headers of binary protocols such as SMB.
        return !only(flagAck) || header.length > 20 * 6 ? Evidence::None : header.length == 0 ? Evidence::Weak : Evidence::Strong;
    case FrameType::Ping: return only(flagAck) ? Evidence::Strong : Evidence::None;
    case FrameType::GoAway: return only(0) && header.length <= 1024 ? Evidence::Strong : Evidence::None;
    case FrameType::WindowUpdate:
    case FrameType::RstStream:
    case FrameType::Priority: return only(0) ? Evidence::Strong : Evidence::None;
    }
    return Evidence::None;
}

FrameSeek::Result FrameSeek::next(std::span<const std::byte> data) const
{
    for (size_t at = 0; at < data.size(); ++at) {
        const auto here = data.subspan(at);
        const Evidence first = evidence(here);
        if (first == Evidence::None)
            continue;
        if (first == Evidence::Strong)
            return { at, true };
        if (first == Evidence::NeedMore)
            return { at, false };
        const size_t length = frameHeaderSize + readFrameHeader(here).length;
        const Evidence second = length < here.size() ? evidence(here.subspan(length)) : Evidence::NeedMore;
        if (second == Evidence::NeedMore)
            return { at, false };
        if (second != Evidence::None)
            return { at, true };
    }
    return { data.size(), false };
}

} // namespace protocols::http2
