// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tls/ja4.h"

#include <QRegularExpression>
#include <QTest>

#include <initializer_list>
#include <string_view>

using namespace tls;

namespace {

std::string word(size_t value) { return {char(value >> 8), char(value)}; }
std::string words(std::initializer_list<uint16_t> values)
{
    std::string bytes;
    for (const uint16_t value : values)
        bytes += word(value);
    return bytes;
}
std::string vector16(const std::string &content) { return word(content.size()) + content; }
std::string vector8(const std::string &content) { return char(content.size()) + content; }
std::string extension(uint16_t type, const std::string &content = {}) { return word(type) + vector16(content); }

// One record that holds a ClientHello.
std::string record(const std::string &ciphers, const std::string &extensions, uint16_t version = 0x0303, bool without = false)
{
    const std::string body = word(version) + std::string(32, 'r') + vector8("") + vector16(ciphers) + vector8(std::string(1, '\0'))
        + (without ? "" : vector16(extensions));
    const std::string message = std::string("\x01\0", 2) + vector16(body);
    return "\x16\x03\x01" + vector16(message);
}

ClientHello hello(const std::string &bytes)
{
    ClientHello read;
    if (readClientHello(std::as_bytes(std::span(bytes)), read) != Read::Yes)
        qFatal("this is no hello");
    return read;
}

const std::string serverName = extension(0, vector16(std::string(1, '\0') + vector16("example.com")));
std::string offering(std::initializer_list<std::string_view> names)
{
    std::string list;
    for (const std::string_view name : names)
        list += vector8(std::string(name));
    return extension(16, vector16(list));
}

}

class TestJa4 : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    // The example of the specification: Chrome's lists, which it gives in full; the order and the values for
    // GREASE are made up, since neither may matter.
    void isTheSpecificationsForChrome()
    {
        const std::string ciphers = words({0x6a6a, 0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013, 0xc014,
                                           0x009c, 0x009d, 0x002f, 0x0035});
        const std::string signatures = extension(13, vector16(words({0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601})));
        const std::string versions = extension(43, vector8(words({0x3a3a, 0x0304, 0x0303})));
        const std::string all = extension(0xdada) + extension(0x001b) + serverName + extension(0x0005) + extension(0x000a)
            + offering({"h2", "http/1.1"}) + extension(0x000b) + extension(0x0012) + extension(0x0015) + signatures + extension(0x0017)
            + extension(0x0023) + versions + extension(0x002d) + extension(0x0033) + extension(0x4469) + extension(0xff01) + extension(0x1a1a);
        QCOMPARE(ja4(hello(record(ciphers, all))), "t13d1516h2_8daaf6152771_e5627efa2ab1");
        QCOMPARE(ja4(hello(record(ciphers, all)), Transport::Quic), "q13d1516h2_8daaf6152771_e5627efa2ab1");
    }

    // Chrome 143, as a public test site printed its lists (ja4_ro) and its fingerprint.
    void isThatOfANewerChrome()
    {
        const std::string ciphers = words({0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013, 0xc014,
                                           0x009c, 0x009d, 0x002f, 0x0035});
        const std::string signatures = extension(13, vector16(words({0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601})));
        const std::string all = extension(0x002d) + extension(0x0033) + offering({"h2"}) + extension(0xfe0d) + extension(0x0017) + extension(0x44cd)
            + serverName + extension(0x000b) + extension(0x000a) + extension(43, vector8(words({0x0304}))) + extension(0xff01) + extension(0x0023)
            + extension(0x0012) + extension(0x0005) + signatures + extension(0x001b);
        QCOMPARE(ja4(hello(record(ciphers, all))), "t13d1516h2_8daaf6152771_d8a2da3f94cd");
    }

    void hasZerosForWhatIsNotThere()
    {
        QCOMPARE(ja4(hello(record("", "", 0x0301, true))), "t10i000000_000000000000_000000000000");
        QCOMPARE(ja4(hello(record("", serverName))), "t12d000100_000000000000_000000000000");
    }

    void showsTheFirstProtocolByItsEnds_data()
    {
        QTest::addColumn<QByteArray>("protocol");
        QTest::addColumn<QByteArray>("shown");
        QTest::newRow("two letters") << QByteArray("h2") << QByteArray("h2");
        QTest::newRow("more") << QByteArray("http/1.1") << QByteArray("h1");
        QTest::newRow("one") << QByteArray("x") << QByteArray("xx");
        QTest::newRow("not a letter") << QByteArray("\xab") << QByteArray("ab");
        QTest::newRow("a letter, then none") << QByteArray("\x30\xab\xcd") << QByteArray("3d");
    }
    void showsTheFirstProtocolByItsEnds()
    {
        QFETCH(QByteArray, protocol);
        QFETCH(QByteArray, shown);
        QCOMPARE(ja4(hello(record("", offering({protocol.toStdString(), "other"})))).substr(8, 2), shown.toStdString());
    }

    void countsNoFurtherThan99()
    {
        std::string ciphers;
        for (size_t number = 1; number <= 120; ++number)
            ciphers += word(number);
        QCOMPARE(ja4(hello(record(ciphers, ""))).substr(0, 8), "t12i9900");
    }

    void givesNoneForAHelloThatIsNotWhole()
    {
        std::string bytes = record(words({0x1301}), serverName);
        bytes[bytes.size() - serverName.size() + 3] = '\x7f';   // the name is longer than the hello
        QVERIFY(!hello(bytes).whole);
        QCOMPARE(ja4(hello(bytes)), "");
    }
};

QTEST_GUILESS_MAIN(TestJa4)
#include "tst_ja4.moc"
