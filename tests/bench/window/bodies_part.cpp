// SPDX-License-Identifier: GPL-3.0-or-later
// Contents: searched, shown, imported.
#include "tests/bench/window/figures.h"
#include "tests/bench/window/parts.h"

#include "ui/body/body_view.h"
#include "ui/body/code_view.h"
#include "ui/body/json_page.h"
#include "ui/body/json_tree_model.h"
#include "ui/body/json_tree_view.h"
#include "ui/details/details_pane.h"
#include "ui/details/message_pane.h"

#include <QFileInfo>
#include <QPushButton>
#include <QToolButton>

#include <ctime>

namespace bench {

namespace {

double processSeconds()
{
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return double(time.tv_sec) + double(time.tv_nsec) / 1e9;
}

} // namespace

bool searchPart(WatchedApplication &app, const QString &folder, Amount amount)
{
    Opened opened;
    if (!opened.open(app, folder + QStringLiteral("/searched.cleartap")))
        return false;
    app.settle();
    const uint32_t rows = opened.rows().total();
    const double gigabytes = rows * 16.0 * 1024 / 1e9;
    ui::Workspace &workspace = opened.window.workspace();
    app.forgetLongest();
    const double before = processSeconds();
    const Stopwatch watch;
    workspace.filter().setText(QStringLiteral("body:needle"));
    const double call = watch.read().processorMs;
    app.until([&] { return opened.rows().shown() > 0; });
    const double first = watch.read().clockMs;
    app.until([&] { return workspace.unsearched() == 0; });
    const double all = watch.read().clockMs / 1e3, processor = processSeconds() - before;
    app.settle();
    if (opened.rows().shown() != (rows + 989) / 1000)
        return false;
    tell(QStringLiteral("search in bodies: first hits"), first, QStringLiteral("ms"), {100, 50}, QStringLiteral("%1 GB, %2 hits").arg(gigabytes, 0, 'f', 2).arg(opened.rows().shown()));
    tell(QStringLiteral("  a core"), gigabytes / processor, QStringLiteral("GB/s"), {0.5, 1, true}, QStringLiteral("%1 s for all of them, %2 s of processor time").arg(all, 0, 'f', 2).arg(processor, 0, 'f', 2));
    tell(QStringLiteral("  longest stall meanwhile"), std::max(call, app.longest().processorMs), QStringLiteral("ms"), {50, 16}, app.longestName());
    return amount.rows > 0;
}

bool bodiesPart(WatchedApplication &app, const QString &folder, Amount)
{
    Opened opened;
    if (!opened.open(app, folder + QStringLiteral("/bodies.cleartap")) || opened.rows().total() != 8)
        return false;
    ui::Workspace &workspace = opened.window.workspace();
    ui::MessagePane &response = *opened.window.findChild<ui::DetailsPane *>()->response();
    ui::BodyView &body = *response.body();
    workspace.choose(7);
    response.setCurrentPage(ui::MessagePane::Body);
    app.settle();
    std::vector<double> shown, clock, stalls;
    for (uint32_t id = 0; id < 7; ++id) {
        app.forgetLongest();
        const double before = processSeconds();
        const Stopwatch watch;
        workspace.choose(id);
        if (!app.until([&] { return response.settled() && body.currentPage() == body.code() && body.code()->text().size() > 1'000'000; }, 20))
            return false;
        clock.push_back(watch.read().clockMs);
        shown.push_back((processSeconds() - before) * 1e3);
        app.settle();
        stalls.push_back(app.longest().processorMs);
    }
    tell(QStringLiteral("row chosen until its body is shown, 1 MiB of JSON"), median(clock), QStringLiteral("ms"), {50, 20}, QStringLiteral("%1 ms of processor time in all, longest stall %2 ms").arg(median(shown), 0, 'f', 0).arg(median(stalls), 0, 'f', 0));

    workspace.choose(7);
    if (!app.until([&] { return response.settled() && body.allButton()->isVisible() && body.lookButtons().size() > 1; }, 20))
        return false;
    for (QToolButton *look : body.lookButtons())
        if (look->text() == QStringLiteral("Tree"))
            look->click();
    if (!app.until([&] { return response.settled() && body.currentPage() == body.json(); }, 20))
        return false;
    app.settle();
    app.forgetLongest();
    const Stopwatch watch;
    body.allButton()->click();
    const auto &tree = *body.tree()->tree();
    if (!app.until([&] { return response.settled() && !body.allButton()->isVisible() && tree.rowCount() > 0; }, 60))
        return false;
    const double took = watch.read().clockMs;
    app.settle();
    tell(QStringLiteral("a large JSON body as a tree"), took, QStringLiteral("ms"), {500, 250},
         QStringLiteral("%1 MB; longest stall %2 ms, %3").arg(double(workspace.store().responseBytes(7)) / 1e6, 0, 'f', 0).arg(app.longest().processorMs, 0, 'f', 0).arg(app.longestName()));
    // Its list of orders, opened by the user.
    app.forgetLongest();
    const Stopwatch opening;
    body.tree()->expand(tree.index(0, 0));
    const double expanded = opening.read().processorMs;
    app.settle();
    tell(QStringLiteral("  and its long list opened"), std::max(expanded, app.longest().processorMs), QStringLiteral("ms"), {50, 16}, QStringLiteral("%1 rows").arg(tree.rowCount(tree.index(0, 0))));
    return tree.rowCount(tree.index(0, 0)) > 100;
}

bool importPart(WatchedApplication &app, const QString &folder, Amount amount)
{
    Opened opened;
    app.settle();
    const QString path = folder + QStringLiteral("/archive.har");
    const double before = residentMiB(), size = double(QFileInfo(path).size()) / 1048576;
    app.forgetLongest();
    const Stopwatch watch;
    if (!opened.open(app, path))
        return false;
    const double took = watch.read().clockMs / 1e3;
    app.settle();
    tell(QStringLiteral("import a HAR file"), took, QStringLiteral("s"), {5 * amount.share(), 1.5 * amount.share()}, QStringLiteral("%1 entries, %2 MiB").arg(opened.rows().total()).arg(size, 0, 'f', 0));
    tell(QStringLiteral("  memory in file sizes, at most"), (mostResidentMiB() - before) / size, QString(), {3, 2}, QStringLiteral("%1 when it is shown").arg((residentMiB() - before) / size, 0, 'f', 1));
    tell(QStringLiteral("  longest stall meanwhile"), app.longest().processorMs, QStringLiteral("ms"), {50, 16}, app.longestName());
    return opened.rows().total() == uint32_t(amount.rows / 20);
}

} // namespace bench
