// SPDX-License-Identifier: GPL-3.0-or-later
// A long list: opened, filtered, sorted, cleared.
#include "tests/bench/window/figures.h"
#include "tests/bench/window/parts.h"

#include "ui/models/exchange_cells.h"
#include "ui/table/exchange_view.h"

#include <QScrollBar>

#include <algorithm>

namespace bench {

namespace {

constexpr int rounds = 5;

QString longest(const WatchedApplication &app)
{
    return QStringLiteral("%1 ms by the clock, %2").arg(app.longest().clockMs, 0, 'f', 0).arg(app.longestName());
}

void filter(WatchedApplication &app, Opened &opened, const QString &what, const QString &text, Goal goal)
{
    ui::ListFilter &list = opened.window.workspace().filter();
    std::vector<double> processor, clock;
    uint32_t shown = 0;
    for (int round = 0; round < rounds; ++round) {
        const Stopwatch watch;
        list.setText(text);
        const Stretch took = watch.read();
        processor.push_back(took.processorMs);
        clock.push_back(took.clockMs);
        shown = opened.rows().shown();
        app.settle();
        list.setText({});
        app.settle();
    }
    tell(what, median(processor), QStringLiteral("ms"), goal, QStringLiteral("%1: %2 rows, %3 ms by the clock").arg(text).arg(shown).arg(median(clock), 0, 'f', 1));
}

void sortAll(WatchedApplication &app, Opened &opened)
{
    auto &table = *opened.window.findChild<ui::ExchangeView *>();
    double blocks = 0, takes = 0;
    QString blocksAt, takesAt;
    QStringList all;
    for (int column = 0; column < ui::columnCount; ++column)
        for (const Qt::SortOrder order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
            app.forgetLongest();
            const Stopwatch watch;
            table.sortByColumn(column, order);
            const double called = watch.read().processorMs;
            app.until([&] { return !opened.rows().isSorting(); });
            const Stretch took = watch.read();
            app.settle();
            const QString name = QLatin1String(ui::columnKey(ui::Column(column)));
            const double blocked = std::max(called, app.longest().processorMs);
            if (blocked > blocks) {
                blocks = blocked;
                blocksAt = name + (called >= app.longest().processorMs ? QString() : QStringLiteral(", ") + app.longestName());
            }
            if (took.clockMs > takes) {
                takes = took.clockMs;
                takesAt = name;
            }
            if (order == Qt::DescendingOrder)
                all << QStringLiteral("%1 %2/%3").arg(name).arg(blocked, 0, 'f', 0).arg(took.clockMs, 0, 'f', 0);
        }
    tell(QStringLiteral("sort by any column"), takes, QStringLiteral("ms"), {250, 120}, takesAt);
    tell(QStringLiteral("  of which the window's thread at a time"), blocks, QStringLiteral("ms"), {50, 16}, blocksAt);
    std::printf("sorted, on the window's thread/in all, ms: %s\n", qPrintable(all.join(QStringLiteral(", "))));
    table.sortByColumn(int(ui::Column::Time), Qt::AscendingOrder);
    app.until([&] { return !opened.rows().isSorting(); });
}

void scroll(WatchedApplication &app, Opened &opened)
{
    auto &table = *opened.window.findChild<ui::ExchangeView *>();
    std::vector<double> frames;
    for (int page = 0; page < 101; ++page) {
        app.forgetLongest();
        table.verticalScrollBar()->setValue(int(double(table.verticalScrollBar()->maximum()) * page / 101));
        app.until([&] { return app.longest().processorMs > 0; });
        app.spend(0.01);
        frames.push_back(app.longest().processorMs);
    }
    tell(QStringLiteral("page painted while scrolling"), median(frames), QStringLiteral("ms"), {16, 8}, QStringLiteral("most %1 ms").arg(*std::ranges::max_element(frames), 0, 'f', 1));
}

} // namespace

bool rowsPart(WatchedApplication &app, const QString &folder, Amount amount)
{
    Opened opened;
    app.settle();
    const double before = residentMiB();
    app.forgetLongest();
    double firstRow = 0;
    const Stopwatch watch;
    QObject::connect(&opened.rows(), &QAbstractItemModel::rowsInserted, &opened.window, [&] {
        if (firstRow == 0)
            firstRow = watch.read().clockMs;
    });
    if (!opened.open(app, folder + QStringLiteral("/rows.cleartap")) || opened.rows().total() != amount.rows)
        return false;
    const Stretch open = watch.read();
    tell(QStringLiteral("open a capture"), open.clockMs / 1e3, QStringLiteral("s"), {10 * amount.share(), 4 * amount.share()},
         QStringLiteral("%1 rows, %2 s on the window's thread").arg(amount.rows).arg(open.processorMs / 1e3, 0, 'f', 2));
    tell(QStringLiteral("  until its first rows"), firstRow, QStringLiteral("ms"), {500, 200});
    tell(QStringLiteral("  longest stall meanwhile"), app.longest().processorMs, QStringLiteral("ms"), {50, 16}, longest(app));
    app.forgetLongest();
    app.settle();
    tell(QStringLiteral("  and after it"), app.longest().processorMs, QStringLiteral("ms"), {50, 16}, longest(app));

    const exchange::Store &store = opened.window.workspace().store();
    const calls::Calls &calls = opened.window.workspace().capture().calls();
    tell(QStringLiteral("memory of a row"), double(store.memoryBytes() + calls.memoryBytes()) / amount.rows, QStringLiteral("B"), {200, 120}, QStringLiteral("store %1, calls %2; %3 of the process")
             .arg(double(store.memoryBytes()) / amount.rows, 0, 'f', 0).arg(double(calls.memoryBytes()) / amount.rows, 0, 'f', 0).arg((residentMiB() - before) * 1048576 / amount.rows, 0, 'f', 0));
    tell(QStringLiteral("memory of the window"), residentMiB(), QStringLiteral("MiB"), {400, 250}, QStringLiteral("empty %1, at most %2").arg(before, 0, 'f', 0).arg(mostResidentMiB(), 0, 'f', 0));

    const double share = amount.share();
    filter(app, opened, QStringLiteral("filter by number"), QStringLiteral("status>=400"), {16 * share, 3 * share});
    filter(app, opened, QStringLiteral("filter by duration"), QStringLiteral("dur>20us"), {16 * share, 3 * share});
    filter(app, opened, QStringLiteral("filter by substring of the URL"), QStringLiteral("path:ders/77"), {150 * share, 50 * share});
    filter(app, opened, QStringLiteral("filter by pattern of the URL"), QStringLiteral("path:*orders*77*page=3*"), {150 * share, 50 * share});
    filter(app, opened, QStringLiteral("filter by word anywhere"), QStringLiteral("invoices/99"), {150 * share, 50 * share});
    filter(app, opened, QStringLiteral("filter by host"), QStringLiteral("host:svc7.shop.local"), {16 * share, 3 * share});
    sortAll(app, opened);
    scroll(app, opened);

    std::vector<double> clears;
    app.forgetLongest();
    for (int round = 0; round < rounds; ++round) {
        const Stopwatch clearing;
        opened.window.workspace().clear();
        clears.push_back(clearing.read().processorMs);
        app.settle();
        if (round + 1 < rounds)
            opened.window.workspace().undoClear();
        app.settle();
    }
    tell(QStringLiteral("clear"), median(clears), QStringLiteral("ms"), {100, 16}, QStringLiteral("and its undo: at most %1 ms").arg(app.longest().processorMs, 0, 'f', 0));
    return true;
}

bool joinsPart(WatchedApplication &app, const QString &folder, Amount amount)
{
    Opened opened;
    app.settle();
    app.forgetLongest();
    ui::Workspace &workspace = opened.window.workspace();
    if (!opened.open(app, folder + QStringLiteral("/calls.cleartap")))
        return false;
    const double stall = app.longest().processorMs;
    if (workspace.capture().calls().seconds() != amount.rows / 2 || opened.rows().shown() != amount.rows / 2)
        return false;   // a half is alone
    tell(QStringLiteral("longest stall while calls are joined"), stall, QStringLiteral("ms"), {50, 16}, longest(app));
    // The same once more, in one go, and what the list needs to show it.
    calls::Calls calls;
    exchange::Store::Change all;
    for (uint32_t id = 0; id < workspace.store().connections().size(); ++id)
        all.connections.push_back(id);
    const Stopwatch joining;
    calls.update(workspace.store(), all);
    tell(QStringLiteral("join of halves over the whole list"), joining.read().processorMs / 1e3, QStringLiteral("s"), {amount.share(), 0.3 * amount.share()}, QStringLiteral("%1 calls of two halves").arg(calls.seconds()));
    app.settle();
    app.forgetLongest();
    const Stopwatch parting;
    workspace.setJoined(false);
    workspace.setJoined(true);
    tell(QStringLiteral("  halves shown, and calls again"), parting.read().processorMs / 2, QStringLiteral("ms"), {100, 50}, QStringLiteral("each"));
    app.settle();
    return calls.seconds() == amount.rows / 2;
}

} // namespace bench
