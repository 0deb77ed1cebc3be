// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/body_slots.h"

#include <utility>

namespace session {

using protocols::BodyParser;
using protocols::BodyParserEntry;
using protocols::Fault;
using protocols::Half;

BodySlots::Slots *BodySlots::find(uint64_t stream)
{
    // The newest are looked up most often.
    for (size_t i = m_slots.size(); i-- > 0;)
        if (m_slots[i].stream == stream)
            return &m_slots[i];
    return nullptr;
}

void BodySlots::seat(uint64_t stream, size_t place, std::unique_ptr<BodyParser> parser)
{
    Slots *slots = find(stream);
    if (!slots)
        slots = &m_slots.emplace_back(Slots{.stream = stream});
    slots->parsers[place] = std::move(parser);
}

void BodySlots::seatCarried(Slots &slots, const BodyParser &parser)
{
    const protocols::ProtocolInfo &protocol = protocols::protocolInfo(parser.carries());
    if (protocol.openings[0].create && !slots.carried)
        slots.carried = std::make_unique<CarriedSlot>(protocol, m_exchanges);
}

void BodySlots::requestHead(uint64_t stream, const protocols::RequestHead &head, base::Time time)
{
    m_exchanges.requestHead(stream, head, time);
    for (const BodyParserEntry &entry : protocols::bodyParsers()) {
        std::unique_ptr<BodyParser> parser = entry.onRequest ? entry.onRequest(head, stream, *this) : nullptr;
        if (!parser)
            continue;
        m_exchanges.asksForChannel(stream, parser->channel());
        seat(stream, 0, std::move(parser));
        return;
    }
}

void BodySlots::responseHead(uint64_t stream, const protocols::ResponseHead &head, base::Time time)
{
    m_exchanges.responseHead(stream, head, time);
    if (head.isInterim())
        return;
    if (Slots *slots = find(stream); slots && slots->parsers[0]) {
        slots->parsers[0]->responseHead(head);
        seatCarried(*slots, *slots->parsers[0]);
    }
    for (const BodyParserEntry &entry : protocols::bodyParsers()) {
        std::unique_ptr<BodyParser> parser = entry.onResponse ? entry.onResponse(head, stream, *this) : nullptr;
        if (!parser)
            continue;
        const protocols::Protocol channel = parser->channel();
        seat(stream, 1, std::move(parser));
        seatCarried(*find(stream), *find(stream)->parsers[1]);
        if (head.status == 101) {
            find(stream)->staysOpen = true;
            m_exchanges.keepOpen(stream, channel);
        }
        return;
    }
}

void BodySlots::body(uint64_t stream, Half half, base::Bytes bytes, base::Time time)
{
    m_exchanges.body(stream, half, bytes, time);
    if (Slots *slots = find(stream))
        slots->each([&](BodyParser &parser) { parser.bytes(half, bytes, time); });
}

void BodySlots::bodyLost(uint64_t stream, Half half, uint64_t lost, base::Time time)
{
    m_exchanges.bodyLost(stream, half, lost, time);
    if (Slots *slots = find(stream))
        slots->each([&](BodyParser &parser) { parser.lost(half, lost, time); });
}

void BodySlots::trailers(uint64_t stream, Half half, std::span<const protocols::Field> fields,
                         std::span<const base::Slice> slices, base::Time time)
{
    m_exchanges.trailers(stream, half, fields, slices, time);
    Slots *slots = find(stream);
    if (slots)
        slots->each([&](BodyParser &parser) { parser.trailers(half, fields); });
    if (half == Half::Request || (slots && slots->parsers[1]))
        return;
    for (const BodyParserEntry &entry : protocols::bodyParsers())
        if (entry.onTrailers)
            entry.onTrailers(fields, stream, time, *this);
}

void BodySlots::halfEnds(uint64_t stream, Half half, base::Time time)
{
    Slots *slots = find(stream);
    if (!slots || slots->staysOpen)
        return;
    slots->requestEnded |= half == Half::Request;
    slots->each([&](BodyParser &parser) { parser.end(half, time); });
    if (slots->carried)
        slots->carried->end(half, time);
}

// Ends together with its exchange.
void BodySlots::leave(uint64_t stream, base::Time time)
{
    const Slots *slots = find(stream);
    if (!slots || m_exchanges.isOpen(stream))
        return;
    if (slots->carried)
        slots->carried->finish(time);
    m_slots.erase(m_slots.begin() + (slots - m_slots.data()));
}

void BodySlots::carried(uint64_t stream, Half half, base::Bytes bytes, base::Time time)
{
    if (Slots *slots = find(stream); slots && slots->carried)
        slots->carried->bytes(half, bytes, time);
}

void BodySlots::carriedLost(uint64_t stream, Half half, uint64_t bytes, base::Time time)
{
    if (Slots *slots = find(stream); slots && slots->carried)
        slots->carried->lost(half, bytes, time);
}

void BodySlots::messageEnd(uint64_t stream, Half half, base::Time time)
{
    halfEnds(stream, half, time);
    m_exchanges.messageEnd(stream, half, time);
    leave(stream, time);
}

void BodySlots::fault(uint64_t stream, Half half, Fault fault, base::Time time)
{
    halfEnds(stream, half, time);
    m_exchanges.fault(stream, half, fault, time);
    leave(stream, time);
}

void BodySlots::upgraded(uint64_t stream, std::string_view protocol, base::Time time)
{
    m_exchanges.upgraded(stream, protocol, time);
    const Slots *slots = find(stream);
    if (slots && slots->staysOpen)
        m_channel = stream;
    else
        m_handedOver = true;
}

void BodySlots::raw(base::Direction direction, base::Bytes bytes, base::Time time)
{
    if (m_channel)
        body(*m_channel, m_exchanges.halfOf(direction), bytes, time);
    else if (m_handedOver)
        m_rest.add({direction, {bytes.data.begin(), bytes.data.end()}, bytes.filePosition, 0, time});
    else
        m_exchanges.raw(direction, bytes, time);
}

void BodySlots::rawLost(base::Direction direction, uint64_t lost, base::Time time)
{
    if (m_channel)
        bodyLost(*m_channel, m_exchanges.halfOf(direction), lost, time);
    else if (m_handedOver)
        m_rest.add({direction, {}, 0, lost, time});
    else
        m_exchanges.rawLost(direction, lost, time);
}

void BodySlots::finish(base::Time time)
{
    for (Slots &left : m_slots) {
        left.each([&](BodyParser &parser) {
            if (!left.requestEnded)
                parser.end(Half::Request, time);
            parser.end(Half::Response, time);
        });
        if (left.carried)
            left.carried->finish(time);
    }
    m_slots.clear();
    m_exchanges.finish(time);
}

} // namespace session
