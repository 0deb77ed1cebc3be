// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/session/script.h"

#include <QRegularExpression>
#include <QTest>

#include <malloc.h>

using namespace session;

namespace {

constexpr size_t pieceSize = 16384;

// An answer of that many pieces, complete before the time of day is known.
Script longAnswer(size_t pieces)
{
    Script script(Script::Clock::Later);
    script.process(100, "curl").socket(7, 100).sent(7, "GET /big HTTP/1.1\r\nHost: a.local\r\n\r\n");
    script.received(7, "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(pieces * pieceSize) + "\r\n\r\n");
    const std::string piece(pieceSize, 'x');
    for (size_t i = 0; i < pieces; ++i)
        script.received(7, piece);
    return script;
}

}

class TestEarlyFrames : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void keepsTheOrderOfAHundredMegabytesBeforeTheStart()
    {
        constexpr size_t pieces = 100'000'000 / pieceSize + 1;
        Script script = longAnswer(pieces);
        script.clock().sent(7, "GET /next HTTP/1.1\r\nHost: a.local\r\n\r\n").received(7, "HTTP/1.1 204 No Content\r\n\r\n");
        const Outcome outcome = play(script);
        QCOMPARE(outcome.exchanges.size(), size_t(2));
        const exchange::Exchange &big = outcome.exchanges.at(0);
        QCOMPARE(big.status, 200);
        QCOMPARE(big.response.bodyBytes, uint64_t(pieces * pieceSize));
        QCOMPARE(big.lostBytes, uint64_t(0));
        QCOMPARE(big.state, exchange::State::Complete);
        QVERIFY(big.request.begin > 1'700'000'000'000'000'000);
        QCOMPARE(outcome.exchanges.at(1).status, 204);
        QVERIFY(outcome.losses.empty());
    }

    void holdsNoneOfThemInMemory()
    {
        const Script script = longAnswer(2000);
        Pipeline pipeline(std::make_shared<ScriptFile>(script.bytes()), std::make_shared<DerivedFile>());
        const size_t before = mallinfo2().uordblks;
        wire::FrameReader reader(script.bytes());
        while (const auto frame = reader.next().value())
            pipeline.take(*frame, uint64_t(frame->body.data() - script.bytes().data()));
        const size_t held = mallinfo2().uordblks - before;
        qInfo("%zu bytes held of %zu", held, script.bytes().size());
        QVERIFY2(held < 64 * 1024, qPrintable(QString::number(held)));
    }

    void showsThemWhereTheStartNeverComes()
    {
        const Outcome outcome = play(longAnswer(10));
        QCOMPARE(outcome.exchanges.size(), size_t(1));
        QCOMPARE(outcome.exchanges.at(0).response.bodyBytes, uint64_t(10 * pieceSize));
    }

    void countsWhatCannotBeReadAgain()
    {
        const Script script = longAnswer(10);
        const wire::Bytes torn(script.bytes().begin(), script.bytes().begin() + 20'000);
        Pipeline pipeline(std::make_shared<ScriptFile>(torn), std::make_shared<DerivedFile>());
        wire::FrameReader reader(script.bytes());
        while (const auto frame = reader.next().value())
            pipeline.take(*frame, uint64_t(frame->body.data() - script.bytes().data()));
        pipeline.finish();
        const exchange::Batch batch = pipeline.drain();
        QCOMPARE(batch.losses.size(), size_t(1));
        QCOMPARE(batch.losses[0].cause, "early frames could not be re-read");
        QVERIFY(batch.losses[0].bytes > 10 * pieceSize - 20'000);
    }
};

QTEST_GUILESS_MAIN(TestEarlyFrames)
#include "tst_early_frames.moc"
