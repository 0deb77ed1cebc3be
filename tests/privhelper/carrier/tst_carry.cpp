// SPDX-License-Identifier: GPL-3.0-or-later
// The carrier between two pipes and a session's socket, on a thread of its own.
#include "privhelper/carrier/carry.h"
#include "privhelper/wire/reader.h"
#include "privhelper/wire/writer.h"

#include <QTest>

#include <csignal>
#include <fcntl.h>
#include <functional>
#include <poll.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace carrier;

namespace {

void neverBlock(int fd)
{
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
}

// A carrier that runs, and the ends that the client and the session hold.
class Carried
{
public:
    explicit Carried(std::chrono::milliseconds silentMax = std::chrono::seconds(20))
    {
        int in[2], out[2], pair[2];
        if (pipe(in) != 0 || pipe(out) != 0 || socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0)
            qFatal("no pipes");
        toCarrier = in[1], fromCarrier = out[0], session = pair[0];
        for (const int fd : {in[0], out[1], pair[1]})
            neverBlock(fd);
        wire::Machine machine;
        machine.name = "far";
        m_thread = std::thread([=, this] {
            exit = carry(in[0], out[1], pair[1], machine, silentMax);
            for (const int fd : {in[0], out[1], pair[1]})
                ::close(fd);
        });
    }
    ~Carried()
    {
        close(toCarrier);
        close(session);
        close(fromCarrier);
        m_thread.join();
    }
    void close(int &fd)
    {
        if (fd >= 0)
            ::close(std::exchange(fd, -1));
    }
    Exit end()
    {
        m_thread.join();
        m_thread = std::thread([] { });
        return exit;
    }
    static void say(int to, const wire::Bytes &bytes) { QCOMPARE(write(to, bytes.data(), bytes.size()), ssize_t(bytes.size())); }
    template<class Message> static wire::Bytes frame(const Message &message)
    {
        wire::Bytes bytes;
        wire::encode(message, bytes);
        return bytes;
    }
    // Reads what the carrier writes until `enough`; false after ten seconds.
    bool read(const std::function<bool(const wire::Bytes &)> &enough)
    {
        while (!enough(got)) {
            pollfd wait{fromCarrier, POLLIN, 0};
            std::byte piece[65536];
            const ssize_t count = poll(&wait, 1, 10'000) > 0 ? ::read(fromCarrier, piece, sizeof piece) : 0;
            if (count <= 0)
                return false;
            got.insert(got.end(), piece, piece + count);
        }
        return true;
    }
    size_t count(wire::Type type) const
    {
        wire::FrameReader reader(got);
        size_t number = 0;
        for (auto frame = reader.next(); frame && *frame; frame = reader.next())
            number += (*frame)->type == type;
        return number;
    }

    int toCarrier, fromCarrier, session;
    wire::Bytes got;
    Exit exit{};

private:
    std::thread m_thread;
};

} // namespace

class TestCarry : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { signal(SIGPIPE, SIG_IGN); }

    void saysFirstWhichMachineSpeaks()
    {
        Carried carried;
        QVERIFY(carried.read([&](const auto &) { return carried.count(wire::Type::Machine) == 1; }));
        wire::FrameReader reader(carried.got);
        QCOMPARE(wire::decode<wire::Machine>((*reader.next())->body)->name, std::string("far"));
    }

    void answersAPingAndPassesOnTheRest()
    {
        Carried carried;
        Carried::say(carried.toCarrier, Carried::frame(wire::Ping{4711}));
        const wire::Bytes hello = Carried::frame(wire::Hello{1, "test"});
        Carried::say(carried.toCarrier, hello);
        QVERIFY(carried.read([&](const auto &) { return carried.count(wire::Type::Pong) == 1; }));
        wire::FrameReader reader(carried.got);
        (void)reader.next();
        const auto pong = wire::decode<wire::Pong>((*reader.next())->body);
        QCOMPARE(pong->time, int64_t(4711));
        QVERIFY(pong->realtime > 1'600'000'000'000'000'000);
        wire::Bytes arrived(hello.size());
        QCOMPARE(recv(carried.session, arrived.data(), arrived.size(), MSG_WAITALL), ssize_t(hello.size()));
        QVERIFY(arrived == hello);
    }

    void putsAnswersOnlyBetweenFrames()
    {
        Carried carried;
        constexpr int frames = 2000, pings = 50;
        std::thread session([&] {
            wire::Data head;
            for (int i = 0; i < frames; ++i) {
                wire::Bytes bytes;
                head.moved = uint32_t(100 + i * 7);
                wire::encode(head, wire::Bytes(head.moved, std::byte(i)), bytes);
                for (size_t done = 0; done < bytes.size();)
                    done += size_t(std::max<ssize_t>(send(carried.session, bytes.data() + done, std::min<size_t>(bytes.size() - done, 777), MSG_NOSIGNAL), 0));
            }
        });
        std::thread client([&] {
            for (int i = 0; i < pings; ++i) {
                const wire::Bytes ping = Carried::frame(wire::Ping{i});
                (void)!write(carried.toCarrier, ping.data(), ping.size());
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            }
        });
        const bool all = carried.read([&, size = size_t(0)](const wire::Bytes &got) mutable {
            if (got.size() < size + 500'000 && got.size() < 14'000'000)
                return false;
            size = got.size();
            return carried.count(wire::Type::Data) == frames && carried.count(wire::Type::Pong) == pings;
        });
        session.join();
        client.join();
        QVERIFY(all);
    }

    void endsBehindTheSessionsLastFrame()
    {
        Carried carried;
        Carried::say(carried.session, Carried::frame(wire::Stopped{"over"}));
        carried.close(carried.session);
        QCOMPARE(carried.end(), Exit::Done);
        QVERIFY(carried.read([&](const auto &) { return carried.count(wire::Type::Stopped) == 1; }));
    }

    void endsWithItsClient()
    {
        Carried carried;
        carried.close(carried.toCarrier);
        QCOMPARE(carried.end(), Exit::ClientGone);
        std::byte byte;
        QCOMPARE(recv(carried.session, &byte, 1, 0), ssize_t(0));
    }

    void endsWithASilentClient()
    {
        Carried carried(std::chrono::milliseconds(100));
        QCOMPARE(carried.end(), Exit::ClientSilent);
    }

    void refusesARequestThatIsTooLong()
    {
        Carried carried;
        const uint32_t head[2] = {wire::requestMax + 1, uint32_t(wire::Type::Hello)};
        QCOMPARE(write(carried.toCarrier, head, sizeof head), ssize_t(sizeof head));
        QCOMPARE(carried.end(), Exit::BadRequest);
    }
};

QTEST_GUILESS_MAIN(TestCarry)
#include "tst_carry.moc"
