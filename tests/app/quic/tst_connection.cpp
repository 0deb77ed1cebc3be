// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/quic/connection.h"

#include "tests/support/quic_sealer.h"
#include "tests/support/quic_vectors.h"

#include <QRegularExpression>
#include <QTest>

#include <random>

using namespace quic;
using base::Direction;
using sealed::Bytes;
using sealed::operator+;
using sealed::unhex;

namespace {

std::string textOf(std::span<const std::byte> bytes) { return {reinterpret_cast<const char *>(bytes.data()), bytes.size()}; }
const char *arrow(Direction direction) { return direction == Direction::Sent ? "> " : "< "; }

// What a connection says, a line each.
struct Seen final : ConnectionSink {
    void hello(Direction direction, std::span<const std::byte> message, base::Time) override
    {
        lines.push_back(std::string(arrow(direction)) + (message[0] == std::byte(1) ? "ClientHello" : "ServerHello"));
    }
    void stream(Direction direction, uint64_t id, uint64_t offset, std::span<const std::byte> bytes, bool fin, base::Time) override
    {
        lines.push_back(std::string(arrow(direction)) + std::to_string(id) + " @" + std::to_string(offset) + " " + textOf(bytes) + (fin ? " end" : ""));
        if (offset == received[id].size())
            received[id] += textOf(bytes);
    }
    void resetStream(Direction direction, uint64_t id, uint64_t code, base::Time) override
    {
        lines.push_back(std::string(arrow(direction)) + std::to_string(id) + " reset " + std::to_string(code));
    }
    void stopSending(Direction direction, uint64_t id, uint64_t code, base::Time) override
    {
        lines.push_back(std::string(arrow(direction)) + std::to_string(id) + " stop " + std::to_string(code));
    }
    void datagram(Direction direction, std::span<const std::byte> bytes, base::Time) override { lines.push_back(arrow(direction) + ("datagram " + textOf(bytes))); }
    void connectionClose(Direction direction, bool application, uint64_t code, std::string_view reason, base::Time) override
    {
        lines.push_back(arrow(direction) + ("close " + std::string(application ? "application " : "") + std::to_string(code) + " ") + std::string(reason));
    }
    void idIssued(Direction direction, const ConnectionId &id) override { lines.push_back(arrow(direction) + ("id " + textOf(id.bytes()))); }
    void idRetired(Direction direction, const ConnectionId &id) override { lines.push_back(arrow(direction) + ("no id " + textOf(id.bytes()))); }
    void lost(Direction direction, tls::Cause cause, uint64_t packets, uint64_t, base::Time) override
    {
        lines.push_back(arrow(direction) + ("lost " + std::to_string(packets) + ": ") + tls::causeText(cause));
    }
    std::vector<std::string> take() { return std::exchange(lines, {}); }

    std::vector<std::string> lines;
    std::map<uint64_t, std::string> received;
};

using Lines = std::vector<std::string>;

tls::SecretBytes secret(char fill) { return tls::SecretBytes(Bytes(32, std::byte(fill))); }

// A client's connection to a server, as seen at the client.
struct Played {
    explicit Played(Version version = Version::V1)
        : initial(initialSecrets(version, ConnectionId(destination)))
        , clientInitial(version, initial.client)
        , serverInitial(version, initial.server)
        , clientHandshake(version, secret('h'))
        , serverHandshake(version, secret('H'))
        , clientKeys(version, secret('d'))
        , serverKeys(version, secret('D'))
        , connection(store, 7, Direction::Sent, version, ConnectionId(destination))
    {
    }
    bool take(Direction direction, const Bytes &datagram)
    {
        std::span<const std::byte> rest = datagram;
        bool taken = true;
        while (!rest.empty() && hasLongHeader(rest)) {
            const auto packet = takeLong(rest);
            if (!packet)
                return false;
            taken = connection.packet(direction, *packet, now, seen) && taken;
        }
        if (const auto packet = shortPacket(rest, ConnectionId(direction == Direction::Sent ? server : client)))
            taken = connection.packet(direction, *packet, now, seen) && taken;
        return taken;
    }
    void know(tls::Label label, char fill)
    {
        const Bytes random = unhex("ebf8fa56f12939b9584a3896472ec40bb863cfd3e86804fe3a47f06a2b69484c");
        tls::Secret one{label, tls::Random{}, secret(fill), 7, 0};
        std::ranges::copy(random, one.random->begin());
        store.add(one);
        connection.secretAdded(seen);
    }
    void knowAll()
    {
        know(tls::Label::ClientHandshake, 'h');
        know(tls::Label::ServerHandshake, 'H');
        know(tls::Label::ClientTraffic, 'd');
        know(tls::Label::ServerTraffic, 'D');
    }
    Bytes clientHello() const { return sealed::longPacket(clientInitial, 0, destination, client, 0, unhex(vectors::clientFrames) + Bytes(900)); }
    Bytes serverHello() const { return sealed::longPacket(serverInitial, 0, client, server, 0, unhex(vectors::serverFrames)); }
    Bytes extensions() const
    {
        // EncryptedExtensions with ALPN "h3".
        return sealed::longPacket(serverHandshake, 2, client, server, 0, sealed::crypto(0, unhex("0800000b000900100005000302") + sealed::text("h3")));
    }
    void handshake()
    {
        take(Direction::Sent, clientHello());
        take(Direction::Received, serverHello() + extensions());
    }
    Bytes sent(uint64_t number, const Bytes &frames) const { return sealed::shortPacket(clientKeys, clientPhase, server, number, frames); }
    Bytes received(uint64_t number, const Bytes &frames) const { return sealed::shortPacket(serverKeys, serverPhase, client, number, frames); }

    const Bytes destination = unhex(vectors::destination), client = sealed::text("client"), server = sealed::text("server!");
    tls::SecretStore store;
    InitialSecrets initial;
    sealed::Keys clientInitial, serverInitial, clientHandshake, serverHandshake, clientKeys, serverKeys;
    bool clientPhase = false, serverPhase = false;
    base::Time now = 1;
    Seen seen;
    Connection connection;
};

} // namespace

class TestConnection : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void readsStreamsOfBothVersions()
    {
        for (const Version version : {Version::V1, Version::V2}) {
            Played played(version);
            played.take(Direction::Sent, played.clientHello());
            QCOMPARE(played.seen.take(), (Lines{"< id client", "> ClientHello"}));
            QCOMPARE(played.connection.facts().sni, "example.com");
            QCOMPARE(played.connection.offeredProtocols(), std::vector<std::string>{"alpn"});
            played.knowAll();
            played.take(Direction::Received, played.serverHello() + played.extensions());
            QCOMPARE(played.seen.take(), (Lines{"> id server!", "< ServerHello"}));
            QVERIFY(played.connection.hasKeys());
            QCOMPARE(played.connection.facts().alpn, "h3");
            QCOMPARE(played.connection.version(), version);
            QCOMPARE(int(played.connection.facts().suiteNumber), 0x1301);
            played.take(Direction::Sent, played.sent(0, sealed::stream(0, 0, sealed::text("question"), true)));
            played.take(Direction::Received, played.received(0, sealed::stream(0, 0, sealed::text("ans")) + sealed::stream(0, 3, sealed::text("wer"), true)));
            QCOMPARE(played.seen.take(), (Lines{"> 0 @0 question end", "< 0 @0 ans", "< 0 @3 wer end"}));
        }
    }

    void refusesAPacketThatBeginsNoConnection()
    {
        Played played;
        Bytes other = played.clientHello();
        other.back() ^= std::byte(1);
        QVERIFY(!played.take(Direction::Sent, other));
        QVERIFY(played.seen.take().empty());
    }

    void waitsForSecrets()
    {
        Played played;
        played.handshake();
        played.take(Direction::Received, played.received(0, sealed::stream(3, 0, sealed::text("early"))));
        played.take(Direction::Sent, played.sent(0, sealed::stream(0, 0, sealed::text("late"), true)));
        played.seen.take();
        QVERIFY(played.connection.waitsForSecret());
        played.know(tls::Label::ClientTraffic, 'd');
        QCOMPARE(played.seen.take(), (Lines{"> 0 @0 late end"}));
        played.know(tls::Label::ServerTraffic, 'D');
        QCOMPARE(played.seen.take(), (Lines{"< 3 @0 early"}));
        QVERIFY(played.connection.waitsForSecret());   // the handshake's packet, whose secret has not come
        played.know(tls::Label::ServerHandshake, 'H');
        QVERIFY(!played.connection.waitsForSecret());
        QCOMPARE(played.connection.facts().alpn, "h3");
    }

    void triesSecretsOfWhichNothingIsKnown()
    {
        Played played;
        played.handshake();
        played.take(Direction::Sent, played.sent(0, sealed::stream(0, 0, sealed::text("x"))));
        played.seen.take();
        for (const char fill : {'a', 'd', 'b'}) {
            played.store.add({std::nullopt, std::nullopt, secret(fill), 7, 0});
            played.connection.secretAdded(played.seen);
        }
        QCOMPARE(played.seen.take(), (Lines{"> 0 @0 x"}));
        QCOMPARE(played.store.looseSize(), 2u);
    }

    void saysWhatNeverOpened()
    {
        Played played;
        played.handshake();
        played.take(Direction::Sent, played.sent(0, sealed::stream(0, 0, sealed::text("x"))));
        played.seen.take();
        played.connection.expire(11'000'000'000, played.seen);
        QCOMPARE(played.seen.take(), (Lines{"< lost 1: no secret was captured", "> lost 1: no secret was captured"}));
        played.knowAll();
        Bytes damaged = played.sent(1, sealed::stream(0, 1, sealed::text("y")));
        damaged.back() ^= std::byte(1);
        played.take(Direction::Sent, damaged);
        QCOMPARE(played.seen.take(), (Lines{"> lost 1: the captured secrets do not fit"}));
        played.take(Direction::Sent, played.sent(2, unhex("3f")));
        QCOMPARE(played.seen.take(), (Lines{"> lost 1: not TLS records"}));
    }

    void followsKeyUpdatesOfEachDirection()
    {
        Played played;
        played.handshake();
        played.knowAll();
        played.seen.take();
        played.take(Direction::Sent, played.sent(0, sealed::stream(0, 0, sealed::text("a"))));
        const Bytes late = played.sent(1, sealed::stream(0, 1, sealed::text("b")));
        played.clientKeys.update();
        played.clientPhase = true;
        played.take(Direction::Sent, played.sent(2, sealed::stream(0, 2, sealed::text("c"))));
        played.take(Direction::Sent, late);
        QCOMPARE(played.seen.take(), (Lines{"> 0 @0 a", "> 0 @1 b", "> 0 @2 c"}));
        // Two more that nobody saw, and the first packet of the other direction.
        played.clientKeys.update();
        played.clientKeys.update();
        played.take(Direction::Sent, played.sent(300, sealed::stream(0, 3, sealed::text("d"))));
        played.take(Direction::Received, played.received(0, sealed::stream(0, 0, sealed::text("e"))));
        QCOMPARE(played.seen.take(), (Lines{"> 0 @3 d", "< 0 @0 e"}));
    }

    void followsARetry()
    {
        Played played;
        played.take(Direction::Sent, played.clientHello());
        const Bytes retry = unhex("f000000001") + unhex("06") + played.client + unhex("05") + sealed::text("retry") + sealed::text("token") + Bytes(16);
        played.take(Direction::Received, retry);
        QCOMPARE(played.seen.take(), (Lines{"< id client", "> ClientHello", "> id retry"}));
        const InitialSecrets again = initialSecrets(Version::V1, ConnectionId(sealed::text("retry")));
        const sealed::Keys client(Version::V1, again.client), server(Version::V1, again.server);
        QVERIFY(played.take(Direction::Sent, sealed::longPacket(client, 0, sealed::text("retry"), played.client, 1, unhex(vectors::clientFrames) + Bytes(900))));
        QVERIFY(played.take(Direction::Received, sealed::longPacket(server, 0, played.client, played.server, 0, unhex(vectors::serverFrames))));
        QCOMPARE(played.seen.take(), (Lines{"> id server!", "< ServerHello"}));
    }

    void readsHellosInPieces()
    {
        Played played;
        const Bytes hello = unhex(vectors::clientFrames);
        const Bytes message(hello.begin() + 4, hello.end());   // behind the head of its frame
        const auto piece = [&](uint64_t number, size_t from, size_t to) {
            return sealed::longPacket(played.clientInitial, 0, played.destination, played.client, number,
                                      sealed::crypto(from, Bytes(message.begin() + ptrdiff_t(from), message.begin() + ptrdiff_t(to))) + Bytes(900));
        };
        played.take(Direction::Sent, piece(1, 100, message.size()));
        QCOMPARE(played.seen.take(), (Lines{"< id client"}));
        played.take(Direction::Sent, piece(0, 0, 120));
        QCOMPARE(played.seen.take(), (Lines{"> ClientHello"}));
    }

    void opensEarlyData()
    {
        Played played;
        const sealed::Keys early(Version::V1, secret('e'));
        played.take(Direction::Sent, played.clientHello() + sealed::longPacket(early, 1, played.destination, played.client, 0, sealed::stream(0, 0, sealed::text("0-RTT"), true)));
        played.seen.take();
        played.know(tls::Label::ClientEarly, 'e');
        QCOMPARE(played.seen.take(), (Lines{"> 0 @0 0-RTT end"}));
    }

    void namesNewIdsAndForgetsRetiredOnes()
    {
        Played played;
        played.handshake();
        played.knowAll();
        played.seen.take();
        const auto fresh = [](uint64_t sequence, std::string_view id) { return sealed::numbers({0x18, sequence, 0, id.size()}) + sealed::text(id) + Bytes(16); };
        played.take(Direction::Received, played.received(0, fresh(1, "second") + fresh(2, "third")));
        QCOMPARE(played.seen.take(), (Lines{"> id second", "> id third"}));
        played.take(Direction::Sent, played.sent(0, sealed::numbers({0x19, 0})));
        QCOMPARE(played.seen.take(), Lines());
        played.take(Direction::Sent, played.sent(1, sealed::numbers({0x19, 1})));
        QCOMPARE(played.seen.take(), (Lines{"> no id server!"}));
    }

    void readsTheOtherFrames()
    {
        Played played;
        played.handshake();
        played.knowAll();
        played.seen.take();
        const Bytes ack = sealed::numbers({0x02, 9, 0, 1, 2, 1, 1});
        const Bytes limits = sealed::numbers({0x10, 5}) + sealed::numbers({0x11, 4, 5}) + sealed::numbers({0x12, 5}) + sealed::numbers({0x14, 5}) + sealed::numbers({0x15, 4, 5}) + sealed::numbers({0x17, 5});
        played.take(Direction::Received, played.received(0, ack + limits + sealed::numbers({0x1e, 0x01}) + sealed::numbers({0x05, 4, 256}) + sealed::numbers({0x04, 8, 268, 0})
                                                             + sealed::numbers({0x31, 2}) + sealed::text("hi") + sealed::numbers({0x1d, 256, 3}) + sealed::text("bye")));
        QCOMPARE(played.seen.take(), (Lines{"< 4 stop 256", "< 8 reset 268", "< datagram hi", "< close application 256 bye"}));
    }

    // Whatever is lost, all else is intact, and each gap is where bytes were lost.
    void keepsEverythingAroundLostPackets()
    {
        for (unsigned seed = 1; seed <= 20; ++seed) {
            std::mt19937 random(seed);
            Played played;
            played.handshake();
            played.knowAll();
            played.seen.take();
            std::map<uint64_t, uint64_t> sent;
            std::map<std::pair<uint64_t, uint64_t>, std::string> kept;
            std::vector<Bytes> datagrams;
            for (uint64_t number = 0; number < 200; ++number) {
                const uint64_t id = 4 * (random() % 5);
                std::string data;
                for (size_t length = 1 + random() % 50; length > 0; --length)
                    data += char('a' + random() % 26);
                const Bytes datagram = played.received(number, sealed::stream(id, sent[id], sealed::text(data)));
                if (random() % 5 != 0) {
                    kept[{id, sent[id]}] = data;
                    datagrams.push_back(datagram);
                }
                sent[id] += data.size();
            }
            // A little out of order.
            for (size_t i = 1; i < datagrams.size(); ++i)
                if (random() % 4 == 0)
                    std::swap(datagrams[i], datagrams[i - 1]);
            for (const Bytes &datagram : datagrams)
                played.take(Direction::Received, datagram);
            played.connection.end(2, played.seen);
            std::map<std::pair<uint64_t, uint64_t>, std::string> got;
            for (const std::string &line : played.seen.take()) {
                unsigned long long id = 0, offset = 0;
                char data[64] = {};
                QCOMPARE(sscanf(line.c_str(), "< %llu @%llu %63s", &id, &offset, data), 3);
                got[{id, offset}] = data;
            }
            QCOMPARE(got.size(), kept.size());
            QVERIFY(got == kept);
        }
    }
};

QTEST_GUILESS_MAIN(TestConnection)
#include "tst_connection.moc"
