// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/tls_decryption.h"

#include "tests/app/session/script.h"
#include "tests/support/quic_sealer.h"
#include "tests/support/quic_vectors.h"

#include <QRegularExpression>
#include <QTest>

using namespace session;
using base::Direction;
using sealed::Bytes;
using sealed::operator+;
using sealed::unhex;

namespace {

constexpr uint32_t pid = 100;

std::string stringOf(const Bytes &bytes) { return {reinterpret_cast<const char *>(bytes.data()), bytes.size()}; }
tls::SecretBytes secret(char fill) { return tls::SecretBytes(Bytes(32, std::byte(fill))); }

// What a helper sends of a client's UDP socket that speaks HTTP/3 with one server.
class Conversation
{
public:
    explicit Conversation(uint64_t flow = 5, bool client = true, std::string_view id = "client")
        : m_flow(flow)
        , m_isClient(client)
        , m_initial(quic::initialSecrets(quic::Version::V1, quic::ConnectionId(m_destination)))
        , m_client(sealed::text(id))
    {
    }
    void open(Script &script, uint64_t flow = 0)
    {
        wire::Socket socket;
        socket.time = 1;
        socket.flow = flow ? flow : m_flow;
        socket.pid = pid;
        socket.local = socket.remote = {127, 0, 0, 1};
        socket.localPort = uint16_t(40000 + socket.flow);
        socket.remotePort = 443;
        socket.family = 2;
        socket.protocol = 17;
        socket.fromStart = 1;
        script.add(socket);
    }
    void secrets(Script &script)
    {
        for (const auto &[label, fill] : {std::pair{"CLIENT_HANDSHAKE_TRAFFIC_SECRET", 'h'}, {"SERVER_HANDSHAKE_TRAFFIC_SECRET", 'H'},
                                          {"CLIENT_TRAFFIC_SECRET_0", 'd'}, {"SERVER_TRAFFIC_SECRET_0", 'D'}}) {
            wire::Secret one;
            one.pid = pid;
            one.origin = wire::Origin::GnuTls;
            one.label = label;
            one.randomKnown = 1;
            one.length = 32;
            std::ranges::fill_n(one.bytes.begin(), 32, uint8_t(fill));
            std::ranges::transform(unhex("ebf8fa56f12939b9584a3896472ec40bb863cfd3e86804fe3a47f06a2b69484c"), one.random.begin(), [](std::byte b) { return uint8_t(b); });
            script.add(one);
        }
    }
    void handshake(Script &script)
    {
        send(script, true, sealed::longPacket({quic::Version::V1, m_initial.client}, 0, m_destination, m_client, 0, unhex(vectors::clientFrames) + Bytes(920)));
        send(script, false, sealed::longPacket({quic::Version::V1, m_initial.server}, 0, m_client, m_server, 0, unhex(vectors::serverFrames))
                                + sealed::longPacket({quic::Version::V1, secret('H')}, 2, m_client, m_server, 0, sealed::crypto(0, unhex("0800000b000900100005000302") + sealed::text("h3"))));
    }
    // Of the client, or of the server, under a new packet number.
    Bytes packet(bool fromClient, const Bytes &frames)
    {
        const sealed::Keys keys(quic::Version::V1, secret(fromClient ? 'd' : 'D'));
        return sealed::shortPacket(keys, false, fromClient ? m_server : m_client, m_number[fromClient]++, frames);
    }
    void send(Script &script, bool fromClient, const Bytes &datagram, uint64_t flow = 0)
    {
        if (fromClient == m_isClient)
            script.sent(flow ? flow : m_flow, stringOf(datagram));
        else
            script.received(flow ? flow : m_flow, stringOf(datagram));
    }
    void say(Script &script, bool fromClient, const Bytes &frames, uint64_t flow = 0) { send(script, fromClient, packet(fromClient, frames), flow); }

private:
    uint64_t m_flow;
    bool m_isClient;
    const Bytes m_destination = unhex(vectors::destination);
    quic::InitialSecrets m_initial;
    Bytes m_client;
    const Bytes m_server = sealed::text("server!");
    std::array<uint64_t, 2> m_number{};
};

// Sections of static fields alone: GET https /, and 200.
Bytes request(uint64_t stream) { return sealed::stream(stream, 0, unhex("01050000d1d7c1"), true); }
Bytes response(uint64_t stream, const std::string &body)
{
    return sealed::stream(stream, 0, unhex("01030000d9") + sealed::numbers({0, body.size()}) + sealed::text(body), true);
}

Script rewritten(const Script &script, wire::TlsSource source = wire::TlsSource::Either)
{
    TlsDecryption decryption{source};
    wire::Bytes out;
    wire::FrameReader reader(script.bytes());
    for (size_t begin = 0; const auto frame = reader.next().value(); begin = reader.position())
        if (!decryption.take(*frame, out))
            out.insert(out.end(), script.bytes().begin() + ptrdiff_t(begin), script.bytes().begin() + ptrdiff_t(reader.position()));
    if (decryption.quicConnections() != 0)
        qFatal("connections are left");
    return Script(Script::Clock::Later).frames(out);
}

// A client whose connection is ready.
Script begun(Conversation &conversation)
{
    Script script;
    script.process(pid, "client");
    conversation.open(script);
    conversation.secrets(script);
    conversation.handshake(script);
    return script;
}

constexpr const char *oneExchange = "GET https://127.0.0.1:443/ 200 client/100 request 0 response 5 complete\n";

std::vector<exchange::Connection> shown(const Outcome &outcome)
{
    std::vector<exchange::Connection> connections;
    for (const auto &[id, connection] : outcome.connections)
        connections.push_back(connection);
    return connections;
}

} // namespace

class TestQuicDecryption : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void showsAnExchangeAndTheFactsOfItsConnection()
    {
        Conversation conversation;
        Script script = begun(conversation);
        conversation.say(script, true, request(0));
        conversation.say(script, false, response(0, "hello"));
        conversation.say(script, true, sealed::numbers({0x1d, 256, 0}));
        const Outcome outcome = play(rewritten(script.add(wire::Stopped{})));
        QCOMPARE(QString::fromStdString(outcome.transcript()), QString(oneExchange));
        const auto connections = shown(outcome);
        QCOMPARE(connections.size(), size_t(1));
        const exchange::Connection &connection = connections[0];
        QCOMPARE(connection.alpn, "h3");
        QCOMPARE(connection.sni, "example.com");
        QCOMPARE(connection.tlsProtocol, "TLS 1.3");
        QCOMPARE(connection.tlsCipher, "TLS_AES_128_GCM_SHA256");
        QCOMPARE(connection.tlsSource, "secrets");
        QCOMPARE(connection.tlsLibrary, "GnuTLS");
        QCOMPARE(connection.quic, "v1");
        QVERIFY(connection.ja4.starts_with("q13d"));
        QCOMPARE(int(connection.protocol), 17);
        QCOMPARE(int(connection.local.port), 40005);
        QCOMPARE(connection.side, base::Side::Client);
        QCOMPARE(connection.state, exchange::ConnectionState::Closed);
        QVERIFY(outcome.losses.empty());
    }

    void waitsForSecretsThatComeLate()
    {
        Script script;
        script.process(pid, "client");
        Conversation conversation;
        conversation.open(script);
        conversation.handshake(script);
        conversation.say(script, true, request(0));
        conversation.say(script, false, response(0, "hello"));
        conversation.secrets(script);
        const Outcome outcome = play(rewritten(script.add(wire::Stopped{})));
        QCOMPARE(QString::fromStdString(outcome.transcript()), QString(oneExchange));
    }

    void saysThatAConnectionWithoutSecretsIsNotReadable()
    {
        Script script;
        script.process(pid, "client");
        Conversation conversation;
        conversation.open(script);
        conversation.handshake(script);
        conversation.say(script, true, request(0));
        const Outcome outcome = play(rewritten(script.add(wire::Stopped{})));
        QCOMPARE(QString::fromStdString(outcome.transcript()), QString("unreadable TLS tls://example.com:443 0 (no secret was captured) client/100 request 0 response 0 complete\n"));
        QCOMPARE(outcome.losses.size(), size_t(1));
        QCOMPARE(outcome.losses[0].cause, "QUIC packets not decrypted: no secret was captured");
        QCOMPARE(outcome.losses[0].events, uint64_t(2));
        QCOMPARE(shown(outcome)[0].sni, "example.com");
    }

    // A new address is a new flow of the probes: it is the same connection still.
    void followsAConnectionToAnotherAddress()
    {
        Conversation conversation;
        Script script = begun(conversation);
        conversation.say(script, true, request(0));
        conversation.open(script, 6);
        conversation.say(script, false, response(0, "hello"), 6);
        const Outcome outcome = play(rewritten(script.add(wire::Stopped{})));
        QCOMPARE(QString::fromStdString(outcome.transcript()), QString(oneExchange));
        QCOMPARE(shown(outcome).size(), size_t(1));
    }

    // Both ends in one process.
    void keepsTheTwoEndsApart()
    {
        Script script;
        script.process(pid, "both");
        Conversation client(5, true), server(6, false);
        client.open(script);
        client.secrets(script);
        server.open(script);
        for (Conversation *end : {&client, &server})
            end->handshake(script);
        for (Conversation *end : {&client, &server})
            end->say(script, true, request(0));
        for (Conversation *end : {&client, &server})
            end->say(script, false, response(0, "hello"));
        const Outcome outcome = play(rewritten(script.add(wire::Stopped{})));
        QCOMPARE(outcome.exchanges.size(), size_t(2));
        QCOMPARE(shown(outcome).size(), size_t(2));
        QVERIFY(shown(outcome)[0].side != shown(outcome)[1].side);
    }

    void leavesOtherDatagramsAlone()
    {
        Script script;
        script.process(pid, "client");
        Conversation conversation;
        conversation.open(script);
        script.sent(5, "hello, datagram").sent(5, std::string(1300, '\xff'));
        script.add(wire::Stopped{});
        QCOMPARE(QString::fromStdString(play(rewritten(script)).transcript()), QString::fromStdString(play(script).transcript()));
        QVERIFY(!play(script).exchanges.empty());
    }

    void marksWhatIsMissingAndKeepsTheRest()
    {
        Conversation conversation;
        Script script = begun(conversation);
        conversation.say(script, true, request(0) + request(4));
        const Bytes head = unhex("01030000d9") + sealed::numbers({0, 300});
        conversation.say(script, false, sealed::stream(0, 0, head + Bytes(100, std::byte('a'))));
        conversation.packet(false, sealed::stream(0, head.size() + 100, Bytes(100, std::byte('b'))));   // lost
        conversation.say(script, false, sealed::stream(0, head.size() + 200, Bytes(100, std::byte('c')), true));
        conversation.say(script, false, response(4, "whole"));
        const Outcome outcome = play(rewritten(script.add(wire::Stopped{})));
        QCOMPARE(QString::fromStdString(outcome.transcript()), QString("GET https://127.0.0.1:443/ 200 client/100 request 0 response 200 lost 100 cut\n"
                                       "GET https://127.0.0.1:443/ 200 client/100 request 0 response 5 complete\n"));
    }
};

QTEST_GUILESS_MAIN(TestQuicDecryption)
#include "tst_quic_decryption.moc"
