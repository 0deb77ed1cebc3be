// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/exchange_table_model.h"

#include "tests/support/both_ends.h"
#include "tests/support/scripted.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using ui::Column;

class ExchangeTableModelTest : public QObject
{
    Q_OBJECT

    struct Table {
        exchange::Store store;
        support::Script script;
        ui::ExchangeTableModel model { store };
        QAbstractItemModelTester tester { &model, QAbstractItemModelTester::FailureReportingMode::QtTest };

        void take(const QStringList &lines) { model.apply(store.apply(script.batch(lines))); }
        QString column(Column column) const
        {
            QStringList cells;
            for (int row = 0; row < model.rowCount(); ++row)
                cells << model.index(row, int(column)).data().toString();
            return cells.join(QLatin1Char(' '));
        }
        void filter(const char *text) { model.setFilter(ui::RowFilter({ filter::compile(text).value() }, std::nullopt)); }
    };

    // One connection between curl and nginx, seen at both ends.
    struct Calls {
        exchange::Store store;
        calls::Calls calls;
        ui::ExchangeTableModel model { store, nullptr, &calls };
        QAbstractItemModelTester tester { &model, QAbstractItemModelTester::FailureReportingMode::QtTest };
        support::BothEnds ends;

        exchange::ExchangeId half(base::Side side, const char *path, int status = 200) { return ends.half(side, path, status); }
        void pass()
        {
            auto change = store.apply(ends.take());
            for (const exchange::ExchangeId id : calls.update(store, change))
                if (id < change.firstNew)
                    change.changed.push_back(id);
            model.apply(change);
        }
        QString rows() const
        {
            QStringList rows;
            for (int row = 0; row < model.rowCount(); ++row)
                rows << model.index(row, int(Column::Process)).data().toString() + model.index(row, int(Column::Path)).data().toString();
            return rows.join(QStringLiteral(", "));
        }
    };

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void appendsABatchAsOneInsertion()
    {
        Table table;
        QSignalSpy inserted(&table.model, &QAbstractItemModel::rowsInserted);
        table.take({ QStringLiteral("0 curl GET a.local /0 200 5ms"), QStringLiteral("1 curl GET a.local /1 200 5ms"), QStringLiteral("2 node POST b.local /2 201 5ms") });
        QCOMPARE(inserted.count(), 1);
        QCOMPARE(table.column(Column::Path), QStringLiteral("/0 /1 /2"));
        QCOMPARE(table.column(Column::Method), QStringLiteral("GET GET POST"));
        QCOMPARE(table.model.index(2, int(Column::Status)).data().toString(), QStringLiteral("201"));
        QCOMPARE(table.model.index(2, int(Column::Process)).data().toString(), QStringLiteral("node"));
        QCOMPARE(table.model.index(2, int(Column::Side)).data().toString(), QStringLiteral("→"));
    }

    void putsNewRowsOnTopWhenTheNewestIsFirst()
    {
        Table table;
        table.model.sort(int(Column::Time), Qt::DescendingOrder);
        table.take({ QStringLiteral("0 curl GET a.local /0 200 5ms"), QStringLiteral("1 curl GET a.local /1 200 5ms") });
        QPersistentModelIndex one(table.model.index(0, 0));
        table.take({ QStringLiteral("2 curl GET a.local /2 200 5ms") });
        QCOMPARE(table.column(Column::Path), QStringLiteral("/2 /1 /0"));
        QCOMPARE(one.row(), 1);
        QCOMPARE(table.model.rowOf(0), std::optional(2));
        QCOMPARE(table.model.idAt(0), 2u);
    }

    void reportsNeighbouringChangesAsOneRange()
    {
        Table table;
        QStringList lines;
        for (int id = 0; id < 6; ++id)
            lines << QStringLiteral("%1 curl GET a.local /%1 … -").arg(id);
        table.take(lines);
        QSignalSpy changed(&table.model, &QAbstractItemModel::dataChanged);
        table.take({ QStringLiteral("1 curl GET a.local /1 200 5ms"), QStringLiteral("2 curl GET a.local /2 200 5ms"), QStringLiteral("5 curl GET a.local /5 404 5ms") });
        QCOMPARE(changed.count(), 2);
        QCOMPARE(changed[0][0].toModelIndex().row(), 1);
        QCOMPARE(changed[0][1].toModelIndex().row(), 2);
        QCOMPARE(changed[1][0].toModelIndex().row(), 5);
        QCOMPARE(table.model.index(5, int(Column::Status)).data(int(ui::Role::Tone)).toInt(), int(ui::Tone::Bad));
    }

    void showsOnlyWhatPassesTheFilter()
    {
        Table table;
        table.take({ QStringLiteral("0 curl GET a.local /0 200 5ms"), QStringLiteral("1 node GET b.local /1 503 5ms"), QStringLiteral("2 curl GET b.local /2 404 5ms") });
        table.filter("status>=400");
        QCOMPARE(table.column(Column::Path), QStringLiteral("/1 /2"));
        table.take({ QStringLiteral("3 curl GET a.local /3 200 5ms"), QStringLiteral("4 curl GET a.local /4 500 5ms") });
        QCOMPARE(table.column(Column::Path), QStringLiteral("/1 /2 /4"));
        QCOMPARE(table.model.shown(), 3u);
        QCOMPARE(table.model.total(), 5u);
    }

    void takesARowInWhenItBeginsToPassAndOutWhenItNoLongerDoes()
    {
        Table table;
        table.filter("is:running");
        table.take({ QStringLiteral("0 curl GET a.local /0 … -"), QStringLiteral("1 curl GET a.local /1 200 5ms"), QStringLiteral("2 curl GET a.local /2 … -") });
        QCOMPARE(table.column(Column::Path), QStringLiteral("/0 /2"));
        table.take({ QStringLiteral("0 curl GET a.local /0 200 5ms") });
        QCOMPARE(table.column(Column::Path), QStringLiteral("/2"));
        table.filter("status:200");
        QCOMPARE(table.column(Column::Path), QStringLiteral("/0 /1"));
        table.take({ QStringLiteral("2 curl GET a.local /2 200 5ms") });
        QCOMPARE(table.column(Column::Path), QStringLiteral("/0 /1 /2"));
    }

    void limitsToAProgramAndAHost()
    {
        Table table;
        table.take({ QStringLiteral("0 curl GET a.local /0 200 5ms"), QStringLiteral("1 curl GET b.local /1 200 5ms"), QStringLiteral("2 node GET b.local /2 200 5ms") });
        table.model.setFilter(ui::RowFilter({}, ui::TreeScope { "curl", std::nullopt }));
        QCOMPARE(table.column(Column::Path), QStringLiteral("/0 /1"));
        table.model.setFilter(ui::RowFilter({ filter::compile("b.local").value() }, ui::TreeScope { "curl", "b.local" }));
        QCOMPARE(table.column(Column::Path), QStringLiteral("/1"));
    }

    void showsACallOnce()
    {
        Calls table;
        table.half(base::Side::Client, "/a");
        table.half(base::Side::Server, "/a");
        table.half(base::Side::Client, "/b");
        table.pass();
        QCOMPARE(table.rows(), QStringLiteral("curl/a, nginx/a, curl/b"));
        table.model.setJoined(true);
        QCOMPARE(table.rows(), QStringLiteral("curl → nginx/a, curl/b"));
        QCOMPARE(table.model.total(), 2u);
        // A half that comes later makes no row of its own, and names the other program.
        table.half(base::Side::Server, "/b");
        table.pass();
        QCOMPARE(table.rows(), QStringLiteral("curl → nginx/a, curl → nginx/b"));
        QCOMPARE(table.model.total(), 2u);
        table.model.setJoined(false);
        QCOMPARE(table.rows(), QStringLiteral("curl/a, nginx/a, curl/b, nginx/b"));
        QCOMPARE(table.model.total(), 4u);
    }

    void showsTheHalfThatTheFilterIsAbout()
    {
        Calls table;
        table.half(base::Side::Client, "/a", 502);
        table.half(base::Side::Server, "/a", 200);
        table.pass();
        table.model.setJoined(true);
        table.model.setFilter(ui::RowFilter({ filter::compile("proc:nginx").value() }, std::nullopt));
        QCOMPARE(table.rows(), QStringLiteral("nginx/a"));
        table.model.setFilter(ui::RowFilter({ filter::compile("status>=500").value() }, std::nullopt));
        QCOMPARE(table.rows(), QStringLiteral("curl/a"));
        table.model.setFilter(ui::RowFilter({ filter::compile("a").value() }, std::nullopt));
        QCOMPARE(table.rows(), QStringLiteral("curl → nginx/a"));
    }

    void aFilterForASideShowsHalves()
    {
        Calls table;
        table.half(base::Side::Client, "/a");
        table.half(base::Side::Server, "/a");
        table.pass();
        table.model.setJoined(true);
        QCOMPARE(table.model.index(0, int(Column::Side)).data().toString(), QStringLiteral("↔"));
        table.model.setFilter(ui::RowFilter({ filter::compile("side:server").value() }, std::nullopt));
        QCOMPARE(table.rows(), QStringLiteral("nginx/a"));
        QCOMPARE(table.model.index(0, int(Column::Side)).data().toString(), QStringLiteral("←"));
        table.model.setFilter(ui::RowFilter({ filter::compile("side:client").value() }, std::nullopt));
        QCOMPARE(table.rows(), QStringLiteral("curl/a"));
        QCOMPARE(table.model.shownIds(), (std::vector<uint32_t> { 0 }));
    }

    void aHalfHasTheRowOfItsCall()
    {
        Calls table;
        table.half(base::Side::Client, "/a");
        table.half(base::Side::Server, "/a");
        table.half(base::Side::Client, "/b");
        table.pass();
        table.model.setJoined(true);
        QCOMPARE(table.model.rowOf(1), std::nullopt);
        QCOMPARE(table.model.rowStandingFor(1), std::optional(0));
        QCOMPARE(table.model.rowStandingFor(2), std::optional(1));
        QCOMPARE(table.model.allIds(), (std::vector<uint32_t> { 0, 2 }));
        table.model.setJoined(false);
        QCOMPARE(table.model.rowStandingFor(1), std::optional(1));
        QCOMPARE(table.model.allIds(), (std::vector<uint32_t> { 0, 1, 2 }));
    }

    // Hundreds of rows at once that are second halves now, beside new ones.
    void joinsManyRowsInOneBatchWithNewOnes()
    {
        Calls table;
        table.model.setJoined(true);
        const auto path = [](int number) { return "/" + std::to_string(number); };
        for (int number = 0; number < 400; ++number)
            table.half(base::Side::Server, path(number).c_str());
        table.pass();
        QCOMPARE(table.model.rowCount(), 400);
        for (int number = 0; number < 401; ++number)
            table.half(base::Side::Client, path(number).c_str());
        table.pass();
        QCOMPARE(table.model.rowCount(), 401);
        QCOMPARE(table.model.total(), 401u);
        QCOMPARE(table.model.idAt(0), 400u);
        QCOMPARE(table.model.idAt(400), 800u);
    }

    void countsTheRowsOfAClearedList()
    {
        Calls table;
        table.half(base::Side::Client, "/a");
        table.half(base::Side::Server, "/a");
        table.pass();
        table.model.setJoined(true);
        table.model.showFrom(2);
        QCOMPARE(table.model.total(), 0u);
        table.half(base::Side::Client, "/b");
        table.half(base::Side::Server, "/b");
        table.pass();
        QCOMPARE(table.model.total(), 1u);
        QCOMPARE(table.rows(), QStringLiteral("curl → nginx/b"));
    }

    void sortsByAColumnAndKeepsIndexesOnTheirRows()
    {
        Table table;
        table.take({ QStringLiteral("0 curl GET a.local /0 200 30ms"), QStringLiteral("1 curl GET a.local /1 200 10ms"), QStringLiteral("2 curl GET a.local /2 200 20ms") });
        QPersistentModelIndex slow(table.model.index(0, 0));
        table.model.sort(int(Column::Duration), Qt::AscendingOrder);
        QCOMPARE(table.column(Column::Path), QStringLiteral("/1 /2 /0"));
        QCOMPARE(slow.row(), 2);
        table.model.sort(int(Column::Duration), Qt::DescendingOrder);
        QCOMPARE(table.column(Column::Path), QStringLiteral("/0 /2 /1"));
        QCOMPARE(table.model.rowOf(1), std::optional(2));
    }

    void sortsRowsThatCameLaterWithinASecond()
    {
        Table table;
        table.model.sort(int(Column::Duration), Qt::AscendingOrder);
        table.take({ QStringLiteral("0 curl GET a.local /0 200 30ms") });
        table.take({ QStringLiteral("1 curl GET a.local /1 200 10ms") });
        QTRY_COMPARE_WITH_TIMEOUT(table.column(Column::Path), QStringLiteral("/1 /0"), 1000);
    }

    void sortsALongListInTheBackground()
    {
        Table table;
        QStringList lines;
        for (int id = 0; id < 30'000; ++id)
            lines << QStringLiteral("%1 curl GET a.local /%1 %2 %3ms").arg(id).arg(id % 2 ? 200 : 503).arg(id * 7919 % 30'000 + 2);
        table.take(lines);
        const QPersistentModelIndex chosen(table.model.index(1234, 0));
        table.model.sort(int(Column::Duration), Qt::DescendingOrder);
        QVERIFY(table.model.isSorting());
        QCOMPARE(table.model.sortColumn(), Column::Duration);
        QCOMPARE(table.model.idAt(1234), 1234u);   // as they were, until then
        // One that comes meanwhile, and one that goes.
        table.take({ QStringLiteral("30000 curl GET a.local /30000 503 1ms"), QStringLiteral("30001 curl GET a.local /30001 503 90000ms") });
        QTRY_VERIFY_WITH_TIMEOUT(!table.model.isSorting() && table.model.idAt(0) == 30'001, 20'000);
        QCOMPARE(table.model.idAt(30'001), 30'000u);
        const auto isSorted = [&] {
            for (int row = 1; row < table.model.rowCount(); ++row)
                if (table.store.duration(table.model.idAt(row - 1)) < table.store.duration(table.model.idAt(row)))
                    return false;
            return true;
        };
        QVERIFY(isSorted());
        QCOMPARE(table.model.idAt(chosen.row()), 1234u);
        QCOMPARE(table.model.rowOf(1234), std::optional(chosen.row()));
        // A filter shows its rows at once, and sorts them if they are many; a few are sorted at once.
        table.filter("status:503 or path:1");
        QVERIFY(table.model.isSorting());
        QTRY_VERIFY_WITH_TIMEOUT(!table.model.isSorting(), 20'000);
        QVERIFY(isSorted());
        table.filter("path:/3000");
        QVERIFY(!table.model.isSorting() && isSorted());
        QCOMPARE(table.model.rowCount(), 3);
        table.filter("path:0");
        table.model.sort(int(Column::Time), Qt::AscendingOrder);
        QVERIFY(!table.model.isSorting());
        QVERIFY(std::ranges::is_sorted(table.model.shownIds()));
        QCOMPARE(table.model.idAt(0), 0u);
    }

    // While it is sorted by another column, many rows may come into a filter, and leave it, at once.
    void keepsItsOrderWhileManyRowsChange()
    {
        Table table;
        QStringList unknown, known;
        for (int id = 0; id < 25'000; ++id)
            unknown << QStringLiteral("%1 curl GET a.local /%1 … -").arg(id);
        for (int id = 0; id < 22'000; ++id)
            known << QStringLiteral("%1 curl GET a.local /%1 200 %2ms").arg(id).arg(id * 7919 % 22'000 + 1);
        table.take(unknown);
        table.take(known);
        table.filter("status:200");
        table.model.sort(int(Column::Duration), Qt::AscendingOrder);
        QTRY_VERIFY_WITH_TIMEOUT(!table.model.isSorting() && table.model.rowCount() == 22'000, 20'000);
        const exchange::ExchangeId first = table.model.idAt(0);
        QStringList more;
        for (int id = 22'000; id < 22'300; ++id)
            more << QStringLiteral("%1 curl GET a.local /%1 200 1ms").arg(id);
        for (int id = 0; id < 100; ++id)
            if (uint32_t(id) != first)
                more << QStringLiteral("%1 curl GET a.local /%1 404 1ms").arg(id);
        table.take(more);
        QCOMPARE(table.model.idAt(0), first);
        QCOMPARE(table.model.rowCount(), 22'000 + 300 - (first < 100 ? 99 : 100));
        QTRY_VERIFY_WITH_TIMEOUT(!table.model.isSorting() && table.store.duration(table.model.idAt(100)) == 1'000'000, 20'000);
    }

    void standsStillWhilePausedAndCatchesUp()
    {
        Table table;
        table.take({ QStringLiteral("0 curl GET a.local /0 200 5ms") });
        table.model.setPaused(true);
        table.take({ QStringLiteral("1 curl GET a.local /1 200 5ms") });
        QCOMPARE(table.model.rowCount(), 1);
        table.filter("a.local");
        QCOMPARE(table.model.rowCount(), 1);
        QCOMPARE(table.model.total(), 2u);
        table.model.setPaused(false);
        QCOMPARE(table.column(Column::Path), QStringLiteral("/0 /1"));
    }

    void hidesWhatWasThereWhenClearedWhileCapturing()
    {
        Table table;
        table.take({ QStringLiteral("0 curl GET a.local /0 … -"), QStringLiteral("1 curl GET a.local /1 200 5ms") });
        table.model.showFrom(table.store.size());
        QCOMPARE(table.model.rowCount(), 0);
        table.take({ QStringLiteral("0 curl GET a.local /0 200 5ms"), QStringLiteral("2 curl GET a.local /2 200 5ms") });
        QCOMPARE(table.column(Column::Path), QStringLiteral("/2"));
        QCOMPARE(table.model.total(), 1u);
    }

    void marksTheRowBehindALoss()
    {
        Table table;
        table.take({ QStringLiteral("0 curl GET a.local /0 200 5ms") });
        exchange::Batch lossy = table.script.batch({ QStringLiteral("1 curl GET a.local /1 200 5ms"), QStringLiteral("2 curl GET a.local /2 200 5ms") });
        lossy.losses.push_back({ "ring buffer full", 3, 900 });
        table.model.apply(table.store.apply(std::move(lossy)));
        QCOMPARE(table.model.index(0, 0).data(int(ui::Role::LossBefore)).toBool(), false);
        QCOMPARE(table.model.index(1, 0).data(int(ui::Role::LossBefore)).toBool(), true);
        QCOMPARE(table.model.index(2, 0).data(int(ui::Role::LossBefore)).toBool(), false);
    }

    void saysWhyARowIsNotReadable()
    {
        Table table;
        exchange::Batch batch = table.script.batch({ QStringLiteral("0 java - auth.local / … -") });
        batch.exchanges[0].kind = exchange::Kind::NotReadable;
        batch.exchanges[0].method.clear();
        batch.exchanges[0].path.clear();
        batch.exchanges[0].reason = "JSSE, no probe for this runtime";
        table.model.apply(table.store.apply(std::move(batch)));
        const auto cell = [&](Column column, int role = Qt::DisplayRole) { return table.model.index(0, int(column)).data(role); };
        QCOMPARE(cell(Column::Path).toString(), QStringLiteral("not readable: JSSE, no probe for this runtime"));
        QCOMPARE(cell(Column::Path, int(ui::Role::Tone)).toInt(), int(ui::Tone::Explanation));
        QCOMPARE(cell(Column::Method).toString(), QStringLiteral("TLS"));
        QCOMPARE(cell(Column::StatusDot, int(ui::Role::StatusDot)).toInt(), int(ui::DotState::NotReadable));
    }

    void namesAConversationWhereItsProtocolIsKnown()
    {
        for (const auto &[dialogue, method, path] : { std::tuple(protocols::Protocol::Smtp, "SMTP", "data in both directions"),
                                                      std::tuple(protocols::Protocol::Unknown, "TCP", "data in both directions, unknown protocol") }) {
            Table table;
            exchange::Batch batch = table.script.batch({ QStringLiteral("0 mutt - mail.local / … -") });
            batch.exchanges[0].kind = exchange::Kind::Conversation;
            batch.exchanges[0].method.clear();
            batch.exchanges[0].path.clear();
            batch.connections[0].dialogue = dialogue;
            table.model.apply(table.store.apply(std::move(batch)));
            QCOMPARE(table.model.index(0, int(Column::Method)).data().toString(), QLatin1String(method));
            QCOMPARE(table.model.index(0, int(Column::Path)).data().toString(), QLatin1String(path));
        }
    }

    void filtersAndSortsAHundredThousandRowsQuickly()
    {
        exchange::Store store;
        support::Script script;
        QStringList lines;
        for (int id = 0; id < 100'000; ++id)
            lines << QStringLiteral("%1 p%2 GET host%3.local /item/%1 %4 %5ms").arg(id).arg(id % 7).arg(id % 50).arg(id % 10 ? 200 : 500).arg(id % 900 + 1);
        ui::ExchangeTableModel model(store);
        model.apply(store.apply(script.batch(lines)));
        QElapsedTimer clock;
        clock.start();
        model.setFilter(ui::RowFilter({ filter::compile("status>=400 host7").value() }, std::nullopt));
        const qint64 filtered = clock.restart();
        model.setFilter(ui::RowFilter());
        model.sort(int(Column::Duration), Qt::DescendingOrder);
        const qint64 sorted = clock.elapsed();
        qInfo("100,000 rows: filter %lld ms, sort %lld ms", filtered, sorted);
        QCOMPARE(model.rowCount(), 100'000);
        QVERIFY(filtered < 1000 && sorted < 2000); // far above the normal time, for a machine under load
    }
};

QTEST_GUILESS_MAIN(ExchangeTableModelTest)
#include "tst_exchange_table_model.moc"
