// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/capture/sent_bytes.h"

#include <QRegularExpression>
#include <QTest>

using namespace capture;

namespace {

constexpr uint64_t origin = 1, receiver = 2;

std::string letters(uint64_t offset, size_t size)
{
    std::string text(size, '\0');
    for (size_t i = 0; i < size; ++i)
        text[i] = char('a' + (offset + i) % 23);
    return text;
}

void send(SentBytes &bytes, uint64_t offset, size_t size, uint64_t flow = origin, uint8_t flags = uint8_t(wire::DataFlag::Kept))
{
    wire::Data head;
    head.flow = flow;
    head.offset = offset;
    head.moved = uint32_t(size);
    head.direction = 1;
    head.flags = flags;
    const std::string text = letters(offset, size);
    bytes.sent({head, std::as_bytes(std::span(text))}, 5000 + offset);
}

// "+offset:size@position" of each piece whose bytes are right; "-offset" if they are said to be missing.
QString receive(SentBytes &bytes, uint64_t offset, size_t size, uint8_t flags = 0, uint64_t from = origin)
{
    constexpr uint64_t ahead = 1000;   // positions here and there differ
    QStringList words;
    uint64_t next = 0;
    const wire::SameBytes same{10, receiver, 0, from, offset + ahead, offset, 100, 101, uint32_t(size), flags, wire::Origin::Socket};
    const bool all = bytes.received(same, [&](const wire::DataView &view, uint64_t position) {
        const wire::Data &head = view.head;
        const bool fits = head.time == 10 && head.flow == receiver && head.tls == 0 && head.pid == 100 && head.tid == 101 && head.moved == size
            && head.offset == offset + ahead + next && head.callOffset == next && head.direction == 0 && head.origin == wire::Origin::Socket
            && head.captured == view.payload.size() && (head.flags & ~int(wire::DataFlag::Cut)) == flags;
        const std::string expected = letters(offset + next, view.payload.size());
        if (!fits || !std::ranges::equal(view.payload, std::as_bytes(std::span(expected))))
            words << QStringLiteral("wrong");
        else if (head.has(wire::DataFlag::Cut))
            words << QStringLiteral("-%1").arg(offset);
        else
            words << QStringLiteral("+%1:%2@%3").arg(offset + next).arg(view.payload.size()).arg(position);
        next += view.payload.size();
    });
    if (all != (next == size))
        words << QStringLiteral("wrong result");
    return words.join(' ');
}

} // namespace

class TestSentBytes : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void givesEachReceivedPieceItsBytesAndTheirPlace()
    {
        SentBytes bytes;
        send(bytes, 0, 100);
        send(bytes, 100, 50);
        QCOMPARE(receive(bytes, 0, 5), "+0:5@5000");
        QCOMPARE(receive(bytes, 5, 120, uint8_t(wire::DataFlag::Ciphertext)), "+5:95@5005 +100:25@5100");
        QCOMPARE(bytes.bytes(), size_t(50));
        send(bytes, 150, 10);
        QCOMPARE(receive(bytes, 125, 35), "+125:25@5125 +150:10@5150");
        QCOMPARE(bytes.bytes(), size_t(0));
    }

    // The other end has copied the first ones itself.
    void needsNotAllToBeReceivedThisWay()
    {
        SentBytes bytes;
        send(bytes, 0, 100);
        QCOMPARE(receive(bytes, 60, 10), "+60:10@5060");
        QCOMPARE(receive(bytes, 70, 30), "+70:30@5070");
        QCOMPARE(bytes.bytes(), size_t(0));
    }

    void saysWhatIsNotThere()
    {
        SentBytes bytes;
        QCOMPARE(receive(bytes, 0, 10), "-0");
        send(bytes, 0, 10);
        QCOMPARE(receive(bytes, 5, 10), "-5");
        // A message was dropped on its way.
        send(bytes, 20, 10);
        QCOMPARE(receive(bytes, 15, 10), "-15");
        QCOMPARE(receive(bytes, 25, 5), "+25:5@5025");
    }

    void keepsOnlyWhatTheMessageSays()
    {
        SentBytes bytes;
        send(bytes, 0, 10, origin, 0);
        wire::Data head;
        head.flow = origin;
        head.direction = 0;
        head.flags = uint8_t(wire::DataFlag::Kept);
        bytes.sent({head, std::as_bytes(std::span("abc"))});
        QCOMPARE(bytes.streams(), size_t(0));
        // A TLS object's bytes are not its socket's.
        head.tls = 9;
        head.direction = 1;
        bytes.sent({head, std::as_bytes(std::span("abc", 3))});
        QCOMPARE(receive(bytes, 0, 3), "-0");
        QCOMPARE(bytes.bytes(), size_t(3));
    }

    void keepsTwiceAsMuchOfAStreamAsIsReferredTo()
    {
        SentBytes bytes;
        for (uint64_t offset = 0; offset < 2 * SentBytes::streamMax; offset += 16384)
            send(bytes, offset, 16384);
        QCOMPARE(bytes.bytes(), SentBytes::streamMax);
        QCOMPARE(receive(bytes, SentBytes::streamMax, 10), QStringLiteral("+%1:10@%2").arg(SentBytes::streamMax).arg(5000 + SentBytes::streamMax));
        QCOMPARE(receive(bytes, 0, 10), "-0");
    }

    void forgetsTheStreamsUsedLeastRecently()
    {
        SentBytes bytes({100, 2, 1});
        send(bytes, 0, 50, 3);
        send(bytes, 0, 50, 4);
        send(bytes, 50, 10, 3);
        QCOMPARE(bytes.bytes(), size_t(60));
        QCOMPARE(receive(bytes, 0, 50, 0, 4), "-0");
        QCOMPARE(receive(bytes, 0, 60, 0, 3), "+0:50@5000 +50:10@5050");
        send(bytes, 0, 1, 5);
        send(bytes, 0, 1, 6);
        QCOMPARE(bytes.streams(), size_t(2));
        // Of those that send no more, the one that ended first.
        bytes.closed(5);
        bytes.closed(6);
        QCOMPARE(bytes.streams(), size_t(1));
        QCOMPARE(receive(bytes, 0, 1, 0, 6), "+0:1@5000");
    }

    void remembersAStreamThatEndedUntilItsBytesAreReceived()
    {
        SentBytes bytes;
        send(bytes, 0, 10);
        bytes.closed(origin);
        QCOMPARE(receive(bytes, 0, 4), "+0:4@5000");
        QCOMPARE(bytes.streams(), size_t(1));
        QCOMPARE(receive(bytes, 4, 6), "+4:6@5004");
        QCOMPARE(bytes.streams(), size_t(0));
        send(bytes, 0, 10, 8);
        QCOMPARE(receive(bytes, 0, 10, 0, 8), "+0:10@5000");
        bytes.closed(8);
        QCOMPARE(bytes.streams(), size_t(0));
    }
};

QTEST_APPLESS_MAIN(TestSentBytes)
#include "tst_sent_bytes.moc"
