// SPDX-License-Identifier: GPL-3.0-or-later
// From the start of the program to a window that answers.
#include "tests/bench/window/figures.h"
#include "tests/bench/window/parts.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTemporaryDir>

#include <algorithm>
#include <chrono>
#include <ctime>

namespace bench {

namespace {

double clockMs()
{
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

} // namespace

bool startPart(WatchedApplication &, const QString &folder, Amount)
{
    constexpr int rounds = 5;
    std::vector<double> clock, processor;
    for (int round = 0; round < rounds; ++round) {
        QProcess child;
        const double begin = clockMs();
        child.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--part"), QStringLiteral("usable"), QStringLiteral("--folder"), folder});
        if (!child.waitForFinished(20'000) || child.exitCode() != 0)
            return false;
        const QList<QByteArray> told = child.readAllStandardOutput().split(' ');
        clock.push_back(told.value(0).toDouble() - begin);
        processor.push_back(told.value(1).toDouble());
    }
    tell(QStringLiteral("start to a usable window"), median(clock) / 1e3, QStringLiteral("s"), {1, 0.4}, QStringLiteral("%1 s of processor time; files in the page cache").arg(median(processor) / 1e3, 0, 'f', 2));
    return true;
}

bool usablePart(WatchedApplication &app, const QString &, Amount)
{
    Opened opened;
    app.until([&] { return app.longest().processorMs > 0 && opened.window.isVisible(); });
    QCoreApplication::processEvents();   // the first frame is painted, and nothing waits
    std::printf("%.3f %.3f\n", clockMs(), 1e3 * double(std::clock()) / CLOCKS_PER_SEC);
    return true;
}

} // namespace bench
