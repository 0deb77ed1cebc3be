// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/relay/send_queue.h"
#include "privhelper/wire/reader.h"
#include "privhelper/wire/writer.h"

#include <QRegularExpression>
#include <QTest>

#include <sys/socket.h>
#include <unistd.h>

using namespace relay;

namespace {

struct Pair {
    int fds[2];
    Pair()
    {
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0)
            qFatal("socketpair");
    }
    ~Pair()
    {
        close(fds[0]);
        close(fds[1]);
    }
};

bool addData(SendQueue &queue, uint64_t offset, size_t size)
{
    wire::Bytes frame;
    wire::Data head;
    head.offset = offset;
    head.moved = uint32_t(size);
    encode(head, wire::Bytes(size, std::byte('d')), frame);
    std::byte *to = queue.addData(frame.size(), size);
    if (to)
        memcpy(to, frame.data(), frame.size());
    return to != nullptr;
}

void addExit(SendQueue &queue, uint32_t pid)
{
    wire::Bytes frame;
    encode(wire::ProcessExit{0, pid, 0}, frame);
    queue.add(frame);
}

// Everything that arrives, as "d<offset>" and "x<pid>", until the queue is empty.
QStringList received(SendQueue &queue, Pair &pair, wire::Bytes bytes = {})
{
    for (bool done = false; !done;) {
        done = queue.flush(pair.fds[0]) == SendResult::Sent;
        std::byte buffer[65536];
        for (ssize_t count; (count = recv(pair.fds[1], buffer, sizeof buffer, MSG_DONTWAIT)) > 0;)
            bytes.insert(bytes.end(), buffer, buffer + count);
    }
    QStringList words;
    wire::FrameReader reader(bytes);
    for (auto frame = reader.next(); frame && *frame; frame = reader.next()) {
        if ((*frame)->type == wire::Type::Data)
            words << QStringLiteral("d%1").arg(wire::decodeData((*frame)->body)->head.offset);
        else
            words << QStringLiteral("x%1").arg(wire::decode<wire::ProcessExit>((*frame)->body)->pid);
    }
    if (reader.atEnd() != wire::ReadError::Closed)
        words << QStringLiteral("torn");
    return words;
}

} // namespace

class TestSendQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void sendsEverythingInOrder()
    {
        Pair pair;
        SendQueue queue(1 << 20);
        addExit(queue, 1);
        addData(queue, 5, 10'000);
        addExit(queue, 2);
        QCOMPARE(received(queue, pair), (QStringList{"x1", "d5", "x2"}));
        QVERIFY(queue.empty());
        QCOMPARE(queue.dropped().events, uint64_t(0));
    }

    void dropsTheOldestDataAndKeepsTheRest()
    {
        Pair pair;
        SendQueue queue(600'000);
        for (uint32_t i = 0; i < 100; ++i) {
            QVERIFY(addData(queue, i, 10'000));
            addExit(queue, i);
        }
        QVERIFY(queue.bytes() <= 600'000);
        const Dropped dropped = queue.dropped();
        QVERIFY(dropped.events >= 40 && dropped.events < 100);
        QCOMPARE(dropped.bytes, dropped.events * 10'000);
        QStringList expected;
        for (uint64_t i = 0; i < 100; ++i) {
            if (i >= dropped.events)
                expected << QStringLiteral("d%1").arg(i);
            expected << QStringLiteral("x%1").arg(i);
        }
        QCOMPARE(received(queue, pair), expected);
    }

    void dropsWhatStandsForDataLikeData()
    {
        Pair pair;
        SendQueue queue(600'000);
        wire::Bytes frame;
        encode(wire::SameBytes{1, 2, 0, 3, 4, 4, 5, 6, 777}, frame);
        memcpy(queue.addData(frame.size(), 777), frame.data(), frame.size());
        addExit(queue, 1);
        uint64_t data = 0;
        while (queue.dropped().events == 0)
            QVERIFY(addData(queue, ++data, 10'000));
        QCOMPARE(queue.dropped().bytes, 777 + (queue.dropped().events - 1) * 10'000);
        QCOMPARE(received(queue, pair).first(), QStringLiteral("x1"));
    }

    void neverDropsAFrameThatTheClientHasBegunToRead()
    {
        Pair pair;
        SendQueue queue(600'000);
        uint32_t next = 0;
        for (; next < 50; ++next)
            addData(queue, next, 10'000);
        QCOMPARE(queue.flush(pair.fds[0]), SendResult::Blocked);
        for (; next < 300; ++next)
            addData(queue, next, 10'000);
        const QStringList words = received(queue, pair);
        QCOMPARE(words.first(), QStringLiteral("d0"));
        QCOMPARE(words.last(), QStringLiteral("d299"));
        QVERIFY(!words.contains(QStringLiteral("torn")));
        QCOMPARE(uint64_t(words.size()), 300 - queue.dropped().events);
    }

    void staysBoundedWhenNothingIsRead()
    {
        Pair pair;
        SendQueue queue(1 << 20);
        QCOMPARE(queue.flush(pair.fds[0]), SendResult::Sent);
        for (uint32_t i = 0; i < 200'000; ++i) {
            addData(queue, i, 100);
            addExit(queue, i);
            (void)queue.flush(pair.fds[0]);
        }
        QVERIFY(queue.bytes() <= (1 << 20) + (1 << 17));
        QVERIFY(!received(queue, pair).contains(QStringLiteral("torn")));
    }

    void tellsThatTheClientHasGone()
    {
        Pair pair;
        SendQueue queue(1 << 20);
        close(pair.fds[1]);
        addExit(queue, 1);
        QCOMPARE(queue.flush(pair.fds[0]), SendResult::Gone);
    }
};

QTEST_GUILESS_MAIN(TestSendQueue)
#include "tst_send_queue.moc"
