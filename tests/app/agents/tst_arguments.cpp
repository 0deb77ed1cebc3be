// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/agents/arguments.h"

#include <QRegularExpression>
#include <QTest>

using namespace agents;

class TestArguments : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void readsEachKind()
    {
        const Json json{{"text", "a"}, {"count", 7}, {"flag", true}, {"texts", {"x", "y"}}, {"choice", "new"}, {"absent", nullptr}};
        Arguments in(json);
        QCOMPARE(in.requiredText("text"), "a");
        QCOMPARE(in.requiredCount("count", 10), 7u);
        QVERIFY(in.flag("flag"));
        QCOMPARE(in.texts("texts"), (std::vector<std::string>{"x", "y"}));
        QCOMPARE(in.choice("choice", "old", {"old", "new"}), "new");
        QVERIFY(!in.has("absent"));
        QCOMPARE(in.count("missing", 3, 0, 9), 3u);
        QCOMPARE(in.problem(), "");
    }

    void tellsWhatDoesNotFit_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("problem");
        QTest::newRow("a text for a number") << QByteArray(R"({"count":"7"})") << QByteArray("The argument count must be an integer from 1 to 9.");
        QTest::newRow("negative") << QByteArray(R"({"count":-1})") << QByteArray("The argument count must be an integer from 1 to 9.");
        QTest::newRow("too large") << QByteArray(R"({"count":10})") << QByteArray("The argument count must be an integer from 1 to 9.");
        QTest::newRow("a number in a list of texts") << QByteArray(R"({"texts":["a",1]})") << QByteArray("The argument texts must be a list of strings.");
        QTest::newRow("none of the choices") << QByteArray(R"({"choice":"red"})") << QByteArray("The argument choice must be one of old, new.");
        QTest::newRow("unknown") << QByteArray(R"({"colour":1})") << QByteArray("There is no argument colour; there are choice, count, texts.");
    }
    void tellsWhatDoesNotFit()
    {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, problem);
        const Json values = Json::parse(json.toStdString());
        Arguments in(values);
        in.count("count", 1, 1, 9);
        in.texts("texts");
        in.choice("choice", "old", {"old", "new"});
        QCOMPARE(in.problem(), problem.toStdString());
    }

    void missesWhatIsRequired()
    {
        const Json none = Json::object();
        Arguments in(none);
        QCOMPARE(in.requiredText("path"), "");
        QCOMPARE(in.problem(), "The argument path must be given, a string.");
    }
};

QTEST_GUILESS_MAIN(TestArguments)
#include "tst_arguments.moc"
