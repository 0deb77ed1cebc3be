// SPDX-License-Identifier: GPL-3.0-or-later
// Packets of loopback, by the real programs.
#include "privhelper/loader/clsact.h"
#include "privhelper/loader/probe_session.h"

#include "tests/privhelper/loader/capture_rig.h"

#include <QRegularExpression>
#include <QTest>

#include <fcntl.h>
#include <unistd.h>

using namespace rig;

namespace {

struct Taken {
    flow_packet head;
    QByteArray bytes;
    bool has(const QByteArray &text) const { return bytes.contains(text); }
};

class Packets {
public:
    explicit Packets(loader::ScopeConfig scope)
    {
        if (!scope.packets)
            scope.packets = loader::PacketWish { { "lo" }, FLOW_PACKET_MAX, 32u << 20 };
        m_capture = std::make_unique<Capture>(scope, false);
        if (m_capture->isOpen())
            m_ring = ring_buffer__new(m_capture->session().packetsRing(), take, this, nullptr);
    }
    ~Packets() { ring_buffer__free(m_ring); }
    Packets(const Packets &) = delete;

    bool isOpen() const { return m_ring; }
    QString error() const { return m_capture->error(); }
    loader::ProbeSession &session() { return m_capture->session(); }
    const Log &log() { return m_capture->drain(); }
    const std::vector<Taken> &drain()
    {
        ring_buffer__consume(m_ring);
        return m_taken;
    }
    std::vector<Taken> with(const QByteArray &text)
    {
        std::vector<Taken> found;
        for (const Taken &packet : drain())
            if (packet.has(text))
                found.push_back(packet);
        return found;
    }
    uint64_t lost(flow_loss cause) { return session().losses()[cause].events; }

private:
    static int take(void *context, void *data, size_t size)
    {
        auto &self = *static_cast<Packets *>(context);
        const auto &head = *static_cast<const flow_packet *>(data);
        if (size < sizeof head || sizeof head + head.captured > size || head.h.kind != FLOW_KIND_PACKET)
            qFatal("a record that contradicts the contract");
        self.m_taken.push_back({ head, QByteArray(static_cast<const char *>(data) + sizeof head, int(head.captured)) });
        return 0;
    }

    std::unique_ptr<Capture> m_capture;
    ring_buffer *m_ring = nullptr;
    std::vector<Taken> m_taken;
};

// A server and a client in one process each: the client asks, the server answers.
constexpr const char *conversation = R"(
import os, socket, sys
family, kind, host, text = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4].encode()
server = socket.socket(family, socket.SOCK_STREAM if kind == "tcp" else socket.SOCK_DGRAM)
server.bind((host, 0))
if kind == "tcp":
    server.listen()
child = os.fork()
if not child:
    client = socket.socket(family, socket.SOCK_STREAM if kind == "tcp" else socket.SOCK_DGRAM)
    client.connect(server.getsockname()[:2])
    client.sendall(b"asks " + text)
    assert client.recv(1000) == b"gives " + text
    client.sendall(b"again " + text)
    assert client.recv(1000) == b"gives " + text
    os._exit(0)
if kind == "tcp":
    server, _ = server.accept()
for _ in range(2):
    got, sender = server.recvfrom(1000)
    assert got.endswith(text), got
    server.send(b"gives " + text) if kind == "tcp" else server.sendto(b"gives " + text, sender)
status = os.waitpid(child, 0)[1]
print(os.getpid(), child, status)
)";

struct Peers {
    uint32_t server = 0, client = 0;
};

std::optional<Peers> converse(int family, const char *kind, const QString &text)
{
    const RunResult python = run("/usr/bin/python3", { "-c", conversation, QString::number(family), kind, family == AF_INET6 ? "::1" : "127.0.0.1", text });
    const QList<QByteArray> words = python.output.trimmed().split(' ');
    if (python.exitCode != 0 || words.size() != 3 || words[2] != "0") {
        qWarning("%s", python.output.constData());
        return std::nullopt;
    }
    return Peers { words[0].toUInt(), words[1].toUInt() };
}

// Whose the packet is, by its flow.
uint32_t ownerOf(const Log &log, const Taken &packet)
{
    const auto socket = log.sockets.find(packet.head.h.flow_id);
    return socket == log.sockets.end() ? 0 : socket->second.h.pid;
}

loader::ScopeConfig running(const char *program)
{
    loader::ScopeConfig scope = everything();
    scope.mode = loader::ScopeMode::Exe;
    const loader::UniqueFd file(open(program, O_RDONLY | O_CLOEXEC));
    scope.exe = loader::identifyFile(file.get()).value();
    return scope;
}

} // namespace

class PacketTapsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }
    void initTestCase() { QVERIFY2(geteuid() == 0, "this test needs root and a kernel with BPF"); }

    void giveEachPacketOfLoopbackOnceWithItsProcess_data()
    {
        QTest::addColumn<bool>("clsact");
        QTest::addColumn<int>("family");
        QTest::addColumn<QByteArray>("kind");
        for (const bool clsact : { false, true })
            for (const int family : { AF_INET, AF_INET6 })
                for (const char *kind : { "tcp", "udp" })
                    QTest::addRow("%s, %s over IPv%d", clsact ? "clsact" : "tcx", kind, family == AF_INET ? 4 : 6) << clsact << family << QByteArray(kind);
    }
    void giveEachPacketOfLoopbackOnceWithItsProcess()
    {
        QFETCH(bool, clsact);
        QFETCH(int, family);
        QFETCH(QByteArray, kind);
        loader::ScopeConfig scope = everything();
        scope.forcedHooks.clsact = clsact;
        Packets packets(scope);
        QVERIFY2(packets.isOpen(), qPrintable(packets.error()));
        QVERIFY(packets.session().hooksText().find(clsact ? "packets: clsact" : "packets: tcx") != std::string::npos);
        const QString text = QStringLiteral("loopback-%1-%2-%3").arg(clsact).arg(family).arg(QString::fromLatin1(kind));
        const auto peers = converse(family, kind, text);
        QVERIFY(peers);
        const Log &log = packets.log();
        const auto asks = packets.with("asks " + text.toUtf8()), again = packets.with("again " + text.toUtf8()), gives = packets.with("gives " + text.toUtf8());
        QCOMPARE(asks.size(), 1u);
        QCOMPARE(again.size(), 1u);
        QCOMPARE(gives.size(), 2u);
        // A datagram's flow is made at the end of the call that sends the first one: that one has left by then.
        if (kind == "tcp")
            QCOMPARE(ownerOf(log, asks[0]), peers->client);
        QCOMPARE(ownerOf(log, again[0]), peers->client);
        QCOMPARE(int(again[0].head.end), int(FLOW_PACKET_SENDER));
        for (const Taken &packet : gives) {
            QCOMPARE(ownerOf(log, packet), peers->server);
            QCOMPARE(packet.head.length, packet.head.captured);
            QCOMPARE(int(packet.head.direction), int(FLOW_SENT));
            QCOMPARE(packet.bytes.mid(12, 2), family == AF_INET ? QByteArray("\x08\x00", 2) : QByteArray("\x86\xdd", 2));
            QVERIFY(packet.head.cookie != 0 && packet.head.h.time_ns != 0);
        }
        QCOMPARE(packets.lost(FLOW_LOSS_PACKET_RING), 0u);
    }

    void takeNothingElseInCapturesOfAProgram()
    {
        Packets packets(running("/usr/bin/true"));
        QVERIFY2(packets.isOpen(), qPrintable(packets.error()));
        QVERIFY(converse(AF_INET, "tcp", "of-nobody"));
        QCOMPARE(packets.drain().size(), 0u);

        Packets own(running("/usr/bin/python3"));
        QVERIFY2(own.isOpen(), qPrintable(own.error()));
        const auto peers = converse(AF_INET, "tcp", "of-python");
        QVERIFY(peers);
        QCOMPARE(own.with("asks of-python").size(), 1u);
        QCOMPARE(own.with("gives of-python").size(), 2u);
        QVERIFY(std::ranges::all_of(own.drain(), [](const Taken &packet) { return packet.head.h.flow_id != 0; }));
    }

    void takeNothingWithoutAFlowFromTheCallersOwn()
    {
        // Everything, but as far as the caller may trace: nobody asks for this, and it must not give more than what has a flow.
        loader::ScopeConfig scope = everything();
        scope.ptraceRule = true;
        scope.callerUid = scope.callerGid = 12345;
        Packets packets(scope);
        QVERIFY2(packets.isOpen(), qPrintable(packets.error()));
        QVERIFY(converse(AF_INET, "tcp", "of-another"));
        QCOMPARE(packets.drain().size(), 0u);
    }

    void cutPacketsToTheSnapLength()
    {
        loader::ScopeConfig scope = everything();
        scope.packets = loader::PacketWish { { "lo" }, 60, 1u << 20 };
        Packets packets(scope);
        QVERIFY2(packets.isOpen(), qPrintable(packets.error()));
        const uint64_t before = packets.drain().size();
        QVERIFY(converse(AF_INET, "udp", QString(200, u'x')));
        QVERIFY(packets.drain().size() >= before + 4);
        int cut = 0;
        for (const Taken &packet : packets.drain()) {
            QCOMPARE(packet.head.captured, std::min(packet.head.length, 60u));
            cut += packet.head.length > 200;
        }
        QVERIFY(cut >= 4);
    }

    void takeLongPacketsWhole()
    {
        Packets packets(everything());
        QVERIFY2(packets.isOpen(), qPrintable(packets.error()));
        const RunResult python = run("/usr/bin/python3", { "-c", R"(
import socket
server = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(server.getsockname())
peer, _ = server.accept()
data = bytes(range(256)) * 4096
import threading
threading.Thread(target=lambda: (client.sendall(data), client.close())).start()
got = b""
while more := peer.recv(1 << 20):
    got += more
assert got == data
print(server.getsockname()[1])
)" });
        QVERIFY2(python.exitCode == 0, python.output.constData());
        const int port = python.output.trimmed().toInt();
        uint64_t payload = 0, longest = 0;
        for (const Taken &packet : packets.drain()) {
            const auto *ip = reinterpret_cast<const unsigned char *>(packet.bytes.constData()) + 14;
            if (packet.bytes.size() < 54 || ip[9] != 6 || (ip[22] << 8 | ip[23]) != port)
                continue;
            QCOMPARE(packet.head.captured, packet.head.length);
            payload += packet.head.length - 14 - 20 - 4u * (ip[32] >> 4);
            longest = std::max<uint64_t>(longest, packet.head.length);
        }
        QCOMPARE(payload, 256u * 4096u);
        QVERIFY2(longest > 16'384, qPrintable(QString::number(longest)));
        QCOMPARE(packets.lost(FLOW_LOSS_PACKET_BYTES), 0u);
    }

    void countWhatAFullRingLoses()
    {
        loader::ScopeConfig scope = everything();
        scope.packets = loader::PacketWish { { "lo" }, FLOW_PACKET_MAX, 4096 };
        Packets packets(scope);
        QVERIFY2(packets.isOpen(), qPrintable(packets.error()));
        for (int i = 0; i < 5; i++)
            QVERIFY(converse(AF_INET, "tcp", QString(500, u'y')));
        const auto losses = packets.session().losses();
        QVERIFY(losses[FLOW_LOSS_PACKET_RING].events > 0 && losses[FLOW_LOSS_PACKET_RING].bytes > losses[FLOW_LOSS_PACKET_RING].events);
    }

    void endWithTheSession_data()
    {
        QTest::addColumn<bool>("clsact");
        QTest::addRow("tcx") << false;
        QTest::addRow("clsact") << true;
    }
    void endWithTheSession()
    {
        QFETCH(bool, clsact);
        {
            loader::ScopeConfig scope = everything();
            scope.forcedHooks.clsact = clsact;
            Packets packets(scope);
            QVERIFY2(packets.isOpen(), qPrintable(packets.error()));
            QVERIFY(run("tc", { "filter", "show", "dev", "lo", "egress" }).output.contains("packet_looped") == clsact);
            packets.session().detach();
            const size_t before = packets.drain().size();
            QVERIFY(converse(AF_INET, "tcp", "after-the-end"));
            QCOMPARE(packets.drain().size(), before);
        }
        QCOMPARE(run("tc", { "filter", "show", "dev", "lo", "egress" }).output, QByteArray());
        QVERIFY(!run("tc", { "qdisc", "show", "dev", "lo" }).output.contains("clsact"));
    }

    void sayWhichInterfaceThereIsNot()
    {
        loader::ScopeConfig scope = everything();
        scope.packets = loader::PacketWish { { "nowhere0" } };
        Packets packets(scope);
        QVERIFY(!packets.isOpen());
        QVERIFY2(packets.error().contains("there is no interface nowhere0"), qPrintable(packets.error()));
    }
};

// The process that removes filters is this program in another role.
int main(int argc, char **argv)
{
    const std::span<char *const> words(argv, size_t(argc));
    if (argc > 3 && std::strcmp(argv[1], "--role") == 0 && std::strcmp(argv[2], loader::removerRole) == 0)
        return loader::removeFilters(words.subspan(3));
    QCoreApplication application(argc, argv);
    PacketTapsTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_packet_taps.moc"
