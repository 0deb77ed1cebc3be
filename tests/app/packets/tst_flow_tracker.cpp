// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/packets/flow_tracker.h"
#include "tests/app/packets/packet_script.h"

#include <QRegularExpression>
#include <QTest>

using namespace packets;
using packet_script::ethernet;
using packet_script::ip4;
using packet_script::ip6;
using packet_script::tcp;
using packet_script::udp;

namespace {

constexpr int tcpNumber = 6, udpNumber = 17;

struct Played {
    wire::Bytes out;
    FlowTracker tracker;
    base::Time now = 1'000'000'000;
    explicit Played(const FlowTracker::Limits &limits = {})
        : tracker(out, limits)
    {
    }
    Played &add(const std::string &bytes, LinkType type = LinkType::Ethernet, size_t captured = std::string::npos)
    {
        tracker.packet({now, type, packet_script::bytesOf(bytes).first(std::min(captured, bytes.size())), uint32_t(bytes.size())});
        now += 1'000'000;
        return *this;
    }
    Played &wait(int64_t seconds)
    {
        now += seconds * 1'000'000'000;
        return *this;
    }
    std::string text()
    {
        tracker.finish();
        return packet_script::told(out);
    }
};

} // namespace

class TestFlowTracker : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void keepsConnectionsApart()
    {
        Played played;
        played.add(ethernet(ip4(tcpNumber, tcp(40'000, 80, 99, 0, "S"))));
        played.add(ethernet(ip4(tcpNumber, tcp(40'001, 80, 199, 0, "S"))));
        played.add(ethernet(ip4(tcpNumber, tcp(40'000, 80, 199, 0, "S"), 3, 2)));
        played.add(ethernet(ip6(tcpNumber, tcp(40'000, 80, 299, 0, "S")), 0x86dd));
        played.add(ethernet(ip4(tcpNumber, tcp(40'001, 80, 200, 500, "A", "second"))));
        played.add(ethernet(ip4(tcpNumber, tcp(80, 40'001, 500, 206, "A", "answer"), 2, 1)));
        QCOMPARE(played.text(), "open syn open syn open syn open syn established >second <answer");
        QCOMPARE(played.tracker.size(), size_t(4));
    }

    void beginsAnewWhenPortsAreUsedAgain()
    {
        Played played;
        played.add(ethernet(ip4(tcpNumber, tcp(40'000, 80, 99, 0, "S"))));
        played.add(ethernet(ip4(tcpNumber, tcp(40'000, 80, 100, 500, "A", "one"))));
        played.add(ethernet(ip4(tcpNumber, tcp(40'000, 80, 5000, 0, "S"))));
        played.add(ethernet(ip4(tcpNumber, tcp(40'000, 80, 5001, 500, "A", "two"))));
        QCOMPARE(played.text(), "open syn established >one open syn established >two");
        QCOMPARE(played.tracker.size(), size_t(1));
    }

    void neverSeesAConnectionInAnEmptySegment()
    {
        Played played;
        played.add(ethernet(ip4(tcpNumber, tcp(40'000, 80, 99, 5, "A")))).add(ethernet(ip4(tcpNumber, tcp(40'000, 80, 99, 5, "R"))));
        QCOMPARE(played.text(), "");
        QCOMPARE(played.tracker.size(), size_t(0));
    }

    void tellsOfDatagrams()
    {
        Played played;
        played.add(ethernet(ip4(udpNumber, udp(5555, 53, "question")))).add(ethernet(ip4(udpNumber, udp(53, 5555, "answer"), 2, 1)));
        QCOMPARE(played.text(), "open >question <answer");
        QCOMPARE(Played().add(ethernet(ip4(udpNumber, udp(53, 5555, "answer"), 2, 1))).text(), "open <answer");
        QCOMPARE(Played().add(ethernet(ip4(udpNumber, udp(5555, 6666, "who knows")))).text(), "open? >who knows");
    }

    void beginsAnewAfterALongSilenceOfDatagrams()
    {
        Played played;
        played.add(ethernet(ip4(udpNumber, udp(5555, 53, "one")))).wait(59).add(ethernet(ip4(udpNumber, udp(5555, 53, "two"))));
        played.wait(61).add(ethernet(ip4(udpNumber, udp(5555, 53, "three"))));
        QCOMPARE(played.text(), "open >one >two open >three");
    }

    void joinsFragments()
    {
        const std::string whole = udp(5555, 53, "a question in two fragments");
        Played played;
        played.add(ethernet(ip4(udpNumber, whole.substr(16), 1, 2, 9, 2))).add(ethernet(ip4(udpNumber, whole.substr(0, 16), 1, 2, 9, 0x2000)));
        QCOMPARE(played.text(), "open >a question in two fragments");
    }

    void looksIntoTunnels()
    {
        QCOMPARE(Played().add(ethernet(ip4(41, ip6(udpNumber, udp(5555, 53, "inside"))))).text(), "open >inside");
        std::string deep = udp(5555, 53, "inside");
        int protocol = udpNumber;
        for (int depth = 0; depth < 6; ++depth) {
            deep = ip4(protocol, deep);
            protocol = 4;
        }
        QCOMPARE(Played().add(ethernet(deep)).text(), "lost:1/34 packets of another Internet protocol");
    }

    void countsWhatItDoesNotRead()
    {
        QCOMPARE(Played().add("802.11", LinkType(105)).text(), "lost:1/6 packets of an unknown link type");
        QCOMPARE(Played().add(ethernet(ip4(tcpNumber, "short"))).text(), "lost:1/5 malformed packets");
        QCOMPARE(Played().add(ethernet(ip4(udpNumber, "short"))).text(), "lost:1/5 malformed packets");
        QCOMPARE(Played().add(ethernet(ip4(132, "sctp"))).text(), "lost:1/4 packets of another Internet protocol");
        QCOMPARE(Played().add(ethernet(ip4(1, "ping"))).add(ethernet("who has", 0x0806)).text(), "");
        QCOMPARE(Played().add(ethernet(ip4(udpNumber, udp(5555, 53, "question"), 1, 2, 9, 0x2000))).text(),
                 "lost:1/0 IP packets whose fragments were not all captured");
        QCOMPARE(Played().add(ethernet(ip4(udpNumber, udp(5555, 53, "question"))), LinkType::Ethernet, 46).text(), "open >ques[4] lost:1/4 packets that were cut when captured");
        Played played;
        played.tracker.dropped(7);
        QCOMPARE(played.text(), "lost:7/0 packets that the capturing program lost");
    }

    void givesUpTheConnectionThatWasSilentForLongest()
    {
        Played played({.flows = 2});
        for (const uint16_t port : {uint16_t(40'000), uint16_t(40'001), uint16_t(40'002)})
            played.add(ethernet(ip4(tcpNumber, tcp(port, 80, 99, 0, "S")))).add(ethernet(ip4(tcpNumber, tcp(40'000, 80, 100, 1, "A", "x"))));
        QCOMPARE(played.tracker.size(), size_t(2));
        QCOMPARE(played.text(), "open syn established >x open syn open syn lost:1/0 too many connections in packets");
    }

    void holdsNoMoreThanItsLimitOfAllConnections()
    {
        Played played({.heldBytes = 10});
        played.add(ethernet(ip4(tcpNumber, tcp(40'000, 80, 99, 0, "S")))).add(ethernet(ip4(tcpNumber, tcp(40'001, 80, 99, 0, "S"))));
        played.add(ethernet(ip4(tcpNumber, tcp(40'000, 80, 103, 1, "A", "defghi")))).add(ethernet(ip4(tcpNumber, tcp(40'001, 80, 103, 1, "A", "DEFGHI"))));
        QCOMPARE(played.text(), "open syn open syn established established >[3] >DEFGHI >[3] >defghi lost:2/6 TCP segments that were not captured");
    }

    void noticesThatBytesWillNotComeWhileOthersGoOn()
    {
        Played played;
        played.add(ethernet(ip4(tcpNumber, tcp(40'000, 80, 99, 0, "S")))).add(ethernet(ip4(tcpNumber, tcp(40'000, 80, 103, 1, "A", "def"))));
        played.add(ethernet(ip4(tcpNumber, tcp(80, 40'000, 0, 106, "A"), 2, 1))).wait(1);
        played.add(ethernet(ip4(udpNumber, udp(5555, 53, "later"))));
        QCOMPARE(played.text(), "open syn established open >later >[3] >def lost:1/3 TCP segments that were not captured");
    }
};

QTEST_GUILESS_MAIN(TestFlowTracker)
#include "tst_flow_tracker.moc"
