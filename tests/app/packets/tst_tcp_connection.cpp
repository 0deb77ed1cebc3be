// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/packets/tcp_connection.h"
#include "tests/app/packets/packet_script.h"

#include <QRegularExpression>
#include <QTest>

#include <sstream>

using namespace packets;

namespace {

// One segment a line: c or s for who sends it, flags or -, sequence number, acknowledgment, text or -, and perhaps how many bytes of
// it were captured. "wait MS" lets time pass. A segment of another connection is told as NEW.
std::string play(const std::string &script)
{
    wire::Bytes out;
    PacketLosses losses;
    TcpConnection connection(FlowFrames(1, out), losses);
    base::Endpoint client{base::Family::V4, 40'000, {10, 0, 0, 1}}, server{base::Family::V4, 80, {10, 0, 0, 2}};
    std::istringstream lines(script);
    base::Time now = 1'000'000'000;
    bool begun = false, another = false;
    std::string line;
    while (std::getline(lines, line)) {
        std::istringstream words(line);
        std::string who, flags, text;
        uint32_t sequence = 0, acknowledgment = 0;
        words >> who;
        if (who == "wait") {
            words >> sequence;
            now += base::Time(sequence) * 1'000'000;
            connection.expire(now);
            continue;
        }
        words >> flags >> sequence >> acknowledgment >> text;
        text = text == "-" ? "" : text;
        size_t captured = text.size();
        words >> captured;
        const auto has = [&](char flag) { return flags.find(flag) != std::string::npos; };
        TcpSegment segment;
        segment.sequence = sequence, segment.acknowledgment = acknowledgment;
        segment.syn = has('S'), segment.ack = has('A'), segment.fin = has('F'), segment.rst = has('R');
        segment.length = text.size();
        segment.payload = packet_script::bytesOf(text).first(std::min(captured, text.size()));
        segment.ports = who == "c" ? Ports{client.port, server.port} : Ports{server.port, client.port};
        const base::Endpoint &source = who == "c" ? client : server, &destination = who == "c" ? server : client;
        if (!begun) {
            if (!TcpConnection::canBegin(segment))
                continue;
            connection.open(TcpConnection::endsOf(segment, source, destination), segment, now);
        }
        begun = true;
        another |= !connection.take(who == "c" ? base::Direction::Sent : base::Direction::Received, segment, now);
        now += 1'000'000;
    }
    connection.end(now);
    wire::encode(losses.message(now), out);
    return packet_script::told(out) + (another ? " NEW" : "");
}

const std::string handshake = "c S 99 0 -\ns SA 499 100 -\nc A 100 500 -\n";
const std::string begun = "open syn established";

} // namespace

class TestTcpConnection : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void tells_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QString>("wanted");
        const auto row = [](const char *name, const std::string &script, const std::string &wanted) {
            QTest::newRow(name) << QString::fromStdString(script) << QString::fromStdString(wanted);
        };
        row("question and answer", handshake + "c A 100 500 ask\ns A 500 103 answer\n", begun + " >ask <answer");
        row("both ends close", handshake + "c A 100 500 ask\ns FA 500 103 answer\nc FA 103 507 -\ns A 507 104 -\n", begun + " >ask <answer server-done closed");
        row("the client closes first", handshake + "c FA 100 500 ask\ns FA 500 104 answer\n", begun + " >ask client-done <answer closed");
        row("out of order", handshake + "c A 103 500 def\nc A 106 500 ghi\nc A 100 500 abc\n", begun + " >abc >def >ghi");
        row("sent again", handshake + "c A 100 500 abc\nc A 100 500 abc\nc A 103 500 def\n", begun + " >abc >def");
        row("sent again with more", handshake + "c A 100 500 abc\nc A 100 500 abcdef\n", begun + " >abc >def");
        row("overlapping in the middle", handshake + "c A 104 500 efgh\nc A 102 500 cdef\nc A 100 500 ab\n", begun + " >ab >cd >efgh");
        row("a keep-alive probe", handshake + "c A 100 500 abc\nc A 102 500 X\nc A 103 500 def\n", begun + " >abc >def");
        row("sequence numbers wrap", "c S 4294967290 0 -\ns SA 499 4294967291 -\nc A 4294967291 500 abcdefgh\nc A 3 500 ijk\n", begun + " >abcdefgh >ijk");
        row("they wrap out of order", "c S 4294967290 0 -\ns SA 499 4294967291 -\nc A 3 500 ijk\nc A 4294967291 500 abcdefgh\n", begun + " >abcdefgh >ijk");
        row("joined in the middle", "s A 7000 100 of-it\nc A 100 7005 next\n", "joined? <of-it >next");
        row("joined with an acknowledgment", "c A 100 7000 -\ns A 7000 100 answer\n", "joined? <answer");
        row("the SYN was not captured", "s SA 499 100 -\nc A 100 500 ask\n", "open >ask");
        row("the answer to the SYN was not captured", "c S 99 0 -\nc A 100 500 ask\ns A 500 103 answer\n", begun + " >ask <answer");
        row("data with the SYN", "c S 99 0 early\ns SA 499 105 -\nc A 105 500 late\n", "open syn >early established >late");
        row("the SYN comes twice", "c S 99 0 -\nc S 99 0 -\ns SA 499 100 -\nc A 100 500 ask\n", begun + " >ask");
        row("the FIN comes before the last bytes", handshake + "s FA 506 100 last\ns A 500 100 first-\nc FA 100 511 -\n",
            begun + " <first- <last server-done closed");
        row("a FIN twice", handshake + "s FA 500 100 end\ns FA 500 100 end\nc FA 100 504 -\n", begun + " <end server-done closed");
        row("nothing new after the close", handshake + "c FA 100 500 -\ns FA 500 101 end\ns FA 500 101 end\nc A 101 504 -\n", begun + " client-done <end closed");
        row("bytes after the close", handshake + "c FA 100 500 -\ns FA 500 101 -\ns A 501 101 more\n",
            begun + " client-done closed lost:1/4 bytes after the end of their connection");
        row("refused", "c S 99 0 -\ns RA 0 100 -\n", "open syn refused");
        row("reset by the server", handshake + "c A 100 500 ask\ns R 500 0 -\n", begun + " >ask reset");
        row("reset by the client", handshake + "c A 100 500 ask\nc R 103 0 -\n", begun + " >ask aborted");
        row("a reset of somebody else's", handshake + "s R 900000000 0 -\nc A 100 500 ask\n", begun + " >ask");
        row("a reset alone", "s R 500 0 -\nc A 100 500 -\n", "");
        row("a segment is lost", handshake + "c A 100 500 abc\nc A 106 500 ghi\ns A 500 109 -\nwait 200\nc A 109 500 jkl\n",
            begun + " >abc >[3] >ghi >jkl lost:1/3 TCP segments that were not captured");
        row("it comes when it was acknowledged already", handshake + "c A 103 500 def\ns A 500 106 -\nc A 100 500 abc\nwait 200\n", begun + " >abc >def");
        row("the answer comes before its question", handshake + "s A 500 103 answer\nc A 100 500 ask\n", begun + " >ask <answer");
        row("and its question comes in pieces", handshake + "s A 500 106 answer\nc A 103 500 me!\ns A 506 106 more\nc A 100 500 ask\n", begun + " >ask >me! <answer <more");
        row("the answer's question is lost", handshake + "s A 500 103 answer\nwait 200\nc A 103 506 next\n", begun + " >[3] <answer >next lost:1/3 TCP segments that were not captured");
        row("both are sent again, each acknowledging the other", handshake + "s A 500 103 answer\nc A 100 506 ask\ns FA 506 103 -\nc FA 103 507 -\n", begun + " >ask <answer server-done closed");
        row("the answer ends the capture", handshake + "s A 500 103 answer\n", begun + " >[3] <answer lost:1/3 TCP segments that were not captured");
        row("it is sent again after minutes", handshake + "c A 103 500 def\nwait 300000\nc A 100 500 abc\n", begun + " >abc >def");
        row("the last one is lost", handshake + "c A 100 500 abc\ns A 500 109 -\n", begun + " >abc >[6] lost:1/6 TCP segments that were not captured");
        row("an acknowledgment of the FIN is none of a byte", handshake + "c FA 100 500 abc\ns A 500 104 -\nwait 200\n", begun + " >abc client-done");
        row("the FIN was not captured", handshake + "s A 500 100 end\nc A 100 504 last\nwait 200\n", begun + " <end >last");
        row("a single byte was lost", handshake + "s A 500 100 a\nc A 100 502 ask\nwait 200\ns A 502 103 c\n", begun + " <a >ask <[1] <c lost:1/1 TCP segments that were not captured");
        row("only the heads were captured", handshake + "c A 100 500 abcdef 2\ns A 500 106 -\nwait 200\ns A 500 106 answer 0\nc A 106 506 -\nwait 200\n",
            begun + " >ab >[4] <[6] lost:2/10 TCP segments that were not captured");
        row("the ports are used again", handshake + "c A 100 500 ask\nc S 700 0 -\n", begun + " >ask NEW");
        row("they are used again, without a SYN", handshake + "c A 100 500 ask\nc A 900000000 1 other\n", begun + " >ask NEW");
        row("a strange acknowledgment", handshake + "c A 100 1900000000 ask\nwait 200\n", begun + " >ask");
    }
    void tells()
    {
        QFETCH(QString, script);
        QFETCH(QString, wanted);
        QCOMPARE(QString::fromStdString(play(script.toStdString())), wanted);
    }

    void holdsNoMoreThanItsLimit()
    {
        wire::Bytes out;
        PacketLosses losses;
        TcpConnection connection(FlowFrames(1, out), losses);
        const std::string text(60'000, 'x');
        TcpSegment segment;
        segment.syn = true;
        connection.open({{}, {}, true}, segment, 1);
        connection.take(base::Direction::Sent, segment, 1);
        segment.syn = false;
        segment.payload = packet_script::bytesOf(text);
        segment.length = text.size();
        for (uint32_t i = 0; i < 1000; ++i) {
            segment.sequence = 100 + i * 70'000;   // a hole before each
            connection.take(base::Direction::Sent, segment, 1);
            QVERIFY(connection.heldBytes() <= size_t(8) << 20);
        }
        connection.end(2);
        QCOMPARE(connection.heldBytes(), size_t(0));
    }
};

QTEST_GUILESS_MAIN(TestTcpConnection)
#include "tst_tcp_connection.moc"
