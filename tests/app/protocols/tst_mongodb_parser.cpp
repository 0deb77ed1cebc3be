// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/mongodb/bson.h"
#include "app/protocols/mongodb/decimal.h"
#include "app/protocols/mongodb/mongodb_parser.h"
#include "tests/app/protocols/mongodb_script.h"
#include "tests/app/protocols/transcript_rows.h"

#include <QRegularExpression>
#include <QTest>

using namespace protocols;
using namespace std::string_literals;

class TestMongoDbParser : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void saysWhatTheTranscriptSays_data() { test::addTranscripts({{"mongodb", 8}}); }
    void saysWhatTheTranscriptSays() { test::compareWithTranscript(mongodb::create, test::parseMongoScript); }

    void recognisesItsFirstBytes_data()
    {
        const char *reply = R"(msg 2:1 {"ok": 1.0})";
        test::addFirstBytes({
            {"command", R"(msg 1 {"hello": 1, "$db": "admin"})", true, true, Verdict::Yes},
            {"compressed command", R"(zlib msg 1 {"hello": 1})", true, false, Verdict::Yes},
            {"hello of old", R"(query 1 admin.$cmd {"ismaster": 1})", true, true, Verdict::Yes},
            {"reply", reply, false, true, Verdict::Yes},
            {"reply of old", R"(reply 2:1 {"ok": 1.0})", false, true, Verdict::Yes},
            {"request that answers another", reply, true, true, Verdict::No},
            {"reply that answers nothing", R"(msg 1 {"ok": 1.0})", false, true, Verdict::No},
            {"unknown required flag", R"(msg 1 flags 4 {"ping": 1})", true, true, Verdict::No},
        });
    }
    void recognisesItsFirstBytes() { test::compareVerdict(mongodb::recognise, test::mongoBytes); }

    void takesNoOtherProtocolForItsOwn_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("HTTP") << QByteArray("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n");
        QTest::newRow("TLS") << QByteArray("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\x5a\x5a\x5a\x5a\x5a", 16);
        QTest::newRow("zeros") << QByteArray(64, '\0');
        QTest::newRow("settings of HTTP/2") << QByteArray("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    }
    void takesNoOtherProtocolForItsOwn()
    {
        QFETCH(QByteArray, bytes);
        const auto first = std::as_bytes(std::span(bytes.constData(), size_t(bytes.size())));
        QCOMPARE(mongodb::recognise(first, Direction::Sent, base::Side::Client, true), Verdict::No);
        QCOMPARE(mongodb::recognise(first, Direction::Received, base::Side::Client, true), Verdict::No);
    }

    // MongoDB's specification "Extended JSON", section "Conversion table"; values by their bytes.
    void writesEachTypeAsExtendedJson_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QString>("json");
        const auto row = [](const char *name, const std::string &type, const std::string &value, const char *json) {
            QTest::newRow(name) << QByteArray::fromStdString(type + "v\0"s + value) << QString::fromUtf8(json);
        };
        row("double", "\x01", "\0\0\0\0\0\0\xf8\x3f"s, "1.5");
        row("not a number", "\x01", "\0\0\0\0\0\0\xf8\x7f"s, R"({"$numberDouble":"NaN"})");
        row("string with quotes", "\x02", "\x04\0\0\0a\"b\0"s, "\"a\\\"b\"");
        row("binary", "\x05", "\x03\0\0\0\x04\1\2\3"s, R"({"$binary":{"base64":"AQID","subType":"04"}})");
        row("object id", "\x07", "\x50\x7f\x1f\x77\xbc\xf8\x6c\xd7\x99\x43\x90\x11"s, R"({"$oid":"507f1f77bcf86cd799439011"})");
        row("date", "\x09", "\0\xd0\x2a\x98\x9b\x01\0\0"s, R"({"$date":"2026-01-07T11:15:01.248Z"})");
        row("date on a second", "\x09", "\x08\xcf\x2a\x98\x9b\x01\0\0"s, R"({"$date":"2026-01-07T11:15:01Z"})");
        row("date before 1970", "\x09", "\xff\xff\xff\xff\xff\xff\xff\xff"s, R"({"$date":{"$numberLong":"-1"}})");
        row("regular expression", "\x0b", "^a\0i\0"s, R"({"$regularExpression":{"pattern":"^a","options":"i"}})");
        row("code with scope", "\x0f", "\x16\0\0\0\x02\0\0\0f\0\x0c\0\0\0\x10x\0\1\0\0\0\0"s, R"({"$code":"f","$scope":{"x":1}})");
        row("timestamp", "\x11", "\2\0\0\0\1\0\0\0"s, R"({"$timestamp":{"t":1,"i":2}})");
        row("64 bits", "\x12", "\xff\xff\xff\xff\xff\xff\xff\x7f"s, "9223372036854775807");
        row("smallest key", "\xff", "", R"({"$minKey":1})");
        row("biggest key", "\x7f", "", R"({"$maxKey":1})");
    }
    void writesEachTypeAsExtendedJson()
    {
        QFETCH(QByteArray, value);
        QFETCH(QString, json);
        const std::string document = test::littleEndian(uint64_t(value.size()) + 5) + value.toStdString() + '\0';
        std::string text;
        QVERIFY(mongodb::appendJson(text, document, 1000));
        QCOMPARE(QString::fromStdString(text), "{\"v\":" + json + '}');
    }

    // From the tests of MongoDB's specification "BSON Decimal128".
    void writesDecimals()
    {
        QCOMPARE(mongodb::decimalText(0x7c00000000000000, 0), "NaN");
        QCOMPARE(mongodb::decimalText(0xf800000000000000, 0), "-Infinity");
        QCOMPARE(mongodb::decimalText(0x3040000000000000, 0), "0");
        QCOMPARE(mongodb::decimalText(0x3036000000000000, 0x12d687), "12.34567");
        QCOMPARE(mongodb::decimalText(0xb040000000000000, 1), "-1");
        QCOMPARE(mongodb::decimalText(0x304c000000000000, 12), "1.2E+7");
        QCOMPARE(mongodb::decimalText(0x5fffed09bead87c0, 0x378d8e63ffffffff), "9.999999999999999999999999999999999E+6144");
    }

    void staysJsonWhereTheTextIsLimited()
    {
        nlohmann::ordered_json json;
        for (int i = 0; i < 100; ++i)
            json["name" + std::to_string(i)] = {{"text", std::string(50, 'x')}, {"list", {1, 2, 3}}};
        std::string text;
        QVERIFY(!mongodb::appendJson(text, test::bsonOf(json), 500));
        QVERIFY(text.size() < 700);
        QVERIFY(nlohmann::json::accept(text));
    }

    void readsADeepDocumentToItsLimit()
    {
        std::string document = "\x05\0\0\0\0"s;
        for (int i = 0; i < 300; ++i)
            document = test::littleEndian(document.size() + 8) + "\x03"s + "a\0"s + document + '\0';
        std::string text;
        QVERIFY(!mongodb::appendJson(text, document, 1 << 20));
        QVERIFY(nlohmann::json::accept(text));
    }

    void readsTheFirstDocumentsOfALongReply()
    {
        nlohmann::ordered_json batch = nlohmann::ordered_json::array();
        for (int i = 0; i < 3000; ++i)
            batch.push_back({{"_id", i}, {"text", std::string(200, 'x')}});
        nlohmann::ordered_json reply{{"cursor", {{"firstBatch", batch}, {"id", 5}, {"ns", "shop.orders"}}}, {"ok", 1.0}};
        test::Recorder recorder;
        const auto parser = mongodb::create(Direction::Sent, true, {}, recorder);
        auto steps = test::parseMongoScript("> msg 1 {\"find\": \"orders\", \"$db\": \"shop\"}\n");
        steps.push_back({test::Step::Kind::Bytes, Direction::Received, test::mongoBytes("msg 2:1 " + reply.dump())});
        test::play(steps, *parser, 4096);
        const QString text = QString::fromStdString(recorder.text());
        QCOMPARE(text.count(" response row "), 1000);
        QVERIFY(text.contains("answer ok\n"));   // the total is unknown
        QVERIFY(text.endsWith("0 response end\n"));
    }
};

QTEST_GUILESS_MAIN(TestMongoDbParser)
#include "tst_mongodb_parser.moc"
