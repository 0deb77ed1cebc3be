// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/packets/link_layer.h"
#include "tests/app/packets/packet_script.h"

#include <QRegularExpression>
#include <QTest>

using namespace packets;
using packet_script::big;
using packet_script::ethernet;
using packet_script::little;

namespace {

const std::string ip4 = packet_script::ip4(6, "abc"), ip6 = packet_script::ip6(6, "abc");

// How many bytes come before the IP packet; -1: there is none.
int before(LinkType type, const std::string &frame)
{
    const auto at = ipBeginsAt(type, packet_script::bytesOf(frame));
    return at ? int(*at) : -1;
}

} // namespace

class TestLinkLayer : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void readsEthernet()
    {
        QCOMPARE(before(LinkType::Ethernet, ethernet(ip4)), 14);
        QCOMPARE(before(LinkType::Ethernet, ethernet(ip6, 0x86dd)), 14);
        QCOMPARE(before(LinkType::Ethernet, ethernet("who has", 0x0806)), -1);
        QCOMPARE(before(LinkType::Ethernet, ethernet(ip4).substr(0, 14)), -1);
        QCOMPARE(before(LinkType::Ethernet, ethernet(ip4).substr(0, 9)), -1);
    }

    void readsTags()
    {
        QCOMPARE(before(LinkType::Ethernet, ethernet(big(5, 2) + big(0x0800, 2) + ip4, 0x8100)), 18);
        QCOMPARE(before(LinkType::Ethernet, ethernet(big(5, 2) + big(0x8100, 2) + big(6, 2) + big(0x86dd, 2) + ip6, 0x88a8)), 22);
        std::string endless;
        for (int i = 0; i < 100; ++i)
            endless += big(5, 2) + big(0x8100, 2);
        QCOMPARE(before(LinkType::Ethernet, ethernet(endless, 0x8100)), -1);
        QCOMPARE(before(LinkType::Ethernet, ethernet(big(5, 2), 0x8100)), -1);
    }

    void readsPppoeMplsAndSnap()
    {
        QCOMPARE(before(LinkType::Ethernet, ethernet(big(0x1100, 2) + big(1, 2) + big(25, 2) + big(0x21, 2) + ip4, 0x8864)), 22);
        QCOMPARE(before(LinkType::Ethernet, ethernet(big(0x1100, 2) + big(1, 2) + big(25, 2) + big(0xc021, 2) + "lcp", 0x8864)), -1);
        QCOMPARE(before(LinkType::Ethernet, ethernet(big(0x00010040, 4) + big(0x00011140, 4) + ip4, 0x8847)), 22);
        QCOMPARE(before(LinkType::Ethernet, ethernet(big(0xaaaa03, 3) + big(0, 3) + big(0x0800, 2) + ip4, 31)), 22);
        QCOMPARE(before(LinkType::Ethernet, ethernet(big(0x424203, 3) + "spanning tree", 38)), -1);
    }

    void readsTheOtherLinkTypes()
    {
        QCOMPARE(before(LinkType::LinuxCooked, std::string(14, '\0') + big(0x0800, 2) + ip4), 16);
        QCOMPARE(before(LinkType::LinuxCooked, std::string(14, '\0') + big(0x8100, 2) + big(5, 2) + big(0x86dd, 2) + ip6), 20);
        QCOMPARE(before(LinkType::LinuxCooked2, big(0x86dd, 2) + std::string(18, '\0') + ip6), 20);
        QCOMPARE(before(LinkType::Null, little(2, 4) + ip4), 4);
        QCOMPARE(before(LinkType::Null, big(2, 4) + ip4), 4);
        QCOMPARE(before(LinkType::Loop, big(30, 4) + ip6), 4);
        for (const LinkType type : {LinkType::Raw, LinkType::RawBsd, LinkType::RawOpenBsd, LinkType::Ipv4})
            QCOMPARE(before(type, ip4), 0);
        QCOMPARE(before(LinkType::Ipv6, ip6), 0);
        QCOMPARE(before(LinkType::Ppp, big(0xff03, 2) + big(0x57, 2) + ip6), 4);
        QCOMPARE(before(LinkType::PppHdlc, big(0x21, 2) + ip4), 2);
        for (const LinkType type : {LinkType::Raw, LinkType::Null, LinkType::Ppp, LinkType::LinuxCooked, LinkType::LinuxCooked2})
            QCOMPARE(before(type, {}), -1);
    }

    void saysWhichTypesItDoesNotKnow()
    {
        QVERIFY(isKnown(LinkType::Ethernet));
        QVERIFY(!isKnown(LinkType(105)));   // IEEE 802.11
        QCOMPARE(before(LinkType(105), ip4), -1);
    }
};

QTEST_GUILESS_MAIN(TestLinkLayer)
#include "tst_link_layer.moc"
