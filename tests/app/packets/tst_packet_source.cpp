// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/packets/packet_source.h"
#include "app/base/body_source.h"
#include "tests/app/packets/packet_script.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>

using namespace packets;
using packet_script::block;
using packet_script::ethernet;
using packet_script::ip4;
using packet_script::little;
using packet_script::tcp;

namespace {

const std::string line = "CLIENT_RANDOM " + std::string(64, 'a') + " " + std::string(96, 'b') + "\n";

std::string segment(const std::string &text, uint32_t sequence) { return ethernet(ip4(6, tcp(40'000, 80, sequence, 1, "A", text))); }

std::string pcapng(const std::string &packet, const std::string &behind)
{
    return block(little, 0x0a0d0d0a, little(0x1a2b3c4d, 4) + little(1, 2) + little(0, 2) + std::string(8, '\xff')) + block(little, 1, little(1, 4) + little(0, 4))
        + block(little, 6, little(0, 8) + little(9, 4) + little(packet.size(), 4) + little(packet.size(), 4) + packet) + behind;
}

std::string keys(const std::string &log) { return block(little, 10, little(0x544c534b, 4) + little(log.size(), 4) + log); }

} // namespace

class TestPacketSource : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    std::string file(const char *name, const std::string &bytes) const
    {
        QFile out(m_folder.filePath(QString::fromLatin1(name)));
        if (!out.open(QIODevice::WriteOnly) || out.write(bytes.data(), qint64(bytes.size())) < 0)
            qFatal("cannot write");
        return out.fileName().toStdString();
    }

    // All frames, and how it ended. Every payload is where its run says.
    static std::string told(capture::Source &source)
    {
        wire::Bytes frames;
        for (;;) {
            const auto run = source.next(0);
            if (!run)
                return packet_script::told(frames) + " error " + std::to_string(int(run.error().kind)) + " at " + std::to_string(run.error().position);
            frames.insert(frames.end(), run->frames.begin(), run->frames.end());
            if (run->end)
                return packet_script::told(frames);
            const base::Slice slice{run->filePosition, uint32_t(run->frames.size()), 0};
            const auto again = source.bodies()->read({&slice, 1}, slice.length);
            if (!again || !std::ranges::equal(*again, run->frames))
                return "frames are not in the file";
        }
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void turnsPacketsIntoFrames()
    {
        const std::string path = file("x.pcap", packet_script::pcapHead(1) + packet_script::pcapRecord(segment("abc", 100), 5) + packet_script::pcapRecord(segment("def", 103), 6));
        QVERIFY(looksLikePackets(path));
        const auto source = openPackets(path, {});
        QVERIFY(source);
        QVERIFY(!(*source)->isOpenedFile());
        QCOMPARE(told(**source), "joined? >abc >def");
    }

    void putsThemIntoACaptureFileThatCanBeOpenedAgain()
    {
        const std::string path = file("x.pcap", packet_script::pcapHead(1) + packet_script::pcapRecord(segment("abc", 100), 5));
        const std::string saved = m_folder.filePath("saved.cleartap").toStdString();
        auto source = openPackets(path, {{}, saved, {}});
        QCOMPARE(told(**source), "joined? >abc");
        QCOMPARE(told(**capture::openSaved(saved)), "joined? >abc");
        QVERIFY(!looksLikePackets(saved));
    }

    // Even those behind the packets, and all of them once.
    void handsOutSecretsFirst()
    {
        const std::string path = file("x.pcapng", pcapng(segment("abc", 100), keys(line + line)));
        std::string order;
        PacketOptions options{file("keys.log", line), {}, [&](const wire::Frame &frame, wire::Bytes &out) {
            order += frame.type == wire::Type::Secret ? 's' : frame.type == wire::Type::Started ? '!' : '.';
            if (frame.type == wire::Type::Stopped)
                wire::encode(wire::Losses{1, {{wire::LossPlace::Relay, 0, 1, 2}}}, out);
            return frame.type == wire::Type::Secret || frame.type == wire::Type::Stopped;
        }};
        auto source = openPackets(path, options);
        QVERIFY(source);
        QCOMPARE(told(**source), "joined? >abc lost:1/2 window or recorder too slow");
        QCOMPARE(order, "sss!....");
    }

    void givesEverythingBeforeTheDamage()
    {
        const std::string good = packet_script::pcapHead(1) + packet_script::pcapRecord(segment("abc", 100), 5);
        const auto wanted = "joined? >abc error " + std::to_string(int(capture::ErrorKind::Damaged)) + " at " + std::to_string(good.size());
        QCOMPARE(told(**openPackets(file("torn.pcap", good + "torn"), {})), wanted);
        const std::string saved = m_folder.filePath("kept.cleartap").toStdString();
        QCOMPARE(told(**openPackets(file("torn.pcap", good + "torn"), {{}, saved, {}})), wanted);
        QCOMPARE(told(**capture::openSaved(saved)), "joined? >abc");
    }

    void saysWhyAFileCannotBeOpened()
    {
        const auto why = [](const std::string &path, const PacketOptions &options = {}) {
            const auto source = openPackets(path, options);
            return source ? std::string("opened") : std::to_string(int(source.error().kind)) + "/" + std::to_string(source.error().errnoValue);
        };
        const std::string good = file("good.pcap", packet_script::pcapHead(1));
        QCOMPARE(why(good), "opened");
        QCOMPARE(why(file("text", "no packets at all, but long enough")), std::to_string(int(capture::ErrorKind::NotACapture)) + "/0");
        QCOMPARE(why(file("empty", "")), std::to_string(int(capture::ErrorKind::NotACapture)) + "/0");
        QCOMPARE(why("/nowhere/x.pcap"), std::to_string(int(capture::ErrorKind::File)) + "/" + std::to_string(ENOENT));
        QCOMPARE(why(good, {"/nowhere/keys.log", {}, {}}), std::to_string(int(capture::ErrorKind::File)) + "/" + std::to_string(ENOENT));
        QCOMPARE(why(good, {{}, "/nowhere/out.cleartap", {}}), std::to_string(int(capture::ErrorKind::File)) + "/" + std::to_string(ENOENT));
        QVERIFY(!looksLikePackets("/nowhere/x.pcap"));
    }

    void stopsWhenAsked()
    {
        std::string bytes = packet_script::pcapHead(1);
        for (uint32_t i = 0; i < 2000; ++i)
            bytes += packet_script::pcapRecord(segment(std::string(1000, 'x'), 100 + i * 1000), 5);
        auto source = openPackets(file("long.pcap", bytes), {});
        QVERIFY((*source)->next(0));
        (*source)->stop();
        for (int runs = 0;; ++runs) {
            const auto run = (*source)->next(0);
            QVERIFY(run && runs < 3);
            if (run->end)
                break;
        }
    }
};

QTEST_GUILESS_MAIN(TestPacketSource)
#include "tst_packet_source.moc"
