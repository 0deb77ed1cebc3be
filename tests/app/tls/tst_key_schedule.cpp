// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tls/key_schedule.h"

#include "tests/app/tls/played_connection.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace tls;

namespace {

QByteArray hex(const SecretBytes &bytes)
{
    return QByteArray(reinterpret_cast<const char *>(bytes.bytes().data()), qsizetype(bytes.size())).toHex();
}

SecretBytes secret(std::string_view text) { return SecretBytes(asBytes(unhex(text))); }

// The file as a connection: random and labels as in a key log.
Made rfc8448()
{
    Made made;
    QFile file(QStringLiteral(TEST_DATA "/tls/rfc8448_section3.txt"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("test data is missing");
    constexpr const char *random = " cb34ecb1e78163ba1c38c6dacb196a6dffa21a8d9912ec18a2ef6283024dece7 ";
    for (const QByteArray &line : file.readAll().split('\n')) {
        const QList<QByteArray> words = line.split(' ');
        if (words[0] == "secret")
            made.happenings.push_back({base::Direction::Sent, {}, (words[1] + random + words[2]).toStdString()});
        else if (words[0] == "client" || words[0] == "server")
            made.happenings.push_back({words[0] == "client" ? base::Direction::Sent : base::Direction::Received, unhex(words[1].toStdString()), {}});
    }
    return made;
}

} // namespace

class TestKeySchedule : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    // RFC 8448, section 3.
    void derivesTrafficKeys_data()
    {
        QTest::addColumn<QByteArray>("traffic");
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("iv");
        const auto row = [](const char *name, const char *traffic, const char *key, const char *iv) {
            QTest::newRow(name) << QByteArray(traffic) << QByteArray(key) << QByteArray(iv);
        };
        row("server's handshake", "b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38", "3fce516009c21727d0f2e4e86ee403bc",
            "5d313eb2671276ee13000b30");
        row("client's handshake", "b3eddb126e067f35a780b3abf45e2d8f3b1a950738f52e9600746a0e27a55a21", "dbfaa693d1762c5b666af5d950258d01",
            "5bd3c71b836e0b76bb73265f");
        row("server's data", "a11af9f05531f856ad47116b45a950328204b4f44bfb6b3a4b4f1f3fcb631643", "9f02283b6c9c07efc26bb9f2ac92e356",
            "cf782b88dd83549aadf1e984");
        row("client's data", "9e40646ce79a7f9dc05af8889bce6552875afa0b06df0087f792ebb7c17504a5", "17422dda596ed5d9acd890e3c63f5051",
            "5b78923dee08579033e523d9");
    }
    void derivesTrafficKeys()
    {
        QFETCH(QByteArray, traffic);
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, iv);
        const RecordKeys keys = trafficKeys(*findSuite(0x1301), secret(traffic.toStdString()));
        QCOMPARE(hex(keys.key), key);
        QCOMPARE(hex(keys.iv), iv);
    }

    void opensTheConnectionOfRfc8448()
    {
        const Played played = play(rfc8448(), {});
        std::string expected;
        for (char c = 0; c < 50; ++c)
            expected += c;
        QVERIFY2(played.plaintext[0] == expected && played.plaintext[1] == expected, played.summary().c_str());
        QCOMPARE(played.closed[0], 1);
        QCOMPARE(played.closed[1], 1);
        QCOMPARE(played.facts.sni, "server");
        QCOMPARE(played.lostBytes, uint64_t(0));
    }

    void cutsTheKeyBlock()
    {
        // Lengths only; that the bytes are right is shown by the connections in tst_decrypter.
        const auto lengths = [](uint16_t suite) {
            const KeyBlock keys = keyBlock(*findSuite(suite), secret(std::string(96, '1')), {}, {});
            return std::array{keys.client.macKey.size(), keys.client.key.size(), keys.client.iv.size(), keys.server.iv.size()};
        };
        QCOMPARE(lengths(0xc02f), (std::array<size_t, 4>{0, 16, 4, 4}));
        QCOMPARE(lengths(0xcca8), (std::array<size_t, 4>{0, 32, 12, 12}));
        QCOMPARE(lengths(0xc028), (std::array<size_t, 4>{48, 32, 0, 0}));
    }
};

QTEST_GUILESS_MAIN(TestKeySchedule)
#include "tst_key_schedule.moc"
