// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/key_sorting.h"

#include <QTest>

#include <algorithm>
#include <random>
#include <vector>

class KeySortingTest : public QObject
{
    Q_OBJECT

    struct Row {
        uint64_t key;
        uint32_t place;
        bool operator==(const Row &) const = default;
    };

private Q_SLOTS:
    void sortsAndKeepsTheOrderOfEqualKeys_data()
    {
        QTest::addColumn<uint64_t>("mask");
        QTest::addColumn<size_t>("count");
        QTest::newRow("few rows") << ~uint64_t(0) << size_t(100);
        QTest::newRow("all bytes differ") << ~uint64_t(0) << size_t(5000);
        QTest::newRow("one byte differs") << uint64_t(0xff00) << size_t(5000);
        QTest::newRow("two differ") << uint64_t(0x0f00'0000'0000'00ff) << size_t(5000);
        QTest::newRow("all are equal") << uint64_t(0) << size_t(5000);
        QTest::newRow("none") << ~uint64_t(0) << size_t(0);
    }
    void sortsAndKeepsTheOrderOfEqualKeys()
    {
        QFETCH(uint64_t, mask);
        QFETCH(size_t, count);
        std::mt19937_64 random(3);
        std::vector<Row> rows;
        for (uint32_t place = 0; place < count; ++place)
            rows.push_back({random() & mask, place});
        std::vector<Row> expected = rows, room(count);
        std::ranges::stable_sort(expected, {}, &Row::key);
        ui::sortByKey(std::span(rows), std::span(room), &Row::key);
        QVERIFY(rows == expected);
    }
};

QTEST_GUILESS_MAIN(KeySortingTest)
#include "tst_key_sorting.moc"
