// SPDX-License-Identifier: GPL-3.0-or-later
// An HTTP/2 connection (RFC 9113): each stream is an exchange with its own start and end. Joined midstream or after a
// gap, the parser finds the next frame and continues; what cannot be known is marked, nothing is guessed.
#pragma once

#include "app/protocols/http2/closed_streams.h"
#include "app/protocols/http2/flow_window.h"
#include "app/protocols/http2/frame_reader.h"
#include "app/protocols/http2/head_text.h"
#include "app/protocols/http2/hpack_decoder.h"
#include "app/protocols/parser.h"

#include <array>
#include <map>

namespace protocols::http2 {

class Http2Parser final : public Parser, private FrameReader::Owner
{
public:
    Http2Parser(Direction requestDirection, bool fromStart, const Limits &, Sink &);
    // After "Upgrade: h2c" (RFC 7540 section 3.2): stream 1 answers the exchange `upgraded`; the others are reported
    // under numbers from `unused` on.
    Http2Parser(Direction requestDirection, uint64_t upgraded, uint64_t unused, const Limits &, Sink &);

    void bytes(Direction, base::Bytes, base::Time) override;
    void gap(Direction, uint64_t length, base::Time) override;
    void end(Direction, base::Time) override;

private:
    struct HalfState {
        bool head = false;              // a final head was reported
        bool ended = false;
        Fault pending = Fault::None;    // reported instead of the end
        int64_t declared = -1;          // content-length; -1: absent or unknown
        int64_t got = 0;                // body bytes so far
        FlowWindow::Share window;
    };
    struct Stream {
        std::array<HalfState, 2> halves;
        HalfState &operator[](Half half) { return halves[size_t(half)]; }
    };
    using Streams = std::map<uint32_t, Stream>;
    // A header block still incomplete.
    struct Block {
        bool open = false;
        FrameHeader first;
        uint32_t stream = 0;            // the promised one for PUSH_PROMISE
        std::vector<std::byte> bytes;
        uint32_t wireBytes = 0;
        base::Time begin = 0;
    };

    void prefaceSeen(base::Time) override;
    void frame(Half, const FrameHeader &, std::span<const std::byte> payload, base::Time begin, base::Time) override;
    void data(Half, uint32_t stream, base::Bytes, base::Time) override;
    void dataLost(Half, uint32_t stream, uint64_t bytes, base::Time) override;
    void dataEnd(Half, const FrameHeader &, base::Time) override;
    void cutFrame(Half, const FrameHeader &, std::span<const std::byte> payload, base::Time begin, base::Time) override;
    void raw(Half, base::Bytes, base::Time) override;
    void rawLost(Half, uint64_t bytes, base::Time) override;
    void framesLost(Half, base::Time) override;
    void malformed(Half, base::Time) override;

    void headersFrame(Half, const FrameHeader &, std::span<const std::byte> payload, base::Time begin, base::Time, bool cut);
    void continuation(Half, const FrameHeader &, std::span<const std::byte> payload, base::Time, bool cut);
    void headerBlock(Half, const Block &, std::span<const std::byte> bytes, base::Time, bool cut);
    void requestHead(uint32_t id, Stream &, const Block &, base::Time);
    void responseHead(uint32_t id, Stream &, const Block &, base::Time);
    void trailers(Half, uint32_t id, base::Time);
    void resetStream(Half by, uint32_t id, uint32_t code, base::Time);
    void settings(Half by, const FrameHeader &, std::span<const std::byte> payload);
    void windowUpdate(Half by, const FrameHeader &, std::span<const std::byte> payload, base::Time);
    void goAway(Half by, std::span<const std::byte> payload, base::Time);

    // The stream, opened if need be; null if it is closed.
    Stream *open(Half, uint32_t id, base::Time);
    Fault missedHead(Half) const;
    void endHalf(Half, uint32_t id, Fault, base::Time);
    void losePlace(Half, Fault, base::Time);
    uint64_t key(uint32_t id) const { return id == 1 ? m_firstKey : id + m_keyOffset; }
    Half half(Direction direction) const { return direction == m_requestDirection ? Half::Request : Half::Response; }
    Direction direction(Half half) const
    {
        return (half == Half::Request) == (m_requestDirection == Direction::Sent) ? Direction::Sent : Direction::Received;
    }
    FrameReader &reader(Direction direction) { return m_readers[size_t(half(direction))]; }
    HpackDecoder &decoder(Half half) { return m_decoders[size_t(half)]; }

    Direction m_requestDirection;
    Limits m_limits;
    Sink &m_sink;
    uint64_t m_firstKey = 1, m_keyOffset = 0;
    std::array<FrameReader, 2> m_readers;
    std::array<HpackDecoder, 2> m_decoders;
    std::array<Block, 2> m_blocks;
    std::array<Fault, 2> m_missed;      // why the half missed frames: BeganBefore, Gap, MalformedFrame; or None
    std::array<FlowWindow, 2> m_windows; // what the half's sender may send
    std::array<bool, 2> m_ended {};
    bool m_responseBytes = false;
    Streams m_streams;
    ClosedStreams m_closed;
    FieldList m_fieldList;
    Head m_head;
};

std::unique_ptr<Parser> create(Direction requestDirection, bool fromStart, const Limits &, Sink &);
Verdict recognise(std::span<const std::byte> first, Direction, base::Side, bool fromStart);

} // namespace protocols::http2
