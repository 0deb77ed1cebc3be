// SPDX-License-Identifier: GPL-3.0-or-later
// A capture that runs: much traffic, and none.
#include "tests/bench/window/figures.h"
#include "tests/bench/window/parts.h"
#include "tests/bench/window/played_helper.h"

#include "ui/table/exchange_view.h"

#include <QFile>

#include <ctime>

namespace bench {

namespace {

using Phase = ui::CaptureController::Phase;

double processSeconds()
{
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return double(time.tv_sec) + double(time.tv_nsec) / 1e9;
}

bool start(WatchedApplication &app, Opened &opened)
{
    opened.window.workspace().launch().start();
    return app.until([&] { return opened.window.workspace().capture().phase() == Phase::Capturing; }, 20);
}

bool stop(WatchedApplication &app, Opened &opened)
{
    opened.window.workspace().capture().stop();
    return app.until([&] { return opened.window.workspace().capture().phase() == Phase::Idle; }, 60);
}

void watch(WatchedApplication &app, Opened &opened, const QString &what, double seconds)
{
    const uint32_t before = opened.rows().endId();
    app.forgetLongest();
    const Stopwatch watch;
    app.spend(seconds);
    const Stretch took = watch.read();
    tell(what, app.longest().processorMs, QStringLiteral("ms"), {50, 16},
         QStringLiteral("%1 rows/s, %2 % of a core; %3 ms by the clock, %4").arg((opened.rows().endId() - before) / (took.clockMs / 1e3), 0, 'f', 0)
             .arg(100 * took.processorMs / took.clockMs, 0, 'f', 0).arg(app.longest().clockMs, 0, 'f', 0).arg(app.longestName()));
}

} // namespace

bool livePart(WatchedApplication &app, const QString &folder, Amount amount)
{
    constexpr uint32_t perSecond = 10'000;
    const double seconds = amount.rows < 1'000'000 ? 2 : 8;
    const QString socket = folder + QStringLiteral("/helper");
    qputenv("CLEARTAP_SOCKET", socket.toUtf8());
    Opened opened;
    app.settle();
    {
        const PlayedHelper helper(socket, perSecond);
        if (!start(app, opened))
            return false;
        app.spend(1);
        watch(app, opened, QStringLiteral("longest stall at 10,000 exchanges/s"), seconds);
        opened.window.workspace().filter().setText(QStringLiteral("status>=400"));
        watch(app, opened, QStringLiteral("  with a filter"), seconds / 2);
        opened.window.workspace().filter().setText({});
        auto &table = *opened.window.findChild<ui::ExchangeView *>();
        table.sortByColumn(int(ui::Column::Path), Qt::DescendingOrder);
        watch(app, opened, QStringLiteral("  sorted by path"), seconds / 2);
        table.sortByColumn(int(ui::Column::Time), Qt::AscendingOrder);
        opened.window.workspace().choose(opened.rows().idAt(0));
        watch(app, opened, QStringLiteral("  with an exchange in the details"), seconds / 2);
        if (!stop(app, opened))
            return false;
        app.settle();
        tell(QStringLiteral("  exchanges sent, and not shown"), double(helper.sent()) - opened.rows().total(), {}, {}, QStringLiteral("of %1").arg(helper.sent()));
        if (helper.sent() != opened.rows().total())
            return false;
    }
    QFile::remove(socket);
    // The same list, while nothing more comes.
    const PlayedHelper helper(socket, 0);
    if (!start(app, opened))
        return false;
    app.settle();
    const double before = processSeconds();
    const double idle = amount.rows < 1'000'000 ? 2 : 10;
    app.spend(idle);
    tell(QStringLiteral("processor time when idle"), 100 * (processSeconds() - before) / idle, QStringLiteral("%"), {1, 0.2}, QStringLiteral("capturing, %1 rows").arg(opened.rows().total()));
    return stop(app, opened);
}

} // namespace bench
