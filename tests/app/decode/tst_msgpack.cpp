// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/msgpack.h"

#include <QtTest>

using namespace decode;

namespace {

ValueText read(const QByteArray &hex, const ValueLimits &limits = {})
{
    const QByteArray bytes = QByteArray::fromHex(hex);
    return readMessagePack({reinterpret_cast<const std::byte *>(bytes.constData()), size_t(bytes.size())}, limits);
}

} // namespace

class TestMsgpack : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void readsEveryType_data()
    {
        QTest::addColumn<QByteArray>("hex");
        QTest::addColumn<QByteArray>("text");
        const auto row = [](const char *hex, const char *text) { QTest::newRow(hex) << QByteArray(hex) << QByteArray(text); };
        row("00", "0");
        row("7f", "127");
        row("e0", "-32");
        row("ff", "-1");
        row("ccff", "255");
        row("cdffff", "65535");
        row("ceffffffff", "4294967295");
        row("cfffffffffffffffff", "18446744073709551615");
        row("d080", "-128");
        row("d18000", "-32768");
        row("d280000000", "-2147483648");
        row("d38000000000000000", "-9223372036854775808");
        row("c0", "null");
        row("c2c3", "false\ntrue");
        row("ca3dcccccd", "0.1");
        row("cb3fb999999999999a", "0.1");
        row("cb4000000000000000", "2.0");
        row("cb7ff0000000000000", "Infinity");
        row("a0", "\"\"");
        row("a3c3a462", "\"äb\"");
        row("a40a225c00", "\"\\n\\\"\\\\\\u0000\"");
        row("d903616263", "\"abc\"");
        row("da0003616263", "\"abc\"");
        row("db00000003616263", "\"abc\"");
        row("c4020aff", "\"0aff\" /* 2 bytes, hex */");
        row("90", "[]");
        row("80", "{}");
        row("93010203", "[\n  1,\n  2,\n  3\n]");
        row("82a161c3a16292c0c2", "{\n  \"a\": true,\n  \"b\": [\n    null,\n    false\n  ]\n}");
        row("8101a178", "{\n  1: \"x\"\n}");
        row("dc000101", "[\n  1\n]");
        row("de0001a1610f", "{\n  \"a\": 15\n}");
        row("d405ab", "\"ab\" /* extension 5, 1 byte, hex */");
        row("c70305010203", "\"010203\" /* extension 5, 3 bytes, hex */");
        row("d6ff5a5ff76e", "\"2018-01-18 01:25:02 UTC\" /* timestamp */");
        row("d7ff773594005a5ff76e", "\"2018-01-18 01:25:02.5 UTC\" /* timestamp */");
        row("c70cff00000001ffffffffffffffff", "\"1969-12-31 23:59:59.000000001 UTC\" /* timestamp */");
    }

    void readsEveryType()
    {
        QFETCH(QByteArray, hex);
        QFETCH(QByteArray, text);
        const ValueText found = read(hex);
        QCOMPARE(QByteArray::fromStdString(found.text), text);
        QVERIFY(!found.error);
        QCOMPARE(found.used * 2, size_t(hex.size()));
    }

    void longBytesAreBase64()
    {
        QCOMPARE(read("c441" + QByteArray("00").repeated(65)).text,
                 "\"" + std::string(87, 'A') + "=\" /* 65 bytes, base64 */");
    }

    void damageShowsWhatCameBeforeIt()
    {
        const ValueText cut = read("92a26162");
        QCOMPARE(cut.text, std::string("[\n  \"ab\""));
        QCOMPARE(cut.error, std::optional(ValueError::Truncated));
        QCOMPARE(read("9301c1").error, std::optional(ValueError::Malformed));
        QCOMPARE(read("01c1").text, std::string("1"));
        QCOMPARE(read("dfffffffff").error, std::optional(ValueError::Truncated));
        QVERIFY(!read("").error);
    }

    void nestingAndSizeAreLimited()
    {
        QCOMPARE(read(QByteArray("91").repeated(600)).error, std::optional(ValueError::TooDeep));
        QVERIFY(read(QByteArray("91").repeated(512)).error == ValueError::Truncated);
        const ValueText large = read(QByteArray("c0").repeated(1000), {.depthMax = 4, .outputMax = 100});
        QCOMPARE(large.error, std::optional(ValueError::TooLarge));
        QVERIFY(large.text.size() < 120);
    }
};

QTEST_GUILESS_MAIN(TestMsgpack)
#include "tst_msgpack.moc"
