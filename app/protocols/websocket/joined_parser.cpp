// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/websocket/joined_parser.h"

#include "app/decode/charset.h"
#include "app/protocols/websocket/message_reader.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace protocols::websocket {

namespace {

constexpr unsigned certain = 40;            // bits
constexpr uint64_t longest = 64 << 20;      // of a frame used to recognise a connection
constexpr size_t textMax = 4096;            // examined of a frame's text

// Text that is no coincidence: UTF-8 without control characters. In bits, or -1 if it is not.
int textBits(const FrameHead &head, std::span<const std::byte> payload)
{
    payload = payload.first(std::min(payload.size(), textMax));
    std::vector<std::byte> plain(payload.size());
    if (head.masked)
        unmask(payload, head.mask, 0, plain.data());
    else
        std::copy(payload.begin(), payload.end(), plain.begin());
    const bool control = std::any_of(plain.begin(), plain.end(), [](std::byte b) {
        return uint8_t(b) < 0x20 && b != std::byte('\n') && b != std::byte('\r') && b != std::byte('\t');
    });
    decode::Utf8Check check;
    check.feed(plain);
    // If the text is cut, its last character may be, too.
    const bool whole = payload.size() < textMax && head.final;
    if (control || !check.valid() || (whole && !check.finish()))
        return -1;
    return int(plain.size());
}

bool isPossible(const FrameHead &head, bool masked)
{
    const size_t extended = size_t(head.size) - 2 - (head.masked ? 4 : 0);
    const bool shortest = extended == 0 || head.length >= (extended == 2 ? 126u : 65536u);
    const bool starts = head.opcode == Opcode::Text || head.opcode == Opcode::Binary;
    return head.masked == masked && !(head.reserved & 3) && (!head.reserved || starts) && shortest && head.length <= longest
        && (head.opcode != Opcode::Close || head.length != 1);
}

// In bits, how certain it is that frames fill the bytes; 0 if they do not.
unsigned framesOf(std::span<const std::byte> bytes, bool masked)
{
    unsigned bits = 0;
    while (!bytes.empty()) {
        const auto head = readFrameHead(bytes);
        if (!head || !isPossible(*head, masked) || head->length > bytes.size() - head->size)
            return 0;
        const auto payload = bytes.subspan(head->size, size_t(head->length));
        if (head->opcode == Opcode::Text && !head->reserved) {
            const int text = textBits(*head, payload);
            if (text < 0)
                return 0;
            bits += unsigned(text);
        }
        bytes = bytes.subspan(head->size + payload.size());
        // As framesFill() counts.
        bits += 5;
        if (bytes.empty())
            bits += head->length < 126 ? 7 : head->length < 65536 ? 23 : 71;
    }
    return bits;
}

class JoinedParser final : public Parser
{
public:
    JoinedParser(Direction requests, Sink &sink)
        : m_requests(requests), m_sink(sink), m_client(Half::Request, stream, sink), m_server(Half::Response, stream, sink)
    {
    }

    void bytes(Direction direction, base::Bytes bytes, base::Time time) override
    {
        if (m_ended[size_t(direction)])
            return;
        m_sink.body(stream, half(direction), bytes, time);
        join(direction, bytes.data);
        reader(direction).bytes(bytes, time);
    }
    void gap(Direction direction, uint64_t length, base::Time time) override
    {
        if (m_ended[size_t(direction)])
            return;
        m_sink.bodyLost(stream, half(direction), length, time);
        join(direction, {});
        reader(direction).lost(length, time);
    }
    void end(Direction direction, base::Time time) override
    {
        if (std::exchange(m_ended[size_t(direction)], true))
            return;
        reader(direction).end(time);
        m_sink.messageEnd(stream, half(direction), time);
    }

private:
    static constexpr uint64_t stream = 0;

    Half half(Direction direction) const { return direction == m_requests ? Half::Request : Half::Response; }
    MessageReader &reader(Direction direction) { return direction == m_requests ? m_client : m_server; }

    // Each direction joins at its own first bytes.
    void join(Direction direction, std::span<const std::byte> first)
    {
        if (!std::exchange(m_joined[size_t(direction)], true))
            reader(direction).join(framesOf(first, direction == m_requests) >= certain);
    }

    const Direction m_requests;
    std::array<bool, 2> m_joined{}, m_ended{};
    Sink &m_sink;
    MessageReader m_client, m_server;
};

} // namespace

Verdict recogniseJoined(std::span<const std::byte> first, Direction direction, base::Side side, bool fromStart)
{
    if (fromStart || first.empty())
        return Verdict::No;
    const auto fit = [&](bool masked) { return framesOf(first, masked) >= certain; };
    const bool fits = side == base::Side::Unknown ? fit(false) || fit(true) : fit((side == base::Side::Client) == (direction == Direction::Sent));
    return fits ? Verdict::Yes : Verdict::No;
}

std::unique_ptr<Parser> createJoined(Direction requestDirection, bool, const Limits &, Sink &sink)
{
    return std::make_unique<JoinedParser>(requestDirection, sink);
}

} // namespace protocols::websocket
