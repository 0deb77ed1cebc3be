// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/recording.h"

#include "app/base/body_source.h"
#include "privhelper/wire/writer.h"

#include <QRegularExpression>
#include <QTest>

#include <atomic>
#include <chrono>
#include <csignal>
#include <thread>

using namespace cli;

namespace {

class NoBodies final : public base::BodySource
{
public:
    std::expected<std::vector<std::byte>, int> read(std::span<const base::Slice>, size_t) const override { return std::unexpected(EIO); }
};

// A capture that starts, and in which nothing happens until it is stopped.
class QuietSource final : public capture::Source
{
public:
    QuietSource() { wire::encode(wire::Started{.hooks = "none"}, m_frames); }
    std::expected<capture::Run, capture::Error> next(int) override
    {
        const bool first = m_given++ == 0;
        if (!first)
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        const auto frames = first ? std::span<const std::byte>(m_frames) : std::span<const std::byte>();
        return capture::Run{frames, first ? 0 : m_frames.size(), !first && m_stopped};
    }
    void stop() override { m_stopped = true; }
    std::shared_ptr<const base::BodySource> bodies() const override { return std::make_shared<NoBodies>(); }
    int captureFile() const override { return -1; }

private:
    wire::Bytes m_frames;
    int m_given = 0;
    std::atomic<bool> m_stopped = false;
};

} // namespace

class TestRecording : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void hasBodiesFromTheFirstUpdateOn()
    {
        for (int round = 0; round < 20; ++round) {
            std::shared_ptr<const base::BodySource> bodies;
            Recording recording(std::make_unique<QuietSource>(),
                                [&](const exchange::Store &, const exchange::Store::Change &) { bodies = recording.bodies(); });
            recording.stop();
            QVERIFY(recording.waitEnd(10'000));
            QVERIFY(bodies);
            QVERIFY(!recording.error());
            QCOMPARE(recording.notices().size(), size_t(1));
            QCOMPARE(recording.notices()[0].text, std::string("none"));
        }
    }

    void isStoppedWhileItYields()
    {
        int updates = 0;
        Recording recording(
            std::make_unique<QuietSource>(), [&](const exchange::Store &, const exchange::Store::Change &) { ++updates; },
            exchange::bodyMaxUsual, session::Pace::Yielding);
        QVERIFY(!recording.waitEnd(50));
        recording.stop();
        QVERIFY(recording.waitEnd(10'000));
        QVERIFY(updates >= 1);
        QCOMPARE(recording.store().size(), 0u);
    }

    void seesAnInterruptWhicheverThreadTookIt()
    {
        catchInterrupt();
        QVERIFY(!interrupted());
        std::thread other([] { std::raise(SIGINT); });
        const bool seen = QTest::qWaitFor([] { return interrupted(); });
        other.join();
        std::signal(SIGINT, SIG_DFL);
        std::signal(SIGTERM, SIG_DFL);
        QVERIFY(seen);
    }
};

QTEST_GUILESS_MAIN(TestRecording)
#include "tst_recording.moc"
