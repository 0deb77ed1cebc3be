// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/packets/live_flows.h"
#include "tests/app/packets/packet_script.h"

#include <QRegularExpression>
#include <QTest>

using namespace packets;
using packet_script::bytesOf;
using packet_script::ethernet;
using packet_script::ip4;
using packet_script::tcp;
using packet_script::udp;

namespace {

// What a helper sends, and what comes in its place.
class Helper
{
public:
    explicit Helper(bool keepsPackets = false)
        : m_flows({}, keepsPackets)
    {
        say(wire::Interface{2, 77, 1, 0, "lo", "tcx"});
    }
    template<class Message> Helper &say(const Message &message)
    {
        wire::Bytes frame;
        wire::encode(message, frame);
        return take(frame);
    }
    Helper &packet(const std::string &ip, bool sent = true, uint32_t pid = 0, wire::PacketEnd end = wire::PacketEnd::None, size_t most = 1000)
    {
        const std::string bytes = ethernet(ip);
        wire::Packet head;
        head.time = ++m_time, head.interface = 2, head.length = head.captured = uint32_t(bytes.size()), head.direction = sent, head.pid = pid, head.flow = pid, head.end = end;
        while (head.offset < head.captured) {
            wire::Bytes frame;
            const auto piece = bytesOf(bytes).subspan(head.offset, std::min<size_t>(most, bytes.size() - head.offset));
            wire::encode(head, piece, frame);
            take(frame);
            head.offset += uint32_t(piece.size());
        }
        return *this;
    }
    Helper &socket(uint64_t flow, uint32_t pid, uint8_t protocol)
    {
        wire::Socket socket;
        socket.flow = flow, socket.pid = pid, socket.protocol = protocol, socket.uid = 1000;
        return say(socket);
    }
    Helper &data(uint64_t flow, std::string_view text)
    {
        wire::Data head;
        head.flow = flow, head.moved = uint32_t(text.size()), head.origin = wire::Origin::Socket;
        wire::Bytes frame;
        wire::encode(head, bytesOf(text), frame);
        return take(frame);
    }
    std::string told() const { return packet_script::told(m_out); }
    template<class Message> std::vector<Message> all(wire::Type type) const
    {
        std::vector<Message> found;
        wire::FrameReader reader(m_out);
        for (auto frame = reader.next(); frame && *frame; frame = reader.next())
            if ((*frame)->type == type)
                found.push_back(wire::decode<Message>((*frame)->body).value());
        return found;
    }
    size_t count(wire::Type type) const
    {
        size_t count = 0;
        wire::FrameReader reader(m_out);
        for (auto frame = reader.next(); frame && *frame; frame = reader.next())
            count += (*frame)->type == type;
        return count;
    }

private:
    Helper &take(const wire::Bytes &bytes)
    {
        wire::FrameReader reader(bytes);
        const auto frame = reader.next();
        if (!m_flows.take(**frame, m_out))
            m_out.insert(m_out.end(), bytes.begin(), bytes.end());
        return *this;
    }

    LiveFlows m_flows;
    wire::Bytes m_out;
    int64_t m_time = 1'000'000'000;
};

std::string toServer(uint32_t sequence, uint32_t acknowledgment, std::string_view flags, std::string_view text = {})
{
    return ip4(6, tcp(50'000, 80, sequence, acknowledgment, flags, text), 1, 2);
}
std::string toClient(uint32_t sequence, uint32_t acknowledgment, std::string_view flags, std::string_view text = {})
{
    return ip4(6, tcp(80, 50'000, sequence, acknowledgment, flags, text), 2, 1);
}

} // namespace

class TestLiveFlows : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void putsFlowsOfPacketsInPlaceOfThoseOfCalls()
    {
        Helper helper;
        helper.socket(5, 10, 6).data(5, "by calls").socket(6, 11, 0).data(6, "Unix");
        helper.packet(toServer(1, 0, "S")).packet(toClient(9, 2, "SA")).packet(toServer(2, 10, "A", "question")).packet(toClient(10, 10, "A", "answer")).say(wire::Stopped{});
        QCOMPARE(helper.told(), std::string("joined? <Unix open syn established >question <answer"));
        QCOMPARE(helper.count(wire::Type::Packet), size_t(0));
        QCOMPARE(helper.count(wire::Type::Stopped), size_t(1));
    }

    void seesAFlowFromTheEndThatIsOnThisMachineAndNamesItsProcess()
    {
        Helper client;
        client.socket(10, 10, 6).packet(toServer(1, 0, "S"), true, 10, wire::PacketEnd::Sender).packet(toClient(9, 2, "SA"), true, 20, wire::PacketEnd::Sender);
        const auto sockets = client.all<wire::Socket>(wire::Type::Socket);
        QCOMPARE(sockets.size(), size_t(2));
        QVERIFY(sockets.front().pid == 0 && sockets.back().pid == 10 && sockets.back().uid == 1000 && sockets.back().role == wire::Role::Client
                && sockets.back().remotePort == 80);

        // Accepted after its handshake, and after the first bytes.
        Helper server;
        server.packet(toServer(1, 0, "S"), false).packet(toClient(9, 2, "SA"), true).packet(toServer(2, 10, "A", "question"), false);
        server.packet(toClient(10, 10, "A", "answer"), true, 20, wire::PacketEnd::Sender);
        const auto accepted = server.all<wire::Socket>(wire::Type::Socket);
        QCOMPARE(accepted.size(), size_t(2));
        QVERIFY(accepted.front().pid == 0 && accepted.back().pid == 20 && accepted.back().role == wire::Role::Server && accepted.back().localPort == 80);
        QVERIFY2(server.told().ends_with("<question open? >answer"), server.told().c_str());
        const auto states = server.all<wire::State>(wire::Type::State);
        QVERIFY(!states.empty() && states.front().newState == wire::TcpState::SynReceived);
    }

    void holdsTheEndOfAProcessUntilItsPacketsHaveCome()
    {
        Helper helper;
        helper.say(wire::ProcessExit{1'000'000'000, 10, 0});
        QCOMPARE(helper.count(wire::Type::ProcessExit), size_t(0));
        helper.packet(toServer(1, 0, "S"), true, 10, wire::PacketEnd::Sender);
        QCOMPARE(helper.count(wire::Type::ProcessExit), size_t(0));
        helper.say(wire::ProcessExit{3'000'000'000, 11, 0});
        QCOMPARE(helper.count(wire::Type::ProcessExit), size_t(1));
        helper.say(wire::Stopped{});
        QCOMPARE(helper.count(wire::Type::ProcessExit), size_t(2));
    }

    void joinsPiecesAndKeepsPacketsIfTheyAreWanted()
    {
        Helper helper(true);
        const std::string question = ip4(17, udp(50'000, 53, std::string(500, 'q')), 1, 2);
        helper.packet(question, true, 0, wire::PacketEnd::None, 100).say(wire::Stopped{});
        QCOMPARE(helper.told(), "open >" + std::string(500, 'q'));
        QCOMPARE(helper.count(wire::Type::Packet), size_t(6));
    }
};

QTEST_GUILESS_MAIN(TestLiveFlows)
#include "tst_live_flows.moc"
