// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/agents/comparison.h"

#include <QRegularExpression>
#include <QTest>

using namespace agents;

namespace {
Json entry(int status, const char *header, std::string body)
{
    return {{"time", 5}, {"timings", {{"wait", 1}}},
            {"request", {{"method", "GET"}, {"url", "http://a"}, {"headers", Json::array({{{"name", "X-Id"}, {"value", header}}})}}},
            {"response", {{"status", status}, {"headers", Json::array()}, {"content", {{"size", 9}, {"text", std::move(body)}}}}}};
}
}

class TestComparison : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void leavesOutWhatIsAlike()
    {
        const Json same = comparison(entry(200, "a", "x"), entry(200, "a", "x"));
        QVERIFY(same["same_but_for_times"].get<bool>());
        QVERIFY(!same.contains("status") && !same.contains("request_headers") && !same.contains("response_body"));
        QCOMPARE(textOf(same["duration_ms"]), R"({"a":5,"b":5})");
    }

    void namesWhatDiffers()
    {
        const Json difference = comparison(entry(200, "a", "one\ntwo\nthree"), entry(404, "b", "one\ntwig\nthree"));
        QVERIFY(!difference["same_but_for_times"].get<bool>());
        QCOMPARE(textOf(difference["status"]), R"({"a":200,"b":404})");
        QCOMPARE(textOf(difference["request_headers"]), R"({"differences":[{"name":"X-Id","a":"a","b":"b"}]})");
        QCOMPARE(textOf(difference["response_body"]), R"({"differences":[{"line":"2","a":"two","b":"twig"}],"compared_by":"line"})");
    }

    void comparesJsonByValue()
    {
        const Json difference = comparison(entry(200, "a", R"({"id":1,"tags":[7,8]})"), entry(200, "a", R"({ "tags": [7], "id": 2 })"));
        QCOMPARE(textOf(difference["response_body"]), R"({"differences":[{"path":"id","a":"1","b":"2"},{"path":"tags[1]","a":"8"}],"compared_by":"value"})");
        QVERIFY(comparison(entry(200, "a", R"({"a":1,"b":2})"), entry(200, "a", R"({"b":2, "a":1})"))["same_but_for_times"].get<bool>());
    }

    void saysHowManyDifferencesItLeftOut()
    {
        std::string one, other;
        for (int line = 0; line < 60; ++line) {
            one += std::to_string(line) + "\n";
            other += std::to_string(100 + line) + "\n";
        }
        const Json body = comparison(entry(200, "a", one), entry(200, "a", other))["response_body"];
        QCOMPARE(body["differences"].size() + body["more"].get<size_t>(), size_t(60));
    }

    void showsWhereLongValuesDiffer()
    {
        const std::string fill(1000, 'x');
        const Json body = comparison(entry(200, "a", fill + "one"), entry(200, "a", fill + "two"))["response_body"];
        QVERIFY(body["differences"][0]["a"].get<std::string>().ends_with("xone"));
        QVERIFY(body["differences"][0]["b"].get<std::string>().ends_with("xtwo"));
    }

    void showsTheBeginningOfWhatIsNotText()
    {
        Json one = entry(200, "a", "AAEC"), other = entry(200, "a", "AAED");
        one["response"]["content"]["encoding"] = other["response"]["content"]["encoding"] = "base64";
        QCOMPARE(textOf(comparison(one, other)["response_body"]), R"({"compared_by":"bytes","a_base64":"AAEC","b_base64":"AAED"})");
    }

    void survivesEntriesOfAnyShape()
    {
        for (const char *one : {"{}", "[]", "null", R"({"request":7})", R"({"request":{"headers":{}},"response":[]})"})
            for (const char *other : {"{}", R"({"response":{"headers":[]}})", "1"})
                QVERIFY(comparison(Json::parse(one), Json::parse(other)).is_object());
    }
};

QTEST_GUILESS_MAIN(TestComparison)
#include "tst_comparison.moc"
