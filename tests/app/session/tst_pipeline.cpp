// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/session/script.h"

#include <QRegularExpression>
#include <QTest>

#include <cerrno>

using namespace session;

namespace {
const std::string get = "GET /x HTTP/1.1\r\nHost: a.local\r\n\r\n";
const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nhello";
}

class TestPipeline : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void buildsAnExchangeOfAPlainSocket()
    {
        const Outcome outcome = play(Script().process(100, "curl").socket(1, 100).sent(1, get).received(1, ok));
        QCOMPARE(outcome.transcript(), "GET http://a.local/x 200 (OK) curl/100 request 0 response 5 complete\n");
        const exchange::Exchange &e = outcome.exchanges.at(0);
        QCOMPARE(e.contentType, "text/plain");
        QVERIFY(e.request.begin < e.response.begin);
        QCOMPARE(e.side, base::Side::Client);
    }

    void buildsAnExchangeOfATlsObject()
    {
        const Outcome outcome = play(Script().process(100, "curl").socket(1, 100).ciphertext(1, 1, "\x16\x03\x01")
                                         .tie(1, 7).sent(1, get, 7).received(1, ok, 7));
        QCOMPARE(outcome.transcript(), "GET https://a.local/x 200 (OK) curl/100 request 0 response 5 complete\n");
        QCOMPARE(outcome.connections.at(0).tie, "nested call");
        QCOMPARE(outcome.connections.at(0).tlsLibrary, "OpenSSL");
    }

    void joinsPlaintextToItsSocketWhenTheTieComesLate()
    {
        const Outcome outcome = play(Script().process(100, "node").socket(1, 100).ciphertext(1, 1, "\x16\x03\x01")
                                         .sent(0, get, 7).tie(1, 7).received(1, ok, 7));
        QCOMPARE(outcome.transcript(), "GET https://a.local/x 200 (OK) node/100 request 0 response 5 complete\n");
        const exchange::Exchange &e = outcome.exchanges.at(0);
        QCOMPARE(outcome.connections.at(e.connection).mergedInto, base::ConnectionId(0));
        QCOMPARE(outcome.connections.at(0).remote.port, uint16_t(443));
    }

    void givesUpATieThatWasContradicted()
    {
        wire::Tie contradiction;
        contradiction.tls = 7;
        const Outcome outcome = play(Script().process(100, "node").socket(1, 100).tie(1, 7).sent(1, get, 7).received(1, ok, 7)
                                         .add(contradiction).sent(0, get, 7).received(0, ok, 7));
        QCOMPARE(outcome.exchanges.size(), size_t(2));
        QCOMPARE(outcome.connections.at(outcome.exchanges.at(0).connection).remote.port, uint16_t(443));
        QCOMPARE(outcome.connections.at(outcome.exchanges.at(1).connection).remote.family, base::Family::Unknown);
    }

    void tellsTheSideByTheRequestsDirection()
    {
        wire::Socket socket;
        socket.time = 1;
        socket.flow = 1;
        socket.pid = 100;
        socket.family = 2;
        socket.protocol = 6;
        const Outcome outcome = play(Script().process(100, "nginx").add(socket).received(1, get).sent(1, ok));
        QCOMPARE(outcome.exchanges.at(0).side, base::Side::Server);
        QCOMPARE(outcome.connections.at(0).side, base::Side::Server);
    }

    void tellsTheSideByWhoSpokeFirst()
    {
        wire::Socket socket;
        socket.time = 1;
        socket.flow = 1;
        socket.pid = 100;
        socket.family = 1;
        socket.fromStart = 1;
        const std::string set = "*3\r\n$3\r\nSET\r\n$1\r\na\r\n$1\r\nb\r\n";
        const Outcome server = play(Script().process(100, "redis").add(socket).received(1, set).sent(1, "+OK\r\n"));
        QCOMPARE(server.exchanges.at(0).path, "SET a b");
        QCOMPARE(server.exchanges.at(0).side, base::Side::Server);
        const Outcome client = play(Script().process(100, "redis-cli").add(socket).sent(1, set).received(1, "+OK\r\n"));
        QCOMPARE(client.exchanges.at(0).side, base::Side::Client);
    }

    void keepsALossThatALaterMessageDoesNotName()
    {
        using namespace wire;
        const auto losses = [](LossPlace place, uint8_t cause, uint64_t events) { return Losses{1, {{place, cause, events, 10 * events}}}; };
        const Outcome outcome = play(Script()
                                         .add(losses(LossPlace::Kernel, uint8_t(KernelLoss::RingFull), 1))
                                         .add(losses(LossPlace::Relay, uint8_t(RelayLoss::QueueFull), 2))
                                         .add(losses(LossPlace::Kernel, uint8_t(KernelLoss::RingFull), 3)));
        QCOMPARE(outcome.losses.size(), size_t(2));
        QCOMPARE(outcome.losses[0].cause, std::string("ring buffer full"));
        QCOMPARE(outcome.losses[0].events, uint64_t(3));
        QCOMPARE(outcome.losses[1].cause, std::string("window or recorder too slow"));
        QCOMPARE(outcome.losses[1].events, uint64_t(2));
    }

    void keepsPlaintextWithoutASocket()
    {
        const Outcome outcome = play(Script().process(100, "node").sent(0, get, 7).received(0, ok, 7));
        QCOMPARE(outcome.transcript(), "GET https://a.local/x 200 (OK) node/100 request 0 response 5 complete\n");
        QCOMPARE(outcome.connections.at(0).tie, "");
        QCOMPARE(outcome.connections.at(0).remote.family, base::Family::Unknown);
    }

    void saysOfAConnectionWhosePlaintextIsNotTiedThatItMayHaveBeenRead()
    {
        wire::Coverage library;
        library.pid = 100;
        library.state = wire::CoverageState::Readable;
        library.library = "OpenSSL";
        const std::string hello = "\x16\x03\x01";
        const auto capture = [&] { return Script().process(100, "node").add(library).wait(100).socket(1, 100).ciphertext(1, 1, hello); };
        const auto end = [](Script script) { return play(script.wait(5000).state(1, 1, 4).state(1, 4, 7)); };
        QCOMPARE(end(capture()).exchanges.at(0).reason, "no plaintext passed through OpenSSL in this process");
        const Outcome untied = end(capture().sent(0, get, 7).received(0, ok, 7));
        QCOMPARE(untied.exchanges.size(), size_t(2));
        QVERIFY(untied.transcript().find("(plaintext was read in this process, but its connection is unknown)")
                != std::string::npos);
    }

    void forgetsThatPlaintextWasUntiedWithTheProcess()
    {
        wire::Coverage library;
        library.pid = 100;
        library.state = wire::CoverageState::Readable;
        library.library = "OpenSSL";
        Script script;
        script.process(100, "node").add(library).sent(0, get, 7).received(0, ok, 7);
        wire::Process another;
        another.pid = 100;
        another.comm = "curl";
        script.add(another).wait(100).socket(1, 100).ciphertext(1, 1, "\x16\x03\x01").wait(5000).state(1, 1, 4).state(1, 4, 7);
        QVERIFY(play(script).transcript().find("(no plaintext passed through OpenSSL in this process)") != std::string::npos);
    }

    void saysOfAProgramThatWasFasterThanItsProbes()
    {
        wire::Coverage library;
        library.pid = 100;
        library.state = wire::CoverageState::Readable;
        library.library = "OpenSSL";
        library.time = 200'000'000;
        const std::string hello = "\x16\x03\x01";
        const Outcome outcome =
            play(Script().wait(100).process(100, "node").socket(1, 100).ciphertext(1, 1, hello).wait(200).add(library).state(1, 1, 4).state(1, 4, 7));
        QCOMPARE(outcome.exchanges.at(0).reason, "its TLS began before the probes were attached to OpenSSL");
    }

    void waitsForProbesThatAreStillBeingAttached()
    {
        wire::Coverage library;
        library.pid = 100;
        library.state = wire::CoverageState::Readable;
        library.library = "OpenSSL";
        library.time = 5'000'000'000;
        Script script{Script::Clock::Later};
        script.process(100, "node").socket(1, 100, true, false).ciphertext(1, 1, "\x17\x03\x03").wait(5000).add(library).clock()
            .wait(2000).tie(1, 7).sent(1, get, 7).received(1, ok, 7);
        QCOMPARE(play(script).transcript(), "GET https://a.local/x 200 (OK) node/100 request 0 response 5 complete\n");
    }

    void countsWhatIsMissingInABody()
    {
        const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nab";
        const Outcome outcome =
            play(Script().process(100, "curl").socket(1, 100).sent(1, get).received(1, head).lose(1, 0, 5).received(1, "xyz")
                     .wait(5000).sent(1, get).received(1, ok));
        QCOMPARE(outcome.transcript(), "GET http://a.local/x 200 (OK) curl/100 request 0 response 5 lost 5 cut\n"
                                       "GET http://a.local/x 200 (OK) curl/100 request 0 response 5 complete\n");
    }

    void datesWhatCameBeforeTheClockWasTold()
    {
        Script script{Script::Clock::Later};
        script.process(100, "curl").socket(1, 100).sent(1, get).received(1, ok)
            .socket(2, 100).ciphertext(2, 1, "\x16\x03\x01").state(2, 1, 4).state(2, 4, 7).clock();
        const Outcome outcome = play(script);
        QCOMPARE(outcome.transcript(), "GET http://a.local/x 200 (OK) curl/100 request 0 response 5 complete\n"
                                       "unreadable TLS tls://127.0.0.1:443 0 (no TLS library that can be read was found in this process) "
                                       "curl/100 request 0 response 0 complete\n");
        QVERIFY(outcome.exchanges.at(0).request.begin > 1'700'000'000'000'000'000);
    }

    void countsWhatACallMovedBeyondItsLimit()
    {
        const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n", body = "ab";
        wire::Data cut;
        cut.flow = 1;
        cut.pid = 100;
        cut.offset = head.size();
        cut.moved = 10;
        cut.flags = 1;
        Script script;
        script.process(100, "curl").socket(1, 100).sent(1, get).received(1, head).cut(cut, body);
        QCOMPARE(play(script).transcript(), "GET http://a.local/x 200 (OK) curl/100 request 0 response 2 lost 8 cut\n");
    }

    void tellsARefusedConnection()
    {
        const Outcome outcome = play(Script().process(100, "curl").socket(1, 100).state(1, 7, 2).state(1, 2, 7, ECONNREFUSED));
        QCOMPARE(outcome.transcript(), "failed-connection - tcp://127.0.0.1:443 0 (refused) curl/100 request 0 response 0 failed\n");
        QCOMPARE(outcome.connections.at(0).state, exchange::ConnectionState::Refused);
    }

    void keepsARowForTlsThatIsNotReadable()
    {
        wire::Coverage coverage;
        coverage.pid = 100;
        coverage.state = wire::CoverageState::NotReadable;
        coverage.library = "JSSE";
        coverage.reason = "no probe for this runtime";
        const Outcome outcome = play(Script().process(100, "java").add(coverage).socket(1, 100)
                                         .ciphertext(1, 1, "\x16\x03\x01").ciphertext(1, 0, "\x16\x03\x03").wait(4000)
                                         .state(1, 1, 4).state(1, 4, 7));
        QCOMPARE(outcome.transcript(), "unreadable TLS tls://127.0.0.1:443 0 (JSSE: no probe for this runtime) java/100 "
                                       "request 0 response 0 complete\n");
    }

    void blamesNoOtherCopyOfALibraryThatIsRead()
    {
        wire::Coverage copy, library;
        copy.pid = library.pid = 100;
        copy.library = library.library = "OpenSSL";
        library.state = wire::CoverageState::Readable;
        library.version = "OpenSSL 3.0.17";
        library.path = "/usr/lib/libssl.so.3";
        copy.state = wire::CoverageState::NotReadable;
        copy.path = "/usr/sbin/haproxy";
        copy.reason = "It contains OpenSSL, but no symbols that say where its functions are.";
        for (const bool copyFirst : { true, false }) {
            Script script;
            script.process(100, "haproxy").add(copyFirst ? copy : library).add(copyFirst ? library : copy).wait(100).socket(1, 100);
            Script read = script;
            const Outcome outcome = play(read.sent(1, get, 7).received(1, ok, 7));
            QCOMPARE(outcome.connections.at(0).tlsVersion, "3.0.17");
            script.ciphertext(1, 1, "\x16\x03\x01").wait(5000).state(1, 1, 4).state(1, 4, 7);
            QCOMPARE(play(script).exchanges.at(0).reason, "no plaintext passed through OpenSSL in this process");
        }
    }

    void blamesTheLibraryThatCannotBeReadBesideOneThatCan()
    {
        wire::Coverage library, other;
        library.pid = other.pid = 100;
        library.library = "OpenSSL";
        library.state = wire::CoverageState::Readable;
        library.path = "/usr/lib/libssl.so.3";
        other.library = "rustls";
        other.state = wire::CoverageState::NotReadable;
        other.path = "/usr/bin/client";
        other.reason = "It contains rustls, which cannot be read yet.";
        const Outcome outcome = play(Script().process(100, "client").add(library).add(other).wait(100).socket(1, 100)
                                         .ciphertext(1, 1, "\x16\x03\x01").wait(5000).state(1, 1, 4).state(1, 4, 7));
        QCOMPARE(outcome.exchanges.at(0).reason, "rustls: It contains rustls, which cannot be read yet.");
    }

    void showsUnknownBytesAsAConversation()
    {
        const Outcome outcome = play(Script().process(100, "redis-cli").socket(1, 100).sent(1, "\x01\x02zzzz\r\n").received(1, "\x03"));
        QCOMPARE(outcome.transcript(), "conversation - tcp://127.0.0.1:443 0 redis-cli/100 request 8 response 1 complete\n");
    }

    void showsWhatWaitsForMoreAfterAMoment()
    {
        Script script;
        script.process(100, "sensor").socket(1, 100).sent(1, "GET");
        QCOMPARE(play(script, 200'000'000).transcript(), "");
        QCOMPARE(play(script, 400'000'000).transcript(), "conversation - tcp://127.0.0.1:443 0 sensor/100 request 3 response 0 running\n");
    }

    void recognisesWhatWasShownForWantOfMore()
    {
        const Outcome outcome = play(Script().process(100, "telnet").socket(1, 100).sent(1, "GE").wait(400).socket(2, 100)
                                         .sent(1, get.substr(2)).received(1, ok));
        QCOMPARE(outcome.transcript(), "conversation - tcp://127.0.0.1:443 0 (the beginning of what turned out to be HTTP/1.1) telnet/100 "
                                       "request 2 response 0 complete\n"
                                       "GET http://a.local/x 200 (OK) telnet/100 request 0 response 5 complete\n");
    }

    void showsAServerThatGreetsOnAJoinedConnection()
    {
        Script script;
        script.process(100, "nc").socket(1, 100, true, false).received(1, "hello, who is it?\n");
        QCOMPARE(play(script, 400'000'000).transcript(), "conversation - tcp://127.0.0.1:443 0 nc/100 request 0 response 18 running\n");
        QCOMPARE(play(script.wait(500).sent(1, get).received(1, ok)).transcript(),
                 "conversation - tcp://127.0.0.1:443 0 nc/100 request 0 response 18 complete\n"
                 "GET http://a.local/x 200 (OK) nc/100 request 0 response 5 complete\n");
    }

    void tellsAWebSocketThatBeganBeforeTheCapture()
    {
        const std::string text = "a text that is long enough to be no chance at all";
        const std::string answer = std::string("\x81") + char(text.size()) + text;
        std::string asked = std::string("\x81") + char(0x80 | text.size()) + "\x01\x02\x03\x04";
        for (size_t i = 0; i < text.size(); ++i)
            asked += char(text[i] ^ (i % 4 + 1));
        const Outcome outcome = play(Script().process(100, "chat").socket(1, 100, true, false).sent(1, asked).received(1, answer).received(1, answer));
        QCOMPARE(outcome.transcript(), "websocket - ws://127.0.0.1:443 0 (began before the capture) chat/100 request 55 response 102 cut\n");
        QCOMPARE(outcome.exchanges.at(0).side, base::Side::Client);
    }

    void namesBothPartsAroundStartTls()
    {
        const auto smtp = [] {
            return Script().process(100, "mail").socket(1, 100).received(1, "220 mx ESMTP\r\n").sent(1, "EHLO me\r\n")
                .received(1, "250 STARTTLS\r\n").sent(1, "STARTTLS\r\n").received(1, "220 go\r\n")
                .sent(1, std::string("\x16\x03\x01\0\x02zz", 7)).ciphertext(1, 0, "\x16\x03\x03").tie(1, 7);
        };
        const Outcome outcome = play(smtp().sent(1, "NOOP\r\n", 7).received(1, "250 fine\r\n", 7).state(1, 1, 4).state(1, 4, 7));
        QCOMPARE(outcome.transcript(), "conversation - tcp://127.0.0.1:443 0 mail/100 request 19 response 36 complete\n"
                                       "conversation - tls://127.0.0.1:443 0 mail/100 request 6 response 10 complete\n");
        for (const base::ExchangeId id : {0, 1})
            QCOMPARE(outcome.exchanges.at(id).protocol, protocols::Protocol::Smtp);
        QVERIFY(outcome.connections.at(0).startTls);
        QCOMPARE(outcome.connections.at(0).dialogue, protocols::Protocol::Smtp);
        QCOMPARE(outcome.connections.at(0).lostBytes, uint64_t(0));
    }

    void recognisesAProtocolAfterABodyItWasJoinedIn()
    {
        const Outcome outcome = play(Script().process(100, "curl").socket(1, 100, true, false)
                                         .received(1, std::string(9000, '\x01')).sent(1, get).received(1, ok));
        QCOMPARE(outcome.transcript(), "conversation - tcp://127.0.0.1:443 0 curl/100 request 0 response 9000 complete\n"
                                       "GET http://a.local/x 200 (OK) curl/100 request 0 response 5 complete\n");
    }

    void saysWhoResetAStream()
    {
        const std::string preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + std::string("\0\0\0\4\0\0\0\0\0", 9);
        const std::string head = std::string("\0\0\x03\1\5\0\0\0\1", 9) + "\x82\x84\x87";
        const std::string reset = std::string("\0\0\4\3\0\0\0\0\1\0\0\0\x08", 13);
        const Outcome outcome = play(Script().process(100, "curl").socket(1, 100).sent(1, preface + head)
                                         .received(1, std::string("\0\0\0\4\0\0\0\0\0", 9)).received(1, reset));
        QCOMPARE(outcome.transcript(), "GET https://127.0.0.1:443/ 0 (RST_STREAM: CANCEL, sent by the peer) curl/100 "
                                       "request 0 response 0 failed\n");
    }

    void putsTheNewestTcpFiguresWithAnExchange()
    {
        wire::TcpSample sample;
        sample.flow = 1;
        sample.tcp.srttUs = 210;
        sample.tcp.cwnd = 10;
        const Outcome outcome = play(Script().process(100, "curl").socket(1, 100).sent(1, get).add(sample).received(1, ok));
        QVERIFY(outcome.exchanges.at(0).tcp);
        QCOMPARE(outcome.exchanges.at(0).tcp->srttUs, std::optional<uint32_t>(210));
        QVERIFY(!outcome.exchanges.at(0).tcp->retransmits);
    }

    void putsTcpFiguresAtTheStartOfAnExchange()
    {
        wire::TcpReading first, second;
        first.flow = second.flow = 1;
        first.time = 1'000'000, second.time = 2'000'000;
        first.tcp.cwnd = 10, second.tcp.cwnd = 20;
        second.outOfOrder = 3;
        const Outcome outcome =
            play(Script().process(100, "curl").socket(1, 100).add(first).sent(1, get).add(second).received(1, ok));
        const exchange::Exchange &found = outcome.exchanges.at(0);
        QVERIFY(found.tcpStart && found.tcp);
        QCOMPARE(found.tcpStart->cwnd, std::optional<uint32_t>(10));
        QVERIFY(!found.tcpStart->outOfOrder && !found.tcpStart->windowLimitedUs);
        QCOMPARE(found.tcp->cwnd, std::optional<uint32_t>(20));
        QCOMPARE(found.tcp->outOfOrder, std::optional<uint32_t>(3));
        QCOMPARE(found.tcp->time - found.tcpStart->time, base::Duration(1'000'000));
    }

    void keepsWhatIdentifiesTheOtherEnd()
    {
        const Outcome outcome = play(Script().process(100, "curl").socket(1, 100).add(wire::OtherEnd{1, 1, 0, 8, 9}).add(wire::OtherEnd{1, 4711, 1, 0, 0})
                                         .sent(1, get).socket(2, 100).add(wire::OtherEnd{1, 2, 1, 0, 0}).sent(2, get));
        QCOMPARE(outcome.connections.size(), size_t(2));   // a flow that was never seen is none
        QVERIFY(outcome.connections.at(0).sequences && *outcome.connections.at(0).sequences == (exchange::Sequences{8, 9}));
        QCOMPARE(outcome.connections.at(0).peer, base::FlowId(0));
        QCOMPARE(outcome.connections.at(1).peer, base::FlowId(1));
    }

    void saysThatTheKernelEncrypts()
    {
        const auto hello = [] { return Script().process(100, "curl").socket(1, 100).ciphertext(1, 0, "\x16\x03\x01"); };
        for (const char *name : {"tls", "mptcp"}) {
            const Outcome outcome = play(hello().add(wire::UpperLayer{1, 1, name}).state(1, 1, 7));
            const bool expected = std::string(name) == "tls";
            QCOMPARE(outcome.connections.at(0).kernelTls, expected);
            QCOMPARE(outcome.exchanges.at(0).reason.starts_with("encrypted by the kernel"), expected);
        }
    }

    void saysHowAConnectionEnded_data()
    {
        QTest::addColumn<int>("before");
        QTest::addColumn<int>("error");
        QTest::addColumn<QString>("reason");
        QTest::newRow("refused") << 2 << ECONNREFUSED << "refused";
        QTest::newRow("timed out") << 2 << ETIMEDOUT << "timed out";
        QTest::newRow("unreachable") << 2 << EHOSTUNREACH << "unreachable";
        QTest::newRow("given up") << 2 << 0 << "given up by the program";
        QTest::newRow("reset") << 1 << ECONNRESET << "reset by the peer";
        QTest::newRow("aborted") << 1 << 0 << "reset by the program";
        QTest::newRow("aborted late") << 8 << 0 << "reset by the program";
        QTest::newRow("orderly") << 9 << 0 << "";
    }

    void saysHowAConnectionEnded()
    {
        QFETCH(int, before);
        QFETCH(int, error);
        QFETCH(QString, reason);
        const Outcome outcome = play(Script().process(100, "curl").socket(1, 100).state(1, uint8_t(before), 7, uint16_t(error)));
        QCOMPARE(QString::fromStdString(outcome.connections.at(0).reason), reason);
        // Nothing was sent on it: the row belongs to the connection.
        QCOMPARE(outcome.exchanges.size(), size_t(reason.isEmpty() ? 0 : 1));
    }

    void knowsWhatAHandshakeSettled()
    {
        const wire::TlsFacts finished{50'000'000, 1, 7, 1, 1, "h2"};
        const Outcome outcome = play(Script().process(100, "curl").socket(1, 100).ciphertext(1, 1, "\x16\x03\x01")
                                         .tie(1, 7).add(finished).sent(1, get, 7).received(1, ok, 7));
        QCOMPARE(outcome.connections.at(0).alpn, "h2");
        QVERIFY(outcome.connections.at(0).tlsBegin > 0);
        QVERIFY(outcome.connections.at(0).tlsEnd > outcome.connections.at(0).tlsBegin);
    }

    void knowsOfAJoinedConnectionOnlyWhatTheLibraryStillHolds()
    {
        const wire::TlsFacts joined{0, 1, 7, 0, 1, "http/1.1"};
        const Outcome outcome = play(Script().process(100, "curl").socket(1, 100, true, false).tie(1, 7).add(joined)
                                         .sent(1, get, 7).received(1, ok, 7));
        QCOMPARE(outcome.connections.at(0).alpn, "http/1.1");
        QCOMPARE(outcome.connections.at(0).tlsBegin, base::Time(0));
        QCOMPARE(outcome.connections.at(0).tlsEnd, base::Time(0));
    }

    void namesTheProcessThatRanAtThatTime()
    {
        const Outcome outcome = play(Script().process(100, "sh").socket(1, 100).sent(1, get).received(1, ok)
                                         .process(100, "curl").socket(2, 100).sent(2, get).received(2, ok));
        QCOMPARE(outcome.transcript(), "GET http://a.local/x 200 (OK) sh/100 request 0 response 5 complete\n"
                                       "GET http://a.local/x 200 (OK) curl/100 request 0 response 5 complete\n");
    }

    void givesAForkedChildItsParentsProgram()
    {
        const Outcome outcome = play(Script().process(50, "nginx").process(100, "nginx", 0, 50).socket(1, 100, false)
                                         .received(1, get).sent(1, ok));
        QCOMPARE(outcome.transcript(), "GET http://a.local/x 200 (OK) nginx/100 request 0 response 5 complete\n");
        QCOMPARE(outcome.processes.at(outcome.exchanges.at(0).process).exe, "/usr/bin/nginx");
        QCOMPARE(outcome.exchanges.at(0).side, base::Side::Server);
    }

    void endsABodyThatLastsUntilTheClose()
    {
        const Outcome outcome = play(Script().process(100, "curl").socket(1, 100).sent(1, get)
                                         .received(1, "HTTP/1.0 200 OK\r\n\r\nuntil the end").state(1, 1, 8).state(1, 8, 9).state(1, 9, 7));
        QCOMPARE(outcome.transcript(), "GET http://a.local/x 200 (OK) curl/100 request 0 response 13 complete\n");
    }
};

QTEST_GUILESS_MAIN(TestPipeline)
#include "tst_pipeline.moc"
