// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/entry_queue.h"

#include <QRegularExpression>
#include <QTest>

#include <atomic>
#include <numeric>
#include <thread>

using exporters::EntrySource;

class EntryQueueTest : public QObject
{
    Q_OBJECT

    static std::vector<uint32_t> ids(size_t count)
    {
        std::vector<uint32_t> all(count);
        std::iota(all.begin(), all.end(), 0);
        return all;
    }
    static std::optional<EntrySource> entryOf(uint32_t id)
    {
        EntrySource entry {};
        entry.exchange.id = id;
        return entry;
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void givesAllInTheirOrderToTheOtherThread()
    {
        ui::EntryQueue queue(ids(5000));
        std::vector<uint32_t> got;
        std::thread other([&] {
            while (const auto entry = queue.take())
                got.push_back(entry->exchange.id);
        });
        while (!queue.fill(entryOf))
            std::this_thread::yield();
        other.join();
        QCOMPARE(got, ids(5000));
        QCOMPARE(queue.taken(), size_t(5000));
        QVERIFY(!queue.isCancelled());
    }

    void holdsFewOfMany()
    {
        ui::EntryQueue queue(ids(1'000'000));
        size_t made = 0;
        for (int i = 0; i < 100; ++i)
            QVERIFY(!queue.fill([&](uint32_t id) { return ++made, entryOf(id); }));
        QVERIFY(made <= 1000);
        QCOMPARE(queue.taken(), size_t(0));
    }

    void leavesOutWhatHasGone()
    {
        ui::EntryQueue queue(ids(10));
        QVERIFY(queue.fill([](uint32_t id) { return id % 2 ? std::nullopt : entryOf(id); }));
        std::vector<uint32_t> got;
        while (const auto entry = queue.take())
            got.push_back(entry->exchange.id);
        QCOMPARE(got, (std::vector<uint32_t> { 0, 2, 4, 6, 8 }));
    }

    void nobodyWaitsForACancelledOne()
    {
        ui::EntryQueue queue(ids(10));
        std::atomic<bool> ended = false;
        std::thread other([&] {
            while (queue.take()) { }
            ended = true;
        });
        queue.cancel();
        other.join();
        QVERIFY(ended && queue.isCancelled());
        queue.fill(entryOf);
        QVERIFY(!queue.take());
    }
};

QTEST_GUILESS_MAIN(EntryQueueTest)
#include "tst_entry_queue.moc"
