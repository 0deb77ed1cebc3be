// SPDX-License-Identifier: GPL-3.0-or-later
// The halves of exchanges: sections of fields, bodies, ends.
#include "app/protocols/http3/http3_parser.h"

#include "app/protocols/http3/push_key.h"

#include <algorithm>
#include <utility>

namespace protocols::http3 {

namespace {

Half other(Half half) { return half == Half::Request ? Half::Response : Half::Request; }

} // namespace

// The frames of one half.
class Http3Parser::MessageOwner final : public FrameReader::Owner
{
public:
    MessageOwner(Http3Parser &parser, Half half, uint64_t key)
        : m_parser(parser)
        , m_half(half)
        , m_key(key)
    {
    }
    void data(base::Bytes bytes, base::Time time) override
    {
        HalfState *state = this->state();
        if (!state)
            return;
        if (!state->held.empty()) {
            m_parser.take(m_half, m_key,
                          {.what = Held::What::Data, .time = time, .bytes = {bytes.data.begin(), bytes.data.end()}, .number = bytes.filePosition});
            return;
        }
        state->got += int64_t(bytes.data.size());
        m_parser.m_sink.body(m_key, m_half, bytes, time);
    }
    void dataLost(uint64_t bytes, base::Time time) override { m_parser.take(m_half, m_key, {.what = Held::What::Lost, .time = time, .number = bytes}); }
    void frame(FrameType type, std::span<const std::byte> payload, uint32_t wireBytes, base::Time begin, base::Time time, bool cut) override
    {
        if (type == FrameType::Headers)
            m_parser.take(m_half, m_key,
                          {.what = Held::What::Section, .time = time, .begin = begin, .bytes = {payload.begin(), payload.end()}, .wireBytes = wireBytes, .cut = cut});
        else if (type == FrameType::PushPromise && m_half == Half::Response)
            m_parser.promise(payload, wireBytes, begin, time, cut);
    }
    void raw(base::Bytes bytes, base::Time time) override { m_parser.m_sink.raw(m_parser.direction(m_half), bytes, time); }
    void placeLost(base::Time time) override { m_parser.take(m_half, m_key, {.what = Held::What::PlaceLost, .time = time}); }

private:
    HalfState *state()
    {
        const auto it = m_parser.m_exchanges.find(m_key);
        return it == m_parser.m_exchanges.end() || it->second[m_half].ended ? nullptr : &it->second[m_half];
    }
    Http3Parser &m_parser;
    Half m_half;
    uint64_t m_key;
};

Http3Parser::Exchange *Http3Parser::open(Half half, uint64_t key)
{
    if (const auto it = m_exchanges.find(key); it != m_exchanges.end())
        return it->second[half].ended ? nullptr : &it->second;
    if (isPush(key) ? m_closedPushes.contains(uint32_t(key)) : m_closed.contains(uint32_t(key / 4)))
        return nullptr;
    Exchange &exchange = m_exchanges[key];
    if (half == Half::Response)
        exchange[Half::Request].pending = Fault::UnexpectedResponse;   // the request may still be on its way here
    else if (m_ended[size_t(Half::Response)])
        exchange[Half::Response].pending = Fault::CutByClose;
    return &exchange;
}

void Http3Parser::endHalf(Half half, uint64_t key, Fault fault, base::Time time)
{
    const auto it = m_exchanges.find(key);
    if (it == m_exchanges.end() || it->second[half].ended)
        return;
    const HalfState &request = it->second[Half::Request];
    if (half == Half::Response && !request.ended && !request.head && request.pending != Fault::None)
        endHalf(Half::Request, key, request.pending, time);
    HalfState &state = it->second[half];
    if (state.pending != Fault::None && fault != Fault::StreamReset)
        fault = state.pending;
    else if (fault == Fault::None && !state.head)
        fault = Fault::Gap;
    state.ended = true;
    for (const Held &held : std::exchange(state.held, {}))
        m_heldBytes -= held.bytes.size();
    if (fault == Fault::None)
        m_sink.messageEnd(key, half, time);
    else
        m_sink.fault(key, half, fault, time);
    if (it->second[other(half)].ended) {
        if (isPush(key))
            m_closedPushes.close(uint32_t(key));
        else
            m_closed.close(uint32_t(key / 4));
        m_over.push_back(key);
    }
}

void Http3Parser::sweep()
{
    for (const uint64_t key : std::exchange(m_over, {}))
        m_exchanges.erase(key);
}

void Http3Parser::reset(uint64_t key, std::string_view words, Direction by, Fault fault, base::Time time)
{
    const auto it = m_exchanges.find(key);
    if (it == m_exchanges.end() || (it->second[Half::Request].ended && it->second[Half::Response].ended))
        return;   // over, and perhaps not removed yet
    m_sink.reason(key, words, by, time);
    endHalf(Half::Request, key, fault, time);
    endHalf(Half::Response, key, fault, time);
}

void Http3Parser::message(Half half, uint64_t key, base::Bytes bytes, base::Time time)
{
    Exchange *exchange = open(half, key);
    if (!exchange)
        return;
    HalfState &state = (*exchange)[half];
    state.position += bytes.data.size();
    MessageOwner owner(*this, half, key);
    state.frames.bytes(bytes, m_limits, time, owner);
}

void Http3Parser::missing(Half half, uint64_t key, uint64_t length, base::Time time)
{
    Exchange *exchange = open(half, key);
    if (!exchange)
        return;
    HalfState &state = (*exchange)[half];
    state.position += length;
    MessageOwner owner(*this, half, key);
    state.frames.gap(length, time, owner);
}

void Http3Parser::finish(Half half, uint64_t key, base::Time time) { take(half, key, {.what = Held::What::End, .time = time}); }

void Http3Parser::take(Half half, uint64_t key, Held event)
{
    const auto it = m_exchanges.find(key);
    if (it == m_exchanges.end() || it->second[half].ended)
        return;
    HalfState &state = it->second[half];
    if (state.held.empty() && apply(half, key, event, false))
        return;
    m_heldBytes += event.bytes.size();
    state.held.push_back(std::move(event));
    if (m_heldBytes > heldMax)
        replay(half, key, state, true);
}

void Http3Parser::replay(Half half, uint64_t key, HalfState &state, bool last)
{
    while (!state.held.empty() && !state.ended) {
        const Held event = std::move(state.held.front());
        state.held.pop_front();
        m_heldBytes -= event.bytes.size();
        if (apply(half, key, event, last))
            continue;
        m_heldBytes += event.bytes.size();
        state.held.push_front(event);
        return;
    }
}

void Http3Parser::unblock(Half half, bool last)
{
    for (auto &[key, exchange] : m_exchanges)
        if (!exchange[half].held.empty())
            replay(half, key, exchange[half], last);
}

bool Http3Parser::apply(Half half, uint64_t key, const Held &event, bool last)
{
    HalfState &state = m_exchanges.at(key)[half];
    switch (event.what) {
    case Held::What::Section: return section(half, key, event, last);
    case Held::What::Data:
        state.got += int64_t(event.bytes.size());
        m_sink.body(key, half, {event.bytes, event.number}, event.time);
        break;
    case Held::What::Lost:
        state.got += int64_t(event.number);
        m_sink.bodyLost(key, half, event.number, event.time);
        break;
    case Held::What::PlaceLost:
        if (state.pending == Fault::None || state.pending == Fault::UnexpectedResponse)
            state.pending = Fault::Gap;
        if (state.head)
            m_sink.bodyLost(key, half, 0, event.time);
        break;
    case Held::What::End:
        // A frame that the end cuts (section 7.1).
        if (state.frames.inFrame() && state.pending == Fault::None)
            state.pending = Fault::MalformedFrame;
        endHalf(half, key, Fault::None, event.time);
        break;
    }
    return true;
}

bool Http3Parser::section(Half half, uint64_t key, const Held &event, bool last)
{
    const auto result = m_decoders[size_t(half)].decode(event.bytes, last || event.cut, m_fields, m_limits.headMax, m_limits.fieldsMax);
    if (result == QpackDecoder::Result::Blocked)
        return false;
    fields(half, key, result, event);
    return true;
}

void Http3Parser::fields(Half half, uint64_t key, QpackDecoder::Result result, const Held &event)
{
    using Result = QpackDecoder::Result;
    HalfState &state = m_exchanges.at(key)[half];
    m_head.read(m_fields);
    const bool isHead = !state.head && state.got == 0 && (!event.cut || m_fields.size() > 0);
    if (isHead)
        state.pending = Fault::None;   // what was missed before did not belong to it
    if (event.cut)
        state.pending = Fault::Gap;
    else if (result == Result::Malformed)
        state.pending = Fault::CompressionUnknown;
    else if (result == Result::Limited)
        state.pending = Fault::TooManyFields;
    else if (m_head.malformed() && state.pending == Fault::None)
        state.pending = Fault::MalformedField;
    if (isHead) {
        head(half, key, state, event);
    } else if (m_fields.size() > 0) {
        const std::string_view text = m_head.trailerText();
        const base::Slice slice = m_sink.derive(std::as_bytes(std::span(text)));
        m_sink.trailers(key, half, m_head.fields(), {&slice, 1}, event.time);
    }
}

void Http3Parser::head(Half half, uint64_t key, HalfState &state, const Held &event)
{
    const std::string_view text = half == Half::Request ? m_head.requestText() : m_head.responseText();
    const base::Slice slice = m_sink.derive(std::as_bytes(std::span(text)));
    if (half == Half::Request) {
        state.head = true;
        state.declared = m_head.contentLength();
        m_sink.requestHead(key,
                           {m_head.method(), m_head.target(), "HTTP/3", m_head.scheme(), m_head.authority(), m_head.fields(), {&slice, 1},
                            event.wireBytes, event.begin},
                           event.time);
        if (m_exchanges.at(key)[Half::Response].pending == Fault::CutByClose)
            endHalf(Half::Response, key, Fault::CutByClose, event.time);
        return;
    }
    const bool informational = m_head.status() >= 100 && m_head.status() < 200;
    state.head = !informational;
    state.declared = m_head.contentLength();
    m_sink.responseHead(key, {m_head.status(), "HTTP/3", {}, m_head.fields(), {&slice, 1}, event.wireBytes, event.begin}, event.time);
}

// Section 7.2.5: the request of a push. Its section does not wait: promises are rare, and what is unknown is shown so.
void Http3Parser::promise(std::span<const std::byte> payload, uint32_t wireBytes, base::Time begin, base::Time time, bool cut)
{
    base::ByteReader in(payload);
    const uint64_t key = pushKey(base::readVarint(in) & (pushBit - 1));
    if (!in.good() || m_exchanges.size() >= m_limits.pipelineMax || !open(Half::Request, key))
        return;
    const auto section = payload.subspan(in.at());
    const Held event{.what = Held::What::Section, .time = time, .begin = begin, .bytes = {section.begin(), section.end()}, .wireBytes = wireBytes, .cut = cut};
    const auto result = m_decoders[size_t(Half::Response)].decode(event.bytes, true, m_fields, m_limits.headMax, m_limits.fieldsMax);
    fields(Half::Request, key, result, event);
    endHalf(Half::Request, key, Fault::None, time);
}

} // namespace protocols::http3
