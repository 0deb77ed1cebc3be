// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/exchange.h"

#include <QRegularExpression>
#include <QTest>

using namespace exchange;

class TestFirewall : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void namesWhatIsKnownAndNothingElse_data()
    {
        QTest::addColumn<std::string>("firewall");
        QTest::addColumn<std::string>("hook");
        QTest::addColumn<std::string>("family");
        QTest::addColumn<std::string>("table");
        QTest::addColumn<std::string>("chain");
        QTest::addColumn<int>("candidates");
        QTest::addColumn<std::string>("words");
        const auto add = [](const char *firewall, const char *hook, const char *family, const char *table, const char *chain, int candidates, const char *words) {
            QTest::addRow("%s", words) << std::string(firewall) << std::string(hook) << std::string(family) << std::string(table) << std::string(chain) << candidates << std::string(words);
        };
        add("nftables", "input", "inet", "fw", "incoming", 1, "the firewall (nftables: chain incoming of table inet fw, at input)");
        add("iptables", "output", "", "filter", "OUTPUT", 1, "the firewall (iptables: chain OUTPUT of table filter, at output)");
        add("nftables", "input", "inet", "fw", "incoming", 3, "the firewall (one of 3 chains at input)");
        add("connection tracking", "prerouting", "", "", "", 1, "the firewall (connection tracking, at prerouting)");
        add("nftables", "forward", "", "", "", 0, "the firewall (nftables, at forward)");
        add("", "input", "", "", "", 0, "the firewall (at input)");
        add("", "", "", "", "", 0, "the firewall");
    }
    void namesWhatIsKnownAndNothingElse()
    {
        QFETCH(std::string, firewall);
        QFETCH(std::string, hook);
        QFETCH(std::string, family);
        QFETCH(std::string, table);
        QFETCH(std::string, chain);
        QFETCH(int, candidates);
        QFETCH(std::string, words);
        Drops drops;
        drops.byFirewall = true;
        drops.firewall = firewall, drops.hook = hook, drops.family = family, drops.table = table, drops.chain = chain;
        drops.candidates = unsigned(candidates);
        QCOMPARE(dropperText(drops), words);
    }

    void givesTheKernelsReasonWhereNoFirewallDropped()
    {
        Drops drops;
        drops.reason = "NO_SOCKET";
        QCOMPARE(dropperText(drops), "NO_SOCKET");
    }

    void findsTheLatestDropsByAFirewall()
    {
        Connection connection;
        QVERIFY(!firewallDrops(connection));
        connection.drops.resize(3);
        connection.drops[0].byFirewall = connection.drops[1].byFirewall = true;
        connection.drops[0].last = 2, connection.drops[1].last = 3, connection.drops[2].last = 4;
        QCOMPARE(firewallDrops(connection), &connection.drops[1]);
    }
};

QTEST_GUILESS_MAIN(TestFirewall)
#include "tst_firewall.moc"
