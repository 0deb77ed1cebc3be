// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/workspace.h"

#include "tests/support/both_ends.h"
#include "tests/support/memory_bodies.h"
#include "tests/support/scripted.h"
#include "tests/support/own_settings.h"
#include "tests/support/slowness.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

#include <algorithm>
#include <memory>

using ui::Workspace;

class WorkspaceTest : public QObject
{
    Q_OBJECT

    support::OwnSettings m_settings;

    static void show(Workspace &workspace, const QStringList &lines)
    {
        support::Script script;
        workspace.capture().show(script.batch(lines), std::make_shared<support::MemoryBodies>(), QStringLiteral("/tmp/test.har"));
    }
    static QStringList four()
    {
        return { QStringLiteral("0 curl GET a.local /0 200 5ms"), QStringLiteral("1 curl GET b.local /1 404 5ms"),
                 QStringLiteral("2 wget GET a.local /2 200 5ms"), QStringLiteral("3 wget GET b.local /3 500 5ms") };
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void itsPartsFilterTogether()
    {
        Workspace workspace;
        const QAbstractItemModelTester rows(&workspace.exchanges());
        show(workspace, four());
        QCOMPARE(workspace.errorCount(), 2u);
        workspace.filter().setText(QStringLiteral("host:b.local"));
        QCOMPARE(workspace.exchanges().shownIds(), (std::vector<uint32_t> { 1, 3 }));
        workspace.filter().setScope(ui::TreeScope { "wget", std::nullopt });
        QCOMPARE(workspace.exchanges().shownIds(), (std::vector<uint32_t> { 3 }));
        workspace.filter().clear();
        QCOMPARE(workspace.exchanges().shown(), 4u);
    }

    void takesALongArchiveSomeRowsAtATime()
    {
        Workspace workspace;
        const QAbstractItemModelTester rows(&workspace.exchanges());
        QSignalSpy opened(&workspace.capture(), &ui::CaptureController::opened);
        QStringList lines;
        for (int id = 0; id < 5'000; ++id)
            lines << QStringLiteral("%1 curl GET a.local /%1 200 5ms").arg(id);
        show(workspace, lines);
        // The first are there at once; nothing else can be opened until the last is.
        QCOMPARE(workspace.capture().phase(), ui::CaptureController::Phase::Opening);
        QCOMPARE(workspace.exchanges().total(), 2'000u);
        QVERIFY(opened.isEmpty());
        show(workspace, four());
        QTRY_COMPARE(opened.size(), 1);
        QVERIFY(!workspace.capture().isBusy());
        QCOMPARE(workspace.exchanges().total(), 5'000u);
        QCOMPARE(workspace.store().path(4'999), std::string_view("/4999"));
        show(workspace, four());
        QCOMPARE(opened.size(), 2);
        QCOMPARE(workspace.exchanges().total(), 4u);
    }

    void tellsWhatIsChosenOnce()
    {
        Workspace workspace;
        show(workspace, four());
        QSignalSpy chosen(&workspace, &Workspace::chosen);
        workspace.choose(2);
        workspace.choose(2);
        QCOMPARE(workspace.current(), 2u);
        QCOMPARE(chosen.size(), 1);
        workspace.selection().select(QItemSelection(workspace.exchanges().index(1, 0), workspace.exchanges().index(2, 0)), QItemSelectionModel::Select);
        QCOMPARE(workspace.selectedIds(), (std::vector<uint32_t> { 1, 2 }));
    }

    void aCallIsOneRowAndCountsOnceUntilHalvesAreWanted()
    {
        Workspace workspace;
        const QAbstractItemModelTester rows(&workspace.exchanges());
        support::BothEnds ends;
        ends.call("/a", 503);
        ends.call("/b");
        workspace.capture().show(ends.take(), std::make_shared<support::MemoryBodies>(), QStringLiteral("/tmp/test.har"));
        QCOMPARE(workspace.exchanges().total(), 2u);
        QCOMPARE(workspace.captured(), 2u);
        QCOMPARE(workspace.errorCount(), 1u);
        QCOMPARE(workspace.programs().index(0, 0).data(ui::ConnectionTreeModel::CountRole).toUInt(), 2u);
        workspace.selection().select(QItemSelection(workspace.exchanges().index(0, 0), workspace.exchanges().index(1, 0)), QItemSelectionModel::Select);
        QCOMPARE(workspace.selectedIds(), (std::vector<uint32_t> { 0, 2 }));
        QCOMPARE(workspace.selectedHalves(), (std::vector<uint32_t> { 0, 1, 2, 3 }));
        workspace.filter().setText(QStringLiteral("proc:nginx"));
        QCOMPARE(workspace.exchanges().shownIds(), (std::vector<uint32_t> { 1, 3 }));
        workspace.filter().clear();
        workspace.setJoined(false);
        QCOMPARE(workspace.exchanges().total(), 4u);
        QCOMPARE(workspace.captured(), 4u);
        QCOMPARE(workspace.errorCount(), 2u);
        QCOMPARE(workspace.programs().index(0, 0).data(ui::ConnectionTreeModel::CountRole).toUInt(), 4u);
        workspace.clear();
        workspace.setJoined(true);
        QCOMPARE(workspace.exchanges().total(), 0u);
        QCOMPARE(workspace.errorCount(), 0u);
    }

    // Both ends of a million exchanges come in batches, as from a file: what the window's thread does for one at most.
    void joinsAMillionHalvesInSmallSteps()
    {
        constexpr int batches = 100, callsEach = 5000;
        exchange::Store store;
        calls::Calls joined;
        ui::ExchangeTableModel rows(store, nullptr, &joined);
        ui::ConnectionTreeModel tree(store, &joined);
        rows.setJoined(true);
        tree.setJoined(true);
        support::BothEnds ends;
        qint64 longest = 0, all = 0;
        for (int batch = 0; batch < batches; ++batch) {
            for (int call = 0; call < callsEach; ++call)
                ends.call("/item");
            const auto change = store.apply(ends.take());
            QElapsedTimer clock;
            clock.start();
            joined.update(store, change);
            const qint64 spent = clock.nsecsElapsed();
            rows.apply(change);
            tree.apply(change);
            all += spent;
            longest = std::max(longest, spent);
            QCOMPARE(rows.rowCount(), (batch + 1) * callsEach);
        }
        QCOMPARE(rows.total(), uint32_t(batches * callsEach));
        QElapsedTimer clock;
        clock.start();
        rows.setJoined(false);
        rows.setJoined(true);
        qInfo("join of a million halves: %.0f ms in %d steps, at most %.1f ms each; the switch there and back %.0f ms", double(all) / 1e6, batches, double(longest) / 1e6,
              double(clock.nsecsElapsed()) / 1e6);
        QVERIFY(longest < 65'000'000 * qint64(support::slowness));
        QVERIFY(all < 1'000'000'000 * qint64(support::slowness));
    }

    void clearCanBeUndone()
    {
        Workspace workspace;
        show(workspace, four());
        workspace.filter().setScope(ui::TreeScope { "curl", std::nullopt });
        workspace.choose(1);
        QSignalSpy restarted(&workspace, &Workspace::restarted);
        workspace.clear();
        QCOMPARE(restarted.size(), 1);
        QCOMPARE(workspace.exchanges().total(), 0u);
        QCOMPARE(workspace.programs().rowCount(), 1);
        QCOMPARE(workspace.errorCount(), 0u);
        QCOMPARE(workspace.current(), base::noId);
        QVERIFY(workspace.mayUndoClear());
        workspace.undoClear();
        QCOMPARE(workspace.exchanges().shown(), 4u);
        QCOMPARE(workspace.programs().rowCount(), 3);
        QCOMPARE(workspace.errorCount(), 2u);
        QVERIFY(!workspace.mayUndoClear());
        workspace.undoClear();
        QCOMPARE(workspace.exchanges().shown(), 4u);
    }

    void anotherFileEndsTheUndo()
    {
        Workspace workspace;
        show(workspace, four());
        workspace.clear();
        show(workspace, { QStringLiteral("0 curl GET c.local /0 200 5ms") });
        QVERIFY(!workspace.mayUndoClear());
        QCOMPARE(workspace.exchanges().total(), 1u);
    }

    void theNextStartDiscardsWhatWasCleared()
    {
        Workspace workspace;
        show(workspace, four());
        workspace.clear();
        QCOMPARE(workspace.store().size(), 4u);
        Q_EMIT workspace.launch().starting();
        QCOMPARE(workspace.store().size(), 0u);
    }
};

QTEST_MAIN(WorkspaceTest)
#include "tst_workspace.moc"
