// SPDX-License-Identifier: GPL-3.0-or-later
// What identifies the socket at the other end of a connection, if both ends are captured.
#include "privhelper/loader/probe_session.h"

#include "tests/privhelper/loader/capture_rig.h"
#include "tests/privhelper/loader/loopback.h"

#include <QRegularExpression>
#include <QTest>

#include <array>
#include <map>

using namespace rig;

namespace {

QByteArray request(int number)
{
    return "GET /" + QByteArray::number(number) + " HTTP/1.1\r\n\r\n";
}

bool move(int from, int to, const QByteArray &bytes)
{
    std::array<char, 256> buffer{};
    return send(from, bytes.constData(), size_t(bytes.size()), 0) == bytes.size() && recv(to, buffer.data(), buffer.size(), 0) == bytes.size();
}

} // namespace

class OtherEndsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }
    void initTestCase() { QVERIFY2(geteuid() == 0, "this test needs root and a kernel with BPF"); }

    void tellsTheSameSequenceNumbersAtBothEndsOfATcpConnection()
    {
        Capture capture(everything());
        QVERIFY2(capture.isOpen(), qPrintable(capture.error()));
        QVERIFY(inAnotherProcess([] {
            const Loopback ends;
            return ends.isGood && move(ends.client, ends.server, request(1)) && move(ends.server, ends.client, "HTTP/1.1 200 OK\r\n\r\n");
        }));
        const std::map<QByteArray, flow_other_end> found = requested(capture.drain());
        QVERIFY(found.contains("sent /1") && found.contains("received /1"));
        const flow_other_end &sender = found.at("sent /1"), &receiver = found.at("received /1");
        QVERIFY(sender.h.flow_id != receiver.h.flow_id && sender.peer == 0 && receiver.peer == 0);
        QCOMPARE(sender.sent_sequence, receiver.received_sequence);
        QCOMPARE(sender.received_sequence, receiver.sent_sequence);
        QVERIFY(sender.sent_sequence != 0);
    }

    // The kernel reuses the addresses of its sockets at once.
    void namesTheFlowAtTheOtherEndOfEachOfManyUnixConnections()
    {
        constexpr int many = 300;
        Capture capture(everything());
        QVERIFY2(capture.isOpen(), qPrintable(capture.error()));
        QVERIFY(inAnotherProcess([] {
            for (int i = 0; i < many; ++i) {
                int pair[2];
                if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0 || !move(pair[0], pair[1], request(i)))
                    return false;
                close(pair[0]);
                close(pair[1]);
            }
            return true;
        }));
        const std::map<QByteArray, flow_other_end> found = requested(capture.drain());
        for (int i = 0; i < many; ++i) {
            const QByteArray path = "/" + QByteArray::number(i);
            QVERIFY(found.contains("sent " + path) && found.contains("received " + path));
            const flow_other_end &sender = found.at("sent " + path), &receiver = found.at("received " + path);
            QVERIFY(sender.peer == receiver.h.flow_id || receiver.peer == sender.h.flow_id);
            QVERIFY(sender.peer == receiver.h.flow_id || sender.peer == 0);
            QVERIFY(receiver.peer == sender.h.flow_id || receiver.peer == 0);
        }
    }

private:
    // By direction and path of the request that moved there; without a record of its other end, a flow has its id alone.
    static std::map<QByteArray, flow_other_end> requested(const Log &log)
    {
        std::map<QByteArray, flow_other_end> found;
        for (const auto &[key, stream] : log.plain) {
            const auto &[flow, direction] = key;
            if (!stream.bytes.startsWith("GET /"))
                continue;
            flow_other_end &end = found[(direction == FLOW_SENT ? "sent " : "received ") + stream.bytes.split(' ').at(1)];
            end = {};
            end.h.flow_id = flow;
            for (const flow_other_end &told : log.otherEnds)
                if (told.h.flow_id == flow)
                    end = told;
        }
        return found;
    }
};

QTEST_GUILESS_MAIN(OtherEndsTest)
#include "tst_probe_session_other_ends.moc"
