// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/cbor.h"

#include <QtTest>

using namespace decode;

namespace {

ValueText read(const QByteArray &hex, const ValueLimits &limits = {})
{
    const QByteArray bytes = QByteArray::fromHex(hex);
    return readCbor({reinterpret_cast<const std::byte *>(bytes.constData()), size_t(bytes.size())}, limits);
}

} // namespace

class TestCbor : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    // RFC 8949 appendix A.
    void readsTheExamplesOfTheStandard_data()
    {
        QTest::addColumn<QByteArray>("hex");
        QTest::addColumn<QByteArray>("text");
        const auto row = [](const char *hex, const char *text) { QTest::newRow(hex) << QByteArray(hex) << QByteArray(text); };
        row("00", "0");
        row("17", "23");
        row("1818", "24");
        row("1903e8", "1000");
        row("1a000f4240", "1000000");
        row("1b000000e8d4a51000", "1000000000000");
        row("1bffffffffffffffff", "18446744073709551615");
        row("c249010000000000000000", "18446744073709551616 /* tag 2: big number */");
        row("3bffffffffffffffff", "-18446744073709551616");
        row("c349010000000000000000", "-18446744073709551617 /* tag 3: big number */");
        row("20", "-1");
        row("3903e7", "-1000");
        row("f90000", "0.0");
        row("f98000", "-0.0");
        row("f93c00", "1.0");
        row("fb3ff199999999999a", "1.1");
        row("f93e00", "1.5");
        row("f97bff", "65504.0");
        row("fa47c35000", "1e+05");
        row("fa7f7fffff", "3.4028235e+38");
        row("fb7e37e43c8800759c", "1e+300");
        row("f90001", "5.960464477539063e-08");
        row("f90400", "6.103515625e-05");
        row("f9c400", "-4.0");
        row("f97c00", "Infinity");
        row("f97e00", "NaN");
        row("fbfff0000000000000", "-Infinity");
        row("f4", "false");
        row("f5", "true");
        row("f6", "null");
        row("f7", "undefined");
        row("f0", "16 /* simple value */");
        row("f8ff", "255 /* simple value */");
        row("c074323031332d30332d32315432303a30343a30305a", "\"2013-03-21T20:04:00Z\"");
        row("c11a514b67b0", "1363896240 /* 2013-03-21 20:04:00 UTC */");
        row("c1fb41d452d9ec200000", "1363896240.5 /* 2013-03-21 20:04:00.5 UTC */");
        row("d74401020304", "\"01020304\" /* tag 23, 4 bytes, hex */");
        row("d818456449455446", "\"6449455446\" /* tag 24: CBOR inside, 5 bytes, hex */");
        row("d82076687474703a2f2f7777772e6578616d706c652e636f6d", "\"http://www.example.com\" /* tag 32: URI */");
        row("40", "\"\" /* 0 bytes, hex */");
        row("4401020304", "\"01020304\" /* 4 bytes, hex */");
        row("60", "\"\"");
        row("6449455446", "\"IETF\"");
        row("62225c", "\"\\\"\\\\\"");
        row("62c3bc", "\"ü\"");
        row("80", "[]");
        row("83010203", "[\n  1,\n  2,\n  3\n]");
        row("8301820203820405", "[\n  1,\n  [\n    2,\n    3\n  ],\n  [\n    4,\n    5\n  ]\n]");
        row("a0", "{}");
        row("a201020304", "{\n  1: 2,\n  3: 4\n}");
        row("a26161016162820203", "{\n  \"a\": 1,\n  \"b\": [\n    2,\n    3\n  ]\n}");
        row("5f42010243030405ff", "\"0102030405\" /* 5 bytes, hex */");
        row("7f657374726561646d696e67ff", "\"streaming\"");
        row("9fff", "[]");
        row("9f018202039f0405ffff", "[\n  1,\n  [\n    2,\n    3\n  ],\n  [\n    4,\n    5\n  ]\n]");
        row("83018202039f0405ff", "[\n  1,\n  [\n    2,\n    3\n  ],\n  [\n    4,\n    5\n  ]\n]");
        row("bf61610161629f0203ffff", "{\n  \"a\": 1,\n  \"b\": [\n    2,\n    3\n  ]\n}");
        row("826161bf61626163ff", "[\n  \"a\",\n  {\n    \"b\": \"c\"\n  }\n]");
        // Beyond the appendix: a UUID, tags on a container, a sequence (RFC 8742).
        row("d8255000112233445566778899aabbccddeeff", "\"00112233-4455-6677-8899-aabbccddeeff\" /* tag 37: UUID */");
        row("d9d9f7c48221196ab3", "/* tag 55799: CBOR, tag 4: decimal fraction: [exponent, mantissa] */ [\n  -2,\n  27315\n]");
        row("0102", "1\n2");
    }

    void readsTheExamplesOfTheStandard()
    {
        QFETCH(QByteArray, hex);
        QFETCH(QByteArray, text);
        const ValueText found = read(hex);
        QCOMPARE(QByteArray::fromStdString(found.text), text);
        QVERIFY(!found.error);
        QCOMPARE(found.used * 2, size_t(hex.size()));
    }

    void bigNumbersAreExact()
    {
        // 2^512 - 1
        QCOMPARE(read("c25840" + QByteArray("ff").repeated(64)).text,
                 std::string("134078079299425970995740249982058461274793658205923933777235614437217640300735469768018742981669034276900318581864860"
                             "50853753882811946569946433649006084095 /* tag 2: big number */"));
    }

    void damageShowsWhatCameBeforeIt_data()
    {
        QTest::addColumn<QByteArray>("hex");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<ValueError>("error");
        const auto row = [](const char *hex, const char *text, ValueError error) { QTest::newRow(hex) << QByteArray(hex) << QByteArray(text) << error; };
        row("8201", "[\n  1", ValueError::Truncated);
        row("6361", "", ValueError::Truncated);
        row("c1", "", ValueError::Truncated);
        row("9bffffffffffffffff", "", ValueError::Truncated);
        row("1c", "", ValueError::Malformed);
        row("01ff", "1", ValueError::Malformed);         // a break without a begin
        row("bf01ff", "{\n  1", ValueError::Malformed);  // a key without a value
        row("5f6161ff", "", ValueError::Malformed);      // text among bytes
        row("f818", "", ValueError::Malformed);          // a simple value in two bytes that fits in one
        row("fe", "", ValueError::Malformed);
        row("9fc1ff", "[", ValueError::Malformed);       // a tag without a value
    }

    void damageShowsWhatCameBeforeIt()
    {
        QFETCH(QByteArray, hex);
        QFETCH(QByteArray, text);
        QFETCH(ValueError, error);
        const ValueText found = read(hex);
        QCOMPARE(QByteArray::fromStdString(found.text), text);
        QCOMPARE(found.error, std::optional(error));
    }

    void nestingIsLimited()
    {
        QCOMPARE(read(QByteArray("9f").repeated(600)).error, std::optional(ValueError::TooDeep));
        QVERIFY(!read(QByteArray("81").repeated(512) + "00").error);
        QVERIFY(!read(QByteArray("c1").repeated(100'000) + "00").error); // tags do not nest
    }
};

QTEST_GUILESS_MAIN(TestCbor)
#include "tst_cbor.moc"
