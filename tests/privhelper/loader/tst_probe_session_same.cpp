// SPDX-License-Identifier: GPL-3.0-or-later
// Between two captured ends bytes are copied where they are sent, and nowhere else; what is not certain is copied twice.
#include "privhelper/loader/probe_session.h"

#include "tests/privhelper/loader/capture_rig.h"
#include "tests/privhelper/loader/loopback.h"

#include <QRegularExpression>
#include <QTest>

#include <sys/sendfile.h>
#include <sys/uio.h>

#include <optional>

using namespace rig;

namespace {

const QByteArray hello = "GET / HTTP/1.1\r\n\r\n";
const QByteArray answer = "HTTP/1.1 200 OK\r\n\r\n";

// What the process has sent and received on its connection so far, as the capture has it.
struct Ends {
    explicit Ends(const Log &log, qint64 pid)
    {
        for (const auto &[key, stream] : log.plain) {
            if (stream.records.front().h.pid != pid)
                continue;
            const bool isClient = log.sockets.contains(key.first) && log.sockets.at(key.first).role == FLOW_ROLE_CLIENT;
            (isClient ? client : server)[key.second] = stream;
        }
    }
    Stream client[2], server[2];
};

// Bytes of received data that were copied out of the kernel.
qsizetype copied(const Stream &stream, const Log &log)
{
    qsizetype bytes = stream.bytes.size() - qsizetype(stream.missing);
    for (const flow_same &same : log.same)
        if (!stream.records.empty() && same.h.flow_id == stream.records.front().h.flow_id)
            bytes -= same.moved;
    return bytes;
}

} // namespace

class SameTest : public QObject {
    Q_OBJECT

    // A conversation in one process after the first exchange, which tells the ends of each other: `more` sends and receives.
    template<class More> void converse(const loader::ScopeConfig &scope, More more)
    {
        m_child.emplace([more, ends = std::optional<Loopback>()](int step) mutable {
            if (step == 0) {
                ends.emplace();
                return ends->isGood && sendAll(ends->client, hello) && receiveAll(ends->server, hello.size()) && sendAll(ends->server, answer)
                    && receiveAll(ends->client, answer.size());
            }
            return more(*ends, step);
        });
        loader::ScopeConfig wanted = scope;
        wanted.mode = loader::ScopeMode::Pids;
        wanted.pids = {uint32_t(m_child->pid())};
        m_capture.emplace(wanted);
        QVERIFY2(m_capture->isOpen(), qPrintable(m_capture->error()));
        QVERIFY(m_child->run(0));
    }
    const Log &log() { return m_capture->log(); }

    std::optional<Stepped> m_child;
    std::optional<Capture> m_capture;

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }
    void initTestCase() { QVERIFY2(geteuid() == 0, "this test needs root and a kernel with BPF"); }
    void cleanup()
    {
        m_capture.reset();
        m_child.reset();
    }

    void copiesOnceWhatBothEndsMove()
    {
        const QByteArray up = noise(30'000, 1), down = noise(300'000, 2);
        converse(everything(), [=](Loopback &ends, int) {
            for (int from = 0; from < 10; ++from)
                if (!sendAll(ends.client, up.mid(from * 3000, 3000)) || !receiveAll(ends.server, 3000) || !sendAll(ends.server, down.mid(from * 30'000, 30'000))
                    || !receiveAll(ends.client, 30'000))
                    return false;
            return true;
        });
        QVERIFY(m_child->run(1));
        m_capture->drain();
        const Ends ends(log(), m_child->pid());
        QVERIFY(log().errors.empty());
        QCOMPARE(ends.client[FLOW_SENT].bytes, hello + up);
        QCOMPARE(ends.server[FLOW_RECEIVED].bytes, hello + up);
        QCOMPARE(ends.server[FLOW_SENT].bytes, answer + down);
        QCOMPARE(ends.client[FLOW_RECEIVED].bytes, answer + down);
        // Its first bytes say what it is.
        QCOMPARE(copied(ends.server[FLOW_RECEIVED], log()), hello.size());
        QCOMPARE(copied(ends.client[FLOW_RECEIVED], log()), qsizetype(0));
        QCOMPARE(m_capture->lost(), uint64_t(0));
    }

    void followsPiecesReadAcrossTheBordersOfTheCallsThatSent()
    {
        const QByteArray up = noise(9000, 3);
        converse(everything(), [=](Loopback &ends, int) {
            char buffer[8192];
            iovec pieces[2]{{buffer, 100}, {buffer + 100, 4000}};
            msghdr message{};
            message.msg_iov = pieces;
            message.msg_iovlen = 2;
            if (!sendAll(ends.client, up.first(2000)) || !sendAll(ends.client, up.mid(2000)) || recv(ends.server, buffer, 5, 0) != 5
                || recv(ends.server, buffer, 700, MSG_PEEK) <= 0)
                return false;
            const ssize_t first = readv(ends.server, pieces, 2), second = recvmsg(ends.server, &message, 0);
            return first > 0 && second > 0 && receiveAll(ends.server, 9000 - 5 - first - second);
        });
        QVERIFY(m_child->run(1));
        m_capture->drain();
        const Ends ends(log(), m_child->pid());
        QVERIFY(log().errors.empty());
        QCOMPARE(ends.server[FLOW_RECEIVED].bytes, hello + up);
        QCOMPARE(copied(ends.server[FLOW_RECEIVED], log()), hello.size());
    }

    // The sender's were lost with a full ring, which is empty again when they are received.
    void copiesWhatTheSenderLost()
    {
        const QByteArray lost = noise(96 * 1024, 4), later = noise(2000, 5);
        loader::ScopeConfig scope = everything();
        scope.ringBytes = 64 * 1024;
        converse(scope, [=](Loopback &ends, int step) {
            switch (step) {
            case 1: return sendAll(ends.client, lost.first(16 * 1024)) && sendAll(ends.client, lost.mid(16 * 1024));
            case 2:
            case 3:
            case 4:
            case 5: return receiveAll(ends.server, 24 * 1024);
            default: return sendAll(ends.client, later) && receiveAll(ends.server, later.size());
            }
        });
        for (int step = 1; step <= 6; ++step) {
            m_capture->drain();
            QVERIFY(m_child->run(step));
        }
        m_capture->drain();
        const Ends ends(log(), m_child->pid());
        QVERIFY(log().errors.empty());
        QVERIFY(ends.client[FLOW_SENT].missing > 0);
        QVERIFY(m_capture->lost() > 0);
        QCOMPARE(ends.server[FLOW_RECEIVED].bytes, hello + lost + later);
        QCOMPARE(ends.server[FLOW_RECEIVED].missing, uint64_t(0));
        QVERIFY(copied(ends.server[FLOW_RECEIVED], log()) >= qsizetype(ends.client[FLOW_SENT].missing));
        // The bytes after the loss are copied once again.
        QCOMPARE(log().same.back().moved, uint32_t(later.size()));
    }

    // The sending call has no buffer to read, and the receiving one has.
    void copiesWhatWasSentFromAFile()
    {
        const QByteArray content = noise(5000, 6), later = noise(700, 7);
        QTemporaryDir folder;
        const QString path = folder.filePath("content");
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
        file.close();
        converse(everything(), [=](Loopback &ends, int) {
            QFile from(path);
            return from.open(QIODevice::ReadOnly) && sendfile(ends.server, from.handle(), nullptr, 5000) == 5000 && receiveAll(ends.client, 5000)
                && sendAll(ends.server, later) && receiveAll(ends.client, later.size());
        });
        QVERIFY(m_child->run(1));
        m_capture->drain();
        const Ends ends(log(), m_child->pid());
        QCOMPARE(ends.client[FLOW_RECEIVED].bytes, answer + content + later);
        QCOMPARE(copied(ends.client[FLOW_RECEIVED], log()), content.size());
    }

    // An urgent byte is none of the stream's: sequence numbers count it, calls do not.
    void copiesWhereTheSequenceNumbersDoNotSayWhichBytesTheyWere()
    {
        const QByteArray more = noise(900, 8);
        converse(everything(), [=](Loopback &ends, int) {
            return send(ends.client, "u", 1, MSG_OOB) == 1 && sendAll(ends.client, more) && receiveAll(ends.server, more.size());
        });
        QVERIFY(m_child->run(1));
        m_capture->drain();
        const Ends ends(log(), m_child->pid());
        QVERIFY(ends.server[FLOW_RECEIVED].bytes.endsWith(more));
    }

    void copiesBothOfAConnectionThatIsOlderThanTheCapture()
    {
        const QByteArray up = noise(5000, 9);
        m_child.emplace([up, ends = std::optional<Loopback>()](int step) mutable {
            if (step == 0) {
                ends.emplace();
                return ends->isGood && sendAll(ends->client, hello) && receiveAll(ends->server, hello.size());
            }
            for (int from = 0; from < 5; ++from)
                if (!sendAll(ends->client, up.mid(from * 1000, 1000)) || !receiveAll(ends->server, 1000))
                    return false;
            return true;
        });
        QVERIFY(m_child->run(0));
        loader::ScopeConfig scope = only(m_child->pid());
        m_capture.emplace(scope);
        QVERIFY2(m_capture->isOpen(), qPrintable(m_capture->error()));
        QVERIFY(m_child->run(1));
        m_capture->drain();
        const Ends ends(log(), m_child->pid());
        QVERIFY(log().same.empty());
        QCOMPARE(ends.server[FLOW_RECEIVED].bytes, up);
    }

    void copiesAllOfTheOnlyEndInScope()
    {
        const QByteArray up = noise(20'000, 10);
        // The server is this process, which is not in scope.
        Loopback listening;
        QVERIFY(listening.isGood);
        sockaddr_in address{};
        socklen_t length = sizeof address;
        QCOMPARE(getsockname(listening.listener, reinterpret_cast<sockaddr *>(&address), &length), 0);
        m_child.emplace([=, client = -1](int step) mutable {
            if (step == 0) {
                client = socket(AF_INET, SOCK_STREAM, 0);
                return ::connect(client, reinterpret_cast<const sockaddr *>(&address), length) == 0 && sendAll(client, hello);
            }
            return receiveAll(client, up.size());
        });
        m_capture.emplace(only(m_child->pid()));
        QVERIFY2(m_capture->isOpen(), qPrintable(m_capture->error()));
        QVERIFY(m_child->run(0));
        const int server = accept(listening.listener, nullptr, nullptr);
        QVERIFY(server >= 0 && receiveAll(server, hello.size()) && sendAll(server, up));
        QVERIFY(m_child->run(1));
        close(server);
        m_capture->drain();
        const Ends ends(log(), m_child->pid());
        QVERIFY(log().same.empty());
        QCOMPARE(ends.client[FLOW_RECEIVED].bytes, up);
    }
};

QTEST_GUILESS_MAIN(SameTest)
#include "tst_probe_session_same.moc"
