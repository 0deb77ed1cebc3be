// SPDX-License-Identifier: GPL-3.0-or-later
// Connections captured at both ends, whose bytes are copied and written where they are sent.
#include "app/session/tls_decryption.h"

#include "tests/app/session/key_log_line.h"
#include "tests/app/session/script.h"
#include "tests/support/memory_connection.h"

#include <QRegularExpression>
#include <QTest>

using namespace session;
using base::Direction;

namespace {

constexpr uint64_t client = 5, server = 6;
constexpr uint32_t clientPid = 100, serverPid = 200;

enum class Copied { Once, Twice };

// What a helper sends of both ends of one connection.
class BothEnds
{
public:
    explicit BothEnds(Copied copied, uint8_t flags = 0)
        : m_copied(copied)
        , m_flags(flags)
    {
        m_script.process(clientPid, "client").process(serverPid, "server").socket(client, clientPid).socket(server, serverPid, false);
    }
    // `direction`: as the client sees it. Received in pieces of at most `piece` bytes.
    BothEnds &say(Direction direction, const std::string &bytes, size_t piece = 1 << 20)
    {
        const bool up = direction == Direction::Sent;
        uint64_t &offset = m_offsets[up];
        for (size_t at = 0; at < bytes.size(); at += 16'000) {
            wire::Data sent = head(up ? client : server, up ? clientPid : serverPid, 1, offset + at);
            sent.flags |= m_copied == Copied::Once ? uint8_t(wire::DataFlag::Kept) : 0;
            const std::string some = bytes.substr(at, 16'000);
            sent.moved = uint32_t(some.size());
            if (!m_drops)
                m_script.cut(sent, some);
        }
        for (size_t at = 0; at < bytes.size(); at += piece) {
            const std::string some = bytes.substr(at, piece);
            wire::Data got = head(up ? server : client, up ? serverPid : clientPid, 0, offset + at);
            if (m_copied == Copied::Once) {
                m_script.add(wire::SameBytes{got.time, got.flow, 0, up ? client : server, got.offset, got.offset, got.pid, got.tid, uint32_t(some.size()), m_flags, got.origin});
                continue;
            }
            for (got.callOffset = 0; got.callOffset < some.size(); got.callOffset += 16'000) {
                wire::Data part = got;
                part.offset += got.callOffset;
                part.moved = uint32_t(some.size());
                m_script.cut(part, some.substr(got.callOffset, 16'000));
            }
        }
        offset += bytes.size();
        return *this;
    }
    BothEnds &drop(bool drops)
    {
        m_drops = drops;
        return *this;
    }
    BothEnds &secret(const std::string &line)
    {
        m_script.add(secretOf(line));
        return *this;
    }
    Script end()
    {
        m_script.state(client, 1, 4).state(client, 4, 7).state(server, 1, 7);
        return m_script.add(wire::Stopped{});
    }

private:
    wire::Data head(uint64_t flow, uint32_t pid, uint8_t direction, uint64_t offset)
    {
        wire::Data data;
        data.time = m_time += 1'000'000;
        data.flow = flow;
        data.offset = offset;
        data.pid = data.tid = pid;
        data.direction = direction;
        data.origin = wire::Origin::Socket;
        data.flags = m_flags;
        return data;
    }

    Copied m_copied;
    uint8_t m_flags;
    Script m_script;
    int64_t m_time = 10'000'000;
    uint64_t m_offsets[2] = {};
    bool m_drops = false;
};

const std::string request = "POST /orders HTTP/1.1\r\nHost: test.local\r\nContent-Length: 3000\r\n\r\n" + std::string(3000, 'u');
const std::string response = "HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n" + std::string(60'000, 'd');

Script plain(Copied copied)
{
    return BothEnds(copied).say(Direction::Sent, request, 100).say(Direction::Received, response, 7000).say(Direction::Sent, request).say(Direction::Received, response).end();
}

Script rewritten(const Script &script)
{
    TlsDecryption decryption{wire::TlsSource::Secrets};
    wire::Bytes out;
    wire::FrameReader reader(script.bytes());
    for (size_t begin = 0; const auto frame = reader.next().value(); begin = reader.position()) {
        if (!decryption.take(*frame, out))
            out.insert(out.end(), script.bytes().begin() + ptrdiff_t(begin), script.bytes().begin() + ptrdiff_t(reader.position()));
    }
    return Script(Script::Clock::Later).frames(out);
}

Script encrypted(const Made &made, Copied copied)
{
    BothEnds ends(copied, uint8_t(wire::DataFlag::Ciphertext) | uint8_t(wire::DataFlag::InFull));
    for (const Happening &happening : made.happenings) {
        if (!happening.secret.empty())
            ends.secret(happening.secret);
        if (!happening.bytes.empty())
            ends.say(happening.direction, happening.bytes, 5000);
    }
    return ends.end();
}

size_t count(const Script &script, wire::Type type)
{
    size_t found = 0;
    wire::FrameReader reader(script.bytes());
    while (const auto frame = reader.next().value())
        found += frame->type == type;
    return found;
}

} // namespace

class TestSameBytes : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void showsBothHalvesAsIfBothHadBeenCopied()
    {
        const Outcome outcome = play(plain(Copied::Once));
        const std::string transcript = outcome.transcript();
        QCOMPARE(transcript, play(plain(Copied::Twice)).transcript());
        QCOMPARE(outcome.exchanges.size(), size_t(4));
        QVERIFY2(transcript.find("server/200 request 3000 response 60000 complete") != transcript.npos, transcript.c_str());
        QVERIFY(outcome.losses.empty());
    }

    void countsWhatWasLostWhereItWasSent()
    {
        const Outcome outcome = play(BothEnds(Copied::Once).say(Direction::Sent, request).say(Direction::Received, response.substr(0, 20'000))
                                         .drop(true).say(Direction::Received, response.substr(20'000, 10'000)).drop(false)
                                         .say(Direction::Received, response.substr(30'000)).end());
        const std::string transcript = outcome.transcript();
        QVERIFY2(outcome.exchanges.size() == 2, transcript.c_str());
        for (const auto &[id, exchange] : outcome.exchanges)
            QVERIFY2(exchange.lostBytes == 10'000, transcript.c_str());
        QCOMPARE(outcome.losses.size(), size_t(1));
        QCOMPARE(outcome.losses[0].cause, "received, but lost where it was sent");
        QCOMPARE(outcome.losses[0].bytes, uint64_t(10'000));
    }

    void decryptsOnceForBothHalves_data()
    {
        QTest::addColumn<int>("version");
        QTest::addColumn<QByteArray>("suite");
        QTest::newRow("TLS 1.3") << TLS1_3_VERSION << QByteArray("TLS_AES_256_GCM_SHA384");
        QTest::newRow("TLS 1.2") << TLS1_2_VERSION << QByteArray("ECDHE-RSA-CHACHA20-POLY1305");
    }
    void decryptsOnceForBothHalves()
    {
        QFETCH(int, version);
        QFETCH(QByteArray, suite);
        Wanted wanted{.version = version, .suite = suite.constData()};
        for (int i = 0; i < 3; ++i) {
            wanted.says.push_back({Direction::Sent, request});
            wanted.says.push_back({Direction::Received, response});
        }
        const Made made = MemoryConnection::make(wanted);
        QVERIFY2(made.problem.empty(), made.problem.c_str());
        const Script once = rewritten(encrypted(made, Copied::Once)), twice = rewritten(encrypted(made, Copied::Twice));
        const Outcome outcome = play(once);
        QCOMPARE(outcome.transcript(), play(twice).transcript());
        QCOMPARE(outcome.exchanges.size(), size_t(6));
        QVERIFY(outcome.losses.empty());
        QVERIFY(count(once, wire::Type::SameBytes) >= 6);
        QCOMPARE(count(twice, wire::Type::SameBytes), size_t(0));
        QVERIFY2(once.bytes().size() < twice.bytes().size() * 2 / 3, qPrintable(QStringLiteral("%1 of %2").arg(once.bytes().size()).arg(twice.bytes().size())));
    }
};

QTEST_GUILESS_MAIN(TestSameBytes)
#include "tst_same_bytes.moc"
