// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/privhelper/wire/samples.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include <random>

using namespace wire;

namespace {

constexpr Sender senders[] = {Sender::Client, Sender::Helper};

Bytes fromHex(const QByteArray &hex)
{
    const QByteArray raw = QByteArray::fromHex(hex);
    const auto bytes = std::as_bytes(std::span(raw.data(), size_t(raw.size())));
    return {bytes.begin(), bytes.end()};
}

// The dump that follows the line `name` in PROTOCOL.md.
Bytes dumpInDocument(const QByteArray &name)
{
    QFile file(QStringLiteral(PROJECT_ROOT "/privhelper/wire/PROTOCOL.md"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QByteArray hex;
    bool within = false;
    while (!file.atEnd()) {
        const QByteArray line = file.readLine().trimmed();
        if (line == name)
            within = true;
        else if (line.isEmpty())
            within = within && hex.isEmpty();
        else if (within)
            hex += line.mid(6);
    }
    return fromHex(hex);
}

// One word for each frame, and one for how reading ended.
QString transcript(std::span<const std::byte> bytes, Sender sender)
{
    QStringList lines;
    FrameReader reader(bytes, sender);
    for (;;) {
        const auto frame = reader.next();
        if (!frame) {
            lines << QString::fromUtf8(readErrorName(frame.error()).data());
            break;
        }
        if (!*frame) {
            lines << QString::fromUtf8(readErrorName(reader.atEnd()).data());
            break;
        }
        lines << QStringLiteral("%1:%2").arg(int((*frame)->type)).arg((*frame)->body.size());
    }
    return lines.join(QLatin1Char(' '));
}

Bytes frame(uint32_t length, uint16_t type, uint16_t zero, size_t body)
{
    Bytes out(8 + body);
    memcpy(out.data(), &length, 4);
    memcpy(out.data() + 4, &type, 2);
    memcpy(out.data() + 6, &zero, 2);
    return out;
}

template<class T> ReadError errorOf(std::span<const std::byte> body)
{
    const auto decoded = decode<T>(body);
    return decoded ? ReadError::None : decoded.error();
}

// The body of a message with the byte at `position` replaced.
template<class T> Bytes bodyWith(const T &message, size_t position, int value)
{
    Bytes out;
    encode(message, out);
    out.erase(out.begin(), out.begin() + frameHeadSize);
    out.at(position) = std::byte(value);
    return out;
}

} // namespace

class TestReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void decodesTheExampleInTheDocument()
    {
        const Bytes client = dumpInDocument("client"), helper = dumpInDocument("helper");
        QCOMPARE(transcript(client, Sender::Client), QStringLiteral("1:10 2:14 3:0 closed"));
        QCOMPARE(transcript(helper, Sender::Helper), QStringLiteral("16:20 18:40 22:84 24:74 28:30 19:2 closed"));

        FrameReader fromClient(client, Sender::Client);
        QCOMPARE(decode<Hello>((*fromClient.next())->body)->client, std::string("demo"));
        const auto start = decode<Start>((*fromClient.next())->body);
        QVERIFY(start && start->scope == ScopeKind::Pid && start->id == 4242 && start->followChildren);

        FrameReader fromHelper(helper, Sender::Helper);
        QCOMPARE(decode<Welcome>((*fromHelper.next())->body)->kernel, std::string("6.18.44"));
        QCOMPARE(decode<Started>((*fromHelper.next())->body)->hooks, std::string("socket: tp_btf"));
        const auto socket = decode<Socket>((*fromHelper.next())->body);
        QVERIFY(socket && socket->flow == 17 && socket->localPort == 50000 && socket->remotePort == 443);
        const auto data = decodeData((*fromHelper.next())->body);
        QVERIFY(data && data->head.tls == 34 && data->head.direction == 1);
        QCOMPARE(std::string(reinterpret_cast<const char *>(data->payload.data()), data->payload.size()),
                 std::string("GET / HTTP/1.0\r\n\r\n"));
        const auto losses = decode<Losses>((*fromHelper.next())->body);
        QVERIFY(losses && losses->counts.size() == 1 && losses->counts[0].events == 2 && losses->counts[0].bytes == 512);
        QVERIFY(decode<Stopped>((*fromHelper.next())->body)->reason.empty());
    }

    void givesEveryMessageBackAsItWasWritten()
    {
        for (Sender sender : senders) {
            for (const Bytes &bytes : samples::framesOf(sender)) {
                FrameReader reader(bytes, sender);
                const auto frame = reader.next();
                QVERIFY(frame && *frame);
                const auto again = samples::again(**frame);
                QVERIFY2(again, readErrorName(again ? ReadError::None : again.error()).data());
                QVERIFY(*again == bytes);
            }
        }
    }

    void coversEveryTypeOfTheProtocol()
    {
        QCOMPARE(samples::framesOf(Sender::Client).size(), size_t(9));
        QCOMPARE(samples::framesOf(Sender::Helper).size(), size_t(37));
    }

    void saysTheSameWhenFedByteByByte()
    {
        Bytes stream;
        for (const Bytes &bytes : samples::framesOf(Sender::Helper))
            stream.insert(stream.end(), bytes.begin(), bytes.end());
        const QString whole = transcript(stream, Sender::Helper);
        QStringList pieces;
        size_t start = 0;
        for (size_t end = 1; end <= stream.size(); ++end) {
            FrameReader reader({stream.data() + start, end - start});
            const auto frame = reader.next();
            QVERIFY(frame);
            if (!*frame)
                continue;
            pieces << QStringLiteral("%1:%2").arg(int((*frame)->type)).arg((*frame)->body.size());
            start += reader.position();
        }
        QCOMPARE(pieces.join(QLatin1Char(' ')) + QStringLiteral(" closed"), whole);
    }

    void reportsEveryCutOfEveryBodyAsShort()
    {
        for (Sender sender : senders) {
            for (const Bytes &bytes : samples::framesOf(sender)) {
                const Type type = Type(uint16_t(bytes[4]));
                if (type == Type::Contents || type == Type::Rows)
                    continue;   // end with any number of bytes
                const auto body = std::span(bytes).subspan(frameHeadSize);
                for (size_t length = 0; length < body.size(); ++length) {
                    const auto again = samples::again({type, body.first(length)});
                    QVERIFY(!again);
                    QCOMPARE(again.error(), ReadError::ShortBody);
                }
                Bytes longer(body.begin(), body.end());
                longer.push_back(std::byte(0));
                const auto again = samples::again({type, longer});
                QVERIFY(!again);
                QCOMPARE(again.error(), ReadError::TrailingBytes);
            }
        }
    }

    void survivesEveryFlippedBit()
    {
        size_t taken = 0, refused = 0;
        for (Sender sender : senders) {
            for (const Bytes &bytes : samples::framesOf(sender)) {
                for (size_t bit = 0; bit < bytes.size() * 8; ++bit) {
                    Bytes flipped = bytes;
                    flipped[bit / 8] ^= std::byte(1 << (bit % 8));
                    FrameReader reader(flipped, sender);
                    const auto frame = reader.next();
                    if (!frame || !*frame) {
                        ++refused;
                        continue;
                    }
                    const auto again = samples::again(**frame);
                    ++(again ? taken : refused);
                    if (again)
                        QVERIFY(*again == Bytes(flipped.begin(), flipped.begin() + reader.position()));
                }
            }
        }
        QVERIFY(taken > 1000 && refused > 1000);
    }

    void survivesNoise()
    {
        std::mt19937 random(1);
        for (int round = 0; round < 20'000; ++round) {
            Bytes body(random() % 200);
            for (std::byte &byte : body)
                byte = std::byte(random());
            for (int type = 0; type < 40; ++type) {
                if (isKnown(Type(type), Sender::Client) || isKnown(Type(type), Sender::Helper))
                    (void)samples::again({Type(type), body});
            }
        }
    }

    void namesWhatIsWrongWithAFrame()
    {
        QCOMPARE(transcript(frame(requestMax + 1, 1, 0, 0), Sender::Client), QStringLiteral("frame too long"));
        QCOMPARE(transcript(frame(requestMax, 1, 0, requestMax), Sender::Client), QStringLiteral("1:8192 closed"));
        QCOMPARE(transcript(frame(frameMax + 1, 24, 0, 0), Sender::Helper), QStringLiteral("frame too long"));
        QCOMPARE(transcript(frame(0, 16, 0, 0), Sender::Client), QStringLiteral("message from the wrong side"));
        QCOMPARE(transcript(frame(0, 1, 0, 0), Sender::Helper), QStringLiteral("message from the wrong side"));
        QCOMPARE(transcript(frame(0, 3, 1, 0), Sender::Client), QStringLiteral("bad field"));
        QCOMPARE(transcript(frame(4, 3, 0, 3), Sender::Client), QStringLiteral("torn frame"));
        QCOMPARE(transcript(Bytes(5), Sender::Client), QStringLiteral("torn frame"));
        QCOMPARE(transcript({}, Sender::Client), QStringLiteral("closed"));
    }

    void skipsAndCountsMessagesOfANewerPeer()
    {
        const auto between = [](Sender sender, std::initializer_list<uint16_t> unknown) {
            Bytes stream;
            const auto known = samples::framesOf(sender);
            for (const uint16_t type : unknown) {
                const Bytes stranger = frame(type % 100, type, 0, type % 100);
                stream.insert(stream.end(), stranger.begin(), stranger.end());
                stream.insert(stream.end(), known[0].begin(), known[0].end());
                stream.insert(stream.end(), stranger.begin(), stranger.end());
            }
            FrameReader reader(stream, sender);
            size_t given = 0;
            for (auto next = reader.next(); next && *next; next = reader.next())
                given += samples::again(**next).value() == known[0];
            return given == unknown.size() && reader.skipped() == 2 * unknown.size() && reader.position() == stream.size()
                && reader.atEnd() == ReadError::Closed;
        };
        QVERIFY(between(Sender::Helper, {0, uint16_t(Type::Translation) + 1, 99, 0x7fff, 0xffff}));
        QVERIFY(between(Sender::Client, {0, uint16_t(Type::CapturePackets) + 1, 15, 99, 0xffff}));
    }

    void waitsForTheRestOfAMessageThatItWillSkip()
    {
        Bytes stranger = frame(1000, 99, 0, 1000);
        FrameReader half({stranger.data(), 500});
        QVERIFY(half.next().value() == std::nullopt);
        QCOMPARE(half.position(), size_t(0));
        QCOMPARE(half.skipped(), uint64_t(0));
        QCOMPARE(transcript({stranger.data(), 500}, Sender::Helper), QStringLiteral("torn frame"));
    }

    void holdsAMessageOfANewerPeerToTheLimits()
    {
        QCOMPARE(transcript(frame(frameMax + 1, 99, 0, 0), Sender::Helper), QStringLiteral("frame too long"));
        QCOMPARE(transcript(frame(requestMax + 1, 99, 0, 0), Sender::Client), QStringLiteral("frame too long"));
        QCOMPARE(transcript(frame(0, 99, 1, 0), Sender::Helper), QStringLiteral("bad field"));
    }

    void refusesValuesOutsideTheirRange()
    {
        QCOMPARE(errorOf<Start>(bodyWith(Start{}, 0, 0)), ReadError::BadField);
        QCOMPARE(errorOf<Start>(bodyWith(Start{}, 0, 7)), ReadError::BadField);
        QCOMPARE(errorOf<Start>(bodyWith(Start{}, 1, 2)), ReadError::BadField);
        QCOMPARE(errorOf<Start>(bodyWith(Start{}, 2, 1)), ReadError::BadField);
        Start hidden;
        hidden.path = std::string("a\0b", 3);
        QCOMPARE(errorOf<Start>(bodyWith(hidden, 0, 4)), ReadError::BadField);
        QCOMPARE(errorOf<Losses>(bodyWith(Losses{0, {{}}}, 10, 2)), ReadError::BadField);
        QCOMPARE(errorOf<Losses>(bodyWith(Losses{}, 8, 65)), ReadError::BadField);
        QCOMPARE(errorOf<Coverage>(bodyWith(Coverage{}, 12, 4)), ReadError::BadField);
        QCOMPARE(errorOf<RoleLost>(bodyWith(RoleLost{}, 0, 0)), ReadError::BadField);
        QCOMPARE(errorOf<Finding>(bodyWith(Finding{}, 0, 4)), ReadError::BadField);
        QCOMPARE(errorOf<Socket>(bodyWith(Socket{}, 78, 3)), ReadError::BadField);
        QCOMPARE(errorOf<Process>(bodyWith(Process{}, 40, 3)), ReadError::BadField);
        QCOMPARE(errorOf<PlanReport>(bodyWith(PlanReport{}, 2, 65)), ReadError::BadField);
    }

    void refusesPacketsThatContradictThemselves()
    {
        const std::string text = "abc";
        const auto read = [&](const Packet &head) {
            Bytes out;
            encode(head, std::as_bytes(std::span(text)), out);
            const auto view = decodePacket(std::span(out).subspan(frameHeadSize));
            return view ? ReadError::None : view.error();
        };
        Packet good;
        good.length = 10, good.captured = 5, good.offset = 2;
        QCOMPARE(read(good), ReadError::None);
        for (const auto change : {+[](Packet &p) { p.captured = 11; }, +[](Packet &p) { p.offset = 3; }, +[](Packet &p) { p.direction = 2; },
                                  +[](Packet &p) { p.end = PacketEnd(3); }, +[](Packet &p) { p.length = p.captured = packetMax + 1; }}) {
            Packet bad = good;
            change(bad);
            QCOMPARE(read(bad), ReadError::BadField);
        }
        QCOMPARE(errorOf<CapturePackets>(bodyWith(CapturePackets{0, {"lo"}}, 6, 1)), ReadError::BadField);
        QCOMPARE(errorOf<CapturePackets>(bodyWith(CapturePackets{0, {"lo"}}, 10, 0)), ReadError::BadField);   // a name with a zero
    }

    void refusesDataThatContradictsItself()
    {
        const auto error = [](Data head, size_t payload) {
            Bytes body(frameHeadSize + dataHeadSize + payload);
            putDataHead(head, body.data());
            const auto view = decodeData(std::span(body).subspan(frameHeadSize));
            return view ? ReadError::None : view.error();
        };
        Data good;
        good.moved = 100, good.callOffset = 90, good.captured = 10;
        QCOMPARE(error(good, 10), ReadError::None);
        QCOMPARE(error(good, 9), ReadError::ShortBody);
        QCOMPARE(error(good, 11), ReadError::TrailingBytes);
        Data bad = good;
        bad.callOffset = 91;
        QCOMPARE(error(bad, 10), ReadError::BadField);
        bad = good, bad.direction = 2;
        QCOMPARE(error(bad, 10), ReadError::BadField);
        bad = good, bad.offset = streamMax + 1;
        QCOMPARE(error(bad, 10), ReadError::BadField);
        bad = good, bad.moved = bad.captured = dataPayloadMax + 1, bad.callOffset = 0;
        QCOMPARE(error(bad, dataPayloadMax + 1), ReadError::BadField);
        bad = good, bad.callOffset = 0xffffffff, bad.captured = 0xffff;
        QCOMPARE(error(bad, 10), ReadError::BadField);
    }
};

QTEST_GUILESS_MAIN(TestReader)
#include "tst_reader.moc"
