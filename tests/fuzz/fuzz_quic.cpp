// SPDX-License-Identifier: GPL-3.0-or-later
// A connection that the input composes: sealed packets of all kinds with any frames, junk, and which secrets come when. Each
// stream comes in order, once, with only what was sent; nothing waits without a limit.
#include "app/quic/connection.h"
#include "tests/support/quic_sealer.h"
#include "tests/support/quic_vectors.h"

#include <cstdlib>
#include <map>

namespace {

using base::Direction;
using sealed::Bytes;
using sealed::operator+;

constexpr size_t heldMax = 8000;

class Input
{
public:
    Input(const uint8_t *data, size_t size)
        : m_rest(reinterpret_cast<const std::byte *>(data), size)
    {
    }
    bool atEnd() const { return m_rest.empty(); }
    uint8_t byte() { return uint8_t(take(1)[0]); }
    Bytes take(size_t length)
    {
        Bytes bytes(length);
        const size_t some = std::min(length, m_rest.size());
        std::copy_n(m_rest.begin(), some, bytes.begin());
        m_rest = m_rest.subspan(some);
        return bytes;
    }

private:
    std::span<const std::byte> m_rest;
};

struct Checked final : quic::ConnectionSink {
    void hello(Direction, std::span<const std::byte>, base::Time) override { }
    void stream(Direction direction, uint64_t id, uint64_t offset, std::span<const std::byte> bytes, bool fin, base::Time) override
    {
        auto &[end, over] = streams[{direction, id}];
        if (offset < end || over)
            std::abort();
        end = offset + bytes.size();
        over = fin;
    }
    void resetStream(Direction direction, uint64_t id, uint64_t, base::Time) override { streams[{direction, id}].second = true; }
    void stopSending(Direction, uint64_t, uint64_t, base::Time) override { }
    void datagram(Direction, std::span<const std::byte>, base::Time) override { }
    void connectionClose(Direction, bool, uint64_t, std::string_view, base::Time) override { }
    void idIssued(Direction, const quic::ConnectionId &) override { ++ids; }
    void idRetired(Direction, const quic::ConnectionId &) override { --ids; }
    void lost(Direction, tls::Cause, uint64_t, uint64_t, base::Time) override { }
    std::map<std::pair<Direction, uint64_t>, std::pair<uint64_t, bool>> streams;
    int ids = 0;
};

tls::SecretBytes secret(char fill) { return tls::SecretBytes(Bytes(32, std::byte(fill))); }

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Input input(data, size);
    static const Bytes destination = sealed::unhex(vectors::destination), client = sealed::text("client"), server = sealed::text("server!");
    static const Bytes clientFrames = sealed::unhex(vectors::clientFrames), serverFrames = sealed::unhex(vectors::serverFrames);
    const auto version = input.byte() & 1 ? quic::Version::V2 : quic::Version::V1;
    const auto initial = quic::initialSecrets(version, quic::ConnectionId(destination));
    sealed::Keys keys[2][4] = {{{version, initial.server}, {version, secret('e')}, {version, secret('H')}, {version, secret('D')}},
                               {{version, initial.client}, {version, secret('e')}, {version, secret('h')}, {version, secret('d')}}};
    bool phase[2] = {};
    tls::SecretStore store({.connections = 4, .loose = 4, .candidates = 4});
    Checked sink;
    quic::Connection connection(store, 1, Direction::Sent, version, quic::ConnectionId(destination), {.heldBytes = heldMax, .holdMax = 50});
    uint64_t number = 0;
    const auto feed = [&](Direction direction, const Bytes &datagram) {
        std::span<const std::byte> rest = datagram;
        while (const auto packet = quic::takeLong(rest))
            connection.packet(direction, *packet, base::Time(number), sink);
        if (const auto packet = quic::shortPacket(rest, quic::ConnectionId(direction == Direction::Sent ? server : client)))
            connection.packet(direction, *packet, base::Time(number), sink);
    };
    while (!input.atEnd() && ++number < 200) {
        const uint8_t what = input.byte();
        const auto direction = Direction(what & 1);
        const bool sent = direction == Direction::Sent;
        sealed::Keys *own = keys[what & 1];
        const Bytes &to = sent ? server : client, &from = sent ? client : server;
        switch (what >> 1 & 7) {
        case 0: feed(direction, sealed::longPacket(own[0], 0, sent ? destination : client, from, number, (sent ? clientFrames : serverFrames) + Bytes(sent ? 900 : 0))); break;
        case 1: feed(direction, sealed::longPacket(own[what >> 4 & 3], what >> 4 & 3, to, from, number, input.take(input.byte()))); break;
        case 2: feed(direction, sealed::shortPacket(own[3], phase[sent], to, number, input.take(input.byte()))); break;
        case 3: {
            const uint64_t id = input.byte() & 15, offset = input.byte();
            feed(direction, sealed::shortPacket(own[3], phase[sent], to, number, sealed::stream(id, offset, input.take(input.byte() & 63), what & 0x40)));
            break;
        }
        case 4:
            own[3].update();
            phase[sent] = !phase[sent];
            break;
        case 5: feed(direction, input.take(input.byte())); break;
        case 6: {
            constexpr char fills[] = {'e', 'h', 'H', 'd', 'D', 'x'};
            const auto label = tls::Label(input.byte() % tls::labelCount);
            tls::Secret one{label, tls::Random{}, secret(fills[size_t(label)]), 1, 0};
            const Bytes random = sealed::unhex("ebf8fa56f12939b9584a3896472ec40bb863cfd3e86804fe3a47f06a2b69484c");
            std::ranges::copy(random, one.random->begin());
            if (what & 0x40)
                one.label.reset();
            if (what & 0x80)
                one.random.reset();
            store.add(one);
            connection.secretAdded(sink);
            break;
        }
        case 7: connection.expire(base::Time(number), sink); break;
        }
        if (sink.ids > 130)
            std::abort();
    }
    connection.end(base::Time(number), sink);
    if (connection.waitsForSecret())
        std::abort();
    return 0;
}
