// SPDX-License-Identifier: GPL-3.0-or-later
// An HTTP/3 connection (RFC 9114) from the streams of QUIC: each request stream is an exchange. After a loss the streams and frames
// that are whole are still shown; what cannot be known is marked, nothing is guessed.
#pragma once

#include "app/protocols/http2/closed_streams.h"
#include "app/protocols/http2/head_text.h"
#include "app/protocols/http3/frame_reader.h"
#include "app/protocols/http3/qpack_decoder.h"
#include "app/protocols/quic/carriage_reader.h"

#include <array>
#include <deque>
#include <map>
#include <memory>

namespace protocols::http3 {

class Http3Parser final : public Parser, private quic::CarriageReader::Owner
{
public:
    Http3Parser(Direction requestDirection, const Limits &, Sink &);

    void bytes(Direction, base::Bytes, base::Time) override;
    void gap(Direction, uint64_t length, base::Time) override;
    void end(Direction, base::Time) override;

private:
    static constexpr size_t heldMax = 4 << 20;   // bytes that wait for an entry of a table, of all streams

    // What came behind a section that waits for entries of the table, and that section.
    struct Held {
        enum class What : uint8_t { Section, Data, Lost, PlaceLost, End };
        What what;
        base::Time time = 0, begin = 0;
        std::vector<std::byte> bytes = {};
        uint64_t number = 0;            // Data: their file position; Lost: how many
        uint32_t wireBytes = 0;
        bool cut = false;
    };
    // One direction of a request stream or a push.
    struct HalfState {
        FrameReader frames;
        uint64_t position = 0;          // of the next byte in the stream
        bool head = false;              // a final head was reported
        bool ended = false;
        Fault pending = Fault::None;    // reported instead of the end
        int64_t declared = -1;          // content-length; -1: absent or unknown
        int64_t got = 0;                // body bytes so far
        std::deque<Held> held;
    };
    struct Exchange {
        std::array<HalfState, 2> halves;
        HalfState &operator[](Half half) { return halves[size_t(half)]; }
    };
    // A unidirectional stream (section 6.2).
    enum class Kind : uint64_t { Control = 0, Push = 1, QpackEncoder = 2, QpackDecoder = 3, WebTransport = 0x54, Unknown = ~uint64_t(0) };
    struct OneWay {
        Kind kind = Kind::Unknown;
        bool begun = false;             // its kind is known
        uint64_t push = 0;              // the exchange that a push answers
        uint64_t position = 0;
        std::vector<std::byte> partial; // of its type
        FrameReader frames;             // of the control stream
    };
    class MessageOwner;
    class ControlOwner;

    void streamBytes(Direction, uint64_t id, uint64_t offset, base::Bytes, base::Time) override;
    void streamEnd(Direction, uint64_t id, uint64_t finalSize, base::Time) override;
    void streamReset(Direction, uint64_t id, uint64_t code, base::Time) override;
    void stopSending(Direction, uint64_t id, uint64_t code, base::Time) override;
    void datagram(Direction, base::Bytes, base::Time) override;
    void connectionClose(Direction, bool application, uint64_t code, std::string_view reason, base::Time) override;
    void unreadable(Direction, base::Time) override;

    void oneWay(Half, uint64_t id, uint64_t offset, base::Bytes, base::Time);
    bool beginOneWay(Half, OneWay &, base::Bytes &);
    void settings(Half by, std::span<const std::byte> payload);
    void encoderStream(Half, base::Bytes, base::Time);
    void goAway(Half by, std::span<const std::byte> payload, base::Time);

    // The bytes of an exchange's half, a part that is missing, and its end.
    void message(Half, uint64_t key, base::Bytes, base::Time);
    void missing(Half, uint64_t key, uint64_t length, base::Time);
    void finish(Half, uint64_t key, base::Time);
    // What its frames say, in order; held if something before it waits.
    void take(Half, uint64_t key, Held);
    // False: it waits for entries of the table.
    bool apply(Half, uint64_t key, const Held &, bool last);
    bool section(Half, uint64_t key, const Held &, bool last);
    void promise(std::span<const std::byte> payload, uint32_t wireBytes, base::Time begin, base::Time, bool cut);
    void fields(Half, uint64_t key, QpackDecoder::Result, const Held &);
    void head(Half, uint64_t key, HalfState &, const Held &);
    void replay(Half, uint64_t key, HalfState &, bool last);
    void unblock(Half, bool last);

    // The exchange, opened if need be; null if that half is over.
    Exchange *open(Half, uint64_t key);
    void endHalf(Half, uint64_t key, Fault, base::Time);
    void reset(uint64_t key, std::string_view words, Direction by, Fault, base::Time);
    // Forgets the exchanges that are over, when nothing refers to them any more.
    void sweep();
    void makeRoom(base::Time);

    Half half(Direction direction) const { return direction == m_requestDirection ? Half::Request : Half::Response; }
    Direction direction(Half half) const
    {
        return (half == Half::Request) == (m_requestDirection == Direction::Sent) ? Direction::Sent : Direction::Received;
    }

    Direction m_requestDirection;
    Limits m_limits;
    Sink &m_sink;
    std::array<quic::CarriageReader, 2> m_readers;   // by direction
    std::array<QpackDecoder, 2> m_decoders;          // by the half that sends the sections
    std::map<uint64_t, Exchange> m_exchanges;        // by stream, pushes by pushKey()
    std::array<std::map<uint64_t, OneWay>, 2> m_oneWay;
    std::array<bool, 2> m_ended{};
    http2::ClosedStreams m_closed, m_closedPushes;   // of requests by id / 4; pushes
    std::vector<uint64_t> m_over;
    size_t m_heldBytes = 0;
    FieldList m_fields;
    http2::Head m_head{"HTTP/3"};
};

std::unique_ptr<Parser> create(Direction requestDirection, bool fromStart, const Limits &, Sink &);
Verdict recognise(std::span<const std::byte> first, Direction, base::Side, bool fromStart);

} // namespace protocols::http3
