// SPDX-License-Identifier: GPL-3.0-or-later
// What stands before a protocol, and TLS inside the connection to a proxy, through the whole pipeline.
#include "tests/app/session/script.h"

#include <QRegularExpression>
#include <QTest>

using namespace session;
using exchange::Kind;

namespace {

const std::string get = "GET /x HTTP/1.1\r\nHost: a.test\r\n\r\n", ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
const std::string proxy1 = "PROXY TCP4 10.1.2.3 10.1.2.4 1000 80\r\n";
const std::string proxy2 = std::string("\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c\x0a\1\2\3\x0a\1\2\4\3\xe8\0\x50", 28);
const std::string hello = std::string("\x16\3\1\0\x31\1\0\0\x2d\3\3", 11) + std::string(43, 'r');
const std::string greeting("\5\1\2", 3), password("\1\3ann\6secret", 12), asked("\5\1\0\3\6a.test\0\x50", 13);
const std::string choice("\5\2", 2), accepted("\1\0", 2), answer("\5\0\0\1\0\0\0\0\0\0", 10), refused("\5\5\0\1\0\0\0\0\0\0", 10);

// A TLS 1.3 record of application data around that many bytes of plaintext.
std::string record(size_t plaintext)
{
    const size_t length = plaintext + 17;
    return std::string("\x17\3\3", 3) + char(length >> 8) + char(length) + std::string(length, 'c');
}

Script connection(bool client)
{
    Script script;
    script.process(100, "program").socket(7, 100, client);
    return script;
}

}

class TestPrefixes : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void readsHttpBehindAProxyHeader_data()
    {
        QTest::addColumn<bool>("client");
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<int>("piece");
        for (const bool client : {true, false})
            for (const std::string &header : {proxy1, proxy2})
                for (const int piece : {1, 7, 1000})
                    QTest::addRow("%s %s in pieces of %d", client ? "client" : "server", header == proxy1 ? "v1" : "v2", piece)
                        << client << QByteArray::fromStdString(header) << piece;
    }
    void readsHttpBehindAProxyHeader()
    {
        QFETCH(bool, client);
        QFETCH(QByteArray, header);
        QFETCH(int, piece);
        Script script = connection(client);
        const std::string all = header.toStdString() + get;
        for (size_t at = 0; at < all.size(); at += size_t(piece)) {
            const std::string part = all.substr(at, size_t(piece));
            client ? script.sent(7, part) : script.received(7, part);
        }
        client ? script.received(7, ok) : script.sent(7, ok);
        const Outcome outcome = play(script);
        QCOMPARE(outcome.exchanges.size(), size_t(1));
        QCOMPARE(outcome.exchanges.at(0).path, "/x");
        QCOMPARE(outcome.exchanges.at(0).status, 200);
        const exchange::Connection &c = outcome.connections.at(0);
        QCOMPARE(c.prefixes.size(), size_t(1));
        QCOMPARE(base::endpointText(c.prefixes[0].client.value()), "10.1.2.3:1000");
        QCOMPARE(base::endpointText(c.prefixes[0].server.value()), "10.1.2.4:80");
    }

    void readsHttpThroughASocksProxyAndKeepsNoPassword()
    {
        Script script = connection(true);
        script.sent(7, proxy1).sent(7, greeting).received(7, choice).sent(7, password).received(7, accepted);
        script.sent(7, asked).received(7, answer).sent(7, get).received(7, ok);
        const Outcome outcome = play(script);
        QCOMPARE(outcome.exchanges.size(), size_t(1));
        QCOMPARE(outcome.exchanges.at(0).path, "/x");
        const exchange::Connection &c = outcome.connections.at(0);
        QCOMPARE(c.prefixes.size(), size_t(2));
        QCOMPARE(c.prefixes[0].name, "PROXY protocol v1");
        QCOMPARE(c.prefixes[1].name, "SOCKS 5");
        QCOMPARE(c.prefixes[1].target, "a.test:80");
        QCOMPARE(c.prefixes[1].user, "ann");
    }

    void namesTheHostThatASocksProxyWasAskedFor()
    {
        Script script = connection(true);
        script.sent(7, greeting).received(7, choice).sent(7, password).received(7, accepted).sent(7, asked).received(7, answer);
        script.sent(7, "\x01\x02unknown").received(7, "\x03");
        const Outcome outcome = play(script);
        QCOMPARE(outcome.exchanges.size(), size_t(1));
        QCOMPARE(outcome.exchanges.at(0).kind, Kind::Conversation);
        QCOMPARE(outcome.exchanges.at(0).host, "a.test:80");
        QCOMPARE(outcome.exchanges.at(0).request.bodyBytes, uint64_t(9));
    }

    void showsWhatASocksProxyRefused()
    {
        Script script = connection(true);
        script.sent(7, greeting).received(7, choice).sent(7, password).received(7, accepted).sent(7, asked).received(7, refused);
        const Outcome outcome = play(script);
        QCOMPARE(outcome.exchanges.size(), size_t(1));
        QCOMPARE(outcome.exchanges.at(0).kind, Kind::Failed);
        QCOMPARE(outcome.exchanges.at(0).reason, "SOCKS 5: connection refused");
        QCOMPARE(outcome.exchanges.at(0).host, "a.test:80");
    }

    void showsNoPasswordOfANegotiationThatStops()
    {
        Script script = connection(true);
        script.sent(7, greeting).received(7, choice).sent(7, password);
        const Outcome outcome = play(script);
        QCOMPARE(outcome.exchanges.size(), size_t(1));
        QCOMPARE(outcome.exchanges.at(0).kind, Kind::Failed);
        QCOMPARE(outcome.exchanges.at(0).request.bodyBytes, uint64_t(0));
    }

    void losesNothingOfWhatOnlyBeginsLikeAPrefix_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("SOCKS 5") << QByteArray("\5\1\0 and more", 12);
        QTest::newRow("SOCKS 4") << QByteArray("\4\1\0\x50", 4);
        QTest::newRow("PROXY v1") << QByteArray("PROXY me");
        QTest::newRow("PROXY v2") << QByteArray("\r\n\r\n\0\r\nQUIT", 11);
    }
    void losesNothingOfWhatOnlyBeginsLikeAPrefix()
    {
        QFETCH(QByteArray, bytes);
        const Outcome outcome = play(connection(true).sent(7, bytes.toStdString()).received(7, "what?"));
        QCOMPARE(outcome.exchanges.size(), size_t(1));
        QCOMPARE(outcome.exchanges.at(0).request.bodyBytes, uint64_t(bytes.size()));
        QCOMPARE(outcome.exchanges.at(0).response.bodyBytes, uint64_t(5));
        QVERIFY(outcome.connections.at(0).prefixes.empty());
    }

    void makesNoConversationOfAProxyHeaderBeforeTls()
    {
        Script script = connection(true);
        script.sent(7, proxy2).ciphertext(7, 1, hello).sent(7, get, 5).tie(7, 5).received(7, ok, 5);
        const Outcome outcome = play(script);
        QCOMPARE(outcome.exchanges.size(), size_t(1));
        QCOMPARE(outcome.exchanges.at(0).path, "/x");
        QCOMPARE(outcome.connections.at(outcome.exchanges.at(0).connection).prefixes.size(), size_t(1));
    }

    void putsTlsInTlsOnTheConnectionThatCarriesIt()
    {
        Script script = connection(true);
        script.tie(7, 5).sent(7, "CONNECT a.test:443 HTTP/1.1\r\nHost: a.test:443\r\n\r\n", 5).received(7, "HTTP/1.1 200 OK\r\n\r\n", 5);
        script.sent(7, hello, 5).received(7, record(90), 5).sent(7, record(36), 5);
        // The outer call returns first.
        script.sent(7, record(get.size()), 5).sent(0, get, 6).received(7, record(ok.size()), 5).received(0, ok, 6);
        const Outcome outcome = play(script);
        QCOMPARE(outcome.exchanges.size(), size_t(2));
        QCOMPARE(outcome.exchanges.at(0).method, "CONNECT");
        const exchange::Exchange &inner = outcome.exchanges.at(1);
        QCOMPARE(inner.path, "/x");
        QCOMPARE(inner.status, 200);
        const exchange::Connection &own = outcome.connections.at(inner.connection);
        QCOMPARE(own.mergedInto == base::noId ? own.id : own.mergedInto, outcome.exchanges.at(0).connection);
    }

    void leavesTlsInTlsToTheHelperWhereItSeesIt()
    {
        Script script = connection(true);
        script.tie(7, 5).sent(7, "CONNECT a.test:443 HTTP/1.1\r\nHost: a.test:443\r\n\r\n", 5).received(7, "HTTP/1.1 200 OK\r\n\r\n", 5);
        wire::Data head;
        head.time = 50'000'000;
        head.flow = 7;
        head.tls = 5;
        head.offset = 49;
        head.moved = head.captured = uint32_t(hello.size());
        head.pid = head.tid = 100;
        head.direction = 1;
        head.flags = 4;
        script.cut(head, hello).tie(7, 6).sent(7, get, 6).received(7, ok, 6);
        const Outcome outcome = play(script);
        QCOMPARE(outcome.exchanges.size(), size_t(2));
        QCOMPARE(outcome.exchanges.at(1).path, "/x");
        QCOMPARE(outcome.exchanges.at(1).connection, outcome.exchanges.at(0).connection);
    }

    void tiesNoTlsObjectThatMerelyHasNoSocket()
    {
        Script script = connection(true);
        script.tie(7, 5).sent(7, "CONNECT a.test:443 HTTP/1.1\r\nHost: a.test:443\r\n\r\n", 5).received(7, "HTTP/1.1 200 OK\r\n\r\n", 5);
        script.sent(7, hello, 5).sent(7, record(1000), 5).sent(0, get, 6).received(0, ok, 6);
        const Outcome outcome = play(script);
        QCOMPARE(outcome.exchanges.size(), size_t(3));
        QCOMPARE(outcome.exchanges.at(1).path, "/x");
        QCOMPARE(outcome.connections.at(outcome.exchanges.at(1).connection).mergedInto, base::noId);
        QCOMPARE(outcome.exchanges.at(2).kind, Kind::NotReadable);
    }
};

QTEST_GUILESS_MAIN(TestPrefixes)
#include "tst_prefixes.moc"
