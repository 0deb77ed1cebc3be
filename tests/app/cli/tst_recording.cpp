// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/recording.h"

#include "app/base/body_source.h"
#include "privhelper/wire/reader.h"
#include "privhelper/wire/writer.h"

#include <QRegularExpression>
#include <QTest>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstring>
#include <thread>

using namespace cli;

namespace {

class NoBodies final : public base::BodySource
{
public:
    std::expected<std::vector<std::byte>, int> read(std::span<const base::Slice>, size_t) const override { return std::unexpected(EIO); }
};

struct Released {
    uint64_t limit;
    std::vector<base::Extent> kept;
};

// A request that lasts, then others with their answers, each run a gigabyte further in the file.
class LongSource final : public capture::Source
{
public:
    explicit LongSource(std::vector<Released> &released)
        : m_released(released)
    {
        encode(wire::Started{.hooks = "none"}, m_frames);
        socket(1);
        socket(2);
        moved(1, 1, 0, "GET /long HTTP/1.1\r\nHost: a\r\n\r\n");
        const std::string request = "GET /short HTTP/1.1\r\nHost: a\r\n\r\n", answer = "HTTP/1.1 204 No Content\r\n\r\n";
        for (uint64_t i = 0; i < 20; ++i) {
            moved(2, 1, i * request.size(), request);
            moved(2, 0, i * answer.size(), answer);
        }
    }
    std::expected<capture::Run, capture::Error> next(int) override
    {
        const auto rest = std::span<const std::byte>(m_frames).subspan(m_given);
        wire::FrameReader reader(rest);
        for (int frames = 0; frames < 6 && reader.next().value(); ++frames) { }
        m_given += reader.position();
        m_position += 1 << 30;
        return capture::Run{rest.first(reader.position()), m_position, reader.position() == 0};
    }
    void stop() override {}
    std::shared_ptr<const base::BodySource> bodies() const override { return std::make_shared<NoBodies>(); }
    int captureFile() const override { return -1; }
    void release(uint64_t limit, const std::vector<base::Extent> &kept) override { m_released.push_back({limit, kept}); }

private:
    void socket(uint64_t flow)
    {
        wire::Socket message;
        message.time = ++m_time;
        message.flow = flow;
        message.pid = 100;
        message.localPort = uint16_t(40'000 + flow);
        message.remotePort = 80;
        message.family = 2;
        message.protocol = 6;
        message.role = wire::Role::Client;
        message.state = wire::TcpState::Established;
        message.fromStart = 1;
        encode(message, m_frames);
    }
    void moved(uint64_t flow, uint8_t direction, uint64_t offset, const std::string &bytes)
    {
        wire::Data head;
        head.time = ++m_time;
        head.flow = flow;
        head.offset = offset;
        head.pid = head.tid = 100;
        head.moved = uint32_t(bytes.size());
        head.direction = direction;
        head.origin = wire::Origin::Socket;
        encode(head, std::as_bytes(std::span(bytes)), m_frames);
    }

    std::vector<Released> &m_released;
    int64_t m_time = 0;
    wire::Bytes m_frames;
    size_t m_given = 0;
    uint64_t m_position = 0;
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

    void letsOthersLookAtItsRowsWhileItRuns()
    {
        std::vector<Released> released;
        Recording recording(std::make_unique<LongSource>(released), {}, Keep::All);
        uint32_t seen = 0;
        const auto look = [&] { recording.look([&](const exchange::Store &store, const calls::Calls &) { seen = store.size(); }); };
        while (!recording.waitEnd(1))
            look();
        look();
        QCOMPARE(seen, 21u);
    }

    void hasBodiesFromTheFirstUpdateOn()
    {
        for (int round = 0; round < 20; ++round) {
            std::shared_ptr<const base::BodySource> bodies;
            Recording recording(std::make_unique<QuietSource>(),
                                [&](const exchange::Store &, const calls::Calls &, std::span<const exchange::ExchangeId>) { bodies = recording.bodies(); }, Keep::All);
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
            std::make_unique<QuietSource>(), [&](const exchange::Store &, const calls::Calls &, std::span<const exchange::ExchangeId>) { ++updates; },
            Keep::InProgress, exchange::bodyMaxUsual, session::Pace::Yielding);
        QVERIFY(!recording.waitEnd(50));
        recording.stop();
        QVERIFY(recording.waitEnd(10'000));
        QVERIFY(updates >= 1);
        QCOMPARE(recording.store().size(), 0u);
    }

    void releasesWhatHasEndedOnceItWasSeen()
    {
        std::vector<Released> released;
        QStringList paths;
        Recording recording(
            std::make_unique<LongSource>(released), [&](const exchange::Store &store, const calls::Calls &, std::span<const exchange::ExchangeId> ids) {
                for (const exchange::ExchangeId id : ids)
                    paths << QString::fromStdString(std::string(store.path(id)));
            },
            Keep::InProgress);
        QVERIFY(recording.waitEnd(10'000));
        QCOMPARE(paths.size(), 21);
        QCOMPARE(paths.count(QStringLiteral("/long")), 1);
        QCOMPARE(recording.store().size(), 21u);
        QCOMPARE(recording.store().path(5), std::string_view());
        QVERIFY(!released.empty());
        QVERIFY(released[0].limit >= (uint64_t(1) << 30) - (uint64_t(1) << 28));
    }

    void keepsTheBytesOfAnExchangeInProgress()
    {
        std::vector<Released> released;
        size_t before = 0;
        Recording recording(
            std::make_unique<LongSource>(released), [&](const exchange::Store &store, const calls::Calls &, std::span<const exchange::ExchangeId>) {
                if (store.state(0) == exchange::State::InProgress)
                    before = released.size() + 1;
            },
            Keep::InProgress, exchange::bodyMaxUsual, session::Pace::CatchingUp);
        QVERIFY(recording.waitEnd(60'000));
        QVERIFY(before > 2);
        for (size_t i = 0; i < before && i < released.size(); ++i) {
            QCOMPARE(released[i].kept.size(), size_t(1));
            QCOMPARE(released[i].kept[0].end - released[i].kept[0].begin, uint64_t(strlen("GET /long HTTP/1.1\r\nHost: a\r\n\r\n")));
        }
    }

    void releasesNothingIfAllIsKept()
    {
        std::vector<Released> released;
        Recording recording(std::make_unique<LongSource>(released), {}, Keep::All);
        QVERIFY(recording.waitEnd(10'000));
        QVERIFY(released.empty());
        QCOMPARE(recording.store().path(5), std::string_view("/short"));
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
