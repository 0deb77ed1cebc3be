// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/protobuf_raw.h"

#include <QRegularExpression>
#include <QTest>

using namespace decode;

namespace {

std::string unhex(std::string_view hex)
{
    return QByteArray::fromHex(QByteArray(hex.data(), qsizetype(hex.size()))).toStdString();
}

std::string described(const std::string &bytes, const ProtobufLimits &limits = {})
{
    return describeProtobuf(std::as_bytes(std::span(bytes)), limits).text;
}

std::string members(const std::string &bytes) { return rawProtobufMembers(std::as_bytes(std::span(bytes))); }

std::string field(unsigned number, const std::string &contents)
{
    return std::string(1, char(number << 3 | 2)) + char(contents.size()) + contents;
}

} // namespace

class TestProtobufRaw : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void givesEachValueItsReadings_data()
    {
        QTest::addColumn<QString>("hex");
        QTest::addColumn<QString>("text");
        QTest::newRow("a varint") << "089601" << "1: 150  # varint; sint 75\n";
        QTest::newRow("a bool") << "0801" << "1: 1  # varint; bool true, sint -1\n";
        QTest::newRow("zero") << "0800" << "1: 0  # varint; bool false, sint 0\n";
        QTest::newRow("a negative number") << "08feffffffffffffffff01" << "1: -2  # varint; unsigned 18446744073709551614\n";
        QTest::newRow("a text") << "120774657374696e67" << "2: \"testing\"\n";
        QTest::newRow("a message") << "1a03089601" << "3: {\n  1: 150  # varint; sint 75\n}  # or 3 bytes; or packed varints 8, 150: 089601\n";
        QTest::newRow("messages in messages") << "0a080a060a0408051002"
            << "1: {\n  1: {\n    1: {\n      1: 5  # varint; sint -3\n      2: 2  # varint; sint 1\n"
               "    }  # or 4 bytes; or packed varints 8, 5, 16, 2: 08051002\n  }\n}\n";
        QTest::newRow("bytes") << "2203ff00fe" << "4: 0xff00fe  # 3 bytes\n";
        QTest::newRow("packed numbers") << "22060003038e0203" << "4: 0x0003038e0203  # 6 bytes; or packed varints 0, 3, 3, 270, 3\n";
        QTest::newRow("a float") << "2d0000803e" << "5: 0.25  # float; fixed32 1048576000\n";
        QTest::newRow("a fixed32") << "2d15000000" << "5: 21  # fixed32; float 3e-44\n";
        QTest::newRow("a double") << "310000000000001e40" << "6: 7.5  # double; fixed64 4620130267728707584\n";
        QTest::newRow("a fixed64") << "318877665544332211" << "6: 1234605616436508552  # fixed64; double 3.841412024471731e-226\n";
        QTest::newRow("a negative fixed64") << "31feffffffffffffff" << "6: -2  # fixed64; double NaN\n";
        QTest::newRow("zero, fixed") << "310000000000000000" << "6: 0  # fixed64 or double\n";
        QTest::newRow("an empty value") << "1200" << "2: \"\"\n";
        QTest::newRow("a text that is a message, too") << "12022831" << "2: \"(1\"  # or a message { 5: 49 }\n";
        QTest::newRow("a text that is no message, and the other way round") << "12060a0961626320" "12030a0141"
            << "2: \"\\n\\tabc \"\n2: {\n  1: \"A\"\n}  # or 3 bytes; or packed varints 10, 1, 65: 0a0141\n";
        QTest::newRow("a group") << "0b10050c" << "1: {\n  2: 5  # varint; sint -3\n}\n";
        QTest::newRow("nothing") << "" << "";
        QTest::newRow("quotes and lines") << "120561220a5c62" << "2: \"a\\\"\\n\\\\b\"\n";
    }
    void givesEachValueItsReadings()
    {
        QFETCH(QString, hex);
        QFETCH(QString, text);
        QCOMPARE(QString::fromStdString(described(unhex(hex.toStdString()))), text);
    }

    void showsBothWhereALineFeedBeginsAMessage()
    {
        const std::string name(33, 'n');
        QCOMPARE(described(field(2, "\n!" + name)), "2: {\n  1: \"" + name + "\"\n}  # or the text \"\\n!" + name + "\"\n");
        QCOMPARE(members(field(2, "\n!" + name)), "\"#2\":{\"text\":\"\\n!" + name + "\",\"or message\":{\"#1\":\"" + name + "\"}}");
    }

    void saysFromWhereOnItIsNone_data()
    {
        QTest::addColumn<QString>("hex");
        QTest::addColumn<int>("readTo");
        QTest::newRow("cut in a tag") << "080180" << 2;
        QTest::newRow("cut in a text") << "08011205" "6162" << 2;
        QTest::newRow("field 0") << "08010001" << 2;
        QTest::newRow("an unknown wire type") << "08010e01" << 2;
        QTest::newRow("a tag with too many bytes") << "0801888000" << 2;
        QTest::newRow("a varint of eleven bytes") << "080108ffffffffffffffffffff01" << 2;
        QTest::newRow("the end of no group") << "08010c" << 2;
        QTest::newRow("another group's end") << "08010b14" << 2;
        QTest::newRow("a reserved number") << "0801c0a30901" << 2;
    }
    void saysFromWhereOnItIsNone()
    {
        QFETCH(QString, hex);
        QFETCH(int, readTo);
        const std::string bytes = unhex(hex.toStdString());
        const RawMessage message = readProtobuf(std::as_bytes(std::span(bytes)));
        QCOMPARE(int(message.readTo), readTo);
        QCOMPARE(message.fields.size(), size_t(1));
        const ProtobufText text = describeProtobuf(std::as_bytes(std::span(bytes)));
        QVERIFY(!text.whole);
        QVERIFY2(text.text.find("# not valid protobuf from byte 2 on: 0x") != std::string::npos, text.text.c_str());
    }

    void nestsNoDeeperThanTheLimit()
    {
        std::string bytes = "x";
        for (int i = 0; i < 60; ++i)
            bytes = field(1, bytes);
        QVERIFY(described(bytes).contains("1: 0x"));
        std::string groups;
        for (int i = 0; i < 100'000; ++i)
            groups += '\x0b';
        QVERIFY(described(groups).starts_with("# not valid protobuf from byte 0 on"));
    }

    void stopsAtItsLimits()
    {
        std::string bytes;
        for (int i = 0; i < 1000; ++i)
            bytes += unhex("0801");
        const ProtobufText few = describeProtobuf(std::as_bytes(std::span(bytes)), { .fieldsMax = 10 });
        QVERIFY(!few.whole);
        QVERIFY(few.text.ends_with("# truncated here\n"));
        QCOMPARE(std::count(few.text.begin(), few.text.end(), '\n'), 11);
        const ProtobufText brief = describeProtobuf(std::as_bytes(std::span(bytes)), { .textMax = 100 });
        QVERIFY(!brief.whole);
        QVERIFY(brief.text.size() < 250);
    }

    void writesMembersOfAnObject()
    {
        QCOMPARE(members(unhex("089601120774657374696e672202ff002d0000803e1a03089601")),
                 std::string(R"("#1":150,"#2":"testing","#4":{"bytes":"ff00"},"#5":0.25,"#3":{"#1":150})"));
    }
};

QTEST_GUILESS_MAIN(TestProtobufRaw)
#include "tst_protobuf_raw.moc"
