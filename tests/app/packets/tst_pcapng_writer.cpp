// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/packets/pcapng_writer.h"
#include "tests/app/packets/format_reading.h"

#include <QRegularExpression>
#include <QTest>

using namespace packets;
using packet_script::bytesOf;
using packet_script::little;

namespace {

Packet packetOf(std::string_view text, base::Time time, uint32_t length)
{
    return {time, LinkType::Ethernet, bytesOf(text), length};
}

std::string written(const auto &write)
{
    wire::Bytes bytes;
    PcapngWriter writer(bytes);
    write(writer);
    return packet_script::textOf(bytes);
}

} // namespace

class TestPcapngWriter : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void isReadBackByTheReader()
    {
        const std::string file = written([](PcapngWriter &writer) {
            writer.section("Cleartap 1", "a comment");
            writer.interface("lo", "loopback", LinkType::Ethernet, 0);
            writer.interface("tun0", "", LinkType::Raw, 128);
            writer.secrets("CLIENT_RANDOM 00 11\n");
            writer.packet(0, packetOf("abc", 1'700'000'000'123'456'789, 5), {PcapngWriter::Way::Outbound, "From curl", "cleartap sender=1:curl"});
            writer.packet(1, packetOf("", 1, 7), {});
            writer.statistics(0, 2, 9, "full");
        });
        QCOMPARE(format_reading::read(file), "keys:CLIENT_RANDOM 00 11\n 1700000000123456789:1:abc/5 1:101:/7 dropped:9 end");
    }

    void saysWhichWayAPacketWentAndWhose()
    {
        const std::string file = written([](PcapngWriter &writer) { writer.packet(0, packetOf("abcd", 0, 4), {PcapngWriter::Way::Inbound, "To", "p"}); });
        const std::string options = file.substr(8 + 20 + 4);
        QCOMPARE(options.substr(0, options.size() - 4),
                 little(1, 2) + little(2, 2) + std::string("To\0\0", 4) + little(2, 2) + little(4, 2) + little(1, 4)            // comment, inbound
                     + little(2988, 2) + little(5, 2) + little(PcapngWriter::enterprise, 4) + std::string("p\0\0\0", 4) + little(0, 4));
    }

    void cutsTextsThatNoOptionCanHold()
    {
        const std::string file = written([](PcapngWriter &writer) {
            writer.section("x", std::string(100'000, 'c'));
            writer.interface("lo", "", LinkType::Ethernet, 0);
            writer.packet(0, packetOf("abc", 1, 3), {PcapngWriter::Way::Unknown, std::string(70'000, 'c'), std::string(70'000, 'p')});
        });
        QCOMPARE(format_reading::read(file), "1:1:abc/3 end");
    }

    void dividesALongKeyLogBetweenLines()
    {
        std::string line = "CLIENT_RANDOM " + std::string(64, '0') + " " + std::string(96, '1') + "\n", all;
        while (all.size() < 40'000'000)
            all += line;
        const std::string file = written([&](PcapngWriter &writer) {
            writer.section("x", "");
            writer.secrets(all);
        });
        struct Sink final : FileFormat::Sink {
            std::string keys;
            int blocks = 0;
            void packet(const Packet &) override { }
            void secrets(std::string_view keyLog) override
            {
                QVERIFY(keyLog.ends_with('\n') && keyLog.size() <= size_t(1) << 24);
                keys += keyLog;
                ++blocks;
            }
            void dropped(uint64_t) override { }
        } sink;
        const auto bytes = bytesOf(file);
        auto [format, at] = recogniseFormat(bytes.first(FileFormat::startSize));
        while (at < bytes.size()) {
            const size_t size = format->sizeOf(bytes.subspan(at, format->headSize())).value();
            QVERIFY(format->take(bytes.subspan(at, size), sink));
            at += size;
        }
        QCOMPARE(sink.blocks, 3);
        QVERIFY(sink.keys == all);
    }
};

QTEST_GUILESS_MAIN(TestPcapngWriter)
#include "tst_pcapng_writer.moc"
