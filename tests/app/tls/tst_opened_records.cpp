// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tls/opened_records.h"

#include "tests/app/tls/played_connection.h"

#include <QRegularExpression>
#include <QTest>

using namespace tls;
using base::Direction;

namespace {

Direction opposite(Direction direction) { return direction == Direction::Sent ? Direction::Received : Direction::Sent; }

Made conversation(int version, const char *suite)
{
    return MemoryConnection::make({.version = version, .suite = suite, .encryptThenMac = false, .writes = 20, .exact = 3000});
}

struct BothEnds {
    Played client, server;
    uint64_t reused = 0;
};

// What the client sends and receives, captured at both ends; `change` is applied to what the server's end has.
template<class Change> BothEnds playBoth(const Made &made, bool shared, Change change)
{
    BothEnds both;
    SecretStore store;
    for (const Happening &happening : made.happenings)
        if (const auto secret = happening.secret.empty() ? std::nullopt : secretOf(happening.secret, false))
            store.add(*secret);
    Collector client(both.client), server(both.server);
    Decrypter atClient(store, 7), atServer(store, 8);
    for (const Direction direction : {Direction::Sent, Direction::Received}) {
        if (!shared)
            break;
        atClient.shareRecords(direction, true);
        atServer.shareRecords(direction, true);
    }
    size_t number = 0;
    for (const Happening &happening : made.happenings) {
        if (happening.bytes.empty())
            continue;
        std::string there = happening.bytes;
        change(number++, there);
        // The one that sends comes first.
        if (happening.direction == Direction::Sent)
            atClient.bytes(Direction::Sent, asBytes(happening.bytes), 1, client);
        atServer.bytes(opposite(happening.direction), asBytes(there), 1, server);
        if (happening.direction == Direction::Received)
            atClient.bytes(Direction::Received, asBytes(happening.bytes), 1, client);
    }
    atClient.end(2, client);
    atServer.end(2, server);
    both.reused = store.openedRecords().reused();
    return both;
}

} // namespace

class TestOpenedRecords : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void opensEachRecordOnceForBothEnds_data()
    {
        QTest::addColumn<int>("version");
        QTest::addColumn<QByteArray>("suite");
        QTest::newRow("TLS 1.3, GCM") << TLS1_3_VERSION << QByteArray("TLS_AES_256_GCM_SHA384");
        QTest::newRow("TLS 1.3, ChaCha20") << TLS1_3_VERSION << QByteArray("TLS_CHACHA20_POLY1305_SHA256");
        QTest::newRow("TLS 1.2, GCM") << TLS1_2_VERSION << QByteArray("ECDHE-RSA-AES128-GCM-SHA256");
        QTest::newRow("TLS 1.2, CBC") << TLS1_2_VERSION << QByteArray("ECDHE-RSA-AES128-SHA");
    }
    void opensEachRecordOnceForBothEnds()
    {
        QFETCH(int, version);
        QFETCH(QByteArray, suite);
        const Made made = conversation(version, suite.constData());
        QVERIFY2(made.problem.empty(), made.problem.c_str());
        const BothEnds both = playBoth(made, true, [](size_t, std::string &) {});
        QCOMPARE(both.client.plaintext, made.written);
        QCOMPARE(both.server.plaintext[0], made.written[1]);
        QCOMPARE(both.server.plaintext[1], made.written[0]);
        QVERIFY2(both.reused >= 38, qPrintable(QString::number(both.reused)));
        QCOMPARE(both.client.lostBytes + both.server.lostBytes, uint64_t(0));
        QCOMPARE(playBoth(made, false, [](size_t, std::string &) {}).reused, uint64_t(0));
    }

    // The other end of a connection may get other bytes, and says what they are worth itself.
    void takesNothingForAnotherRecord()
    {
        const Made made = conversation(TLS1_3_VERSION, "TLS_AES_128_GCM_SHA256");
        size_t last = 0;
        playBoth(made, true, [&](size_t number, std::string &) { last = number; });
        // Not the tag, by which they are found.
        const BothEnds both = playBoth(made, true, [&](size_t number, std::string &bytes) {
            if (number + 6 == last)
                bytes[bytes.size() / 2] = char(bytes[bytes.size() / 2] ^ 1);
        });
        QCOMPARE(both.client.plaintext, made.written);
        QVERIFY(both.server.lostBytes > 0);
        QVERIFY(both.server.plaintext[0].size() + both.server.plaintext[1].size() < made.written[0].size() + made.written[1].size());
    }
};

QTEST_APPLESS_MAIN(TestOpenedRecords)
#include "tst_opened_records.moc"
