// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/quic/crypto_stream.h"

namespace quic {

struct CryptoStream::Ordered final : stream::Reassembler::Sink {
    Ordered(tls::HandshakeReader &reading, tls::HandshakeReader::Sink &to)
        : reader(reading)
        , sink(to)
    {
    }
    void bytes(base::Bytes bytes, uint64_t, base::Time) override { reader.content(bytes.data, sink); }
    void gap(uint64_t, uint64_t, base::Time) override { reader.lose(); }
    tls::HandshakeReader &reader;
    tls::HandshakeReader::Sink &sink;
};

void CryptoStream::add(Level level, uint64_t offset, std::span<const std::byte> bytes, base::Time time, tls::HandshakeReader::Sink &sink)
{
    Messages &messages = m_levels[size_t(level)];
    if (!messages.order.started())
        messages.order.startAt(0);
    Ordered ordered(messages.reader, sink);
    messages.order.add(offset, {bytes, 0}, time, ordered);
}

} // namespace quic
