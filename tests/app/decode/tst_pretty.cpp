// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/pretty.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QtTest>

using namespace decode;

class TestPretty : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void laysJsonOut_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("pretty");
        QTest::newRow("object") << QByteArray("{\"a\":1,\"b\":[true , null],\"c\":{}}")
                                << QByteArray("{\n  \"a\": 1,\n  \"b\": [\n    true,\n    null\n  ],\n  \"c\": {}\n}");
        QTest::newRow("already laid out") << QByteArray("{\n    \"a\":\n 1\n}\n") << QByteArray("{\n  \"a\": 1\n}");
        QTest::newRow("brackets in text") << QByteArray("[\"{,\\\"]:\"]") << QByteArray("[\n  \"{,\\\"]:\"\n]");
        QTest::newRow("lines") << QByteArray("{\"a\":1}\n{\"a\":2}\n3 4") << QByteArray("{\n  \"a\": 1\n}\n{\n  \"a\": 2\n}\n3\n4");
        QTest::newRow("cut in a text") << QByteArray("{\"a\":\"be") << QByteArray("{\n  \"a\": \"be");
        QTest::newRow("cut after a comma") << QByteArray("[1,") << QByteArray("[\n  1,\n  ");
        QTest::newRow("closed too often") << QByteArray("[]]}") << QByteArray("[]\n]\n}");
        QTest::newRow("no JSON") << QByteArray("hello world") << QByteArray("hello\nworld");
        QTest::newRow("nothing") << QByteArray() << QByteArray();
    }

    void laysJsonOut()
    {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, pretty);
        QCOMPARE(QByteArray::fromStdString(prettyJson(json.toStdString())), pretty);
        JsonPrinter printer;
        std::string out;
        for (const char c : json)
            printer.feed({&c, 1}, out);
        QCOMPARE(QByteArray::fromStdString(out), pretty);
    }

    void changesNoValue()
    {
        const QByteArray json = "{\"s\":\"a b\\u00e4\\\\\\\"\",\"n\":[-1.5e3,0],\"o\":{\"x\":[[],[{}]],\"y\":false},\"e\":\"\"}";
        const auto before = QJsonDocument::fromJson(json);
        const auto after = QJsonDocument::fromJson(QByteArray::fromStdString(prettyJson(json.toStdString())));
        QVERIFY(!before.isNull());
        QCOMPARE(after, before);
    }

    void saysWhetherTheBracketsMatched()
    {
        const auto printed = [](std::string_view json) {
            JsonPrinter printer;
            std::string out;
            printer.feed(json, out);
            return std::pair(printer.wellNested(), printer.open());
        };
        QCOMPARE(printed("[{}]"), std::pair(true, false));
        QCOMPARE(printed("[}"), std::pair(false, false));
        QCOMPARE(printed("{\"a"), std::pair(true, true));
    }

    void survivesAMillionOpenBrackets()
    {
        const std::string deep(2'000'000, '[');
        QVERIFY(prettyJson(deep).size() < deep.size() * 130);
    }

    void laysFiftyMegabytesOutInTime()
    {
        std::string json = "[";
        while (json.size() < 50'000'000)
            json += "{\"id\":123456,\"name\":\"some name of a thing\",\"tags\":[\"a\",\"b\"],\"price\":12.5,\"ok\":true},";
        QElapsedTimer timer;
        timer.start();
        const std::string out = prettyJson(json);
        qInfo("50 MB in %lld ms", timer.elapsed());
        QVERIFY(out.size() > json.size());
        QVERIFY(timer.elapsed() < 5'000);
    }

    void laysXmlOut_data()
    {
        QTest::addColumn<QByteArray>("xml");
        QTest::addColumn<QByteArray>("pretty");
        QTest::newRow("elements") << QByteArray("<?xml version='1.0'?><a><b x='>'/><c>text</c><d></d></a>")
                                  << QByteArray("<?xml version='1.0'?>\n<a>\n  <b x='>'/>\n  <c>text</c>\n  <d></d>\n</a>");
        QTest::newRow("text beside tags stays") << QByteArray("<p>one <b>two</b> three</p>") << QByteArray("<p>one <b>two</b> three</p>");
        QTest::newRow("laid out otherwise") << QByteArray("<a>\n\t<b/>\n</a>\n") << QByteArray("<a>\n  <b/>\n</a>");
        QTest::newRow("data and comments") << QByteArray("<a><!-- <b> --><![CDATA[<x>]]></a>") << QByteArray("<a>\n  <!-- <b> --><![CDATA[<x>]]></a>");
        QTest::newRow("cut") << QByteArray("<a><b att='1") << QByteArray("<a><b att='1");
        QTest::newRow("no XML") << QByteArray("just text") << QByteArray("just text");
        QTest::newRow("document type") << QByteArray("<!DOCTYPE a [<!ENTITY x '>'>]><a/>") << QByteArray("<!DOCTYPE a [<!ENTITY x '>'>]>\n<a/>");
    }

    void laysXmlOut()
    {
        QFETCH(QByteArray, xml);
        QFETCH(QByteArray, pretty);
        QCOMPARE(QByteArray::fromStdString(prettyXml(xml.toStdString())), pretty);
    }
};

QTEST_GUILESS_MAIN(TestPretty)
#include "tst_pretty.moc"
