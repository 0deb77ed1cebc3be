// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/packets/flow_frames.h"
#include "tests/app/packets/packet_script.h"

#include <QRegularExpression>
#include <QTest>

#include <netinet/in.h>

using namespace packets;
using base::Direction;

namespace {

// The start of a ClientHello's record, and of a record with application data.
const std::string hello("\x16\x03\x01\x00\x40\x01\x00\x00\x3c\x03\x03yes", 14), record("\x17\x03\x03\x00\x05late!", 10);

struct Told {
    wire::Bytes out;
    FlowFrames frames{1, out};
    explicit Told(bool fromStart = true) { frames.opened({}, IPPROTO_TCP, fromStart, wire::TcpState::Established, 1); }
    Told &sent(const std::string &text, Direction direction = Direction::Sent)
    {
        frames.bytes(direction, packet_script::bytesOf(text), 1);
        return *this;
    }
    std::string text()
    {
        frames.flush(Direction::Sent, 1);
        frames.flush(Direction::Received, 1);
        return packet_script::told(out);
    }
};

} // namespace

class TestFlowFrames : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void marksTlsFromItsFirstRecordOn()
    {
        QCOMPARE(Told().sent(hello).sent("more").text(), "open? >{" + hello + "} >{more}");
        QCOMPARE(Told().sent(hello).sent("answer", Direction::Received).text(), "open? >{" + hello + "} <{answer}");
    }

    void recognisesAHelloInPiecesOfAnySize()
    {
        for (size_t size = 1; size < hello.size(); ++size) {
            Told told;
            for (size_t at = 0; at < hello.size(); at += size)
                told.sent(hello.substr(at, size));
            std::string all;
            for (const char c : told.text())
                all += c == '{' || c == '}' || c == '>' || c == ' ' ? "" : std::string(1, c);
            QCOMPARE(all, "open?" + hello);
            QVERIFY(told.text().find(">{\x16\x03") != std::string::npos);
        }
    }

    void startsTlsAmidAPlainStreamOnlyWithAHello()
    {
        QCOMPARE(Told().sent("STARTTLS").sent(hello).text(), "open? >STARTTLS >{" + hello + "}");
        QCOMPARE(Told().sent("plain").sent(record).text(), "open? >plain >" + record);
    }

    void takesARecordForTlsOnAConnectionThatItJoined()
    {
        QCOMPARE(Told(false).sent("rest").sent(record).text(), "joined? >rest >{" + record + "}");
    }

    void neverLetsAnAnswerOvertakeItsQuestion()
    {
        QCOMPARE(Told().sent("\x16\x03").sent("answer", Direction::Received).text(), "open? >\x16\x03 <answer");
    }

    void cutsWhatIsLargerThanAMessage()
    {
        const std::string large(40'000, 'x');
        Told told;
        QCOMPARE(told.sent(large).text(), "open? >" + large.substr(0, 16'384) + " >" + large.substr(0, 16'384) + " >" + large.substr(0, 7232));
    }

    void tellsOfMissingBytes()
    {
        Told told;
        told.sent("abc");
        told.frames.missing(Direction::Sent, 3'000'000'000, 1);
        told.sent("def");
        QCOMPARE(told.text(), "open? >abc >[1073741824] >[1073741824] >[852516352] >def");
    }

    void keepsDatagramsApartAndSaysHowMuchOfThemWasCut()
    {
        Told told;
        told.frames.datagram(Direction::Sent, packet_script::bytesOf("one"), 3, 1);
        told.frames.datagram(Direction::Received, packet_script::bytesOf("tw"), 10, 1);
        told.frames.datagram(Direction::Received, {}, 4, 1);
        QCOMPARE(told.text(), "open? >one <tw[8] <[4]");
    }
};

QTEST_GUILESS_MAIN(TestFlowFrames)
#include "tst_flow_frames.moc"
