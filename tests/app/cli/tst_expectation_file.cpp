// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/expectation_file.h"

#include <QRegularExpression>
#include <QTest>

using namespace cli;

class TestExpectationFile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void readsNamesFiltersCountsAndDurations()
    {
        const auto all = parseExpectations("# of the shop\nexpect no server errors\n  filter status>=500\n  none\r\n\n"
                                           "expect quick\n\tat least 10\n\tat most 20\n\tp95 < 200ms\n\tmax < 1.5 s\nexpect two\ncount 2\n");
        QVERIFY2(all.has_value(), all ? "" : all.error().words.c_str());
        QCOMPARE(all->size(), 3u);
        QCOMPARE((*all)[0].name, "no server errors");
        QCOMPARE((*all)[0].most, 0u);
        QVERIFY(!(*all)[0].filter.empty());
        QCOMPARE((*all)[1].least, 10u);
        QCOMPARE((*all)[1].most, 20u);
        QCOMPARE((*all)[1].latencies[0].percentile, 95u);
        QCOMPARE((*all)[1].latencies[0].below, base::Duration(200'000'000));
        QCOMPARE((*all)[1].latencies[1].percentile, 100u);
        QCOMPARE((*all)[1].latencies[1].below, base::Duration(1'500'000'000));
        QCOMPARE((*all)[1].line, 6u);
        QVERIFY((*all)[2].filter.empty() && (*all)[2].least == 2 && (*all)[2].most == 2);
    }

    void refusesWhatItDoesNotKnowByLine_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("line");
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("empty") << QByteArray("") << 1 << QByteArray("no expectation");
        QTest::newRow("a condition first") << QByteArray("\nnone") << 2 << QByteArray("Begin with");
        QTest::newRow("an unknown key") << QByteArray("expect a\nfliter x\nnone") << 2 << QByteArray("\"fliter x\" is no condition");
        QTest::newRow("a word that only begins like one") << QByteArray("expect a\nnonesuch") << 2 << QByteArray("is no condition");
        QTest::newRow("no name") << QByteArray("expect  \nnone") << 1 << QByteArray("needs a name");
        QTest::newRow("no condition") << QByteArray("expect a\nfilter x\nexpect b\nnone") << 1 << QByteArray("expects nothing");
        QTest::newRow("an invalid filter") << QByteArray("expect a\nfilter status>=\nnone") << 2 << QByteArray("Invalid filter at character");
        QTest::newRow("two filters") << QByteArray("expect a\nfilter x\nfilter y\nnone") << 3 << QByteArray("one filter");
        QTest::newRow("marks") << QByteArray("expect a\nfilter mark:red\nnone") << 2 << QByteArray("window only");
        QTest::newRow("no number") << QByteArray("expect a\nat least many") << 2 << QByteArray("is not a number");
        QTest::newRow("a negative number") << QByteArray("expect a\ncount -1") << 2 << QByteArray("is not a number");
        QTest::newRow("a percentile beyond") << QByteArray("expect a\np100 < 1s") << 2 << QByteArray("p1 to p99");
        QTest::newRow("no unit") << QByteArray("expect a\np50 < 100") << 2 << QByteArray("not a duration");
        QTest::newRow("not a number") << QByteArray("expect a\np50 < nan ms") << 2 << QByteArray("not a duration");
        QTest::newRow("impossible") << QByteArray("expect a\nat least 5\nat most 3") << 1 << QByteArray("at least 5 and at most 3");
    }
    void refusesWhatItDoesNotKnowByLine()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, line);
        QFETCH(QByteArray, words);
        const auto refused = parseExpectations(text.toStdString());
        QVERIFY(!refused);
        QCOMPARE(int(refused.error().line), line);
        QVERIFY2(refused.error().words.find(words.toStdString()) != std::string::npos, refused.error().words.c_str());
    }
};

QTEST_GUILESS_MAIN(TestExpectationFile)
#include "tst_expectation_file.moc"
