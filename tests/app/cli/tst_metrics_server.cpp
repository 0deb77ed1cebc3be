// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/metrics_server.h"

#include <QRegularExpression>
#include <QTest>

using cli::ListenAddress;
using cli::parseListenAddress;

class TestMetricsServer : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void listensOnTheLoopbackUnlessToldOtherwise()
    {
        for (const char *text : {"9464", ":9464", "localhost:9464", "127.0.0.1:9464"})
            QVERIFY(parseListenAddress(text) == (ListenAddress{"127.0.0.1", 9464}));
        QVERIFY(parseListenAddress("[::1]:0") == (ListenAddress{"::1", 0}));
        QVERIFY(parseListenAddress("127.1.2.3:1")->isLoopback() && parseListenAddress("[::1]:1")->isLoopback());
        QVERIFY(!parseListenAddress("0.0.0.0:1")->isLoopback() && !parseListenAddress("[::]:1")->isLoopback());
    }

    void refusesWhatIsNoAddress()
    {
        for (const char *text : {"", ":", "localhost", "host.example:80", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "::1:80", "[::1]", "1.2.3:4", "80x"})
            QVERIFY2(!parseListenAddress(text), text);
    }
};

QTEST_GUILESS_MAIN(TestMetricsServer)
#include "tst_metrics_server.moc"
