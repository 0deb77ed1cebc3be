// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/calls/stretches.h"

#include <QRegularExpression>
#include <QTest>

using calls::stretches;
using exchange::Moments;

class TestStretches : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void dividesACallBetweenItsTwoEnds()
    {
        const auto s = stretches(Moments{100, 110, 400, 450}, Moments{130, 135, 380, 390}, nullptr, true);
        QVERIFY(s.toServer == 30 && s.reading == 5 && s.server == 245 && s.toClient == 20 && s.answer == 50);
        QCOMPARE(s.total, base::Duration(350));
        QCOMPARE(s.before, base::unknownDuration);
    }

    void knowsHowLongTheSentAnswerWasUnread()
    {
        QCOMPARE(stretches(Moments{100, 110, 400, 450}, Moments{130, 135, 380, 420}, nullptr, true).unread, base::Duration(30));
        QCOMPARE(stretches(Moments{100, 110, 400, 450}, Moments{130, 135, 380, 390}, nullptr, true).unread, base::Duration(50));
        QCOMPARE(stretches(Moments{100, 110, 400, 450}, Moments{130, 135, 380, 500}, nullptr, true).unread, base::Duration(0));
    }

    void knowsHowLongAConnectedClientDidNotSend()
    {
        exchange::Connection connection;
        connection.fromStart = true;
        connection.established = 40;
        QCOMPARE(stretches(Moments{100, 110, 400, 450}, {}, &connection, true).before, base::Duration(60));
        QCOMPARE(stretches(Moments{100, 110, 400, 450}, {}, &connection, false).before, base::unknownDuration);
        connection.tls = true;
        connection.tlsEnd = 90;
        QCOMPARE(stretches(Moments{100, 110, 400, 450}, {}, &connection, true).before, base::Duration(10));
    }

    // The client's call returned only after the server had answered.
    void isNeverNegative()
    {
        const auto s = stretches(Moments{200, 200, 210, 220}, Moments{130, 135, 180, 190}, nullptr, false);
        QVERIFY(s.toServer == 0 && s.reading == 5 && s.server == 45 && s.toClient == 30 && s.answer == 10);
    }

    void leavesUnknownWhatWasNotSeen()
    {
        const auto s = stretches(Moments{100, 110, 0, 0}, Moments{130, 0, 0, 0}, nullptr, false);
        QCOMPARE(s.toServer, base::Duration(30));
        for (const base::Duration unknown : {s.reading, s.server, s.toClient, s.answer, s.total})
            QCOMPARE(unknown, base::unknownDuration);
    }
};

QTEST_GUILESS_MAIN(TestStretches)
#include "tst_stretches.moc"
