// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/session/script.h"

#include <QRegularExpression>
#include <QTest>

#include <cerrno>

using namespace session;

namespace {
const std::string get = "GET /x HTTP/1.1\r\nHost: a.local\r\n\r\n";
const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
}

class TestFlowFirewall : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void saysWhichChainMadeAConnectionFail_data()
    {
        QTest::addColumn<int>("error");
        QTest::addColumn<QString>("reason");
        QTest::newRow("refused") << ECONNREFUSED << "refused by the firewall (nftables: chain incoming of table inet fw, at input)";
        QTest::newRow("unreachable") << EHOSTUNREACH << "unreachable: refused by the firewall (nftables: chain incoming of table inet fw, at input)";
        QTest::newRow("timed out") << ETIMEDOUT << "timed out: dropped by the firewall (nftables: chain incoming of table inet fw, at input)";
        QTest::newRow("given up") << 0 << "given up by the program: dropped by the firewall (nftables: chain incoming of table inet fw, at input)";
    }
    void saysWhichChainMadeAConnectionFail()
    {
        QFETCH(int, error);
        QFETCH(QString, reason);
        wire::Drop drop{1, 1, 12, 1, 77, 1, wire::Hook::Input, wire::Firewall::NfTables, 1, 1, "fw", "incoming"};
        Script script;
        script.add(wire::DropReason{12, wire::DropKind::Firewall, "NETFILTER_DROP"}).process(100, "curl").socket(1, 100).state(1, 7, 2).add(drop);
        drop.count = 4;   // two were not reported
        const Outcome outcome = play(script.add(drop).state(1, 2, 7, uint16_t(error)));
        QCOMPARE(QString::fromStdString(outcome.exchanges.at(0).reason), reason);
        const exchange::Connection &connection = outcome.connections.at(0);
        QCOMPARE(connection.drops.size(), size_t(1));
        QCOMPARE(connection.drops[0].count, uint64_t(4));
        QVERIFY(connection.drops[0].byFirewall && connection.drops[0].sent && connection.drops[0].netns == 77);
    }

    void blamesNoFirewallForWhatTheKernelDropsItself()
    {
        wire::Drop drop{1, 1, 3, 1, 77, 1, wire::Hook::Unknown, wire::Firewall::Unknown, 0, 0, "", ""};
        Script script;
        script.add(wire::DropReason{3, wire::DropKind::Other, "NO_SOCKET"}).process(100, "curl").socket(1, 100).state(1, 7, 2).add(drop);
        drop.reason = 444;   // of a newer kernel
        const Outcome outcome = play(script.add(drop).state(1, 2, 7, ECONNREFUSED));
        QCOMPARE(outcome.exchanges.at(0).reason, "refused");
        QCOMPARE(outcome.connections.at(0).drops.size(), size_t(2));
        QCOMPARE(outcome.connections.at(0).drops[0].reason, "NO_SOCKET");
        QCOMPARE(outcome.connections.at(0).drops[1].reason, "number 444");
    }

    void saysThatAFirewallDroppedPacketsOfAConnectionThatWasOpen()
    {
        const wire::Drop drop{1, 1, 12, 1, 77, 1, wire::Hook::Forward, wire::Firewall::IpTables, 1, 0, "filter", ""};
        const Outcome outcome = play(Script().add(wire::DropReason{12, wire::DropKind::Firewall, "NETFILTER_DROP"}).process(100, "curl").socket(1, 100).sent(1, get).add(drop)
                                         .state(1, 1, 7, ETIMEDOUT));
        QCOMPARE(outcome.connections.at(0).reason, "timed out; packets were dropped by the firewall (iptables: chain FORWARD of table filter, at forward)");
    }

    void keepsBothAddressesOfATranslatedConnection()
    {
        const wire::Translation nat{1, 1, 77, 2, {{10, 0, 0, 1}, {10, 0, 0, 2}, 40000, 80}, {{10, 0, 1, 2}, {10, 0, 0, 1}, 8080, 40000}};
        const Outcome outcome = play(Script().process(100, "curl").socket(1, 100).add(nat).add(nat).sent(1, get).received(1, ok));
        const exchange::Connection &connection = outcome.connections.at(0);
        QCOMPARE(connection.translations.size(), size_t(1));
        QCOMPARE(base::endpointText(connection.translations[0].from) + " " + base::endpointText(connection.translations[0].to), "10.0.0.1:40000 10.0.0.2:80");
        QCOMPARE(base::endpointText(connection.translations[0].answerFrom) + " " + base::endpointText(connection.translations[0].answerTo), "10.0.1.2:8080 10.0.0.1:40000");
    }
};

QTEST_GUILESS_MAIN(TestFlowFirewall)
#include "tst_flow_firewall.moc"
