// SPDX-License-Identifier: GPL-3.0-or-later
// The role as a separate process, confined as in the product, between a ring in memory and a socket.
#include "privhelper/relay/relay.h"
#include "privhelper/wire/reader.h"
#include "privhelper/wire/writer.h"
#include "tests/privhelper/relay/fake_ring.h"

#include <QElapsedTimer>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <csignal>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>

using namespace relay;

namespace {

class Running
{
public:
    explicit Running(FakeRing &ring, size_t queueBytes = 1 << 20, const Totals &before = {}, FakeRing *packets = nullptr)
    {
        int client[2], notices[2];
        if (socketpair(AF_UNIX, SOCK_STREAM, 0, client) != 0 || socketpair(AF_UNIX, SOCK_STREAM, 0, notices) != 0)
            qFatal("socketpair");
        m_pid = fork();
        if (m_pid == 0) {
            close(client[0]);
            close(notices[0]);
            _exit(int(relay::run({ring.fd(), client[1], notices[1], ring.size(), queueBytes, before, packets ? packets->fd() : -1, packets ? packets->size() : 0})));
        }
        close(client[1]);
        close(notices[1]);
        m_client = client[0];
        m_notices = notices[0];
    }
    ~Running()
    {
        if (m_pid > 0) {
            kill(m_pid, SIGKILL);
            waitpid(m_pid, nullptr, 0);
        }
        close(m_client);
        close(m_notices);
    }
    Running(const Running &) = delete;

    pid_t pid() const { return m_pid; }
    void say(const wire::Bytes &frames)
    {
        if (write(m_notices, frames.data(), frames.size()) != ssize_t(frames.size()))
            qFatal("write");
    }
    // What it reports at its end.
    Totals totals() const
    {
        Totals all;
        return recv(m_notices, &all, sizeof all, 0) == ssize_t(sizeof all) ? all : Totals{};
    }
    void endNotices() { shutdown(m_notices, SHUT_WR); }
    void hangUp()
    {
        close(m_client);
        m_client = -1;
    }
    // Reads until `enough` frames have come or the peer closed.
    QStringList frames(int enough = INT_MAX)
    {
        QStringList words;
        QElapsedTimer timer;
        timer.start();
        while (words.size() < enough && timer.elapsed() < 10'000) {
            pollfd watched{m_client, POLLIN, 0};
            poll(&watched, 1, 1000);
            std::byte buffer[65536];
            const ssize_t count = recv(m_client, buffer, sizeof buffer, MSG_DONTWAIT);
            if (count == 0)
                break;
            if (count > 0)
                m_bytes.insert(m_bytes.end(), buffer, buffer + count);
            wire::FrameReader reader(m_bytes);
            for (auto frame = reader.next(); frame && *frame; frame = reader.next())
                words << word(**frame);
            m_bytes.erase(m_bytes.begin(), m_bytes.begin() + ptrdiff_t(reader.position()));
        }
        return words;
    }
    // Exit status, or minus the signal.
    int wait()
    {
        int status = 0;
        waitpid(m_pid, &status, 0);
        m_pid = 0;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    }
    QString status(const char *name) const
    {
        QFile file(QStringLiteral("/proc/%1/status").arg(m_pid));
        if (!file.open(QIODevice::ReadOnly))
            return {};
        for (const QByteArray &line : file.readAll().split('\n')) {
            if (line.startsWith(name))
                return QString::fromLatin1(line).section(u':', 1).simplified();
        }
        return {};
    }

private:
    static QString word(const wire::Frame &frame)
    {
        if (frame.type == wire::Type::Data) {
            const auto view = wire::decodeData(frame.body);
            return QStringLiteral("d%1+%2").arg(view->head.offset).arg(view->payload.size());
        }
        if (frame.type == wire::Type::Packet) {
            const auto view = wire::decodePacket(frame.body);
            return QStringLiteral("p%1+%2/%3").arg(view->head.offset).arg(view->head.bytes).arg(view->head.captured);
        }
        if (frame.type == wire::Type::Losses) {
            const auto losses = wire::decode<wire::Losses>(frame.body);
            return QStringLiteral("lost %1 %2").arg(losses->counts[0].events).arg(losses->counts[0].bytes);
        }
        return QStringLiteral("t%1").arg(int(frame.type));
    }

    pid_t m_pid = 0;
    int m_client = -1, m_notices = -1;
    wire::Bytes m_bytes;
};

wire::Bytes stopped()
{
    wire::Bytes bytes;
    encode(wire::Stopped{}, bytes);
    return bytes;
}

} // namespace

class TestRelay : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void passesRecordsOnWithoutBeingAsked()
    {
        FakeRing ring(1 << 16);
        Running relay(ring);
        ring.put(dataRecord(0, "abc"));
        ring.put(dataRecord(3, "defg"));
        QCOMPARE(relay.frames(2), (QStringList{"d0+3", "d3+4"}));
        ring.put(dataRecord(7, "h"));
        QCOMPARE(relay.frames(1), (QStringList{"d7+1"}));
    }

    void sendsTheLoadersLastWordAfterTheLastRecord()
    {
        FakeRing ring(1 << 16);
        Running relay(ring);
        ring.put(dataRecord(0, "abc"));
        relay.say(stopped());
        relay.endNotices();
        QCOMPARE(relay.frames(), (QStringList{"d0+3", "t19"}));
        QCOMPARE(relay.wait(), int(Exit::Done));
    }

    void endsWhenTheClientHangsUp()
    {
        FakeRing ring(1 << 16);
        Running relay(ring);
        ring.put(dataRecord(0, "abc"));
        relay.frames(1);
        relay.hangUp();
        QCOMPARE(relay.wait(), int(Exit::ClientGone));
    }

    void endsAtABrokenRing()
    {
        FakeRing ring(1 << 16);
        Running relay(ring);
        ring.producer() = 1 << 20;
        QCOMPARE(relay.wait(), int(Exit::RingBroken));
    }

    void endsAtABrokenNotice()
    {
        FakeRing ring(1 << 16);
        Running relay(ring);
        relay.say(wire::Bytes(20, std::byte(0xff)));
        QCOMPARE(relay.wait(), int(Exit::BadNotice));
    }

    void dropsWholeChunksForASlowClientAndSaysSo()
    {
        FakeRing ring(1 << 20);
        Running relay(ring, 1 << 20);
        const std::string payload(16'000, 'p');
        uint64_t offset = 0;
        for (int i = 0; i < 2000;) {
            if (ring.put(dataRecord(offset, payload)))
                offset += payload.size(), ++i;
            else
                QTest::qSleep(1);
        }
        // What is not read waits in the ring, half of which stays free.
        QTRY_VERIFY(ring.producer() - ring.consumer() < ring.size() / 2);
        relay.say(stopped());
        relay.endNotices();
        const QStringList words = relay.frames();
        QCOMPARE(words.last(), QStringLiteral("t19"));
        const QStringList losses = words.filter(QStringLiteral("lost"));
        QVERIFY(!losses.isEmpty());
        const auto lost = losses.last().section(u' ', 1, 1).toULongLong();
        QCOMPARE(uint64_t(words.filter(QRegularExpression(QStringLiteral("^d"))).size()) + lost, uint64_t(2000));
        QCOMPARE(losses.last().section(u' ', 2).toULongLong(), lost * 16'000);
        QCOMPARE(relay.wait(), int(Exit::Done));
    }

    // When the ring grows, one relay follows another: what was lost is still said, and passed on.
    void goesOnWithTheTotalsOfTheOneBefore()
    {
        FakeRing ring(1 << 20);
        Running relay(ring, 1 << 20, {5, 700, 2});
        QTRY_VERIFY(ring.put(dataRecord(0, "payload")));
        const QStringList words = relay.frames(2);
        QVERIFY2(words.contains(QStringLiteral("lost 5 700")), qPrintable(words.join(u',')));
        relay.endNotices();
        relay.frames();
        QCOMPARE(relay.wait(), int(Exit::Done));
        const Totals totals = relay.totals();
        QCOMPARE(totals.events, 5u);
        QCOMPARE(totals.bytes, 700u);
        QCOMPARE(totals.bad, 2u);
    }

    // Half of what fits waits in the queue, the rest in the ring; nothing is dropped, however late it is read.
    void keepsForASlowClientWhatFits()
    {
        FakeRing ring(1 << 20);
        Running relay(ring, 1 << 20);
        const std::string payload(16'000, 'p');
        for (uint64_t i = 0; i < 60; ++i) {
            while (!ring.put(dataRecord(i * payload.size(), payload)))
                QTest::qSleep(1);
        }
        QTest::qSleep(200);
        relay.say(stopped());
        relay.endNotices();
        QTest::qSleep(200);
        const QStringList words = relay.frames();
        QCOMPARE(words.size(), 61);
        QCOMPARE(words.last(), QStringLiteral("t19"));
        QCOMPARE(relay.wait(), int(Exit::Done));
    }

    void hasNoPrivilegeLeft()
    {
        if (geteuid() != 0)
            QFAIL("needs root");
        FakeRing ring(1 << 16);
        Running relay(ring);
        ring.put(dataRecord(0, "abc"));
        relay.frames(1);
        QVERIFY(!relay.status("Uid").startsWith(u"0"));
        QVERIFY(!relay.status("Gid").startsWith(u"0"));
        QCOMPARE(relay.status("Groups"), QString());
        for (const char *set : {"CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"})
            QCOMPARE(relay.status(set), QStringLiteral("0000000000000000"));
        QCOMPARE(relay.status("NoNewPrivs"), QStringLiteral("1"));
        QCOMPARE(relay.status("Seccomp"), QStringLiteral("2"));
    }

    void drainsASecondRingOfPackets()
    {
        FakeRing ring(1 << 20), packets(1 << 20);
        Running relay(ring, 1 << 20, {}, &packets);
        QVERIFY(ring.put(dataRecord(0, "event")));
        flow_packet head{};
        head.h.kind = FLOW_KIND_PACKET;
        head.length = 90'000, head.captured = 70'000;
        QVERIFY(packets.put(recordOf(head, std::string(70'000, 'p'))));
        head.length = head.captured = 0;
        QVERIFY(packets.put(recordOf(head)));
        relay.say(stopped());
        relay.endNotices();
        QCOMPARE(relay.frames(), (QStringList{"d0+5", "p0+32768/70000", "p32768+32768/70000", "p65536+4464/70000", "p0+0/0", "t19"}));
        QCOMPARE(relay.wait(), 0);
    }
};

QTEST_GUILESS_MAIN(TestRelay)
#include "tst_relay.moc"
