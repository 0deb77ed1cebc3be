// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/websocket/frame.h"

namespace protocols::websocket {

size_t frameHeadSize(std::span<const std::byte> first)
{
    if (first.size() < 2)
        return 2;
    const auto second = uint8_t(first[1]);
    const uint8_t length = second & 0x7f;
    return 2u + (length == 126 ? 2u : length == 127 ? 8u : 0u) + (second & 0x80 ? 4u : 0u);
}

std::expected<FrameHead, FrameProblem> readFrameHead(std::span<const std::byte> first)
{
    if (first.empty())
        return std::unexpected(FrameProblem::NeedMore);
    FrameHead head;
    const auto flags = uint8_t(first[0]);
    head.opcode = Opcode(flags & 0x0f);
    head.final = flags & 0x80;
    head.reserved = flags >> 4 & 7;
    const auto opcode = uint8_t(head.opcode);
    if ((opcode > 2 && opcode < 8) || opcode > 10)
        return std::unexpected(FrameProblem::Opcode);
    head.size = uint8_t(frameHeadSize(first));
    if (first.size() < head.size)
        return std::unexpected(FrameProblem::NeedMore);
    const auto second = uint8_t(first[1]);
    head.masked = second & 0x80;
    head.length = second & 0x7f;
    if (head.control() && (head.length > controlMax || !head.final))
        return std::unexpected(FrameProblem::Control);
    const size_t extended = head.length == 126 ? 2 : head.length == 127 ? 8 : 0;
    if (extended) {
        head.length = 0;
        for (size_t i = 0; i < extended; ++i)
            head.length = head.length << 8 | uint8_t(first[2 + i]);
        if (head.length >> 63)
            return std::unexpected(FrameProblem::Length);
    }
    if (head.masked)
        for (size_t i = 0; i < 4; ++i)
            head.mask[i] = first[2 + extended + i];
    return head;
}

void unmask(std::span<const std::byte> payload, const std::array<std::byte, 4> &mask, uint64_t at, std::byte *out)
{
    // The mask rotated to the payload's position; the compiler vectorises the loop.
    const std::array<std::byte, 4> turned { mask[at & 3], mask[(at + 1) & 3], mask[(at + 2) & 3], mask[(at + 3) & 3] };
    for (size_t i = 0; i < payload.size(); ++i)
        out[i] = payload[i] ^ turned[i & 3];
}

unsigned framesFill(std::span<const std::byte> piece, bool masked)
{
    unsigned bits = 0;
    while (!piece.empty()) {
        const auto head = readFrameHead(piece);
        if (!head || head->masked != masked || head->length > piece.size() - head->size || (head->reserved & 3))
            return 0;
        // 9 of 256 first bytes are common, twice that with compression, plus the mask bit; the length must be right.
        const unsigned lengthBits = head->length < 126 ? 7 : head->length < 65536 ? 7 + 16 : 7 + 64;
        bits += 5;
        piece = piece.subspan(size_t(head->size + head->length));
        if (piece.empty())
            bits += lengthBits;
    }
    return bits;
}

} // namespace protocols::websocket
