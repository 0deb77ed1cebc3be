// SPDX-License-Identifier: GPL-3.0-or-later
// What is masked while capturing: the file's frames hold no secret at any time, and open as the rows of the capture.
#include "app/capture/capture_file.h"
#include "app/masked/at_capture.h"
#include "privhelper/wire/reader.h"
#include "tests/app/masked/opened.h"
#include "tests/support/deflated.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

namespace {

const std::string secret = "Zq7-hunter2xk";

// The frames of a helper that watches one connection of curl, and what is written in their place.
class Capture
{
public:
    // `early`: the process is told before the time of day.
    explicit Capture(uint64_t bodyMax = masked::AtCapture::bodyMaxUsual, bool early = false)
    {
        capture::LiveOptions options;
        masked::maskAtCapture(options, {1, 2}, {}, bodyMax);
        m_rewrite = options.makeRewrite();
        wire::Started started;
        started.realtimeMinusClock = 1'790'000'000'000'000'000;
        if (!early)
            send(started);
        wire::Process process;
        process.pid = 7;
        process.executed = 1;
        process.comm = "curl";
        process.args = std::string("curl\0-H\0Authorization: Bearer ", 30) + secret;
        send(process);
        if (early)
            send(started);
        wire::Socket socket;
        socket.flow = 1;
        socket.pid = 7;
        socket.local = {127, 0, 0, 1};
        socket.remote = {127, 0, 0, 1};
        socket.localPort = 40'000;
        socket.remotePort = 80;
        socket.family = 2;
        socket.protocol = 6;
        socket.role = wire::Role::Client;
        socket.state = wire::TcpState::Established;
        socket.fromStart = 1;
        send(socket);
    }
    template <typename Message> void send(const Message &message)
    {
        wire::Bytes frame;
        wire::encode(message, frame);
        pass(frame);
    }
    void data(bool sent, const std::string &bytes)
    {
        for (size_t at = 0; at < bytes.size(); at += wire::dataPayloadMax) {
            const std::string piece = bytes.substr(at, wire::dataPayloadMax);
            wire::Data data;
            data.time = ++m_time;
            data.flow = 1;
            data.pid = data.tid = 7;
            data.offset = m_offsets[sent];
            data.moved = uint32_t(piece.size());
            data.direction = sent;
            data.origin = wire::Origin::Socket;
            m_offsets[sent] += piece.size();
            wire::Bytes frame;
            wire::encode(data, std::as_bytes(std::span(piece)), frame);
            pass(frame);
        }
    }
    void end() { send(wire::Stopped{}); }
    bool holds(const std::string &text) const { return std::string(reinterpret_cast<const char *>(m_written.data()), m_written.size()).find(text) != std::string::npos; }
    opened::Opened open() const
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath("a.cleartap"));
        const auto head = capture::newFileHead();
        if (!file.open(QIODevice::WriteOnly) || file.write(reinterpret_cast<const char *>(head.data()), qint64(head.size())) < 0
            || file.write(reinterpret_cast<const char *>(m_written.data()), qint64(m_written.size())) < 0)
            return {};
        file.close();
        return opened::open(file.fileName().toStdString());
    }

private:
    void pass(const wire::Bytes &frame)
    {
        wire::FrameReader reader(frame);
        if (!m_rewrite(**reader.next(), m_written))
            qWarning("a frame was left as it is");
    }

    capture::LiveOptions::Rewrite m_rewrite;
    wire::Bytes m_written;
    std::array<uint64_t, 2> m_offsets{};
    int64_t m_time = 1000;
};

} // namespace

class TestAtCapture : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void writesRowsWithoutSecrets()
    {
        Capture capture;
        const std::string body = "{\"id\":7,\"password\":\"" + secret + "\"}";
        const std::string request = "POST /a?token=" + secret + " HTTP/1.1\r\nHost: h\r\nCookie: sid=" + secret + "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
        // Cut anywhere, also inside the secret.
        for (const char byte : request) {
            capture.data(true, std::string(1, byte));
            QVERIFY(!capture.holds("hunter2"));
        }
        const std::string answer = support::deflated("{\"access_token\":\"" + secret + "\",\"note\":\"kept\"}", 31);
        capture.data(false, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: " + std::to_string(answer.size()) + "\r\n\r\n" + answer);
        QVERIFY(!capture.holds(answer));
        capture.data(true, "GET /u/" + secret + " HTTP/1.1\r\nHost: h\r\n\r\n");
        capture.data(false, "HTTP/1.1 204 No Content\r\n\r\n");
        capture.end();
        QVERIFY(!capture.holds("hunter2"));
        const opened::Opened file = capture.open();
        QVERIFY(!file.error);
        QCOMPARE(file.store.size(), 2u);
        const exchange::Exchange first = file.store.exchange(0);
        QCOMPARE(first.method, std::string("POST"));
        QCOMPARE(first.status, 200);
        QCOMPARE(first.state, exchange::State::Complete);
        QVERIFY(first.path.starts_with("/a?token=masked-"));
        QVERIFY(opened::textOf(*file.bodies, first.request.head).find("Cookie: sid=masked-") != std::string::npos);
        QVERIFY(opened::textOf(*file.bodies, first.request.body).starts_with("{\"id\":7,\"password\":\"masked-"));
        QVERIFY(opened::textOf(*file.bodies, first.response.body).ends_with("\"note\":\"kept\"}"));
        QCOMPARE(first.request.bodyBytes, uint64_t(body.size()));
        QVERIFY(file.store.exchange(1).path.starts_with("/u/masked-"));
        QCOMPARE(file.store.processes()[0].comm, std::string("curl"));
        QVERIFY(file.store.processes()[0].cmdline[2].starts_with("Authorization: Bearer masked-"));
        QCOMPARE(file.store.connections()[0].remote.port, uint16_t(80));
    }

    void showsWhatIsInProgressWithoutItsBody()
    {
        Capture capture;
        capture.data(true, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        capture.data(false, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"password\":\"" + secret.substr(0, 6));
        QVERIFY(capture.holds("HTTP/1.1 200 OK"));
        QVERIFY(!capture.holds(secret.substr(0, 6)));
        QVERIFY(!capture.holds("password"));
        const opened::Opened file = capture.open();
        QCOMPARE(file.store.size(), 1u);
        QCOMPARE(file.store.state(0), exchange::State::Cut);
        QCOMPARE(file.store.exchange(0).response.fault, protocols::Fault::CaptureEnded);
    }

    void cutsABodyThatIsTooLongToBeHeld()
    {
        Capture capture(1 << 20);
        capture.data(true, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        const std::string line = "a word and another one, as there are in a text\n";
        std::string body;
        while (body.size() < (4u << 20))
            body += line;
        capture.data(false, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
        capture.end();
        const opened::Opened file = capture.open();
        const exchange::Exchange e = file.store.exchange(0);
        QCOMPARE(e.response.fault, protocols::Fault::BeyondLimit);
        QCOMPARE(opened::textOf(*file.bodies, e.response.body), body.substr(0, 1 << 20));
        QCOMPARE(e.response.bodyBytes + e.response.bodyLost, uint64_t(body.size()));
    }

    // More than is held of what nothing refers to, in no time.
    void holdsABodyUntilItHasEnded()
    {
        Capture capture;
        capture.data(true, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        std::string body(48 << 20, ' ');
        for (size_t at = 0; at < body.size(); at += 64)
            body[at] = char('a' + at / 64 % 26);
        capture.data(false, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
        capture.end();
        const opened::Opened file = capture.open();
        QVERIFY(file.store.losses().empty());
        QVERIFY(opened::textOf(*file.bodies, file.store.exchange(0).response.body) == body);
    }

    void takesWhatComesBeforeTheTimeOfDay()
    {
        Capture capture(masked::AtCapture::bodyMaxUsual, true);
        capture.data(true, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        capture.end();
        const opened::Opened file = capture.open();
        QVERIFY(file.store.losses().empty());
        QCOMPARE(file.store.processes()[0].comm, std::string("curl"));
        QCOMPARE(file.store.exchange(0).process, base::ProcessId(0));
    }

    void writesNoSecretOfAHandshake()
    {
        Capture capture;
        wire::Secret handshake;
        handshake.length = 13;
        std::copy(secret.begin(), secret.end(), handshake.bytes.begin());
        capture.send(handshake);
        capture.end();
        QVERIFY(!capture.holds("hunter2"));
    }
};

QTEST_GUILESS_MAIN(TestAtCapture)
#include "tst_at_capture.moc"
