// SPDX-License-Identifier: GPL-3.0-or-later
// From a capture file to pcapng, through the index of its packets.
#include "app/packets/pcapng_export.h"

#include "app/capture/capture_file.h"
#include "app/packets/stored_packets.h"
#include "tests/app/packets/format_reading.h"

#include <QRegularExpression>
#include <QTest>

using namespace packets;
using packet_script::bytesOf;
using packet_script::ethernet;
using packet_script::ip4;
using packet_script::tcp;
using packet_script::textOf;
using packet_script::udp;

namespace {

constexpr int64_t offset = 1'000'000;

class Capture
{
public:
    Capture()
        : m_file(capture::CaptureFile::create({}).value())
    {
        add(wire::Interface{2, 77, 1, 0, "lo", "tcx"});
    }
    template<class Message> Capture &add(const Message &message)
    {
        wire::Bytes frame;
        wire::encode(message, frame);
        return append(frame);
    }
    Capture &append(const wire::Bytes &frame)
    {
        if (!m_file.append(frame))
            qFatal("cannot write");
        return *this;
    }
    Capture &started() { return add(wire::Started{1, offset, 0, ""}); }
    Capture &process(uint32_t pid, const char *name, int64_t time = 0, uint8_t executed = 2)
    {
        wire::Process process;
        process.time = time, process.pid = pid, process.executed = executed, process.comm = name, process.exe = std::string("/usr/bin/") + name;
        return add(process);
    }
    // In pieces of at most `most` bytes, the first `pieces` of them.
    Capture &packet(int64_t time, const std::string &bytes, wire::PacketEnd end = wire::PacketEnd::None, uint32_t pid = 0, size_t most = 30'000, size_t pieces = 100)
    {
        wire::Packet head = m_head;
        head.time = time, head.interface = 2, head.length = head.captured = uint32_t(bytes.size()), head.direction = 1, head.end = end, head.pid = pid;
        head.flow = pid;
        do {
            wire::Bytes frame;
            const auto piece = bytesOf(bytes).subspan(head.offset, std::min(most, bytes.size() - head.offset));
            wire::encode(head, piece, frame);
            append(frame);
            head.offset += uint32_t(piece.size());
        } while (head.offset < bytes.size() && --pieces > 0);
        return *this;
    }
    wire::Packet &head() { return m_head; }
    int fd() const { return m_file.fd(); }

    std::string pcapng(const std::string &keyLog = {})
    {
        std::string file;
        const auto report = writePcapng(fd(), {"Cleartap test", keyLog}, [&](std::span<const std::byte> bytes) {
            file += textOf(bytes);
            return true;
        });
        if (!report)
            return "error " + std::to_string(int(report.error().kind));
        m_report = *report;
        return file;
    }
    const PcapngReport &report() const { return m_report; }

private:
    capture::CaptureFile m_file;
    wire::Packet m_head;
    PcapngReport m_report;
};

const std::string question = ethernet(ip4(17, udp(50'000, 53, "question"), 1, 2)), answer = ethernet(ip4(17, udp(53, 50'000, "answer"), 2, 1));

} // namespace

class TestPcapngExport : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void writesPacketsInOrderOfTheirTimesOfDay()
    {
        Capture capture;
        capture.started().packet(30, "second").packet(20, "first").packet(40, "third");
        QCOMPARE(format_reading::read(capture.pcapng()), "1000020:1:first/5 1000030:1:second/6 1000040:1:third/5 end");
        QCOMPARE(capture.report().packets, 3u);
        QCOMPARE(capture.report().withProcess, 0u);
    }

    void namesTheProcessesAtBothEndsOnTheFirstPacket()
    {
        Capture capture;
        capture.process(10, "dig").process(20, "named").started().packet(1, question).packet(2, answer, wire::PacketEnd::Sender, 20).packet(3, question, wire::PacketEnd::Sender, 10);
        const std::string file = capture.pcapng();
        QVERIFY(file.contains("From dig (pid 10, /usr/bin/dig) to named (pid 20, /usr/bin/named)"));
        QCOMPARE(file.find("From ", file.find("From ") + 1), std::string::npos);
        QVERIFY(file.contains("cleartap sender=10:dig receiver=20:named") && file.contains("cleartap sender=20:named receiver=10:dig"));
        QCOMPARE(capture.report().withProcess, 3u);
        QCOMPARE(capture.report().connections, 1u);
    }

    void namesTheProgramThatAProcessRanThen()
    {
        Capture capture;
        capture.started().process(10, "sh", 1, 0).process(10, "curl", 5, 1).process(10, "later", 50, 1).packet(10, question, wire::PacketEnd::Sender, 10);
        QVERIFY(capture.pcapng().contains("From curl (pid 10, /usr/bin/curl)"));
        Capture unknown;
        unknown.started().packet(10, question, wire::PacketEnd::Receiver, 11);
        QVERIFY(unknown.pcapng().contains("To process 11"));
        Capture odd;
        odd.started().process(10, "a\n\xff", 1, 1).packet(10, question, wire::PacketEnd::Sender, 10);
        QVERIFY(odd.pcapng().contains("From a?" "? (pid 10, /usr/bin/a?" "?)"));
    }

    void joinsThePiecesOfALongPacketAndKeepsWhatIsThereOfALostOne()
    {
        Capture capture;
        const std::string whole(70'000, 'w'), torn(70'000, 't');
        capture.started().packet(1, whole).packet(2, torn, wire::PacketEnd::None, 0, 30'000, 2).packet(3, "next");
        QVERIFY(format_reading::read(capture.pcapng()) == "1000001:1:" + whole + "/70000 1000002:1:" + torn.substr(0, 60'000) + "/70000 1000003:1:next/4 end");
    }

    void givesAVlanTagBackItsPlace()
    {
        Capture capture;
        capture.head().vlanProtocol = 0x8100, capture.head().vlanTag = 0x0064;
        capture.started().packet(1, question);
        std::string tagged = question;
        tagged.insert(12, std::string("\x81\0\0\x64", 4));
        QCOMPARE(format_reading::read(capture.pcapng()), "1000001:1:" + tagged + "/" + std::to_string(tagged.size()) + " end");
    }

    void putsSecretsInFrontOnlyIfTheyAreGiven()
    {
        Capture capture;
        capture.started().packet(1, "x");
        const std::string with = capture.pcapng("CLIENT_RANDOM 00 11\n");
        QCOMPARE(format_reading::read(with), "keys:CLIENT_RANDOM 00 11\n 1000001:1:x/1 end");
        QVERIFY(with.contains("contains the secrets"));
        QVERIFY(!capture.pcapng().contains("secrets"));
    }

    void tellsOfPacketsThatWereLost()
    {
        Capture capture;
        capture.started().packet(1, "x").add(wire::Losses{5, {{wire::LossPlace::Kernel, uint8_t(wire::KernelLoss::PacketRing), 12, 1000}}});
        QCOMPARE(format_reading::read(capture.pcapng()), "1000001:1:x/1 dropped:12 end");
        QCOMPARE(capture.report().lost, 12u);
    }

    void skipsPacketsOfAnUnknownInterfaceAndLonePieces()
    {
        Capture capture;
        wire::Packet lone;
        lone.interface = 2, lone.length = lone.captured = 10, lone.offset = 5;
        wire::Packet strange;
        strange.interface = 3, strange.length = strange.captured = 3;
        wire::Bytes frames;
        wire::encode(lone, bytesOf("01234"), frames);
        wire::encode(strange, bytesOf("abc"), frames);
        capture.started().append(frames).packet(1, "x");
        QCOMPARE(format_reading::read(capture.pcapng()), "1000001:1:x/1 end");
    }

    void stopsWhereNothingMoreCanBeWritten()
    {
        Capture capture;
        capture.started();
        for (int i = 0; i < 100; ++i)
            capture.packet(i, std::string(20'000, 'x'));
        int calls = 0;
        const auto report = writePcapng(capture.fd(), {"x", {}}, [&](std::span<const std::byte>) { return ++calls < 2; });
        QVERIFY(report && report->packets < 100);
        QCOMPARE(calls, 2);
    }
};

QTEST_GUILESS_MAIN(TestPcapngExport)
#include "tst_pcapng_export.moc"
