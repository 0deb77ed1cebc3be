// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/packets/packet_owners.h"
#include "tests/app/packets/packet_script.h"

#include <QRegularExpression>
#include <QTest>

using namespace packets;
using packet_script::bytesOf;
using packet_script::ethernet;
using packet_script::ip4;
using packet_script::tcp;
using packet_script::udp;
using wire::PacketEnd;

namespace {

constexpr base::Time second = 1'000'000'000;

class Wire
{
public:
    std::optional<PacketOwners::Place> at(const std::string &ip, base::Time time = second)
    {
        const std::string frame = ethernet(ip);
        return m_owners.place({time, LinkType::Ethernet, bytesOf(frame), uint32_t(frame.size())});
    }
    PacketOwners &owners() { return m_owners; }

private:
    PacketOwners m_owners;
};

std::string toServer(uint32_t sequence, std::string_view flags) { return ip4(6, tcp(50'000, 443, sequence, 0, flags), 1, 2); }
std::string toClient(uint32_t sequence, std::string_view flags) { return ip4(6, tcp(443, 50'000, sequence, 0, flags), 2, 1); }

} // namespace

class TestPacketOwners : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void findsTheEndsOfAConnectionFromAnyOfItsPackets()
    {
        Wire wire;
        const auto syn = wire.at(toServer(1, "S")), answer = wire.at(toClient(9, "SA")), data = wire.at(toServer(2, "A"));
        QVERIFY(syn && answer && data && syn->begins && !answer->begins && !data->begins);
        QVERIFY(syn->connection == answer->connection && syn->connection == data->connection && syn->fromSecond == data->fromSecond
                && syn->fromSecond != answer->fromSecond);
        wire.owners().note(*syn, PacketEnd::Sender, 10);
        wire.owners().note(*answer, PacketEnd::None, 99);
        QCOMPARE(wire.owners().of(*answer).sender, 0u);
        wire.owners().note(*data, PacketEnd::Receiver, 20);
        QCOMPARE(wire.owners().of(*syn).sender, 10u);
        QCOMPARE(wire.owners().of(*syn).receiver, 20u);
        QCOMPARE(wire.owners().of(*answer).sender, 20u);
        QCOMPARE(wire.owners().of(*answer).receiver, 10u);
    }

    void keepsConnectionsBetweenTheSamePortsApart()
    {
        Wire wire;
        const auto first = wire.at(toServer(1, "S")), again = wire.at(toServer(1, "S")), next = wire.at(toServer(5000, "S"));
        QVERIFY(first && again && next);
        QCOMPARE(again->connection, first->connection);
        QVERIFY(next->begins && next->connection != first->connection);
        wire.owners().note(*first, PacketEnd::Sender, 10);
        QCOMPARE(wire.owners().of(*next).sender, 0u);
    }

    void beginsAConversationOfDatagramsAfterASilence()
    {
        Wire wire;
        const std::string question = ip4(17, udp(50'000, 53, "q"), 1, 2), answer = ip4(17, udp(53, 50'000, "a"), 2, 1);
        const auto first = wire.at(question), second_ = wire.at(answer, 30 * second), third = wire.at(question, 89 * second), late = wire.at(question, 150 * second);
        QVERIFY(first->begins && !second_->begins && !third->begins && late->begins);
        QVERIFY(late->connection != first->connection);
    }

    void leavesOtherPacketsAlone()
    {
        Wire wire;
        QVERIFY(!wire.at(ip4(1, "ping")));
        QVERIFY(!wire.at(ip4(6, "short")));
        QVERIFY(!wire.at(ip4(6, tcp(1, 2, 3, 4, "A"), 1, 2, 7, 0x2000)));   // the first fragment
        QVERIFY(!wire.at("no packet"));
        QVERIFY(!wire.owners().place({0, LinkType(9999), bytesOf("x"), 1}));
    }
};

QTEST_GUILESS_MAIN(TestPacketOwners)
#include "tst_packet_owners.moc"
