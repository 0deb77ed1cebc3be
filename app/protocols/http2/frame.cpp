// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/http2/frame.h"

#include <array>

namespace protocols::http2 {

FrameHeader readFrameHeader(std::span<const std::byte> bytes)
{
    return { uint32_t(bytes[0]) << 16 | uint32_t(bytes[1]) << 8 | uint32_t(bytes[2]), FrameType(bytes[3]),
             uint8_t(bytes[4]), read32(bytes.subspan(5)) & 0x7fffffff };
}

bool isPossible(const FrameHeader &header)
{
    const bool onStream = header.stream != 0;
    switch (header.type) {
    case FrameType::Data:
    case FrameType::Headers:
    case FrameType::Continuation: return onStream && header.length >= (header.has(flagPadded) && header.type != FrameType::Continuation ? 1 : 0);
    case FrameType::Priority: return onStream && header.length == 5;
    case FrameType::RstStream: return onStream && header.length == 4;
    case FrameType::Settings: return !onStream && header.length % 6 == 0 && (!header.has(flagAck) || header.length == 0);
    case FrameType::PushPromise: return onStream && header.length >= 4;
    case FrameType::Ping: return !onStream && header.length == 8;
    case FrameType::GoAway: return !onStream && header.length >= 8;
    case FrameType::WindowUpdate: return header.length == 4;
    }
    return true;
}

std::string_view errorName(uint32_t code)
{
    static constexpr auto names = std::to_array<std::string_view>({
        "NO_ERROR", "PROTOCOL_ERROR", "INTERNAL_ERROR", "FLOW_CONTROL_ERROR", "SETTINGS_TIMEOUT", "STREAM_CLOSED",
        "FRAME_SIZE_ERROR", "REFUSED_STREAM", "CANCEL", "COMPRESSION_ERROR", "CONNECT_ERROR", "ENHANCE_YOUR_CALM",
        "INADEQUATE_SECURITY", "HTTP_1_1_REQUIRED",
    });
    return code < names.size() ? names[code] : std::string_view();
}

} // namespace protocols::http2
