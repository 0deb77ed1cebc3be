// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/channel_parser.h"

#include <algorithm>
#include <utility>

namespace protocols {

ChannelParser::ChannelParser(std::string_view scheme, Direction requestDirection, bool fromStart, const Limits &limits, Sink &sink)
    : m_limits(limits)
    , m_sink(sink)
    , m_scheme(scheme)
    , m_requestDirection(requestDirection)
    , m_client(Half::Request, fromStart, limits.headMax, *this)
    , m_server(Half::Response, fromStart, limits.headMax, *this)
{
}

// Bytes after the end of a direction belong to none of its packets.
void ChannelParser::bytes(Direction direction, base::Bytes bytes, base::Time time)
{
    if (way(half(direction)).ended)
        return m_sink.raw(direction, bytes, time);
    reader(direction).bytes(bytes, time);
}

void ChannelParser::gap(Direction direction, uint64_t length, base::Time time)
{
    if (way(half(direction)).ended)
        return m_sink.rawLost(direction, length, time);
    reader(direction).gap(length, time);
}

void ChannelParser::end(Direction direction, base::Time time)
{
    const Half half = this->half(direction);
    if (std::exchange(way(half).ended, true))
        return;
    reader(direction).end(time);
    beforeEnd(half, time);
    giveMessage(half, time);
    if (half == Half::Request)
        releaseRequest(time);
    if (m_channel)
        m_sink.messageEnd(*m_channel, half, time);
}

uint64_t ChannelParser::open(std::string_view verb, std::string_view text, const Packet &packet)
{
    const uint64_t stream = m_nextStream++;
    tell(stream, verb, text, packet);
    return stream;
}

void ChannelParser::tell(uint64_t stream, std::string_view verb, std::string_view text, const Packet &packet)
{
    m_sink.query(stream, {.scheme = m_scheme, .verb = verb, .text = text, .target = {}, .begin = packet.begin}, packet.time);
}

uint64_t ChannelParser::channel(const Packet &packet)
{
    if (m_channel)
        return *m_channel;
    m_channel = m_nextStream++;
    m_sink.query(*m_channel, {.scheme = m_scheme, .verb = {}, .text = m_name, .target = {}, .begin = packet.begin, .channel = true}, packet.time);
    return *m_channel;
}

void ChannelParser::belongs(Half from, const Packet &packet, uint64_t stream, Half half)
{
    Way &to = way(from);
    to.into = stream;
    to.half = half;
    to.endsHalf = to.carries = false;
    packet.forEach([&](base::Bytes run) { m_sink.body(stream, half, run, packet.time); });
}

void ChannelParser::holdRequest(uint64_t stream, base::Time time)
{
    releaseRequest(time);
    m_held = stream;
}

void ChannelParser::releaseRequest(base::Time time)
{
    if (!m_held)
        return;
    Way &to = way(Half::Request);
    const uint64_t stream = *std::exchange(m_held, std::nullopt);
    if (to.into == stream)
        to.endsHalf = true; // with the rest of the packet
    else
        m_sink.messageEnd(stream, Half::Request, time);
}

void ChannelParser::carries(Half from, const Packet &packet, size_t at, size_t behind, ItemKind kind, std::string label)
{
    Way &to = way(from);
    to.carries = true;
    to.kind = kind;
    to.label = std::move(label);
    to.begin = packet.begin;
    to.contents.clear();
    to.wireBytes = to.left = packet.total - std::min<uint64_t>(packet.total, at + behind);
    size_t before = at;
    packet.forEach([&](base::Bytes run) {
        const size_t skip = std::min(before, run.data.size());
        before -= skip;
        take(to, run.sub(skip));
    });
}

void ChannelParser::take(Way &to, base::Bytes bytes)
{
    const auto some = size_t(std::min<uint64_t>(to.left, bytes.data.size()));
    to.left -= some;
    if (some > 0)
        to.contents.add(bytes.sub(0, some), m_sink);
}

void ChannelParser::item(Half half, uint64_t stream, const Packet &packet, ItemKind kind, std::string_view contents, std::string_view label, uint16_t code)
{
    std::vector<base::Slice> slices;
    if (!contents.empty())
        slices.push_back(m_sink.derive(std::as_bytes(std::span(contents))));
    m_sink.item(stream, {.half = half, .kind = kind, .code = code, .begin = packet.begin, .end = packet.time, .slices = slices,
                         .wireBytes = contents.empty() ? 0 : packet.total, .label = label});
}

void ChannelParser::giveMessage(Half from, base::Time time)
{
    Way &of = way(from);
    if (!std::exchange(of.carries, false) || !of.into)
        return;
    m_sink.item(*of.into, {.half = of.half, .kind = of.kind, .begin = of.begin, .end = time, .slices = of.contents.slices(), .wireBytes = of.wireBytes,
                           .lostBytes = of.wireBytes - std::min(of.wireBytes, of.contents.size()), .label = of.label});
    of.contents.clear();
}

void ChannelParser::packetRest(Half from, base::Bytes bytes, base::Time time)
{
    Way &to = way(from);
    if (!to.into)
        return m_sink.raw(direction(from), bytes, time);
    m_sink.body(*to.into, to.half, bytes, time);
    if (to.carries)
        take(to, bytes);
}

void ChannelParser::packetLost(Half from, uint64_t bytes, base::Time time)
{
    Way &to = way(from);
    if (!to.into)
        return m_sink.rawLost(direction(from), bytes, time);
    m_sink.bodyLost(*to.into, to.half, bytes, time);
    to.left -= std::min(to.left, bytes);
}

void ChannelParser::packetEnd(Half from, base::Time time)
{
    giveMessage(from, time);
    Way &of = way(from);
    if (std::exchange(of.endsHalf, false) && of.into)
        m_sink.messageEnd(*of.into, of.half, time);
    of.into.reset();
}

void ChannelParser::stray(Half from, base::Bytes bytes, base::Time time) { m_sink.raw(direction(from), bytes, time); }

void ChannelParser::strayLost(Half from, uint64_t bytes, base::Time time) { m_sink.rawLost(direction(from), bytes, time); }

void ChannelParser::outOfStep(Half from, Fault, base::Time time)
{
    giveMessage(from, time);
    way(from).into.reset();
    way(from).endsHalf = false;
}

} // namespace protocols
