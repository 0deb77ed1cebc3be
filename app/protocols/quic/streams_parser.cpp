// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/quic/streams_parser.h"

namespace protocols::quic {

StreamsParser::StreamsParser(Sink &sink)
    : m_sink(sink)
    , m_readers{CarriageReader(Direction::Received, *this), CarriageReader(Direction::Sent, *this)}
{
}

void StreamsParser::bytes(Direction direction, base::Bytes bytes, base::Time time) { m_readers[size_t(direction)].bytes(bytes, time); }

void StreamsParser::gap(Direction direction, uint64_t, base::Time time) { m_readers[size_t(direction)].gap(time); }

void StreamsParser::streamBytes(Direction direction, uint64_t, uint64_t, base::Bytes bytes, base::Time time)
{
    m_sink.raw(direction, bytes, time);
}

void StreamsParser::datagram(Direction direction, base::Bytes bytes, base::Time time) { m_sink.raw(direction, bytes, time); }

void StreamsParser::unreadable(Direction direction, base::Time time) { m_sink.rawLost(direction, 0, time); }

std::unique_ptr<Parser> create(Direction, bool, const Limits &, Sink &sink) { return std::make_unique<StreamsParser>(sink); }

Verdict recognise(std::span<const std::byte> first, Direction, base::Side, bool) { return readPreface(first).verdict; }

} // namespace protocols::quic
