// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/tls_decryption.h"

#include "tests/app/session/key_log_line.h"
#include "tests/app/session/script.h"
#include "tests/support/memory_connection.h"

#include <QRegularExpression>
#include <QTest>

using namespace session;
using base::Direction;

namespace {

constexpr uint64_t flow = 5;
const std::string body = std::string(50'000, 'b');
const std::string request = "GET /orders?page=1 HTTP/1.1\r\nHost: test.local\r\n\r\n";
const std::string response = "HTTP/1.1 200 OK\r\nContent-Length: 50000\r\n\r\n" + body;

Wanted conversation(int version, const char *suite)
{
    Wanted wanted{.version = version, .suite = suite};
    wanted.says = {{Direction::Sent, request}, {Direction::Received, response}};
    return wanted;
}

struct Options {
    bool secrets = true;
    uint64_t lostFrom = 0, lostTo = 0;    // of what the server sends, as the socket's bytes
};

// What a helper would send of a client's socket; pieces as long as its records of data are.
Script captured(const Made &made, const Options &options = {})
{
    Script script;
    script.process(100, "client").socket(flow, 100);
    uint64_t received = 0;
    for (const Happening &happening : made.happenings) {
        if (!happening.secret.empty() && options.secrets)
            script.add(secretOf(happening.secret));
        for (std::string_view left = happening.bytes; !left.empty();) {
            const std::string piece(left.substr(0, 16'000));
            left.remove_prefix(piece.size());
            const bool sent = happening.direction == Direction::Sent;
            if (!sent && received >= options.lostFrom && received < options.lostTo)
                script.lose(flow, 0, piece.size());
            else
                script.ciphertext(flow, uint8_t(happening.direction), piece);
            received += sent ? 0 : piece.size();
        }
    }
    script.state(flow, 1, 4).state(flow, 4, 7);
    return script.add(wire::Stopped{});
}

// As a helper sends it whose client wants secrets only where calls cannot be probed: all of this flow's ciphertext.
Script marked(const Script &script)
{
    wire::Bytes bytes;
    wire::FrameReader reader(script.bytes());
    for (size_t begin = 0; const auto frame = reader.next().value(); begin = reader.position()) {
        auto view = frame->type == wire::Type::Data ? wire::decodeData(frame->body) : std::unexpected(wire::ReadError::BadField);
        if (view) {
            view->head.flags |= uint8_t(wire::DataFlag::InFull);
            wire::encode(view->head, view->payload, bytes);
        } else {
            bytes.insert(bytes.end(), script.bytes().begin() + ptrdiff_t(begin), script.bytes().begin() + ptrdiff_t(reader.position()));
        }
    }
    return Script(Script::Clock::Later).frames(bytes);
}

Script rewritten(const Script &script, wire::TlsSource source = wire::TlsSource::Secrets)
{
    TlsDecryption decryption{source};
    wire::Bytes out;
    wire::FrameReader reader(script.bytes());
    for (size_t begin = 0; const auto frame = reader.next().value(); begin = reader.position()) {
        if (!decryption.take(*frame, out))
            out.insert(out.end(), script.bytes().begin() + ptrdiff_t(begin), script.bytes().begin() + ptrdiff_t(reader.position()));
    }
    // All ends with the capture.
    if (decryption.flows() != 0)
        qFatal("flows are left");
    return Script(Script::Clock::Later).frames(out);
}

bool contains(const wire::Bytes &bytes, const std::string &text)
{
    const auto wanted = std::as_bytes(std::span(text));
    return !std::ranges::search(bytes, wanted).empty();
}

} // namespace

class TestTlsDecryption : public QObject
{
    Q_OBJECT

    void addVersions()
    {
        QTest::addColumn<int>("version");
        QTest::addColumn<QByteArray>("suite");
        QTest::newRow("TLS 1.3") << TLS1_3_VERSION << QByteArray("TLS_AES_256_GCM_SHA384");
        QTest::newRow("TLS 1.2") << TLS1_2_VERSION << QByteArray("ECDHE-RSA-CHACHA20-POLY1305");
    }
    Made madeOfRow()
    {
        QFETCH(int, version);
        QFETCH(QByteArray, suite);
        return MemoryConnection::make(conversation(version, suite.constData()));
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void showsTheSameAsTheCallsOfTheLibrary_data() { addVersions(); }
    void showsTheSameAsTheCallsOfTheLibrary()
    {
        const Made made = madeOfRow();
        QVERIFY2(made.problem.empty(), made.problem.c_str());
        const Outcome decrypted = play(rewritten(captured(made)));
        Script calls;
        calls.process(100, "client").socket(flow, 100).tie(flow, 9).sent(flow, request, 9).received(flow, response.substr(0, 16384), 9);
        for (size_t at = 16384; at < response.size(); at += 16384)
            calls.received(flow, response.substr(at, 16384), 9);
        calls.state(flow, 1, 4).state(flow, 4, 7);
        QCOMPARE(decrypted.transcript(), play(calls).transcript());
        const std::string transcript = decrypted.transcript();
        QVERIFY2(transcript.find("/orders?page=1 200") != transcript.npos && transcript.find("response 50000 complete") != transcript.npos, transcript.c_str());
        QVERIFY(decrypted.losses.empty());
    }

    void tellsHowItIsKnown_data() { addVersions(); }
    void tellsHowItIsKnown()
    {
        QFETCH(int, version);
        const Outcome outcome = play(rewritten(captured(madeOfRow())));
        const exchange::Connection &connection = outcome.connections.at(outcome.exchanges.at(0).connection);
        QCOMPARE(connection.tie, "decrypted");
        QCOMPARE(connection.alpn, "http/1.1");
        QCOMPARE(connection.sni, "test.local");
        QCOMPARE(connection.tlsProtocol, version == TLS1_3_VERSION ? "TLS 1.3" : "TLS 1.2");
    }

    // Neither the secrets nor more ciphertext than the handshake's.
    void writesNoSecret_data() { addVersions(); }
    void writesNoSecret()
    {
        const Made made = madeOfRow();
        const Script script = captured(made);
        const Script out = rewritten(script);
        int secrets = 0;
        for (const Happening &happening : made.happenings) {
            if (happening.secret.empty())
                continue;
            const std::string secret = unhex(happening.secret.substr(happening.secret.rfind(' ') + 1));
            QVERIFY(contains(script.bytes(), secret));
            QVERIFY(!contains(out.bytes(), secret));
            ++secrets;
        }
        QVERIFY(secrets > 0);
        wire::FrameReader reader(out.bytes());
        size_t ciphertext = 0;
        while (const auto frame = reader.next().value()) {
            QVERIFY(frame->type != wire::Type::Secret);
            if (frame->type == wire::Type::Data)
                if (const auto view = wire::decodeData(frame->body); view && view->head.has(wire::DataFlag::Ciphertext))
                    ciphertext += view->payload.size();
        }
        QVERIFY(ciphertext > 0 && ciphertext <= 2 * 16 * 1024);
    }

    void countsWhatIsMissing_data() { addVersions(); }
    void countsWhatIsMissing()
    {
        const Made made = madeOfRow();
        // One piece in the middle of the response.
        const uint64_t size = made.wire(Direction::Received).size();
        const Outcome outcome = play(rewritten(captured(made, {.lostFrom = size - 20'000, .lostTo = size - 10'000})));
        QVERIFY2(outcome.exchanges.size() == 1, outcome.transcript().c_str());
        const exchange::Exchange &row = outcome.exchanges.at(0);
        QVERIFY2(row.lostBytes == 32'768, outcome.transcript().c_str());
        QCOMPARE(row.status, 200);
        QCOMPARE(outcome.losses.size(), size_t(1));
        QCOMPARE(outcome.losses[0].cause, "TLS records not decrypted: ciphertext was not captured");
    }

    void decryptsOnlyWhatIsSentInFull_data() { addVersions(); }
    void decryptsOnlyWhatIsSentInFull()
    {
        const Made made = madeOfRow();
        const Script script = captured(made);
        QCOMPARE(play(rewritten(marked(script), wire::TlsSource::Either)).transcript(), play(rewritten(script)).transcript());
        // What calls will show is left as it is.
        const Script calls = captured(made, {.secrets = false});
        QVERIFY(rewritten(calls, wire::TlsSource::Either).bytes() == calls.bytes());
    }

    // A process with two libraries: this connection turned out to be that of the other one.
    void leavesAConnectionToItsCalls()
    {
        const Made made = MemoryConnection::make(conversation(TLS1_3_VERSION, "TLS_AES_256_GCM_SHA384"));
        wire::Bytes bytes = marked(captured(made, {.secrets = false})).bytes();
        wire::Bytes tie;
        wire::encode(wire::Tie{2'000'000, flow, 9, wire::TieKind::Descriptor, wire::Origin::OpenSsl}, tie);
        const size_t closing = Script(Script::Clock::Later).state(flow, 1, 4).state(flow, 4, 7).add(wire::Stopped{}).bytes().size();
        bytes.insert(bytes.end() - ptrdiff_t(closing), tie.begin(), tie.end());
        const Script out = rewritten(Script(Script::Clock::Later).frames(bytes), wire::TlsSource::Either);
        wire::FrameReader reader(out.bytes());
        while (const auto frame = reader.next().value())
            QVERIFY(frame->type != wire::Type::Undecrypted);
    }

    void saysWhyNothingIsReadable_data() { addVersions(); }
    void saysWhyNothingIsReadable()
    {
        const Outcome outcome = play(rewritten(captured(madeOfRow(), {.secrets = false})));
        const std::string transcript = outcome.transcript();
        QVERIFY2(transcript.starts_with("unreadable TLS") && transcript.find("(no secret was captured)") != transcript.npos, transcript.c_str());
        QCOMPARE(outcome.exchanges.size(), size_t(1));
    }
};

QTEST_GUILESS_MAIN(TestTlsDecryption)
#include "tst_tls_decryption.moc"
