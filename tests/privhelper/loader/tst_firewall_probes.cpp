// SPDX-License-Identifier: GPL-3.0-or-later
// Connections in a network namespace of this process's own, with a firewall in it.
#include "privhelper/loader/probe_session.h"

#include "tests/privhelper/loader/capture_rig.h"

#include <QRegularExpression>
#include <QTest>

#include <sched.h>
#include <sys/stat.h>

using namespace rig;

namespace {

// Connects, to a server of its own if one is to answer.
constexpr const char *attempt = R"(
import socket, sys
family, host, port, serves = int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4] == "yes"
if serves:
    server = socket.socket(family, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind((host, port))
    server.listen()
client = socket.socket(family, socket.SOCK_STREAM)
client.settimeout(0.5)
try:
    client.connect((host, int(sys.argv[5])))
    print("connected")
    peer, _ = server.accept()
    client.sendall(b"hello")
    print(peer.recv(10))
except OSError as error:
    print(type(error).__name__)
)";

QByteArray command(const QString &words)
{
    const QStringList all = words.split(' ');
    const RunResult result = run(all[0], all.mid(1));
    return result.exitCode == 0 ? QByteArray() : all[0].toUtf8() + ": " + result.output;
}

uint32_t ownNamespace()
{
    struct stat status {};
    return stat("/proc/self/ns/net", &status) == 0 ? static_cast<uint32_t>(status.st_ino) : 0;
}

struct Attempt {
    QByteArray outcome;
    std::vector<flow_drop> drops;
    std::vector<wire::Translation> translations;
    Log log;
};

Attempt connectTo(int family, const char *host, int port, bool serves, int listensOn = 0)
{
    Attempt attempted;
    Capture capture(everything(), false);
    if (!capture.isOpen()) {
        attempted.outcome = capture.error().toUtf8();
        return attempted;
    }
    const RunResult python = run("/usr/bin/python3", { "-c", attempt, QString::number(family), host, QString::number(listensOn ? listensOn : port), serves ? "yes" : "no", QString::number(port) });
    attempted.outcome = python.output.trimmed();
    attempted.log = capture.drain();
    for (const flow_drop &drop : attempted.log.drops)
        if (drop.h.pid == static_cast<uint32_t>(python.pid))
            attempted.drops.push_back(drop);
    attempted.translations = capture.session().firewall().takeTranslations();
    return attempted;
}

std::string nameOf(const flow_drop &drop, const std::vector<loader::DropReason> &reasons)
{
    for (const loader::DropReason &reason : reasons)
        if (reason.number == drop.reason)
            return reason.name;
    return "unknown";
}

} // namespace

class FirewallProbesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }
    void initTestCase()
    {
        QVERIFY2(geteuid() == 0, "this test needs root and a kernel with BPF");
        QVERIFY(unshare(CLONE_NEWNET) == 0);
        QCOMPARE(command("ip link set lo up"), "");
    }
    void cleanup() { QCOMPARE(command("nft flush ruleset"), ""); }

    void nameTheChainThatDropped_data()
    {
        QTest::addColumn<int>("family");
        QTest::addColumn<QByteArray>("hook");
        QTest::addColumn<int>("number");
        for (const int family : { AF_INET, AF_INET6 })
            for (const auto &[hook, number] : { std::pair("input", 1), std::pair("output", 3), std::pair("prerouting", 0), std::pair("postrouting", 4) })
                QTest::addRow("%s, IPv%d", hook, family == AF_INET ? 4 : 6) << family << QByteArray(hook) << number;
    }
    void nameTheChainThatDropped()
    {
        QFETCH(int, family);
        QFETCH(QByteArray, hook);
        QFETCH(int, number);
        QCOMPARE(command("nft add table inet t"), "");
        QCOMPARE(command(QStringLiteral("nft add chain inet t c { type filter hook %1 priority 0 ; }").arg(QString(hook))), "");
        QCOMPARE(command("nft add rule inet t c tcp dport 7001 drop"), "");
        const Attempt attempted = connectTo(family, family == AF_INET ? "127.0.0.1" : "::1", 7001, true);
        QCOMPARE(attempted.outcome, "TimeoutError");
        QVERIFY2(attempted.log.errors.empty(), qPrintable(attempted.log.errors.empty() ? QString() : attempted.log.errors.front()));
        QVERIFY(!attempted.drops.empty());
        const flow_drop &drop = attempted.drops.front();
        QCOMPARE(nameOf(drop, loader::dropReasons()), "NETFILTER_DROP");
        QCOMPARE(int(drop.hook), number);
        QCOMPARE(int(drop.engine), int(FLOW_FIREWALL_NFTABLES));
        QCOMPARE(int(drop.candidates), 1);
        QCOMPARE(std::string(drop.table) + " " + drop.chain, "t c");
        QCOMPARE(int(drop.table_family), 1);
        QVERIFY(drop.sent == 1 && drop.count == 1);
        QCOMPARE(drop.netns, ownNamespace());
        QVERIFY(attempted.log.sockets.contains(drop.h.flow_id));
    }

    void giveTheReasonIfNobodyListens()
    {
        const Attempt attempted = connectTo(AF_INET, "127.0.0.1", 7002, false);
        QCOMPARE(attempted.outcome, "ConnectionRefusedError");
        QCOMPARE(attempted.drops.size(), size_t(1));
        QCOMPARE(nameOf(attempted.drops[0], loader::dropReasons()), "NO_SOCKET");
        QCOMPARE(int(attempted.drops[0].hook), FLOW_HOOK_UNKNOWN);
    }

    void sayNothingOfConnectionsThatPass()
    {
        QCOMPARE(command("nft add table inet t"), "");
        QCOMPARE(command("nft add chain inet t c { type filter hook input priority 0 ; }"), "");
        QCOMPARE(command("nft add rule inet t c tcp dport 7001 drop"), "");
        const Attempt attempted = connectTo(AF_INET, "127.0.0.1", 7003, true);
        QCOMPARE(attempted.outcome, "connected\nb'hello'");
        for (const flow_drop &drop : attempted.drops)
            QVERIFY2(nameOf(drop, loader::dropReasons()) != "NETFILTER_DROP", "of another's packet");
        QVERIFY(attempted.translations.empty());
    }

    void giveBothAddressesOfATranslatedConnection()
    {
        QCOMPARE(command("nft add table ip t"), "");
        QCOMPARE(command("nft add chain ip t c { type nat hook output priority -100 ; }"), "");
        QCOMPARE(command("nft add rule ip t c tcp dport 7004 dnat to 127.0.0.1:7005"), "");
        const Attempt attempted = connectTo(AF_INET, "127.0.0.1", 7004, true, 7005);
        QCOMPARE(attempted.outcome, "connected\nb'hello'");
        // Once for either end.
        QCOMPARE(attempted.translations.size(), size_t(2));
        for (const wire::Translation &translation : attempted.translations) {
            QCOMPARE(translation.original.destinationPort, uint16_t(7004));
            QCOMPARE(translation.reply.sourcePort, uint16_t(7005));
            QCOMPARE(translation.reply.destinationPort, translation.original.sourcePort);
            QCOMPARE(translation.netns, ownNamespace());
            QVERIFY(attempted.log.sockets.contains(translation.flow));
        }
        QVERIFY(attempted.translations[0].flow != attempted.translations[1].flow);
    }
};

QTEST_GUILESS_MAIN(FirewallProbesTest)
#include "tst_firewall_probes.moc"
