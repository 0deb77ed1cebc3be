// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/privhelper/relay/fake_ring.h"

#include <QRegularExpression>
#include <QTest>

using namespace relay;

namespace {

constexpr uint32_t busy = 1u << 31, discard = 1u << 30;

QString drained(FakeRing &ring, size_t limit = 1 << 20)
{
    QString text;
    RingView view(ring.memory());
    const RingState state = view.drain(limit, [&](std::span<const std::byte> record) {
        text += QString::fromLatin1(reinterpret_cast<const char *>(record.data()), qsizetype(record.size())) + u' ';
    });
    return text + QStringList{QStringLiteral("empty"), QStringLiteral("more"), QStringLiteral("broken")}[int(state)];
}

} // namespace

class TestRingView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void givesRecordsInOrderAndTheirSpaceBack()
    {
        FakeRing ring(4096);
        QCOMPARE(drained(ring), QStringLiteral("empty"));
        ring.put(bytesOf("one"));
        ring.put(bytesOf("twelve bytes"));
        QCOMPARE(drained(ring), QStringLiteral("one twelve bytes empty"));
        QCOMPARE(ring.consumer().load(), ring.producer().load());
        QCOMPARE(drained(ring), QStringLiteral("empty"));
    }

    void givesARecordThatLiesAcrossTheEndInOnePiece()
    {
        FakeRing ring(4096);
        const std::string big(3000, 'a');
        ring.put(bytesOf(big));
        QCOMPARE(drained(ring), QString::fromStdString(big + " empty"));
        const std::string across(2000, 'b');
        QVERIFY(ring.put(bytesOf(across)));
        QCOMPARE(drained(ring), QString::fromStdString(across + " empty"));
    }

    void waitsAtARecordThatIsStillBeingWritten()
    {
        FakeRing ring(4096);
        ring.put(bytesOf("one"));
        const uint64_t position = ring.producer();
        ring.put(bytesOf("two"), busy);
        ring.put(bytesOf("three"));
        QCOMPARE(drained(ring), QStringLiteral("one empty"));
        ring.setHead(position, 3);
        QCOMPARE(drained(ring), QStringLiteral("two three empty"));
    }

    void passesOverWhatWasDiscarded()
    {
        FakeRing ring(4096);
        ring.put(bytesOf("one"), discard);
        ring.put(bytesOf("two"));
        QCOMPARE(drained(ring), QStringLiteral("two empty"));
    }

    void stopsAtTheLimitAndGoesOn()
    {
        FakeRing ring(4096);
        for (const char *text : {"one", "two", "three"})
            ring.put(bytesOf(text));
        QCOMPARE(drained(ring, 32), QStringLiteral("one two more"));
        QCOMPARE(drained(ring, 32), QStringLiteral("three empty"));
    }

    void neverFollowsALengthThatLeavesTheRing()
    {
        FakeRing ring(4096);
        ring.put(bytesOf("one"));
        ring.put(bytesOf("two"));
        ring.setHead(16, 4000);
        QCOMPARE(drained(ring), QStringLiteral("one broken"));
        ring.setHead(16, 0x3fffffff);
        QCOMPARE(drained(ring), QStringLiteral("broken"));
    }

    void neverFollowsPositionsThatNoRingHas()
    {
        FakeRing ring(4096);
        ring.producer() = 4097;
        QCOMPARE(drained(ring), QStringLiteral("broken"));
        ring.producer() = 4;
        QCOMPARE(drained(ring), QStringLiteral("broken"));
        ring.producer() = 8;
        ring.consumer() = 16;
        QCOMPARE(drained(ring), QStringLiteral("broken"));
    }

    void refusesToMapWhatIsNoRing()
    {
        QCOMPARE(mapRing(-1, 4096).error(), EBADF);
        FakeRing ring(4096);
        QCOMPARE(mapRing(ring.fd(), 5000).error(), EINVAL);
        QCOMPARE(mapRing(ring.fd(), 0).error(), EINVAL);
    }
};

QTEST_GUILESS_MAIN(TestRingView)
#include "tst_ring_view.moc"
