// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/packets/pcapng_format.h"
#include "tests/app/packets/format_reading.h"

#include <QRegularExpression>
#include <QTest>

using packet_script::big;
using packet_script::block;
using packet_script::little;

namespace {

template<class Number> std::string section(Number number, int major = 1)
{
    return block(number, 0x0a0d0d0a, number(0x1a2b3c4d, 4) + number(uint64_t(major), 2) + number(0, 2) + std::string(8, '\xff'));
}

template<class Number> std::string option(Number number, int code, std::string value)
{
    const std::string head = number(uint64_t(code), 2) + number(value.size(), 2);
    value.resize((value.size() + 3) & ~size_t(3));
    return head + value;
}

template<class Number> std::string interface(Number number, int linkType = 1, const std::string &options = {}, uint32_t captureLength = 0)
{
    return block(number, 1, number(uint64_t(linkType), 2) + number(0, 2) + number(captureLength, 4) + options);
}

template<class Number> std::string packet(Number number, uint64_t time, const std::string &bytes, uint32_t which = 0)
{
    return block(number, 6, number(which, 4) + number(time >> 32, 4) + number(time & 0xffffffff, 4) + number(bytes.size(), 4) + number(bytes.size() + 2, 4) + bytes);
}

std::string timed(int resolution, uint64_t units, const std::string &more = {})
{
    return format_reading::read(section(little) + interface(little, 1, option(little, 9, std::string(1, char(resolution))) + more) + packet(little, units, "x"));
}

} // namespace

class TestPcapngFormat : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void readsBothByteOrders()
    {
        QCOMPARE(format_reading::read(section(little) + interface(little) + packet(little, 1'700'000'000'000'250, "abc")), "1700000000000250000:1:abc/5 end");
        QCOMPARE(format_reading::read(section(big) + interface(big, 101) + packet(big, 1'700'000'000'000'250, "abc")), "1700000000000250000:101:abc/5 end");
    }

    void startsANewInEachSection()
    {
        QCOMPARE(format_reading::read(section(little) + interface(little) + packet(little, 1, "one") + section(big) + interface(big, 113) + packet(big, 2, "two")),
                 "1000:1:one/5 2000:113:two/5 end");
        const std::string first = section(little) + interface(little), second = section(little);
        QCOMPARE(format_reading::read(first + second + packet(little, 1, "x")), "damaged at " + std::to_string(first.size() + second.size()));
    }

    void keepsInterfacesApart()
    {
        QCOMPARE(format_reading::read(section(little) + interface(little) + interface(little, 276, option(little, 9, "\x09")) + packet(little, 5, "a", 1) + packet(little, 5, "b")),
                 "5:276:a/3 5000:1:b/3 end");
    }

    void readsTimesInAnyUnit()
    {
        QCOMPARE(timed(0, 3), "3000000000:1:x/3 end");
        QCOMPARE(timed(3, 3001), "3001000000:1:x/3 end");
        QCOMPARE(timed(9, 3'000'000'001), "3000000001:1:x/3 end");
        QCOMPARE(timed(12, 3'000'000'001'999), "3000000001:1:x/3 end");
        QCOMPARE(timed(0x8a, 3 * 1024 + 512), "3500000000:1:x/3 end");
        QCOMPARE(timed(0xa0, (uint64_t(3) << 32) + (uint64_t(1) << 31)), "3500000000:1:x/3 end");
        QCOMPARE(timed(6, 1'000'000, option(little, 14, little(10, 8))), "11000000000:1:x/3 end");
        QCOMPARE(timed(0xff, 1), "0:1:x/3 end");
        QCOMPARE(timed(0, uint64_t(1) << 62), "0:1:x/3 end");
    }

    void readsSimpleAndObsoletePackets()
    {
        QCOMPARE(format_reading::read(section(little) + interface(little, 1, {}, 2) + block(little, 3, little(5, 4) + "ab")), "0:1:ab/5 end");
        QCOMPARE(format_reading::read(section(little) + interface(little) + block(little, 3, little(5, 4) + "abcde")), "0:1:abcde/5 end");
        QCOMPARE(format_reading::read(section(little) + interface(little) + block(little, 2, little(0, 2) + little(9, 2) + little(0, 4) + little(7, 4) + little(3, 4) + little(4, 4) + "abc")),
                 "7000:1:abc/4 end");
    }

    void handsOutSecretsButOnlyOfTls()
    {
        QCOMPARE(format_reading::read(section(little) + block(little, 10, little(0x544c534b, 4) + little(5, 4) + "a log")), "keys:a log end");
        QCOMPARE(format_reading::read(section(little) + block(little, 10, little(0x57474b4c, 4) + little(5, 4) + "a log")), "end");
    }

    void countsWhatTheCapturingProgramLost()
    {
        const auto lost = [](uint64_t interfaceDrops, uint64_t systemDrops) {
            return block(little, 5, little(0, 4) + little(0, 8) + option(little, 5, little(interfaceDrops, 8)) + option(little, 7, little(systemDrops, 8)));
        };
        QCOMPARE(format_reading::read(section(little) + interface(little) + lost(3, 1) + lost(3, 1) + lost(5, 2)), "dropped:4 dropped:3 end");
    }

    void passesOverBlocksThatItDoesNotKnow()
    {
        QCOMPARE(format_reading::read(section(little) + block(little, 4, "names") + block(little, 0x0bad, "custom") + interface(little) + block(little, 9, "journal") + packet(little, 1, "x")),
                 "1000:1:x/3 end");
    }

    void stopsWhereItIsDamaged()
    {
        const std::string good = section(little) + interface(little) + packet(little, 1, "x");
        const std::string at = "1000:1:x/3 damaged at " + std::to_string(good.size());
        QCOMPARE(format_reading::read(good + packet(little, 1, "y", 1)), at);
        QCOMPARE(format_reading::read(good + block(little, 6, little(0, 12) + little(99, 4) + little(99, 4) + "short")), at);
        QCOMPARE(format_reading::read(good + block(little, 6, "short")), at);
        QCOMPARE(format_reading::read(good + little(6, 4) + little(8, 4) + little(8, 4)), at);
        QCOMPARE(format_reading::read(good + little(6, 4) + little(0xffffffff, 4) + little(0, 4)), at);
        QCOMPARE(format_reading::read(good + section(little, 2)), at);
        std::string torn = packet(little, 1, "y");
        torn[torn.size() - 1] = 1;
        QCOMPARE(format_reading::read(good + torn), at);
    }
};

QTEST_GUILESS_MAIN(TestPcapngFormat)
#include "tst_pcapng_format.moc"
