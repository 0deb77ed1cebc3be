// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/connection_tree_model.h"

#include "tests/support/both_ends.h"
#include "tests/support/scripted.h"

#include <QAbstractItemModelTester>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

class ConnectionTreeModelTest : public QObject
{
    Q_OBJECT

    struct Tree {
        exchange::Store store;
        calls::Calls calls;
        support::Script script;
        ui::ConnectionTreeModel model { store, &calls };
        QAbstractItemModelTester tester { &model, QAbstractItemModelTester::FailureReportingMode::QtTest };

        void take(const QStringList &lines) { model.apply(store.apply(script.batch(lines))); }
        void take(support::BothEnds &ends)
        {
            auto change = store.apply(ends.take());
            for (const exchange::ExchangeId id : calls.update(store, change))
                if (id < change.firstNew)
                    change.changed.push_back(id);
            model.apply(change);
        }
        // "Everything 3 | curl 2: a.local 1, b.local 1 | …"
        QString transcript() const
        {
            QStringList lines;
            for (int row = 0; row < model.rowCount(); ++row) {
                const QModelIndex program = model.index(row, 0);
                QStringList hosts;
                for (int child = 0; child < model.rowCount(program); ++child)
                    hosts << line(model.index(child, 0, program));
                lines << line(program) + (hosts.isEmpty() ? QString() : QStringLiteral(": ") + hosts.join(QStringLiteral(", ")));
            }
            return lines.join(QStringLiteral(" | "));
        }
        static QString line(const QModelIndex &index)
        {
            return index.data().toString() + QLatin1Char(' ') + QString::number(index.data(ui::ConnectionTreeModel::CountRole).toUInt());
        }
    };

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void countsExchangesOfProgramsAndTheirHosts()
    {
        Tree tree;
        tree.take({ QStringLiteral("0 curl GET a.local /0 200 5ms"), QStringLiteral("1 curl GET b.local /1 200 5ms"), QStringLiteral("2 node GET b.local /2 200 5ms") });
        tree.take({ QStringLiteral("3 curl GET a.local /3 200 5ms") });
        QCOMPARE(tree.transcript(), QStringLiteral("Everything 4 | curl 3: a.local 2, b.local 1 | node 1: b.local 1"));
    }

    void countsACallOnceWhereBothItsHalvesAre()
    {
        Tree tree;
        tree.model.setJoined(true);
        support::BothEnds ends;
        ends.call("/a");
        ends.half(base::Side::Server, "/b");
        ends.connect("python", "python");   // calls itself
        ends.call("/c");
        tree.take(ends);
        QCOMPARE(tree.transcript(), QStringLiteral("Everything 3 | curl 1: app.local 1 | nginx 2: app.local 2 | python 1: app.local 1"));
        tree.model.setJoined(false);
        QCOMPARE(tree.transcript(), QStringLiteral("Everything 5 | curl 1: app.local 1 | nginx 2: app.local 2 | python 2: app.local 2"));
        tree.model.setJoined(true);
        QCOMPARE(tree.transcript(), QStringLiteral("Everything 3 | curl 1: app.local 1 | nginx 2: app.local 2 | python 1: app.local 1"));
        tree.model.restart(3);
        QCOMPARE(tree.transcript(), QStringLiteral("Everything 1 | python 1: app.local 1"));
    }

    void takesAHalfOutOfItsCountOnceTheOtherComes()
    {
        Tree tree;
        tree.model.setJoined(true);
        support::BothEnds ends("worker", "worker");
        ends.half(base::Side::Server, "/a");
        tree.take(ends);
        QCOMPARE(tree.transcript(), QStringLiteral("Everything 1 | worker 1: app.local 1"));
        ends.half(base::Side::Client, "/a");
        tree.take(ends);
        QCOMPARE(tree.transcript(), QStringLiteral("Everything 1 | worker 1: app.local 1"));
    }

    void makesOneLineOfManyProcessesOfOneName()
    {
        Tree tree;
        tree.take({ QStringLiteral("0 curl#1 GET a.local /0 200 5ms") });
        QCOMPARE(tree.model.index(1, 0).data(ui::ConnectionTreeModel::DetailRole).toString(), QStringLiteral("1000"));
        tree.take({ QStringLiteral("1 curl#2 GET a.local /1 200 5ms") });
        QCOMPARE(tree.transcript(), QStringLiteral("Everything 2 | curl 2: a.local 2"));
        QCOMPARE(tree.model.index(1, 0).data(ui::ConnectionTreeModel::DetailRole).toString(), QStringLiteral("× 2"));
    }

    void movesARowToTheHostThatItLearnsLater()
    {
        Tree tree;
        tree.take({ QStringLiteral("0 curl GET a.local /0 … -") });
        tree.take({ QStringLiteral("0 curl GET b.local /0 200 5ms") });
        QCOMPARE(tree.transcript(), QStringLiteral("Everything 1 | curl 1: a.local 0, b.local 1"));
    }

    void tellsTheScopeOfALineAndFindsItAgain()
    {
        Tree tree;
        tree.take({ QStringLiteral("0 curl GET a.local /0 200 5ms") });
        QVERIFY(!tree.model.scopeOf(tree.model.index(0, 0)));
        const QModelIndex program = tree.model.index(1, 0), host = tree.model.index(0, 0, program);
        QVERIFY((tree.model.scopeOf(program) == ui::TreeScope { "curl", std::nullopt }));
        QVERIFY((tree.model.scopeOf(host) == ui::TreeScope { "curl", "a.local" }));
        QCOMPARE(tree.model.indexOf(tree.model.scopeOf(host)), host);
        QCOMPARE(host.data(ui::ConnectionTreeModel::FilterRole).toString(), QStringLiteral("host=a.local"));
    }

    // "Everything 3 | this machine 1: (curl 1: a.local 1) | …"
    static QString below(const Tree &tree, const QModelIndex &parent = {})
    {
        QStringList lines;
        for (int row = 0; row < tree.model.rowCount(parent); ++row) {
            const QModelIndex line = tree.model.index(row, 0, parent);
            const QString children = below(tree, line);
            lines << Tree::line(line) + (children.isEmpty() ? QString() : QStringLiteral(": (%1)").arg(children));
        }
        return lines.join(QStringLiteral(" | "));
    }

    void hasALineForEachMachineOnceThereAreTwo()
    {
        Tree tree;
        QSignalSpy machines(&tree.model, &ui::ConnectionTreeModel::machinesChanged);
        tree.take({ QStringLiteral("0 curl@web1 GET a.local /0 200 5ms"), QStringLiteral("1 node@web1 GET a.local /1 200 5ms") });
        QCOMPARE(below(tree), QStringLiteral("Everything 2 | curl 1: (a.local 1) | node 1: (a.local 1)"));
        QVERIFY(!tree.model.hasMachineLines());
        tree.take({ QStringLiteral("2 curl GET a.local /2 200 5ms") });
        QCOMPARE(below(tree), QStringLiteral("Everything 3 | web1 2: (curl 1: (a.local 1) | node 1: (a.local 1)) | this machine 1: (curl 1: (a.local 1))"));
        QVERIFY(tree.model.hasMachineLines());
        QCOMPARE(machines.count(), 2);
        tree.take({ QStringLiteral("3 curl@db1 GET b.local /3 … -"), QStringLiteral("4 curl@web1 GET b.local /4 200 5ms") });
        tree.take({ QStringLiteral("3 curl@db1 GET c.local /3 200 1ms") });
        QCOMPARE(below(tree), QStringLiteral("Everything 5 | web1 3: (curl 2: (a.local 1 | b.local 1) | node 1: (a.local 1)) | this machine 1: (curl 1: (a.local 1))"
                                             " | db1 1: (curl 1: (b.local 0 | c.local 1))"));
        tree.model.restart(2);
        QCOMPARE(below(tree), QStringLiteral("Everything 3 | this machine 1: (curl 1: (a.local 1)) | db1 1: (curl 1: (c.local 1)) | web1 1: (curl 1: (b.local 1))"));
        tree.model.restart(4);
        QCOMPARE(below(tree), QStringLiteral("Everything 1 | curl 1: (b.local 1)"));
    }

    void limitsTheListToAMachineOrAProgramOnIt()
    {
        Tree tree;
        tree.take({ QStringLiteral("0 curl@web1 GET a.local /0 200 5ms"), QStringLiteral("1 curl GET a.local /1 200 5ms"), QStringLiteral("2 node GET b.local /2 200 5ms") });
        const QModelIndex here = tree.model.index(2, 0), curl = tree.model.index(0, 0, here), host = tree.model.index(0, 0, curl);
        QCOMPARE(here.data().toString(), QStringLiteral("this machine"));
        const auto rows = [&](const QModelIndex &line) { return ui::RowFilter({}, tree.model.scopeOf(line)).run(tree.store, 0, tree.store.size()); };
        QCOMPARE(rows(here), (std::vector<uint32_t> { 1, 2 }));
        QCOMPARE(rows(curl), (std::vector<uint32_t> { 1 }));
        QCOMPARE(rows(host), (std::vector<uint32_t> { 1 }));
        QCOMPARE(rows(tree.model.index(1, 0)), (std::vector<uint32_t> { 0 }));
        for (const QModelIndex &line : { here, curl, host })
            QCOMPARE(tree.model.indexOf(tree.model.scopeOf(line)), line);
        QCOMPARE(here.data(ui::ConnectionTreeModel::FilterRole).toString(), QStringLiteral("is:here"));
        QCOMPARE(tree.model.index(1, 0).data(ui::ConnectionTreeModel::FilterRole).toString(), QStringLiteral("machine=web1"));
    }

    void countsFromAClearOn()
    {
        Tree tree;
        tree.take({ QStringLiteral("0 curl GET a.local /0 200 5ms"), QStringLiteral("1 curl GET a.local /1 … -") });
        tree.model.restart(tree.store.size());
        tree.take({ QStringLiteral("1 curl GET a.local /1 200 5ms"), QStringLiteral("2 node GET c.local /2 200 5ms") });
        QCOMPARE(tree.transcript(), QStringLiteral("Everything 1 | node 1: c.local 1"));
    }
};

QTEST_GUILESS_MAIN(ConnectionTreeModelTest)
#include "tst_connection_tree_model.moc"
