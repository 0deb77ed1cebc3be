// SPDX-License-Identifier: GPL-3.0-or-later
// Streams of QUIC whose application protocol is not read: a conversation of their bytes.
#pragma once

#include "app/protocols/quic/carriage_reader.h"

#include <array>

namespace protocols::quic {

class StreamsParser final : public Parser, private CarriageReader::Owner
{
public:
    explicit StreamsParser(Sink &);

    void bytes(Direction, base::Bytes, base::Time) override;
    void gap(Direction, uint64_t length, base::Time) override;
    void end(Direction, base::Time) override { }

private:
    void streamBytes(Direction, uint64_t id, uint64_t offset, base::Bytes, base::Time) override;
    void streamEnd(Direction, uint64_t, uint64_t, base::Time) override { }
    void streamReset(Direction, uint64_t, uint64_t, base::Time) override { }
    void stopSending(Direction, uint64_t, uint64_t, base::Time) override { }
    void datagram(Direction, base::Bytes, base::Time) override;
    void connectionClose(Direction, bool, uint64_t, std::string_view, base::Time) override { }
    void unreadable(Direction, base::Time) override;

    Sink &m_sink;
    std::array<CarriageReader, 2> m_readers;   // by direction
};

std::unique_ptr<Parser> create(Direction requestDirection, bool fromStart, const Limits &, Sink &);
// Asked after all parsers that know an application protocol over QUIC.
Verdict recognise(std::span<const std::byte> first, Direction, base::Side, bool fromStart);

} // namespace protocols::quic
