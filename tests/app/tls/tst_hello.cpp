// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tls/hello.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace tls;

namespace {
QByteArray file(const char *name)
{
    QFile data(QStringLiteral(TEST_DATA "/tls/") + QLatin1String(name));
    if (!data.open(QIODevice::ReadOnly))
        qFatal("test data is missing");
    return data.readAll();
}
std::span<const std::byte> bytes(const QByteArray &array)
{
    return std::as_bytes(std::span(array.constData(), size_t(array.size())));
}
}

// The files were written by OpenSSL 3.0 through Python's ssl module.
class TestHello : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void readsTheNamesThatAClientAsksFor()
    {
        ClientHello hello;
        const QByteArray records = file("client_hello_13.bin");
        QCOMPARE(readClientHello(bytes(records), hello), Read::Yes);
        QCOMPARE(hello.sni, "api.orders.local");
        QCOMPARE(hello.alpn, "h2,http/1.1");
    }

    void readsWhatATls13ServerChose()
    {
        ServerHello hello;
        const QByteArray records = file("server_flight_13.bin");
        QCOMPARE(readServerHello(bytes(records), hello), Read::Yes);
        QCOMPARE(hello.version, "TLS 1.3");
        QCOMPARE(hello.cipher, "TLS_AES_256_GCM_SHA384");
        QCOMPARE(hello.alpn, "");
        QVERIFY(!hello.retry);
    }

    void readsWhatATls12ServerChose()
    {
        ServerHello hello;
        const QByteArray records = file("server_flight_12.bin");
        QCOMPARE(readServerHello(bytes(records), hello), Read::Yes);
        QCOMPARE(hello.version, "TLS 1.2");
        QCOMPARE(hello.cipher, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
        QCOMPARE(hello.alpn, "http/1.1");
    }

    void tellsARecordWithAHandshakeByItsHead()
    {
        QVERIFY(beginsHandshake(bytes(file("client_hello_13.bin"))));
        QVERIFY(beginsHandshake(bytes(QByteArray::fromHex("1603010001"))));
        for (const char *other : {"16030100", "1603010000", "1603014801", "1603050010", "1602000010", "1703030010", "474554202f"})
            QVERIFY2(!beginsHandshake(bytes(QByteArray::fromHex(other))), other);
    }

    void waitsForTheWholeHello()
    {
        const QByteArray records = file("client_hello_13.bin");
        for (qsizetype length = 0; length < records.size(); ++length) {
            ClientHello hello;
            QCOMPARE(readClientHello(bytes(records.first(length)), hello), Read::NeedMore);
        }
    }

    void takesNothingElseForAHello()
    {
        ClientHello hello;
        const QByteArray http = "GET / HTTP/1.1\r\n\r\n";
        QCOMPARE(readClientHello(bytes(http), hello), Read::No);
        const QByteArray server = file("server_flight_13.bin");
        QCOMPARE(readClientHello(bytes(server), hello), Read::No);
    }

    void survivesEveryFlippedByte()
    {
        const QByteArray whole = file("client_hello_13.bin");
        for (qsizetype i = 0; i < whole.size(); ++i) {
            QByteArray damaged = whole;
            damaged[i] = char(damaged[i] ^ 0xff);
            ClientHello hello;
            readClientHello(bytes(damaged), hello);
            QVERIFY(hello.sni.size() < 70000);
        }
    }
};

QTEST_GUILESS_MAIN(TestHello)
#include "tst_hello.moc"
