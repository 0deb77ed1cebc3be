// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/privhelper/loader/capture_rig.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QTest>

#include <unistd.h>

using namespace rig;

// What io_uring moves is not captured, but reported.
class UringTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void countsWhatIoUringMovesAsMissingBytesOfTheirConnection()
    {
        QVERIFY2(geteuid() == 0, "this test needs root and a kernel with BPF");
        Capture capture(everything(), false);
        QVERIFY2(capture.isOpen(), qPrintable(capture.error()));
        const RunResult peer = run(QCoreApplication::applicationDirPath() + "/uring_peer", { "5000" });
        QVERIFY2(peer.exitCode == 0, peer.output.constData());
        QThread::msleep(50);
        const Log &log = capture.drain();
        QVERIFY2(log.errors.empty(), log.errors.empty() ? "" : qPrintable(log.errors.front()));

        const auto flow = std::ranges::find_if(log.sockets, [&peer](const auto &one) {
            return one.second.h.pid == peer.pid && one.second.local_port == peer.output.trimmed().toInt();
        });
        QVERIFY(flow != log.sockets.end());
        for (const bool sent : { true, false }) {
            uint64_t missing = 0;
            for (const flow_data &record : log.plain.at({ flow->first, sent }).records) {
                QCOMPARE(record.captured, 0u);
                QVERIFY((record.flags & FLOW_DATA_CUT) != 0);
                QCOMPARE(record.offset, missing);
                missing += record.moved;
            }
            QCOMPARE(missing, sent ? 5000u : 10000u);
        }
        QVERIFY(capture.session().losses()[FLOW_LOSS_UNSEEN].bytes >= 15000);
    }
};

QTEST_GUILESS_MAIN(UringTest)
#include "tst_uring.moc"
