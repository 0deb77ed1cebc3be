// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/http3/http3_parser.h"

#include "app/protocols/http3/error_names.h"
#include "app/protocols/http3/push_key.h"

#include <algorithm>

namespace protocols::http3 {

namespace {

constexpr size_t oneWayMax = 256;        // streams without requests, a direction
constexpr uint64_t oneWayBit = 2;        // RFC 9000, section 2.1

Half other(Half half) { return half == Half::Request ? Half::Response : Half::Request; }

} // namespace

// The frames of a control stream (section 6.2.1).
class Http3Parser::ControlOwner final : public FrameReader::Owner
{
public:
    ControlOwner(Http3Parser &parser, Half by)
        : m_parser(parser)
        , m_by(by)
    {
    }
    void data(base::Bytes, base::Time) override { }
    void dataLost(uint64_t, base::Time) override { }
    void frame(FrameType type, std::span<const std::byte> payload, uint32_t, base::Time, base::Time time, bool cut) override
    {
        if (type == FrameType::Settings && !cut)
            m_parser.settings(m_by, payload);
        else if (type == FrameType::GoAway && !cut)
            m_parser.goAway(m_by, payload, time);
    }
    void raw(base::Bytes, base::Time) override { }
    void placeLost(base::Time) override { }

private:
    Http3Parser &m_parser;
    Half m_by;
};

Http3Parser::Http3Parser(Direction requestDirection, const Limits &limits, Sink &sink)
    : m_requestDirection(requestDirection)
    , m_limits(limits)
    , m_sink(sink)
    , m_readers{quic::CarriageReader(Direction::Received, *this), quic::CarriageReader(Direction::Sent, *this)}
{
}

void Http3Parser::bytes(Direction direction, base::Bytes bytes, base::Time time)
{
    m_readers[size_t(direction)].bytes(bytes, time);
    sweep();
}

void Http3Parser::gap(Direction direction, uint64_t, base::Time time)
{
    m_readers[size_t(direction)].gap(time);
    sweep();
}

void Http3Parser::end(Direction direction, base::Time time)
{
    const Half which = half(direction);
    m_ended[size_t(which)] = true;
    unblock(which, true);
    for (auto &[key, exchange] : m_exchanges) {
        const HalfState &state = exchange[which];
        const bool whole = state.head && state.declared > 0 && state.got == state.declared;
        endHalf(which, key, whole ? Fault::None : Fault::CutByClose, time);
    }
    sweep();
}

// Both halves of the oldest exchanges are shown as far as they are known.
void Http3Parser::makeRoom(base::Time time)
{
    sweep();
    while (m_exchanges.size() >= m_limits.pipelineMax) {
        const uint64_t oldest = m_exchanges.begin()->first;
        endHalf(Half::Request, oldest, Fault::Gap, time);
        endHalf(Half::Response, oldest, Fault::Gap, time);
        sweep();
    }
}

void Http3Parser::streamBytes(Direction direction, uint64_t id, uint64_t offset, base::Bytes bytes, base::Time time)
{
    const Half by = half(direction);
    if (id & oneWayBit) {
        oneWay(by, id, offset, bytes, time);
        return;
    }
    if (!m_exchanges.contains(id))
        makeRoom(time);
    Exchange *exchange = open(by, id);
    if (!exchange) {
        m_sink.raw(direction, bytes, time);   // in flight when the stream was reset
        return;
    }
    if (const uint64_t position = (*exchange)[by].position; offset > position)
        missing(by, id, offset - position, time);
    message(by, id, bytes, time);
}

void Http3Parser::streamEnd(Direction direction, uint64_t id, uint64_t finalSize, base::Time time)
{
    const Half by = half(direction);
    uint64_t key = id;
    if (id & oneWayBit) {
        auto &streams = m_oneWay[size_t(by)];
        const auto it = streams.find(id);
        if (it == streams.end())
            return;
        const bool isPush = it->second.kind == Kind::Push && it->second.begun;
        const uint64_t position = it->second.position;
        key = it->second.push;
        streams.erase(it);
        if (!isPush)
            return;
        if (finalSize > position)
            missing(by, key, finalSize - position, time);
        finish(by, key, time);
        return;
    }
    Exchange *exchange = open(by, key);
    if (!exchange)
        return;
    if (const uint64_t position = (*exchange)[by].position; finalSize > position)
        missing(by, key, finalSize - position, time);
    finish(by, key, time);
}

void Http3Parser::streamReset(Direction direction, uint64_t id, uint64_t code, base::Time time)
{
    if (id & oneWayBit)
        m_oneWay[size_t(half(direction))].erase(id);
    else
        reset(id, "RESET_STREAM: " + errorName(code), direction, Fault::StreamReset, time);
}

// Section 4.1.1: a server that has sent its whole response may stop the rest of the request without an error.
void Http3Parser::stopSending(Direction direction, uint64_t id, uint64_t code, base::Time time)
{
    if (id & oneWayBit)
        return;
    const auto it = m_exchanges.find(id);
    if (it == m_exchanges.end())
        return;
    if (code == noError && half(direction) == Half::Response)
        endHalf(Half::Request, id, Fault::None, time);
    else if (code != noError)
        reset(id, "STOP_SENDING: " + errorName(code), direction, Fault::StreamReset, time);
}

void Http3Parser::datagram(Direction direction, base::Bytes bytes, base::Time time) { m_sink.raw(direction, bytes, time); }

void Http3Parser::connectionClose(Direction direction, bool application, uint64_t code, std::string_view reason, base::Time time)
{
    if (code == (application ? noError : 0))
        return;   // what is still open is cut by the end
    std::string words = "CONNECTION_CLOSE: " + (application ? errorName(code) : transportErrorName(code));
    if (!reason.empty())
        words += ", " + std::string(reason);
    for (const auto &[key, exchange] : m_exchanges)
        reset(key, words, direction, Fault::ConnectionError, time);
}

void Http3Parser::unreadable(Direction direction, base::Time time)
{
    const Half by = half(direction);
    m_decoders[size_t(by)].encoderStreamLost();
    unblock(by, true);
    m_oneWay[size_t(by)].clear();
    for (auto &[key, exchange] : m_exchanges)
        if (!exchange[by].ended)
            take(by, key, {.what = Held::What::PlaceLost, .time = time});
}

void Http3Parser::oneWay(Half by, uint64_t id, uint64_t offset, base::Bytes bytes, base::Time time)
{
    auto &streams = m_oneWay[size_t(by)];
    if (!streams.contains(id) && streams.size() >= oneWayMax)
        return;
    OneWay &stream = streams[id];
    const uint64_t gap = offset - std::min(offset, stream.position);
    stream.position = offset + bytes.data.size();
    if (!stream.begun) {
        // Without its first bytes nobody knows what it carries: if it was the encoder's, the table is not certain any more.
        if (gap > 0) {
            m_decoders[size_t(by)].encoderStreamLost();
            stream.begun = true;
        } else if (!beginOneWay(by, stream, bytes)) {
            return;
        }
    } else if (gap > 0) {
        if (stream.kind == Kind::QpackEncoder) {
            m_decoders[size_t(by)].encoderStreamLost();
            unblock(by, true);
        } else if (stream.kind == Kind::Control) {
            ControlOwner owner(*this, by);
            stream.frames.gap(gap, time, owner);
        } else if (stream.kind == Kind::Push) {
            missing(by, stream.push, gap, time);
        }
    }
    if (bytes.data.empty())
        return;
    switch (stream.kind) {
    case Kind::Control: {
        ControlOwner owner(*this, by);
        stream.frames.bytes(bytes, m_limits, time, owner);
        break;
    }
    case Kind::Push: message(by, stream.push, bytes, time); break;
    case Kind::QpackEncoder: encoderStream(by, bytes, time); break;
    case Kind::WebTransport: m_sink.raw(direction(by), bytes, time); break;
    default: break;   // acknowledgements of the decoder; kinds that nobody knows (section 6.2.3)
    }
}

// Reads the stream's type, and takes it off. False: it is not whole yet.
bool Http3Parser::beginOneWay(Half by, OneWay &stream, base::Bytes &bytes)
{
    constexpr size_t typeMax = 16;   // of a push: the type and its number
    const size_t before = stream.partial.size();
    const size_t some = std::min(bytes.data.size(), typeMax - before);
    stream.partial.insert(stream.partial.end(), bytes.data.begin(), bytes.data.begin() + ptrdiff_t(some));
    base::ByteReader in(stream.partial);
    stream.kind = Kind(base::readVarint(in));
    uint64_t number = 0;
    if (stream.kind == Kind::Push)
        number = base::readVarint(in);
    if (!in.good())
        return false;
    bytes = bytes.sub(in.at() - std::min(in.at(), before));
    stream.begun = true;
    stream.partial.clear();
    stream.push = pushKey(number);
    if (stream.kind != Kind::Push)
        return true;
    Exchange *exchange = open(by, stream.push);
    if (!exchange)
        return false;
    // Its bytes are counted from the frames on.
    (*exchange)[by].position = stream.position - bytes.data.size();
    return true;
}

void Http3Parser::settings(Half by, std::span<const std::byte> payload)
{
    constexpr uint64_t qpackMaxTableCapacity = 0x01;
    base::ByteReader in(payload);
    uint64_t capacity = 0;
    while (!in.atEnd()) {
        const uint64_t id = base::readVarint(in), value = base::readVarint(in);
        if (in.good() && id == qpackMaxTableCapacity)
            capacity = value;
    }
    if (in.good())
        m_decoders[size_t(other(by))].table().setMaxCapacity(capacity);
}

void Http3Parser::encoderStream(Half by, base::Bytes bytes, base::Time)
{
    QpackDecoder &decoder = m_decoders[size_t(by)];
    decoder.encoderStream(bytes.data);
    unblock(by, decoder.table().lost());
}

// Section 5.2: a server names the first request that it has not processed and never will.
void Http3Parser::goAway(Half by, std::span<const std::byte> payload, base::Time time)
{
    base::ByteReader in(payload);
    const uint64_t first = base::readVarint(in);
    if (!in.good() || by != Half::Response)
        return;
    for (auto it = m_exchanges.lower_bound(first); it != m_exchanges.end() && !isPush(it->first); ++it)
        reset(it->first, "GOAWAY: not processed", direction(by), Fault::ConnectionError, time);
}

std::unique_ptr<Parser> create(Direction requestDirection, bool, const Limits &limits, Sink &sink)
{
    return std::make_unique<Http3Parser>(requestDirection, limits, sink);
}

// "h3", and the drafts' "h3-29".
Verdict recognise(std::span<const std::byte> first, Direction, base::Side, bool)
{
    const quic::Preface preface = quic::readPreface(first);
    if (preface.verdict != Verdict::Yes)
        return preface.verdict;
    return preface.alpn == "h3" || preface.alpn.starts_with("h3-") ? Verdict::Yes : Verdict::No;
}

} // namespace protocols::http3
