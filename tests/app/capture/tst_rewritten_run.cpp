// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/capture/rewritten_run.h"

#include "tests/app/capture/frames.h"

#include <QTest>

using namespace capture;

namespace {

// What is written of these bytes; empty text: they are written as they are.
QString written(RewrittenRun &run, const wire::Bytes &bytes)
{
    run.begin(bytes.data());
    wire::FrameReader reader(bytes);
    size_t before = 0;
    while (const auto frame = reader.next().value()) {
        run.take(*frame, before, reader.position());
        before = reader.position();
    }
    run.end(before, reader.position());
    if (!run.replaces())
        return {};
    QStringList words;
    wire::FrameReader again(run.written());
    while (const auto frame = again.next().value())
        words << QString::number(int(frame->type));
    return words.join(QLatin1Char(' ')) + QStringLiteral(" and %1 unknown").arg(again.skipped());
}

} // namespace

class TestRewrittenRun : public QObject
{
    Q_OBJECT

    const wire::Bytes m_stranger = frames::ofANewerHelper(99, 40);

private Q_SLOTS:
    void leavesARunAsItIsWhereNothingChanges()
    {
        RewrittenRun run(false);
        QCOMPARE(written(run, frames::joined({m_stranger, frames::data(0, 5), m_stranger})), QString());
    }
    void leavesOutSecretsAndWhatOnlyTheApplicationSays()
    {
        RewrittenRun run(false);
        wire::Secret secret;
        secret.length = 1;
        QCOMPARE(written(run, frames::joined({frames::data(0, 5), m_stranger, frames::of(secret), m_stranger, frames::of(wire::Pong{}), frames::of(wire::Machine{}), frames::of(wire::LinkLost{}),
                                              frames::data(5, 5), m_stranger})), QStringLiteral("24 24 and 3 unknown"));
        QCOMPARE(written(run, frames::data(10, 5)), QString());   // the next one
    }
    void writesWhatIsPutInItsPlace()
    {
        RewrittenRun run(false);
        run.setRewrite([](const wire::Frame &frame, wire::Bytes &out) {
            if (frame.type == wire::Type::Data)
                wire::encode(wire::Stopped{}, out);
            return frame.type == wire::Type::Data;
        });
        QCOMPARE(written(run, frames::joined({frames::of(wire::Started{}), frames::data(0, 5), m_stranger, frames::data(5, 5)})), QStringLiteral("18 19 19 and 1 unknown"));
    }
    void dropsWhatNobodyCanRewrite()
    {
        RewrittenRun run(true);
        QCOMPARE(written(run, frames::joined({m_stranger, frames::data(0, 5), m_stranger})), QStringLiteral("24 and 0 unknown"));
        run.refuse();
        QVERIFY(run.written().empty());
    }
};

QTEST_GUILESS_MAIN(TestRewrittenRun)
#include "tst_rewritten_run.moc"
