// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/connection.h"

#include <QDir>
#include <QRegularExpression>
#include <QTest>

#include <fcntl.h>
#include <sys/socket.h>

using namespace loader;
using namespace std::chrono_literals;

namespace {

struct Pair {
    UniqueFd peer;
    Connection connection;

    static Pair make()
    {
        int fds[2];
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0)
            qFatal("socketpair");
        return {UniqueFd(fds[1]), Connection(UniqueFd(fds[0]))};
    }
    void say(std::span<const std::byte> bytes) { (void)!send(peer.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL); }
};

wire::Bytes hello()
{
    wire::Bytes bytes;
    wire::encode(wire::Hello{1, "x"}, bytes);
    return bytes;
}

void sendWithFds(int socket, const wire::Bytes &bytes, std::initializer_list<int> fds)
{
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int) * 4)]{};
    iovec piece{const_cast<std::byte *>(bytes.data()), bytes.size()};
    msghdr message{};
    message.msg_iov = &piece, message.msg_iovlen = 1, message.msg_control = control;
    message.msg_controllen = CMSG_SPACE(sizeof(int) * fds.size());
    cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET, header->cmsg_type = SCM_RIGHTS, header->cmsg_len = CMSG_LEN(sizeof(int) * fds.size());
    memcpy(CMSG_DATA(header), fds.begin(), sizeof(int) * fds.size());
    if (sendmsg(socket, &message, 0) != ssize_t(bytes.size()))
        qFatal("sendmsg");
}

qsizetype openDescriptors()
{
    return QDir(QStringLiteral("/proc/self/fd")).entryList(QDir::Files | QDir::System).size();
}

} // namespace

class TestConnection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void takesARequestFromItsPieces()
    {
        Pair pair = Pair::make();
        const auto bytes = hello();
        for (size_t i = 0; i < bytes.size(); ++i) {
            const auto request = pair.connection.poll();
            QVERIFY(request && !*request);
            pair.say({bytes.data() + i, 1});
        }
        const auto request = pair.connection.read(1s);
        QVERIFY(request && request->type == wire::Type::Hello);
    }

    void givesTwoRequestsThatCameAtOnceOneByOne()
    {
        Pair pair = Pair::make();
        wire::Bytes both = hello();
        wire::encodeEmpty(wire::Type::Stop, both);
        pair.say(both);
        QCOMPARE(pair.connection.read(1s)->type, wire::Type::Hello);
        QCOMPARE(pair.connection.read(1s)->type, wire::Type::Stop);
    }

    void tellsTheEndsApart()
    {
        Pair closed = Pair::make();
        closed.peer.reset();
        QCOMPARE(closed.connection.read(1s).error(), wire::ReadError::Closed);
        Pair torn = Pair::make();
        const auto bytes = hello();
        torn.say({bytes.data(), 5});
        torn.peer.reset();
        QCOMPARE(torn.connection.read(1s).error(), wire::ReadError::TornFrame);
        Pair silent = Pair::make();
        QCOMPARE(silent.connection.read(20ms).error(), wire::ReadError::System);
        Pair noise = Pair::make();
        noise.say(wire::Bytes(100, std::byte(7)));
        QCOMPARE(noise.connection.read(1s).error(), wire::ReadError::TooLong);
    }

    void keepsOneDescriptorAndClosesTheOthers()
    {
        const qsizetype before = openDescriptors();
        {
            Pair pair = Pair::make();
            const UniqueFd first(open("/dev/null", O_RDONLY)), second(open("/dev/zero", O_RDONLY));
            wire::Bytes request;
            wire::encodeEmpty(wire::Type::ExaminePlan, request);
            sendWithFds(pair.peer.get(), request, {first.get(), second.get(), second.get()});
            sendWithFds(pair.peer.get(), hello(), {first.get(), first.get()});
            const auto examine = pair.connection.read(1s);
            QVERIFY(examine && examine->attached.isValid());
            QVERIFY(fcntl(examine->attached.get(), F_GETFD) & FD_CLOEXEC);
            char byte = 1;
            QCOMPARE(read(examine->attached.get(), &byte, 1), ssize_t(1)); // the last one: /dev/zero
        }
        QCOMPARE(openDescriptors(), before);
    }

    void givesADescriptorToTheRequestItCameWith_data()
    {
        QTest::addColumn<QList<int>>("ends"); // of each sendmsg(), in bytes; the last carries the descriptor
        const int hellos = int(hello().size());
        QTest::newRow("a send each, read at once") << QList<int>{hellos, hellos + 8};
        QTest::newRow("both in one send") << QList<int>{hellos + 8};
        QTest::newRow("the request in two sends") << QList<int>{hellos, hellos + 3, hellos + 8};
        QTest::newRow("the end of Hello with it") << QList<int>{hellos - 2, hellos + 8};
        QTest::newRow("all in single bytes") << [&] {
            QList<int> ends;
            for (int end = 1; end <= hellos + 8; ++end)
                ends << end;
            return ends;
        }();
    }
    void givesADescriptorToTheRequestItCameWith()
    {
        QFETCH(QList<int>, ends);
        Pair pair = Pair::make();
        const UniqueFd zero(open("/dev/zero", O_RDONLY));
        wire::Bytes all = hello();
        wire::encodeEmpty(wire::Type::ExaminePlan, all);
        for (int i = 0, from = 0; i < ends.size(); from = ends[i++]) {
            const wire::Bytes piece(all.begin() + from, all.begin() + ends[i]);
            if (i + 1 < ends.size())
                pair.say(piece);
            else
                sendWithFds(pair.peer.get(), piece, {zero.get()});
        }
        const auto first = pair.connection.read(1s);
        QVERIFY(first && first->type == wire::Type::Hello && !first->attached.isValid());
        const auto second = pair.connection.read(1s);
        QVERIFY(second && second->type == wire::Type::ExaminePlan);
        char byte = 1;
        QCOMPARE(read(second->attached.get(), &byte, 1), ssize_t(1));
    }

    void givesNoDescriptorOfALaterRequestToAnEarlierOne()
    {
        for (const wire::Type type : {wire::Type::ExaminePlan, wire::Type::CommandFile}) {
            Pair pair = Pair::make();
            const UniqueFd null(open("/dev/null", O_RDONLY));
            wire::Bytes request;
            wire::encodeEmpty(type, request);
            pair.say(request);
            sendWithFds(pair.peer.get(), request, {null.get()});
            QVERIFY(!pair.connection.read(1s)->attached.isValid());
            QVERIFY(pair.connection.read(1s)->attached.isValid());
        }
    }

    void skipsRequestsOfANewerClient()
    {
        Pair pair = Pair::make();
        wire::Bytes all = hello();
        for (const uint16_t type : {uint16_t(98), uint16_t(999)}) {
            wire::Bytes stranger(8 + 200);
            const uint32_t length = 200;
            memcpy(stranger.data(), &length, 4);
            memcpy(stranger.data() + 4, &type, 2);
            all.insert(all.begin(), stranger.begin(), stranger.end());
        }
        wire::encodeEmpty(wire::Type::Stop, all);
        pair.say(all);
        QCOMPARE(pair.connection.read(1s)->type, wire::Type::Hello);
        QCOMPARE(pair.connection.read(1s)->type, wire::Type::Stop);
        QCOMPARE(pair.connection.skipped(), uint64_t(2));
    }

    void writesToASlowReaderAndGivesUpOnOneThatIsGone()
    {
        Pair pair = Pair::make();
        QVERIFY(pair.connection.send(wire::Stopped{"x"}));
        pair.peer.reset();
        QVERIFY(!pair.connection.send(wire::Stopped{"x"}));
    }
};

QTEST_GUILESS_MAIN(TestConnection)
#include "tst_connection.moc"
