// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/json_scan.h"
#include "tests/support/processor_time.h"

#include <QtTest>

using namespace decode;

namespace {

// "key=value" for each member, then "." for a closed level.
QByteArray membersOf(std::string_view json)
{
    QByteArrayList found;
    JsonMembers members(json);
    while (const auto member = members.next()) {
        const char *mark = member->kind == JsonKind::Broken ? "!" : "";
        found << QByteArray(mark) + QByteArray(member->key.data(), qsizetype(member->key.size())) + '='
                + QByteArray(member->value.data(), qsizetype(member->value.size()));
    }
    return found.join(" | ") + (members.closed() ? " ." : "");
}

} // namespace

class TestJsonScan : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void walksOneLevel_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("members");
        const auto row = [](const char *json, const char *members) { QTest::newRow(json) << QByteArray(json) << QByteArray(members); };
        row("{}", " .");
        row("[]", " .");
        row("{\"a\":1,\"b\":\"x\"}", "a=1 | b=\"x\" .");
        row("[ 1 , [2,[3]] , {\"]\":\"}\"} ]", "=1 | =[2,[3]] | ={\"]\":\"}\"} .");
        row("{\"a\\\"b\" : \"\\\\\" }", "a\\\"b=\"\\\\\" .");
        row("[true,null,-1.5e3]", "=true | =null | =-1.5e3 .");
        row("[1,2", "=1 | =2");
        row("[1,\"ab", "=1 | !=\"ab");
        row("{\"a\":{\"b\":[1", "a={\"b\":[1");
        row("{\"a\":", "!a=");
        row("{\"a\"", "!=\"a\"");
        row("{a:1}", "!=a:1}");
        row("[nonsense,1]", "!=nonsense | =1 .");
        row("[:]", "!=:]");
        row("[1}", "=1");
        row("7", "");
    }

    void walksOneLevel()
    {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, members);
        QCOMPARE(membersOf({json.constData(), size_t(json.size())}), members);
    }

    void findsTheFirstValue()
    {
        QCOMPARE(firstJsonValue(" \n{\"a\":1} {")->value, std::string_view("{\"a\":1}"));
        QCOMPARE(firstJsonValue("\xef\xbb\xbf[1]")->kind, JsonKind::Array);
        QVERIFY(!firstJsonValue(""));
        QVERIFY(!firstJsonValue("hello"));
    }

    void unescapes()
    {
        QCOMPARE(jsonUnescaped("a\\n\\\"\\/\\u00e4\\ud83d\\ude00"), std::string("a\n\"/ä😀"));
        QCOMPARE(jsonUnescaped("\\ud83d x"), std::string("\xef\xbf\xbd x")); // half a pair
        QCOMPARE(jsonUnescaped("\\u12"), std::string("\\u12"));
        QCOMPARE(jsonUnescaped("\\"), std::string("\\"));
    }

    void skipsFiftyMegabytesQuickly()
    {
        std::string json = "[[";
        while (json.size() < 50'000'000)
            json += "{\"id\":123456,\"name\":\"some name of a thing\",\"tags\":[\"a\",\"b\"]},";
        json += "1],2]";
        const double began = support::threadSeconds();
        JsonMembers members(json);
        QCOMPARE(members.next()->value.size(), json.size() - 4);
        QCOMPARE(members.next()->value, std::string_view("2"));
        const double took = support::threadSeconds() - began;
        qInfo("50 MB in %.0f ms", took * 1e3);
        QVERIFY(took < 2);
    }
};

QTEST_GUILESS_MAIN(TestJsonScan)
#include "tst_json_scan.moc"
