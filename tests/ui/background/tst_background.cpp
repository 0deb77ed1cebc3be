// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/background/background.h"
#include "ui/background/in_background.h"

#include <QRegularExpression>
#include <QSemaphore>
#include <QTest>

#include <memory>
#include <numeric>
#include <vector>

using ui::Background;

namespace {

// What a hand-over must not tear: made on one thread, read and ended on another.
std::unique_ptr<std::vector<int>> numbers(int count)
{
    auto made = std::make_unique<std::vector<int>>(size_t(count));
    std::iota(made->begin(), made->end(), 1);
    return made;
}

int sum(const std::vector<int> &numbers) { return std::accumulate(numbers.begin(), numbers.end(), 0); }

struct Receiver : QObject {
    int result = 0;
    Background work{this};
};

} // namespace

class TestBackground : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void bringsTheResultToTheThreadOfTheReceiver()
    {
        Receiver receiver;
        for (int round = 1; round <= 50; ++round) {
            receiver.work.start([given = numbers(round)](const Background::Superseded &) { return std::make_unique<int>(sum(*given)); },
                                [&receiver](std::unique_ptr<int> result) {
                                    QCOMPARE(QThread::currentThread(), receiver.thread());
                                    receiver.result = *result;
                                });
            QVERIFY(QTest::qWaitFor([&] { return receiver.result == round * (round + 1) / 2; }));
        }
    }

    void dropsTheResultOfWhatHasBeenSuperseded()
    {
        Receiver receiver;
        QSemaphore started, go;
        std::vector<int> results;
        const auto take = [&](int result) { results.push_back(result); };
        receiver.work.start(
            [&](const Background::Superseded &superseded) {
                started.release();
                go.acquire();
                return superseded() ? 1 : -1;
            },
            take);
        started.acquire();
        receiver.work.start([](const Background::Superseded &) { return 2; }, take); // waits for its thread, and never runs
        receiver.work.start([](const Background::Superseded &) { return 3; }, take);
        go.release();
        QTRY_COMPARE(results, std::vector<int>{3});
        receiver.work.start([](const Background::Superseded &) { return 4; }, take);
        QThread::msleep(20); // its result waits to be taken
        receiver.work.cancel();
        QTest::qWait(20);
        QCOMPARE(results, std::vector<int>{3});
    }

    void takesAllThatWasAddedToTheNewest()
    {
        QObject receiver;
        Background work(&receiver, 3, QThread::LowPriority);
        QCOMPARE(work.threads(), 3);
        int total = 0;
        for (int i = 1; i <= 200; ++i)
            work.add([given = numbers(i)](const Background::Superseded &) { return sum(*given); }, [&](int result) { total += result; });
        QTRY_COMPARE(total, 200 * 201 * 202 / 6);
    }

    void waitsAtItsEndForWorkThatRuns()
    {
        QSemaphore started;
        auto touched = std::make_unique<int>(0);
        {
            Receiver receiver;
            receiver.work.start(
                [&](const Background::Superseded &superseded) {
                    started.release();
                    while (!superseded())
                        QThread::msleep(1);
                    return *touched = 1;
                },
                [](int) { QFAIL("nobody waits for it"); });
            started.acquire();
        }
        QCOMPARE(*touched, 1);
        QTest::qWait(10);
    }

    void runsOneJobThatNobodyWaitsFor()
    {
        QObject context;
        int result = 0;
        ui::inBackground(
            &context, [given = numbers(10)] { return std::make_unique<int>(sum(*given)); },
            [&](std::unique_ptr<int> taken) { result = *taken; });
        QTRY_COMPARE(result, 55);
    }

    void forgetsTheJobOfWhoIsGone()
    {
        QSemaphore started, go;
        const auto held = std::make_shared<int>(7);
        auto context = std::make_unique<QObject>();
        ui::inBackground(
            context.get(),
            [&, held] {
                started.release();
                go.acquire();
                return held;
            },
            [](const std::shared_ptr<int> &) { QFAIL("there is nobody to tell"); });
        started.acquire();
        context.reset();
        go.release();
        QTRY_COMPARE(held.use_count(), 1L);
    }
};

QTEST_GUILESS_MAIN(TestBackground)
#include "tst_background.moc"
