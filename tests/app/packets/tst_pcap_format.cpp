// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/packets/pcap_format.h"
#include "tests/app/packets/format_reading.h"

#include <QRegularExpression>
#include <QTest>

using packet_script::big;
using packet_script::little;

class TestPcapFormat : public QObject
{
    Q_OBJECT

    template<class Number> static std::string file(Number number, uint32_t magic, uint32_t fraction, const std::string &more = {})
    {
        return number(magic, 4) + number(2, 2) + number(4, 2) + number(0, 8) + number(65'535, 4) + number(1, 4)
            + number(1'700'000'000, 4) + number(fraction, 4) + number(3, 4) + number(5, 4) + more + "abc";
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void readsBothByteOrdersAndPrecisions()
    {
        QCOMPARE(format_reading::read(file(little, 0xa1b2c3d4, 250)), "1700000000000250000:1:abc/5 end");
        QCOMPARE(format_reading::read(file(big, 0xa1b2c3d4, 250)), "1700000000000250000:1:abc/5 end");
        QCOMPARE(format_reading::read(file(little, 0xa1b23c4d, 250)), "1700000000000000250:1:abc/5 end");
        QCOMPARE(format_reading::read(file(big, 0xa1b23c4d, 250)), "1700000000000000250:1:abc/5 end");
    }

    void readsTheVariantWithLongerRecords()
    {
        QCOMPARE(format_reading::read(file(little, 0xa1b2cd34, 250, std::string(8, '\0'))), "1700000000000250000:1:abc/5 end");
    }

    void ignoresTheLengthOfFrameCheckSequences()
    {
        std::string head = packet_script::pcapHead(1);
        head[23] = 0x44;
        QCOMPARE(format_reading::read(head + packet_script::pcapRecord("abc", 1)), "1000000000:1:abc/3 end");
    }

    void saysWhereItIsTorn()
    {
        const std::string whole = file(little, 0xa1b2c3d4, 0);
        for (size_t size = 25; size < whole.size(); ++size)
            QCOMPARE(format_reading::read(whole.substr(0, size)), "damaged at 24");
        QCOMPARE(format_reading::read(whole.substr(0, 24)), "end");
    }

    void refusesRecordsBeyondAllMeasure()
    {
        QCOMPARE(format_reading::read(packet_script::pcapHead(1) + little(0, 8) + little(0xfffffff0, 4) + little(0, 4)), "damaged at 24");
    }

    void refusesOtherFiles()
    {
        QCOMPARE(format_reading::read("CLEARTAP and something else, long enough"), "unknown");
        QCOMPARE(format_reading::read(packet_script::pcapHead(1).substr(0, 23)), "unknown");
        QCOMPARE(format_reading::read({}), "unknown");
    }
};

QTEST_GUILESS_MAIN(TestPcapFormat)
#include "tst_pcap_format.moc"
