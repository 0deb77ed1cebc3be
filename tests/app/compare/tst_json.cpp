// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compare/json.h"

#include "tests/app/compare/transcript.h"

#include <QElapsedTimer>
#include <QTest>

#include <string>

class JsonTest : public QObject
{
    Q_OBJECT

    static QString differences(const std::string &left, const std::string &right)
    {
        const auto found = compare::compareJson(left, right);
        return found ? support::transcript(*found) : QStringLiteral("not comparable");
    }

private Q_SLOTS:
    void comparesValueByValue_data()
    {
        QTest::addColumn<QByteArray>("left");
        QTest::addColumn<QByteArray>("right");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const char *left, const char *right, const char *expected) {
            QTest::newRow(name) << QByteArray(left) << QByteArray(right) << QString::fromUtf8(expected);
        };
        row("a value", R"({"a":1,"b":2})", R"({"a":1,"b":3})", "~ b: 2 -> 3");
        row("space and order of keys", R"({"a":1,"b":[1,2]})", "{ \"b\": [1, 2],\n \"a\": 1 }", "");
        row("escapes", R"({"a":"\u00fc"})", R"({"a":"ü"})", "");
        row("keys", R"({"a":1,"x y":{}})", R"({"a":1,"z":[]})", "- [\"x y\"]: {}\n+ z: []");
        row("nested", R"({"o":[{"id":1,"n":5},{"id":2,"n":6}]})", R"({"o":[{"id":1,"n":5},{"id":2,"n":7}]})", "~ o[1].n: 6 -> 7");
        row("an element before", R"([1,2,3])", R"([0,1,2,3])", "+ [0]: 0");
        row("an element less", R"([{"a":1},{"a":2},{"a":3}])", R"([{"a":1},{"a":3}])", "- [1]: {\"a\":2}");
        row("types", R"({"a":"1"})", R"({"a":1})", "~ a: \"1\" -> 1");
        row("large numbers", R"([12345678901234567890123])", R"([12345678901234567890124])", "~ [0]: 12345678901234567890123 -> 12345678901234567890124");
        row("one key twice", R"({"a":1,"a":2})", R"({"a":1,"a":3})", "~ a: 2 -> 3");
        row("equal values", "7", " 7 ", "");
        row("not JSON", R"({"a":)", R"({"a":1})", "not comparable");
        row("more behind", "1 2", "1", "not comparable");
        row("nothing", "", "{}", "not comparable");
    }
    void comparesValueByValue()
    {
        QFETCH(const QByteArray, left);
        QFETCH(const QByteArray, right);
        QFETCH(const QString, expected);
        QCOMPARE(differences(left.toStdString(), right.toStdString()), expected);
    }

    void deepNestingIsComparedAsText()
    {
        const auto nested = [](const char *core) { return std::string(50'000, '[') + core + std::string(50'000, ']'); };
        QVERIFY(differences(nested("1"), nested("2")).startsWith(QStringLiteral("~ [0][0]")));
        QCOMPARE(differences(nested("1"), nested("1")), QString());
    }

    void megabytesTakeLittleTime()
    {
        const auto document = [](int changed) {
            std::string json = "{\"rows\":[";
            for (int i = 0; i < 60'000; ++i)
                json += (i ? ",{\"id\":" : "{\"id\":") + std::to_string(i) + ",\"name\":\"customer " + std::to_string(i == changed ? -1 : i) + "\",\"tags\":[\"a\",\"b\"]}";
            return json + "]}";
        };
        QElapsedTimer clock;
        clock.start();
        QCOMPARE(differences(document(-5), document(40'000)), QStringLiteral("~ rows[40000].name: \"customer 40000\" -> \"customer -1\""));
        qInfo("twice %.1f MB compared in %lld ms", double(document(0).size()) / 1e6, clock.elapsed());
        QVERIFY(clock.elapsed() < 5000); // for a machine under load
    }
};

QTEST_APPLESS_MAIN(JsonTest)
#include "tst_json.moc"
