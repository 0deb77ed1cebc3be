// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/talk_counts.h"

#include "tests/support/shop.h"

#include <QtTest>

#include <algorithm>

using namespace ui;

namespace {

// "curl > gateway: 1, 0 errors, 50 ms", hosts and callers in brackets.
QStringList lines(const TalkCounts &counts)
{
    const auto name = [](const TalkCounts::Party &party) { return QString::fromStdString(party.program ? party.name : "[" + party.name + "]"); };
    QStringList list;
    for (const TalkCounts::Pair &pair : counts.pairs(100))
        list << QString("%1 > %2: %3, %4 errors, %5 ms").arg(name(pair.client), name(pair.server)).arg(pair.exchanges).arg(pair.errors).arg(pair.mean() / shop::millisecond);
    std::ranges::sort(list);
    return list;
}

} // namespace

class TestTalkCounts : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void countsACallBetweenTwoProgramsOnce()
    {
        exchange::Store store;
        calls::Calls calls;
        calls.update(store, store.apply(shop::batch()));
        TalkCounts counts(store, calls);
        QVERIFY(counts.advance(2));
        QVERIFY(!counts.advance(100));
        QCOMPARE(lines(counts), (QStringList { "[192.0.2.6] > gateway: 1, 1 errors, 1 ms", "curl > gateway: 1, 0 errors, 50 ms", "gateway > [db:5432]: 1, 0 errors, 15 ms",
                                               "gateway > orders: 1, 0 errors, 15 ms" }));
        QCOMPARE(counts.pairs(1).size(), size_t(1));
    }

    void followsACallThatGetsItsOtherHalf()
    {
        exchange::Store store;
        calls::Calls calls;
        exchange::Batch all = shop::batch(), first;
        first.processes = all.processes;
        first.connections = { all.connections[0] };
        first.exchanges = { all.exchanges[0] };
        calls.update(store, store.apply(std::move(first)));
        TalkCounts counts(store, calls);
        counts.advance(100);
        QCOMPARE(lines(counts), QStringList { "curl > [gateway.local]: 1, 0 errors, 50 ms" });
        exchange::Batch second;
        second.connections = { all.connections[1] };
        second.exchanges = { all.exchanges[1] };
        auto change = store.apply(std::move(second));
        for (const exchange::ExchangeId id : calls.update(store, change))
            if (id < change.firstNew)
                change.changed.push_back(id);
        counts.apply(change);
        counts.advance(100);
        QCOMPARE(lines(counts), QStringList { "curl > gateway: 1, 0 errors, 50 ms" });
    }

    void beginsAnew()
    {
        exchange::Store store;
        calls::Calls calls;
        calls.update(store, store.apply(shop::batch()));
        TalkCounts counts(store, calls);
        counts.advance(100);
        counts.restart(shop::ping);
        counts.advance(100);
        QCOMPARE(lines(counts), QStringList { "[192.0.2.6] > gateway: 1, 1 errors, 1 ms" });
    }
};

QTEST_GUILESS_MAIN(TestTalkCounts)
#include "tst_talk_counts.moc"
