// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jq/jq_query.h"

#include <QSignalSpy>
#include <QTest>

class TestJqQuery : public QObject
{
    Q_OBJECT

    // The results, or "failed: " and the sentence.
    static QString answer(const QString &filter, const QByteArray &json)
    {
        ui::JqQuery query;
        query.setProgram(QStringLiteral(BINARY_DIR "/cleartap"));
        QSignalSpy found(&query, &ui::JqQuery::found), failed(&query, &ui::JqQuery::failed);
        query.run(filter, json);
        if (!QTest::qWaitFor([&] { return !found.isEmpty() || !failed.isEmpty(); }, 60'000))
            return QStringLiteral("nothing");
        if (!failed.isEmpty())
            return QStringLiteral("failed: ") + failed[0][0].toString();
        return QString::fromUtf8(found[0][0].toByteArray()) + (found[0][1].toBool() ? QString() : QStringLiteral("cut"));
    }

private Q_SLOTS:
    void writesAResultALine()
    {
        QCOMPARE(answer(QStringLiteral(".items[] | .name"), R"({"items":[{"name":"ä"},{"name":"b"}]})"), QStringLiteral("\"ä\"\n\"b\"\n"));
        QCOMPARE(answer(QStringLiteral("select(.id > 1)"), "{\"id\":1}\n{\"id\":2}\n"), QStringLiteral("{\"id\":2}\n"));
        QCOMPARE(answer(QStringLiteral("empty"), "{}"), QString());
    }

    void saysWhatIsWrong()
    {
        QVERIFY(answer(QStringLiteral(".a["), "{}").startsWith(QStringLiteral("failed: syntax error, unexpected ")));
        QVERIFY(answer(QStringLiteral(".a.b"), "{\"a\":7}").startsWith(QStringLiteral("failed: Cannot index number with ")));
        QVERIFY(answer(QStringLiteral("."), "{\"a\":").startsWith(QStringLiteral("failed: Unfinished")));
        QVERIFY(answer(QStringLiteral("nosuch(.)"), "{}").startsWith(QStringLiteral("failed: nosuch/1 is not defined")));
    }

    void neitherFilesNorTheEnvironmentAreRead()
    {
        qputenv("SECRET_OF_THE_WINDOW", "7");
        QCOMPARE(answer(QStringLiteral("env | length, ($ENV | length)"), "{}"), QStringLiteral("0\n0\n"));
        QVERIFY(answer(QStringLiteral("import \"/etc/hostname\" as $x; $x"), "{}").startsWith(QStringLiteral("failed: ")));
    }

    void endsWhatRunsForEver()
    {
        QVERIFY(answer(QStringLiteral("last(repeat(1))"), "{}").startsWith(QStringLiteral("failed: The filter ")));
    }

    void cutsWhatIsTooLongBetweenResults()
    {
        const QString cut = answer(QStringLiteral("repeat(\"0123456789\")"), "{}");
        QVERIFY(cut.endsWith(QStringLiteral("\"0123456789\"\ncut")));
        QVERIFY(cut.size() <= ui::JqQuery::resultMax + 3);
    }

    void aNewOneReplacesTheOneThatRuns()
    {
        ui::JqQuery query;
        query.setProgram(QStringLiteral(BINARY_DIR "/cleartap"));
        QSignalSpy found(&query, &ui::JqQuery::found), failed(&query, &ui::JqQuery::failed);
        query.run(QStringLiteral("last(repeat(1))"), "{}");
        query.run(QStringLiteral(".a"), "{\"a\":1}");
        QTRY_COMPARE_WITH_TIMEOUT(found.size(), qsizetype(1), 30'000);
        QCOMPARE(found[0][0].toByteArray(), QByteArray("1\n"));
        QCOMPARE(failed.size(), qsizetype(0));
        query.setProgram(QStringLiteral("/no/such/program"));
        query.run(QStringLiteral("."), "1");
        QTRY_COMPARE(failed.size(), qsizetype(1));
    }
};

QTEST_GUILESS_MAIN(TestJqQuery)
#include "tst_jq_query.moc"
