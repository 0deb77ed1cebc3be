// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/http2/http2_parser.h"

#include <algorithm>
#include <string>

namespace protocols::http2 {

namespace {

Half other(Half half) { return half == Half::Request ? Half::Response : Half::Request; }

} // namespace

Http2Parser::Http2Parser(Direction requestDirection, bool fromStart, const Limits &limits, Sink &sink)
    : m_requestDirection(requestDirection)
    , m_limits(limits)
    , m_sink(sink)
    , m_readers { FrameReader(Half::Request, fromStart, limits, *this), FrameReader(Half::Response, fromStart, limits, *this) }
    , m_decoders { HpackDecoder(fromStart), HpackDecoder(fromStart) }
    , m_missed { fromStart ? Fault::None : Fault::BeganBefore, fromStart ? Fault::None : Fault::BeganBefore }
    , m_windows { FlowWindow(fromStart), FlowWindow(fromStart) }
{
}

Http2Parser::Http2Parser(Direction requestDirection, uint64_t upgraded, uint64_t unused, const Limits &limits, Sink &sink)
    : Http2Parser(requestDirection, true, limits, sink)
{
    m_firstKey = upgraded;
    m_keyOffset = unused - 2;
    m_windows[size_t(Half::Response)].setKnown(false); // its settings came with the upgraded request
    Stream stream;
    stream[Half::Request].head = stream[Half::Request].ended = true;
    m_streams.emplace(1, stream);
}

void Http2Parser::bytes(Direction direction, base::Bytes bytes, base::Time time)
{
    m_responseBytes = m_responseBytes || direction != m_requestDirection;
    reader(direction).bytes(bytes, time);
}

void Http2Parser::gap(Direction direction, uint64_t length, base::Time time)
{
    m_responseBytes = m_responseBytes || direction != m_requestDirection;
    reader(direction).gap(length, time);
}

void Http2Parser::end(Direction direction, base::Time time)
{
    const Half which = half(direction);
    reader(direction).end(time);
    m_ended[size_t(which)] = true;
    for (auto it = m_streams.begin(); it != m_streams.end();) {
        // A peer that has received the declared length may leave without waiting for END_STREAM.
        const HalfState &state = it->second[which];
        const bool whole = state.head && state.declared > 0 && state.got == state.declared;
        const auto id = (it++)->first;
        endHalf(which, id, whole ? Fault::None : Fault::CutByClose, time);
    }
}

// Joined midstream, yet from the first byte: nothing is unknown.
void Http2Parser::prefaceSeen(base::Time)
{
    m_missed[size_t(Half::Request)] = Fault::None;
    decoder(Half::Request).table().beginEmpty();
    for (FlowWindow &window : m_windows)
        window.setKnown(!m_responseBytes);
    if (!m_responseBytes) {
        m_missed[size_t(Half::Response)] = Fault::None;
        decoder(Half::Response).table().beginEmpty();
    }
}

Http2Parser::Stream *Http2Parser::open(Half half, uint32_t id, base::Time time)
{
    if (const auto it = m_streams.find(id); it != m_streams.end())
        return it->second[half].ended ? nullptr : &it->second;
    if (m_closed.contains(id))
        return nullptr;
    while (m_streams.size() >= m_limits.pipelineMax) {
        const uint32_t oldest = m_streams.begin()->first;
        endHalf(Half::Request, oldest, Fault::Gap, time);
        endHalf(Half::Response, oldest, Fault::Gap, time);
    }
    Stream &stream = m_streams[id];
    for (const Half each : { Half::Request, Half::Response })
        m_windows[size_t(each)].begin(stream[each].window, time);
    if (half == Half::Response) {
        // Reported with the end of the response: the request may still be on its way here.
        const Fault missed = m_missed[size_t(Half::Request)];
        stream[Half::Request].pending = missed != Fault::None ? missed : Fault::UnexpectedResponse;
    } else if (m_ended[size_t(Half::Response)]) {
        stream[Half::Response].pending = Fault::CutByClose;
    }
    return &stream;
}

void Http2Parser::endHalf(Half half, uint32_t id, Fault fault, base::Time time)
{
    const auto it = m_streams.find(id);
    if (it == m_streams.end() || it->second[half].ended)
        return;
    const HalfState &request = it->second[Half::Request];
    if (half == Half::Response && !request.ended && !request.head && request.pending != Fault::None)
        endHalf(Half::Request, id, request.pending, time);
    HalfState &state = it->second[half];
    if (state.pending != Fault::None && fault != Fault::StreamReset)
        fault = state.pending;
    else if (fault == Fault::None && !state.head)
        fault = missedHead(half);
    state.ended = true;
    if (state.window.stalled() > 0)
        m_sink.stalled(key(id), half, state.window.stalled());
    if (fault == Fault::None)
        m_sink.messageEnd(key(id), half, time);
    else
        m_sink.fault(key(id), half, fault, time);
    if (it->second[other(half)].ended) {
        m_closed.close(id);
        m_streams.erase(it);
    }
}

void Http2Parser::data(Half half, uint32_t id, base::Bytes bytes, base::Time time)
{
    if (Stream *stream = open(half, id, time)) {
        (*stream)[half].got += int64_t(bytes.data.size());
        m_sink.body(key(id), half, bytes, time);
    } else {
        m_sink.raw(direction(half), bytes, time); // in flight when the stream was reset
    }
}

// Why a half's head was not seen.
Fault Http2Parser::missedHead(Half half) const
{
    const Fault missed = m_missed[size_t(half)];
    return missed != Fault::None ? missed : Fault::Gap;
}

void Http2Parser::dataLost(Half half, uint32_t id, uint64_t bytes, base::Time time)
{
    if (Stream *stream = open(half, id, time)) {
        (*stream)[half].got += int64_t(bytes);
        m_sink.bodyLost(key(id), half, bytes, time);
    } else {
        m_sink.rawLost(direction(half), bytes, time);
    }
}

void Http2Parser::dataEnd(Half half, const FrameHeader &header, base::Time time)
{
    if (const auto it = m_streams.find(header.stream); it != m_streams.end())
        m_windows[size_t(half)].sent(it->second[half].window, header.length, time);
    if (header.has(flagEndStream) && open(half, header.stream, time))
        endHalf(half, header.stream, Fault::None, time);
}

void Http2Parser::frame(Half half, const FrameHeader &header, std::span<const std::byte> payload, base::Time begin,
                        base::Time time)
{
    if (m_blocks[size_t(half)].open && header.type != FrameType::Continuation)
        continuation(half, {}, {}, time, true); // section 6.10: no other frame may come in between
    switch (header.type) {
    case FrameType::Headers:
    case FrameType::PushPromise: headersFrame(half, header, payload, begin, time, false); break;
    case FrameType::Continuation: continuation(half, header, payload, time, false); break;
    case FrameType::RstStream: resetStream(half, header.stream, read32(payload), time); break;
    case FrameType::Settings: settings(half, header, payload); break;
    case FrameType::WindowUpdate: windowUpdate(half, header, payload, time); break;
    case FrameType::GoAway: goAway(half, payload, time); break;
    default: break;
    }
}

void Http2Parser::cutFrame(Half half, const FrameHeader &header, std::span<const std::byte> payload, base::Time begin,
                           base::Time time)
{
    if (m_blocks[size_t(half)].open && header.type != FrameType::Continuation)
        continuation(half, {}, {}, time, true);
    if (header.type == FrameType::Headers || header.type == FrameType::PushPromise)
        headersFrame(half, header, payload, begin, time, true);
    else if (header.type == FrameType::Continuation)
        continuation(half, header, payload, time, true);
}

void Http2Parser::headersFrame(Half half, const FrameHeader &header, std::span<const std::byte> payload, base::Time begin,
                               base::Time time, bool cut)
{
    Block &block = m_blocks[size_t(half)];
    block.first = header;
    block.stream = header.stream;
    block.begin = begin;
    block.wireBytes = uint32_t(frameHeaderSize) + header.length;
    // Sections 6.2 and 6.6: a padding length, a priority or a promised stream, the block, padding.
    size_t padding = 0;
    if (header.has(flagPadded) && !payload.empty()) {
        padding = size_t(payload[0]);
        payload = payload.subspan(1);
    }
    const bool promise = header.type == FrameType::PushPromise;
    const size_t before = promise ? 4 : header.has(flagPriority) ? 5 : 0;
    if (payload.size() < before + (cut ? 0 : padding)) {
        cut = true;
        payload = {};
    } else {
        if (promise)
            block.stream = read32(payload) & 0x7fffffff;
        payload = payload.subspan(before, payload.size() - before - (cut ? 0 : padding));
    }
    if (cut || header.has(flagEndHeaders)) {
        headerBlock(half, block, payload, time, cut);
        return;
    }
    block.open = true;
    block.bytes.assign(payload.begin(), payload.end());
}

void Http2Parser::continuation(Half half, const FrameHeader &header, std::span<const std::byte> payload, base::Time time,
                               bool cut)
{
    Block &block = m_blocks[size_t(half)];
    if (!block.open) {
        // The frame it continues was not captured, so the entries it inserted are unknown.
        decoder(half).table().forget();
        return;
    }
    block.wireBytes += uint32_t(header.length + (header.stream ? frameHeaderSize : 0));
    const bool fits = block.bytes.size() + payload.size() <= m_limits.headMax;
    if (fits && header.stream == block.first.stream)
        block.bytes.insert(block.bytes.end(), payload.begin(), payload.end());
    cut = cut || !fits || header.stream != block.first.stream;
    if (!cut && !header.has(flagEndHeaders))
        return;
    block.open = false;
    headerBlock(half, block, block.bytes, time, cut);
}

// `cut`: `bytes` is the beginning of a block whose rest was not captured.
void Http2Parser::headerBlock(Half half, const Block &block, std::span<const std::byte> bytes, base::Time time, bool cut)
{
    using Result = HpackDecoder::Result;
    // Whatever happens to the stream, the block must be decoded: it may change the table.
    const Result result = decoder(half).decode(bytes, m_fieldList, m_limits.headMax, m_limits.fieldsMax);
    if (cut)
        decoder(half).table().forget();
    const bool promise = block.first.type == FrameType::PushPromise;
    const Half tells = promise ? Half::Request : half;
    const uint32_t id = block.stream;
    if (id == 0)
        return;
    Stream *stream = open(tells, id, time);
    if (!stream)
        return;
    m_head.read(m_fieldList);
    HalfState &state = (*stream)[tells];
    // After a missed head, these are trailers if a body preceded them, or known names include no pseudo-header field.
    const bool anyHead = m_head.hasPseudo() || m_head.hasUnknownNames() || m_missed[size_t(tells)] == Fault::None;
    const bool isHead = !state.head && anyHead && state.got == 0 && (!cut || m_fieldList.size() > 0);
    if (isHead)
        state.pending = Fault::None; // what was missed before did not belong to it
    if (cut)
        state.pending = Fault::Gap;
    else if (result == Result::Malformed)
        state.pending = Fault::CompressionUnknown;
    else if (result == Result::Limited)
        state.pending = Fault::TooManyFields;
    else if (m_head.malformed() && state.pending == Fault::None)
        state.pending = Fault::MalformedField;

    if (isHead && tells == Half::Request)
        requestHead(id, *stream, block, time);
    else if (isHead)
        responseHead(id, *stream, block, time);
    else if (m_fieldList.size() > 0)
        trailers(tells, id, time);
    if (promise || block.first.has(flagEndStream))
        endHalf(tells, id, Fault::None, time);
}

void Http2Parser::requestHead(uint32_t id, Stream &stream, const Block &block, base::Time time)
{
    const std::string_view text = m_head.requestText();
    const base::Slice slice = m_sink.derive(std::as_bytes(std::span(text)));
    stream[Half::Request].head = true;
    stream[Half::Request].declared = m_head.contentLength();
    m_sink.requestHead(key(id),
                       { m_head.method(), m_head.target(), "HTTP/2", m_head.scheme(), m_head.authority(), m_head.fields(),
                         { &slice, 1 }, block.wireBytes, block.begin },
                       time);
    if (stream[Half::Response].pending == Fault::CutByClose)
        endHalf(Half::Response, id, Fault::CutByClose, time);
}

void Http2Parser::responseHead(uint32_t id, Stream &stream, const Block &block, base::Time time)
{
    const std::string_view text = m_head.responseText();
    const base::Slice slice = m_sink.derive(std::as_bytes(std::span(text)));
    const bool informational = m_head.status() >= 100 && m_head.status() < 200;
    stream[Half::Response].head = !informational;
    stream[Half::Response].declared = m_head.contentLength();
    m_sink.responseHead(key(id),
                        { m_head.status(), "HTTP/2", {}, m_head.fields(), { &slice, 1 }, block.wireBytes, block.begin }, time);
}

void Http2Parser::trailers(Half half, uint32_t id, base::Time time)
{
    const std::string_view text = m_head.trailerText();
    const base::Slice slice = m_sink.derive(std::as_bytes(std::span(text)));
    m_sink.trailers(key(id), half, m_head.fields(), { &slice, 1 }, time);
}

void Http2Parser::resetStream(Half by, uint32_t id, uint32_t code, base::Time time)
{
    const auto it = m_streams.find(id);
    if (it == m_streams.end())
        return;
    // Section 8.1: a server that has sent its whole response may use this to stop the rest of the request.
    if (by == Half::Response && code == 0 && it->second[Half::Response].ended) {
        endHalf(Half::Request, id, Fault::None, time);
        return;
    }
    const std::string_view name = errorName(code);
    const std::string words = "RST_STREAM: " + (name.empty() ? "code " + std::to_string(code) : std::string(name));
    m_sink.reason(key(id), words, direction(by), time);
    endHalf(Half::Request, id, Fault::StreamReset, time);
    endHalf(Half::Response, id, Fault::StreamReset, time);
}

// Section 6.5.2.
void Http2Parser::settings(Half by, const FrameHeader &header, std::span<const std::byte> payload)
{
    constexpr uint16_t initialWindowSize = 4;
    if (header.has(flagAck))
        return;
    for (; payload.size() >= 6; payload = payload.subspan(6)) {
        if ((uint16_t(payload[0]) << 8 | uint16_t(payload[1])) == initialWindowSize)
            m_windows[size_t(other(by))].setInitial(read32(payload.subspan(2)));
    }
}

// Section 6.9: what the peer may send.
void Http2Parser::windowUpdate(Half by, const FrameHeader &header, std::span<const std::byte> payload, base::Time time)
{
    const uint32_t increment = read32(payload) & 0x7fffffff;
    FlowWindow &window = m_windows[size_t(other(by))];
    if (header.stream == 0)
        window.granted(increment, time);
    else if (const auto it = m_streams.find(header.stream); it != m_streams.end())
        window.granted(it->second[other(by)].window, increment, time);
}

// Section 6.8: streams of the receiver above the last one named were not processed and never will be.
void Http2Parser::goAway(Half by, std::span<const std::byte> payload, base::Time time)
{
    const uint32_t last = read32(payload) & 0x7fffffff;
    const uint32_t code = read32(payload.subspan(4));
    const std::string_view name = errorName(code);
    const std::string words = "GOAWAY: " + (name.empty() ? "code " + std::to_string(code) : std::string(name)) + ", not processed";
    for (auto it = m_streams.upper_bound(last); it != m_streams.end();) {
        const uint32_t id = (it++)->first;
        const bool openedByReceiver = (id % 2 == 1) == (by == Half::Response);
        if (!openedByReceiver)
            continue;
        m_sink.reason(key(id), words, direction(by), time);
        endHalf(Half::Request, id, Fault::ConnectionError, time);
        endHalf(Half::Response, id, Fault::ConnectionError, time);
    }
}

void Http2Parser::raw(Half half, base::Bytes bytes, base::Time time) { m_sink.raw(direction(half), bytes, time); }

void Http2Parser::rawLost(Half half, uint64_t bytes, base::Time time) { m_sink.rawLost(direction(half), bytes, time); }

void Http2Parser::framesLost(Half half, base::Time time)
{
    if (m_blocks[size_t(half)].open)
        continuation(half, {}, {}, time, true);
    losePlace(half, Fault::Gap, time);
}

void Http2Parser::malformed(Half half, base::Time time)
{
    if (m_blocks[size_t(half)].open)
        continuation(half, {}, {}, time, true);
    losePlace(half, Fault::MalformedFrame, time);
}

// Every open stream may have lost bytes, including its end. A half that continues is still shown.
void Http2Parser::losePlace(Half half, Fault fault, base::Time time)
{
    m_missed[size_t(half)] = fault;
    decoder(half).table().forget();
    for (FlowWindow &window : m_windows)
        window.setKnown(false);
    for (auto &[id, stream] : m_streams) {
        if (!stream[half].ended && stream[half].pending == Fault::None)
            stream[half].pending = fault;
        if (!stream[half].ended && stream[half].head)
            m_sink.bodyLost(key(id), half, 0, time);
    }
}

std::unique_ptr<Parser> create(Direction requestDirection, bool fromStart, const Limits &limits, Sink &sink)
{
    return std::make_unique<Http2Parser>(requestDirection, fromStart, limits, sink);
}

} // namespace protocols::http2
