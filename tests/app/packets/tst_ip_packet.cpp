// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/packets/ip_packet.h"
#include "tests/app/packets/packet_script.h"

#include <QRegularExpression>
#include <QTest>

using namespace packets;
using packet_script::big;
using packet_script::ip4;
using packet_script::ip6;

namespace {

// "from>to protocol payload/length", and the fragment.
std::string read(const std::string &bytes, size_t length = 0)
{
    const auto packet = readIp(packet_script::bytesOf(bytes), length ? length : bytes.size());
    if (!packet)
        return "malformed";
    std::string text = base::addressText(packet->source) + ">" + base::addressText(packet->destination) + " " + std::to_string(packet->protocol) + " "
        + packet_script::textOf(packet->payload) + "/" + std::to_string(packet->length);
    if (packet->fragment)
        text += " " + std::to_string(packet->fragment->id) + "@" + std::to_string(packet->fragment->offset) + (packet->fragment->more ? "+" : "");
    return text;
}

} // namespace

class TestIpPacket : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void readsBothVersions()
    {
        QCOMPARE(read(ip4(6, "abc")), "10.0.0.1>10.0.0.2 6 abc/3");
        QCOMPARE(read(ip6(17, "abc")), "fd00::1>fd00::2 17 abc/3");
    }

    void leavesOutThePaddingOfTheLinkLayer()
    {
        QCOMPARE(read(ip4(6, "abc") + "......"), "10.0.0.1>10.0.0.2 6 abc/3");
        QCOMPARE(read(ip6(6, "abc") + "......"), "fd00::1>fd00::2 6 abc/3");
    }

    void saysHowMuchWasCut()
    {
        QCOMPARE(read(ip4(6, "abcdef").substr(0, 22)), "10.0.0.1>10.0.0.2 6 ab/6");
        QCOMPARE(read(ip6(6, "abcdef").substr(0, 42)), "fd00::1>fd00::2 6 ab/6");
    }

    void takesTheLengthOfThePacketWhereTheHeaderHasNone()
    {
        std::string large = ip4(6, "abc");
        large.replace(2, 2, big(0, 2));
        QCOMPARE(read(large, 70'000), "10.0.0.1>10.0.0.2 6 abc/69980");
        std::string jumbo = ip6(6, "abc");
        jumbo.replace(4, 2, big(0, 2));
        QCOMPARE(read(jumbo, 70'000), "fd00::1>fd00::2 6 abc/69960");
    }

    void readsFragments()
    {
        QCOMPARE(read(ip4(17, "abcdefgh", 1, 2, 9, 0x2000)), "10.0.0.1>10.0.0.2 17 abcdefgh/8 9@0+");
        QCOMPARE(read(ip4(17, "abc", 1, 2, 9, 3)), "10.0.0.1>10.0.0.2 17 abc/3 9@24");
        QCOMPARE(read(ip6(44, big(17, 1) + big(0, 1) + big(0x19, 2) + big(77, 4) + "abc")), "fd00::1>fd00::2 17 abc/3 77@24+");
        QCOMPARE(read(ip6(44, big(17, 1) + big(0, 1) + big(0, 2) + big(77, 4) + "whole")), "fd00::1>fd00::2 17 whole/5");
    }

    void passesOverExtensionHeaders()
    {
        const std::string options = big(43, 1) + big(0, 1) + std::string(6, '\0'), routing = big(51, 1) + big(1, 1) + std::string(14, '\0');
        const std::string authentication = big(6, 1) + big(1, 1) + std::string(10, '\0');
        QCOMPARE(read(ip6(0, options + routing + authentication + "abc")), "fd00::1>fd00::2 6 abc/3");
    }

    void refusesWhatIsMalformed()
    {
        QCOMPARE(read({}), "malformed");
        QCOMPARE(read(std::string(40, '\x55')), "malformed");
        for (size_t size = 1; size < 20; ++size)
            QCOMPARE(read(ip4(6, "abc").substr(0, size)), "malformed");
        for (size_t size = 1; size < 40; ++size)
            QCOMPARE(read(ip6(6, "abc").substr(0, size)), "malformed");
        std::string head = ip4(6, "abc");
        head[0] = 0x44;
        QCOMPARE(read(head), "malformed");
        std::string total = ip4(6, "abc");
        total.replace(2, 2, big(19, 2));
        QCOMPARE(read(total), "malformed");
        QCOMPARE(read(ip6(0, big(6, 1) + big(200, 1) + "short")), "malformed");
        std::string endless;
        for (int i = 0; i < 100; ++i)
            endless += big(60, 1) + big(0, 1) + std::string(6, '\0');
        QCOMPARE(read(ip6(60, endless)), "malformed");
    }
};

QTEST_GUILESS_MAIN(TestIpPacket)
#include "tst_ip_packet.moc"
