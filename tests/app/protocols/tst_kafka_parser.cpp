// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/kafka/kafka_parser.h"
#include "app/protocols/kafka/records.h"
#include "tests/app/protocols/kafka_script.h"
#include "tests/app/protocols/transcript_rows.h"

#include <QRegularExpression>
#include <QTest>

#include <zlib.h>

using namespace protocols;

class TestKafkaParser : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void saysWhatTheTranscriptSays_data() { test::addTranscripts({{"kafka", 8}}); }
    void saysWhatTheTranscriptSays() { test::compareWithTranscript(kafka::create, test::parseKafkaScript); }

    void recognisesItsFirstBytes_data()
    {
        test::addFirstBytes({
            {"versions asked", "req 18 3 1 ada v:0 c:librdkafka c:2.0.2 v:0", true, true, Verdict::Yes},
            {"topics asked", "req 3 1 1 ada 4:0", true, true, Verdict::Yes},
            {"fetch at the start", "req 1 4 1 ada 4:0", true, true, Verdict::No},
            {"fetch in the middle", "req 1 4 1 ada 4:0", true, false, Verdict::Yes},
            {"unknown API in the middle", "req 900 0 1 ada", true, false, Verdict::No},
            {"version of the far future in the middle", "req 1 90 1 ada 4:0", true, false, Verdict::No},
            {"client with a line feed in the middle", "req 1 4 1 a\\nb", true, false, Verdict::No},
            {"response in the middle", "res 7 4:0", false, false, Verdict::No},
        });
    }
    void recognisesItsFirstBytes() { test::compareVerdict(kafka::recognise, test::kafkaBytes); }

    void takesNoOtherProtocolForItsOwn_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("HTTP") << QByteArray("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n");
        QTest::newRow("TLS") << QByteArray("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\x5a\x5a\x5a\x5a\x5a", 16);
        QTest::newRow("start of PostgreSQL") << QByteArray("\0\0\0\x14\0\3\0\0user\0ada\0\0\0\0\0", 20);
        QTest::newRow("TLS of PostgreSQL") << QByteArray("\0\0\0\x08\x04\xd2\x16\x2f", 8);
        QTest::newRow("settings of HTTP/2") << QByteArray("\0\0\x12\4\0\0\0\0\0\0\3\0\0\0\x64\0\4\0\xa0\0\0\0\2\0\0\0\0", 27);
        QTest::newRow("zeros") << QByteArray(64, '\0');
    }
    void takesNoOtherProtocolForItsOwn()
    {
        QFETCH(QByteArray, bytes);
        const auto first = std::as_bytes(std::span(bytes.constData(), size_t(bytes.size())));
        for (const bool fromStart : {true, false})
            QCOMPARE(kafka::recognise(first, Direction::Sent, base::Side::Client, fromStart), Verdict::No);
    }

    void readsRecordsBehindGzip()
    {
        std::string batch = test::recordBatch("5|k=hello|=world");
        const std::string records = batch.substr(61);
        std::string packed(1000, '\0');
        z_stream stream{};
        deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
        stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(records.data()));
        stream.avail_in = uInt(records.size());
        stream.next_out = reinterpret_cast<Bytef *>(packed.data());
        stream.avail_out = uInt(packed.size());
        deflate(&stream, Z_FINISH);
        packed.resize(stream.total_out);
        deflateEnd(&stream);
        batch = batch.substr(0, 61) + packed;
        batch.replace(8, 4, test::bigEndian(batch.size() - 12, 4));
        batch[22] = 1;   // attributes: gzip
        QStringList found;
        const kafka::RecordsEnd end = kafka::forEachRecord(batch, [&](const kafka::Record &record) { found << QString::fromStdString(kafka::recordText("t", 0, record, true)); });
        QCOMPARE(int(end), int(kafka::RecordsEnd::Whole));
        QCOMPARE(found, (QStringList{R"({"topic":"t","partition":0,"offset":5,"timestamp":1700000000000,"key":"k","value":"hello"})",
                                     R"({"topic":"t","partition":0,"offset":6,"timestamp":1700000000000,"key":null,"value":"world"})"}));
    }

    void saysHowFarRecordsCanBeRead_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("end");
        QTest::addColumn<int>("records");
        const std::string batch = test::recordBatch("0|a=1|b=2|c=3");
        std::string unknown = batch, odd = batch, negative = batch;
        unknown[22] = 5;
        odd[16] = 9;
        negative.replace(8, 4, "\xff\xff\xff\xff");
        const auto row = [](const char *name, const std::string &bytes, kafka::RecordsEnd end, int records) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << int(end) << records;
        };
        row("two batches", batch + batch, kafka::RecordsEnd::Whole, 6);
        row("cut within a record", batch.substr(0, batch.size() - 3), kafka::RecordsEnd::Cut, 2);
        row("cut within the head", batch.substr(0, 30), kafka::RecordsEnd::Cut, 0);
        row("an unknown compression, then plain", unknown + batch, kafka::RecordsEnd::Unread, 3);
        row("unknown version", odd, kafka::RecordsEnd::Malformed, 0);
        row("negative length", negative, kafka::RecordsEnd::Malformed, 0);
    }
    void saysHowFarRecordsCanBeRead()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, end);
        QFETCH(int, records);
        int found = 0;
        const auto result = kafka::forEachRecord({bytes.constData(), size_t(bytes.size())}, [&](const kafka::Record &) { ++found; });
        QCOMPARE(int(result), end);
        QCOMPARE(found, records);
    }

    void keepsTheFirstRecordsOfALongRequest()
    {
        std::string text = "> req 18 0 1 ada\n< res 1 2:0 4:0\n> req 0 3 2 ada s2:\\s 2:1 4:1000 4:1 s2:orders 4:1 4:0 b4:0";
        for (int i = 0; i < 4000; ++i)
            text += "|k" + std::to_string(i) + "=" + std::string(200, 'x');
        test::Recorder recorder;
        const auto parser = kafka::create(Direction::Sent, true, {}, recorder);
        test::play(test::parseKafkaScript(text + "\n< res 2 4:1 s2:orders 4:1 4:0 2:0 8:77 8:0 4:0\n"), *parser, 1 << 16);
        const QString told = QString::fromStdString(recorder.text());
        QCOMPARE(told.count(" request record "), 1000);
        QVERIFY(told.contains("1 answer ok orders/0 at 77\n"));
        QVERIFY(told.contains("1 response end\n"));
    }
};

QTEST_GUILESS_MAIN(TestKafkaParser)
#include "tst_kafka_parser.moc"
