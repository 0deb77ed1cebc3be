// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/capture/live_source.h"
#include "app/session/capture_session.h"
#include "tests/app/session/script.h"

#include <QElapsedTimer>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <future>

using namespace session;

namespace {

wire::Bytes ofANewerHelper(uint16_t type, size_t size)
{
    wire::Bytes out(wire::frameHeadSize + size);
    const auto length = uint32_t(size);
    memcpy(out.data(), &length, 4);
    memcpy(out.data() + 4, &type, 2);
    return out;
}

// Runs of which each leaves as much to be read.
class FullSource final : public capture::Source
{
public:
    FullSource(uint64_t behind, int runs)
        : m_behind(behind)
        , m_left(runs)
    {
        m_frames = Script().bytes();
    }
    std::expected<capture::Run, capture::Error> next(int) override
    {
        m_position += uint64_t(64) << 20;   // as fast as the programs write
        return capture::Run{m_frames, m_position, --m_left < 0, m_left > 0 ? m_behind : 0};
    }
    void stop() override { m_left = 0; }
    std::shared_ptr<const base::BodySource> bodies() const override { return nullptr; }
    int captureFile() const override { return -1; }

private:
    wire::Bytes m_frames;
    uint64_t m_behind, m_position = 0;
    std::atomic<int> m_left;
};

// The seconds that it takes to read so many runs.
double secondsToRead(uint64_t behind, Pace pace)
{
    std::promise<void> ended;
    QElapsedTimer timer;
    timer.start();
    CaptureSession session(std::make_unique<FullSource>(behind, 9), [&](Update &&update) {
        if (update.ended)
            ended.set_value();
    }, pace);
    ended.get_future().wait();
    return double(timer.elapsed()) / 1e3;
}

} // namespace

class TestCaptureSession : public QObject
{
    Q_OBJECT

    QTemporaryDir m_directory;

    // The result of a saved capture of these frames, all updates joined.
    struct Replayed {
        exchange::Batch batch;
        std::optional<capture::Error> error;
    };
    Replayed replay(const wire::Bytes &frames) const
    {
        const QString path = m_directory.filePath(QStringLiteral("x.cleartap"));
        QByteArray head(64, '\0');
        head.replace(0, 8, "CLEARTAP");
        head[8] = 1, head[12] = 64;
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(head + QByteArray(reinterpret_cast<const char *>(frames.data()), qsizetype(frames.size()))) < 0)
            qFatal("cannot write");
        file.close();
        auto source = capture::openSaved(path.toStdString());
        if (!source)
            qFatal("cannot open");
        Replayed all;
        std::promise<void> ended;
        CaptureSession session(std::move(*source), [&](Update &&update) {
            for (auto &exchange : update.batch.exchanges)
                all.batch.exchanges.push_back(std::move(exchange));
            if (!update.batch.losses.empty())
                all.batch.losses = std::move(update.batch.losses);
            all.error = update.error;
            if (update.ended)
                ended.set_value();
        });
        ended.get_future().wait();
        return all;
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void countsWhatANewerHelperSaysBesideWhatItKnows()
    {
        const Script script = Script().process(100, "curl").socket(1, 100).sent(1, "GET /x HTTP/1.1\r\nHost: a.local\r\n\r\n")
                                  .received(1, "HTTP/1.1 204 No Content\r\n\r\n");
        wire::Bytes frames;
        uint64_t strangers = 0;
        wire::FrameReader reader(script.bytes());
        for (size_t from = 0; reader.next().value(); from = reader.position()) {
            for (const auto &stranger : {ofANewerHelper(uint16_t(wire::Type::Translation) + 1, 100), ofANewerHelper(999, 0)})
                frames.insert(frames.end(), stranger.begin(), stranger.end()), ++strangers;
            frames.insert(frames.end(), script.bytes().begin() + ptrdiff_t(from), script.bytes().begin() + ptrdiff_t(reader.position()));
        }
        const Replayed replayed = replay(frames);
        QVERIFY(!replayed.error);
        QCOMPARE(replayed.batch.exchanges.size(), size_t(1));
        QCOMPARE(replayed.batch.exchanges[0].status, 204);
        QCOMPARE(replayed.batch.losses.size(), size_t(1));
        QCOMPARE(replayed.batch.losses[0].cause, std::string("messages from a newer helper"));
        QCOMPARE(replayed.batch.losses[0].events, strangers);
        QVERIFY(strangers >= 10);
    }

    void yieldsUntilTooMuchWaits()
    {
        const uint64_t little = uint64_t(1) << 20, much = uint64_t(1) << 30;
        QVERIFY(secondsToRead(much, Pace::Yielding) > 2);     // a pause of 250 ms after each of nine
        QVERIFY(secondsToRead(little, Pace::CatchingUp) > 2);
        QVERIFY(secondsToRead(much, Pace::CatchingUp) < 2);
    }
};

QTEST_GUILESS_MAIN(TestCaptureSession)
#include "tst_capture_session.moc"
