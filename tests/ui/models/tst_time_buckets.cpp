// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/time_buckets.h"

#include <QTest>

#include <numeric>

class TimeBucketsTest : public QObject
{
    Q_OBJECT

    static constexpr base::Duration second = 1'000'000'000;
    static constexpr base::Time noon = 1'790'000'000 * second;
    static uint32_t sum(const ui::TimeBuckets &times)
    {
        return std::accumulate(times.buckets().begin(), times.buckets().end(), 0u, [](uint32_t all, const auto &bucket) { return all + bucket.exchanges; });
    }

private Q_SLOTS:
    void countsBySecond()
    {
        ui::TimeBuckets times;
        times.add(noon, 1, false, 10);
        times.add(noon + second / 2, 1, true, 20);
        times.add(noon + 3 * second, 1, false, 30);
        times.add(noon - 2 * second, 1, false, 40);
        QCOMPARE(times.begin(), noon - 2 * second);
        QCOMPARE(times.buckets().size(), 6u);
        QCOMPARE(times.buckets()[2].exchanges, 2u);
        QCOMPARE(times.buckets()[2].errors, 1u);
        QCOMPARE(times.buckets()[2].bytes, 30u);
        times.add(noon, -1, false, 10);
        QCOMPARE(times.buckets()[2].exchanges, 1u);
        QCOMPARE(times.buckets()[2].bytes, 20u);
    }

    void widensUntilAllTimeFits()
    {
        ui::TimeBuckets times;
        for (int minute = 0; minute < 600; ++minute)
            times.add(noon + minute * 60 * second, 1, false, 1);
        QVERIFY(times.buckets().size() <= ui::TimeBuckets::bucketsMax);
        QCOMPARE(sum(times), 600u);
        QVERIFY(times.begin() <= noon && times.begin() + times.width() > noon);
        times.add(noon - 365 * 86'400 * second, 1, false, 1);
        QVERIFY(times.buckets().size() <= ui::TimeBuckets::bucketsMax);
        QCOMPARE(sum(times), 601u);
    }

    void anUnknownTimeIsNotCounted()
    {
        ui::TimeBuckets times;
        times.add(0, 1, false, 1);
        QVERIFY(times.buckets().empty());
    }
};

QTEST_APPLESS_MAIN(TimeBucketsTest)
#include "tst_time_buckets.moc"
