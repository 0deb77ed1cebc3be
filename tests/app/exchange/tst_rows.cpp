// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/rows.h"

#include <QRegularExpression>
#include <QTest>

#include <string>

using namespace exchange;

class TestRows : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void areReadLikeASpan()
    {
        Rows<std::string> rows;
        QVERIFY(rows.empty());
        for (int i = 0; i < 1000; ++i)
            rows.push(std::to_string(i));
        QCOMPARE(rows.size(), size_t(1000));
        QCOMPARE(rows[999], std::string("999"));
        size_t at = 0;
        for (const std::string &row : rows)
            QCOMPARE(row, std::to_string(at++));
        QCOMPARE(at, size_t(1000));
    }

    void givesBackTheMemoryOfReleasedRows()
    {
        Rows<std::string> rows;
        const size_t empty = rows.memoryBytes();
        for (int i = 0; i < 10'000; ++i)
            rows.push(std::string(100, 'x'));
        const size_t full = rows.memoryBytes();
        for (size_t row = 0; row < 10'000; ++row)
            if (row != 4'711)
                rows.release(row);
        QCOMPARE(rows.kept(), size_t(1));
        QCOMPARE(rows.size(), size_t(10'000));
        QVERIFY2(rows.memoryBytes() - empty < full / 20, qPrintable(QString::number(rows.memoryBytes())));
        QCOMPARE(rows[4'711], std::string(100, 'x'));
        QCOMPARE(rows[0], std::string());
        QCOMPARE(rows[9'999], std::string());
        QVERIFY(!rows.find(0));
        QVERIFY(!rows.find(4'712));
        QVERIFY(!rows.find(10'000));
        int visited = 0;
        rows.forEachKept([&](const std::string &row) { visited += row.size() == 100; });
        QCOMPARE(visited, 1);
    }

    void releasesARowOnce()
    {
        Rows<int> rows;
        for (int i = 0; i < 64; ++i)
            rows.push(i);
        for (int i = 0; i < 64; ++i)
            rows.release(5);
        rows.release(64);
        QCOMPARE(rows.kept(), size_t(63));
        QCOMPARE(rows[6], 6);
        rows.push(64);
        QCOMPARE(rows[64], 64);
        QCOMPARE(rows.kept(), size_t(64));
    }
};

QTEST_GUILESS_MAIN(TestRows)
#include "tst_rows.moc"
