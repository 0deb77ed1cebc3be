// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/packets/transport.h"
#include "tests/app/packets/packet_script.h"

#include <QRegularExpression>
#include <QTest>

using namespace packets;
using packet_script::big;
using packet_script::bytesOf;

class TestTransport : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void readsASegment()
    {
        const std::string bytes = packet_script::tcp(40'000, 80, 4'000'000'000, 7, "SAF", "abc");
        const auto segment = readTcp(bytesOf(bytes), bytes.size() + 2);
        QVERIFY(segment);
        QCOMPARE(segment->ports.source, uint16_t(40'000));
        QCOMPARE(segment->ports.destination, uint16_t(80));
        QCOMPARE(segment->sequence, 4'000'000'000u);
        QCOMPARE(segment->acknowledgment, 7u);
        QVERIFY(segment->syn && segment->ack && segment->fin && !segment->rst);
        QCOMPARE(packet_script::textOf(segment->payload), "abc");
        QCOMPARE(segment->length, size_t(5));
    }

    void passesOverTheOptionsOfASegment()
    {
        std::string bytes = packet_script::tcp(1, 2, 3, 4, "R", "optsabc");
        bytes[12] = 0x60;
        const auto segment = readTcp(bytesOf(bytes), bytes.size());
        QVERIFY(segment && segment->rst && !segment->syn);
        QCOMPARE(packet_script::textOf(segment->payload), "abc");
        QCOMPARE(segment->length, size_t(3));
        // The capture ends within them.
        const auto cut = readTcp(bytesOf(bytes).first(22), bytes.size());
        QVERIFY(cut && cut->payload.empty());
        QCOMPARE(cut->length, size_t(3));
    }

    void readsADatagram()
    {
        const std::string bytes = packet_script::udp(5353, 53, "abc"), padded = bytes + "padding";
        const auto datagram = readUdp(bytesOf(padded), padded.size());
        QVERIFY(datagram);
        QCOMPARE(datagram->ports.source, uint16_t(5353));
        QCOMPARE(datagram->ports.destination, uint16_t(53));
        QCOMPARE(packet_script::textOf(datagram->payload), "abc");
        QCOMPARE(datagram->length, size_t(3));
        const auto cut = readUdp(bytesOf(bytes).first(9), bytes.size());
        QCOMPARE(packet_script::textOf(cut->payload), "a");
        QCOMPARE(cut->length, size_t(3));
    }

    void refusesWhatIsMalformed()
    {
        const std::string segment = packet_script::tcp(1, 2, 3, 4, "A"), datagram = packet_script::udp(1, 2, "");
        QVERIFY(!readTcp(bytesOf(segment).first(19), 20));
        QVERIFY(!readUdp(bytesOf(datagram).first(7), 8));
        std::string head = segment;
        head[12] = 0x40;
        QVERIFY(!readTcp(bytesOf(head), head.size()));
        head[12] = '\xf0';
        QVERIFY(!readTcp(bytesOf(head), head.size()));
        std::string shorter = datagram;
        shorter.replace(4, 2, big(7, 2));
        QVERIFY(!readUdp(bytesOf(shorter), shorter.size()));
    }
};

QTEST_GUILESS_MAIN(TestTransport)
#include "tst_transport.moc"
