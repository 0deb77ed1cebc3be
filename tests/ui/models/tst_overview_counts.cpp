// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/overview_counts.h"

#include "tests/support/both_ends.h"
#include "tests/support/scripted.h"

#include <QElapsedTimer>
#include <QTest>

using ui::OverviewCounts;

class OverviewCountsTest : public QObject
{
    Q_OBJECT

    struct Counted {
        exchange::Store store;
        calls::Calls calls;
        support::Script script;
        OverviewCounts counts { store };

        void take(exchange::Batch batch)
        {
            auto change = store.apply(std::move(batch));
            for (const exchange::ExchangeId id : calls.update(store, change))
                if (id < change.firstNew)
                    change.changed.push_back(id);
            counts.apply(change);
            while (counts.advance(2)) {
            }
        }
        void take(const QStringList &lines) { take(script.batch(lines)); }
        QString paths() const
        {
            QStringList lines;
            for (const auto &path : counts.slowestPaths(10))
                lines << QStringLiteral("%1 %2 %3 %4ms").arg(QString::fromStdString(path.method), QString::fromStdString(path.path)).arg(path.exchanges).arg(path.mean() / 1'000'000);
            return lines.join(QStringLiteral(", "));
        }
        static QString text(const std::vector<OverviewCounts::Name> &names)
        {
            QStringList lines;
            for (const auto &name : names)
                lines << QStringLiteral("%1 %2").arg(QString::fromStdString(name.name)).arg(name.exchanges);
            return lines.join(QStringLiteral(", "));
        }
    };

private Q_SLOTS:
    void countsEachOnceWhenItHasEnded()
    {
        Counted all;
        all.take({ QStringLiteral("0 curl GET a.local /orders/1?x 200 10ms"), QStringLiteral("1 curl GET a.local /orders/2 404 30ms"), QStringLiteral("2 node POST b.local /login … -") });
        QCOMPARE(all.counts.sum().exchanges, 2u);
        QCOMPARE(all.counts.sum().errors, 1u);
        QCOMPARE(all.paths(), QStringLiteral("GET /orders/* 2 20ms"));
        all.take({ QStringLiteral("2 node POST b.local /login 200 500ms") });
        all.take({ QStringLiteral("2 node POST b.local /login 200 500ms") });
        QCOMPARE(all.counts.sum().exchanges, 3u);
        QCOMPARE(all.paths(), QStringLiteral("POST /login 1 500ms, GET /orders/* 2 20ms"));
        QCOMPARE(Counted::text(all.counts.busiestProcesses(1)), QStringLiteral("curl 2"));
        QCOMPARE(Counted::text(all.counts.hosts(9)), QStringLiteral("a.local 2, b.local 1"));
        QCOMPARE(all.counts.statusClasses(), (std::array<uint64_t, 6> { 0, 0, 2, 0, 1, 0 }));
    }

    void aCallThatIsJoinedLaterCountsOnce()
    {
        Counted all;
        all.counts.restart(0, &all.calls);
        support::BothEnds ends;
        ends.half(base::Side::Server, "/a", 500);
        all.take(ends.take());
        QCOMPARE(all.counts.sum().errors, 1u);
        QCOMPARE(Counted::text(all.counts.busiestProcesses(9)), QStringLiteral("nginx 1"));
        ends.half(base::Side::Client, "/a", 500);
        all.take(ends.take());
        QCOMPARE(all.counts.sum().exchanges, 1u);
        QCOMPARE(all.counts.sum().errors, 1u);
        // For both programs; a program that calls itself has one more exchange, not two.
        ends.half(base::Side::Client, "/b");
        ends.connect("python", "python");
        ends.call("/c");
        all.take(ends.take());
        QCOMPARE(Counted::text(all.counts.busiestProcesses(1)), QStringLiteral("curl 2"));
        QStringList names = Counted::text(all.counts.busiestProcesses(9)).split(QStringLiteral(", "));
        names.sort();
        QCOMPARE(names, QStringList({ QStringLiteral("curl 2"), QStringLiteral("nginx 1"), QStringLiteral("python 1") }));
        QCOMPARE(all.counts.times().buckets().at(0).exchanges, 3u);
        all.counts.restart(0, nullptr);
        while (all.counts.advance(1)) {
        }
        QCOMPARE(all.counts.sum().exchanges, 5u);
    }

    void countsFromWhereTheListBegins()
    {
        Counted all;
        all.take({ QStringLiteral("0 curl GET a.local /0 200 10ms") });
        all.counts.restart(1, nullptr);
        all.take({ QStringLiteral("0 curl GET a.local /0 500 10ms"), QStringLiteral("1 curl GET a.local /b 200 10ms") });
        QCOMPARE(all.counts.sum().exchanges, 1u);
        QCOMPARE(all.paths(), QStringLiteral("GET /b 1 10ms"));
    }

    void numbersAndKeysInPathsAreAlike()
    {
        QCOMPARE(ui::pathPattern("/item/17/parts?x=1"), std::string("/item/*/parts"));
        QCOMPARE(ui::pathPattern("/u/123e4567-e89b-12d3-a456-426614174000"), std::string("/u/*"));
        QCOMPARE(ui::pathPattern("/facade/v1"), std::string("/facade/v1"));
        QCOMPARE(ui::pathPattern("/"), std::string("/"));
        QCOMPARE(ui::pathPattern(""), std::string());
    }

    void pathsWithoutEndAreCountedTogether()
    {
        Counted all;
        exchange::Batch batch = all.script.batch({ QStringLiteral("0 curl GET a.local /0 200 10ms") });
        for (uint32_t id = 1; id < OverviewCounts::pathsMax + 100; ++id) {
            exchange::Exchange one = batch.exchanges[0];
            one.id = id;
            one.path = "/p" + std::to_string(id) + "x";
            batch.exchanges.push_back(one);
        }
        all.take(std::move(batch));
        QCOMPARE(all.counts.sum().exchanges, OverviewCounts::pathsMax + 100);
        QCOMPARE(all.counts.otherPaths(), 100u);
        QVERIFY(all.counts.memoryBytes() < 8'000'000);
    }

    void aMillionRowsAreCheap()
    {
        Counted all;
        exchange::Batch batch = all.script.batch({ QStringLiteral("0 curl GET a.local /0 200 10ms") });
        for (uint32_t id = 1; id < 1'000'000; ++id) {
            exchange::Exchange one = batch.exchanges[0];
            one.id = id;
            one.path = "/item/" + std::to_string(id);
            one.request.begin += id * 1'000'000;
            batch.exchanges.push_back(one);
        }
        all.counts.apply(all.store.apply(std::move(batch)));
        QElapsedTimer clock;
        clock.start();
        qint64 longest = 0, before = 0;
        while (all.counts.advance(20'000)) {
            longest = std::max(longest, clock.nsecsElapsed() - before);
            before = clock.nsecsElapsed();
        }
        qInfo("a million rows counted in %lld ms, 20,000 in %.1f ms at most; %zu kB", clock.elapsed(), double(longest) / 1e6, all.counts.memoryBytes() / 1000);
        QCOMPARE(all.counts.sum().exchanges, 1'000'000u);
        QVERIFY(longest < 300'000'000); // for a machine under load
        QVERIFY(all.counts.memoryBytes() < 1'000'000);
    }
};

QTEST_MAIN(OverviewCountsTest)
#include "tst_overview_counts.moc"
