// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/exporters/sample.h"
#include "tests/support/deflated.h"
#include "tests/support/processor_time.h"
#include "tests/support/slowness.h"

#include <QCryptographicHash>
#include <QtTest>

#include <numeric>

#include <unistd.h>

using namespace exporters;
using sample::Capture;
using sample::millisecond;

namespace {

std::vector<base::ExchangeId> all(const exchange::Store &store)
{
    std::vector<base::ExchangeId> ids(store.size());
    std::iota(ids.rbegin(), ids.rend(), 0); // from the last to the first: the writer orders them
    return ids;
}

QByteArray decodedText(const QJsonObject &content)
{
    const QByteArray text = content["text"].toString().toUtf8();
    return content["encoding"].toString() == "base64" ? QByteArray::fromBase64(text) : text;
}

QString sha(const QByteArray &bytes)
{
    return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
}

std::string noise(size_t size)
{
    std::string bytes(size, '\0');
    uint32_t state = 1;
    for (char &byte : bytes) {
        state = state * 1664525 + 1013904223;
        byte = char(state >> 24);
    }
    return bytes;
}

} // namespace

class TestHarWriter : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QStringList m_toCheck; // every HAR written here: one run checks them all, as the checker is slow to start

    static QByteArray faultsOf(const QStringList &paths, bool lines)
    {
        QProcess checker;
        checker.setProcessChannelMode(QProcess::MergedChannels);
        checker.start("/usr/bin/python3", QStringList{QStringLiteral(PROJECT_ROOT "/tests/support/check_har.py")} + (lines ? QStringList{"--jsonl"} : QStringList{}) + paths);
        if (!checker.waitForFinished(100'000) || checker.exitStatus() != QProcess::NormalExit)
            return "the checker did not end";
        const QByteArray output = checker.readAll();
        return checker.exitCode() == 0 || !output.isEmpty() ? output : QByteArray("the checker failed");
    }

    // Writes the file, queues it for the check, and reads it back.
    QJsonObject written(Capture &capture, ExportOptions options = {}, ExportReport *report = nullptr)
    {
        const QString path = m_folder.filePath(QString("%1.har").arg(m_toCheck.size()));
        const exchange::Store store = capture.store();
        auto file = OutputFile::create(path.toStdString());
        if (!file)
            return {};
        const auto done = writeHar(store, all(store), capture.bodies(), *file, options);
        if (!done || !file->commit())
            return {};
        if (report)
            *report = *done;
        m_toCheck << path;
        QFile read(path);
        if (!read.open(QIODevice::ReadOnly))
            return {};
        return QJsonDocument::fromJson(read.readAll()).object()["log"].toObject();
    }
    static QJsonObject entry(const QJsonObject &log, int number) { return log["entries"].toArray()[number].toObject(); }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(".*"));
        QVERIFY(m_folder.isValid());
    }

    void writesAnEntryWithAllThatIsKnown()
    {
        Capture capture;
        exchange::Exchange &e = capture.add("GET /a?q=x%20y&q=2 HTTP/1.1\r\nHost: api.local:8443\r\nCookie: a=1; b=2\r\nAccept: */*\r\n\r\n", "",
                                            "HTTP/1.1 302 Found\r\nContent-Type: application/json\r\nSet-Cookie: id=7; Path=/; HttpOnly; Expires=Wed, 21 Oct 2026 07:28:00 GMT\r\nLocation: /b\r\n\r\n",
                                            "{\"a\":\"\xc3\xa4\"}");
        e.tcp = exchange::TcpFigures{};
        e.tcp->srttUs = 140;
        e.lostBytes = 5;
        e.lostEvents = 1;
        ExportOptions options;
        options.masked = false;
        const QJsonObject log = written(capture, options);
        QCOMPARE(log["version"].toString(), QString("1.2"));
        const QJsonObject one = entry(log, 0);
        QCOMPARE(one["startedDateTime"].toString(), QString("2026-09-21T14:13:20.000Z"));
        const QJsonObject request = one["request"].toObject();
        QCOMPARE(request["method"].toString(), QString("GET"));
        QCOMPARE(request["url"].toString(), QString("https://api.local:8443/a?q=x%20y&q=2"));
        QCOMPARE(request["httpVersion"].toString(), QString("HTTP/1.1"));
        QCOMPARE(request["headers"].toArray()[1].toObject()["value"].toString(), QString("a=1; b=2"));
        QCOMPARE(request["cookies"].toArray()[1].toObject()["value"].toString(), QString("2"));
        QCOMPARE(request["queryString"].toArray()[0].toObject()["value"].toString(), QString("x y"));
        QCOMPARE(request["bodySize"].toInt(-5), 0);
        QVERIFY(!request.contains("postData"));
        const QJsonObject response = one["response"].toObject();
        QCOMPARE(response["status"].toInt(), 302);
        QCOMPARE(response["redirectURL"].toString(), QString("/b"));
        QCOMPARE(response["content"].toObject()["text"].toString(), QString("{\"a\":\"ä\"}"));
        QCOMPARE(response["content"].toObject()["size"].toInt(), 10);
        QCOMPARE(response["cookies"].toArray()[0].toObject()["expires"].toString(), QString("2026-10-21T07:28:00.000Z"));
        QVERIFY(response["cookies"].toArray()[0].toObject()["httpOnly"].toBool());
        const QJsonObject timings = one["timings"].toObject();
        QCOMPARE(timings["connect"].toDouble(), 7.0);
        QCOMPARE(timings["ssl"].toDouble(), 5.0);
        QCOMPARE(timings["blocked"].toDouble(), 3.0);
        QCOMPARE(timings["send"].toDouble(), 0.5);
        QCOMPARE(timings["wait"].toDouble(), 4.5);
        QCOMPARE(timings["receive"].toDouble(), 2.0);
        QCOMPARE(timings["dns"].toDouble(), -1.0);
        QCOMPARE(one["time"].toDouble(), 17.0);
        QCOMPARE(one["serverIPAddress"].toString(), QString("::1"));
        QCOMPARE(one["_side"].toString(), QString("client"));
        QCOMPARE(one["_process"].toObject()["pid"].toInt(), 4711);
        QCOMPARE(one["_process"].toObject()["tid"].toInt(), 4712);
        QCOMPARE(one["_process"].toObject()["cmdline"].toArray()[2].toString(), QString("Authorization: Bearer s3cret"));
        QVERIFY(!one["_process"].toObject().contains("container"));
        QCOMPARE(one["_connection"].toObject()["local"].toString(), QString("127.0.0.1:40000"));
        QCOMPARE(one["_connection"].toObject()["remote"].toString(), QString("[::1]:8443"));
        QCOMPARE(one["_connection"].toObject()["tie"].toString(), QString("nested call"));
        QCOMPARE(one["_tls"].toObject()["library"].toString(), QString("OpenSSL"));
        QCOMPARE(one["_tcp"].toObject()["srttUs"].toInt(), 140);
        QVERIFY(!one["_tcp"].toObject().contains("cwnd"));
        QCOMPARE(one["_lost"].toObject()["bytes"].toInt(), 5);
        QVERIFY(!one.contains("_masked"));
        QVERIFY(!one.contains("_truncated"));
        QVERIFY(log["comment"].toString().startsWith("UNMASKED"));
    }

    void masksWhatIsSecretUnlessToldOtherwise()
    {
        Capture capture;
        capture.add("POST /cb?code=topsecret1&x=1 HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer topsecret2\r\nCookie: sid=topsecret3\r\nContent-Type: application/json\r\n\r\n",
                    "{\"password\":\"topsecret4\",\"user\":\"ann\"}",
                    "HTTP/1.1 200 OK\r\nSet-Cookie: sid=topsecret5; Path=/\r\nLocation: /x?token=topsecret6\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n\r\n",
                    support::gzip("{\"access_token\":\"topsecret7\",\"ok\":true}"));
        capture.add("POST /f HTTP/1.1\r\nHost: h\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n", "user=bob&password=topsecret8", "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n",
                    "{\"refresh_token\":\"topsecret9\"}");
        ExportReport report;
        const QJsonObject log = written(capture, {}, &report);
        const QByteArray text = QJsonDocument(log).toJson();
        QVERIFY(!text.contains("topsecret"));
        QVERIFY(!text.contains("s3cret")); // from the command line
        QVERIFY(text.contains("ann") && text.contains("bob"));
        QVERIFY(log["comment"].toString().startsWith("Secrets are masked: "));
        const QJsonObject masked = entry(log, 0)["_masked"].toObject();
        QCOMPARE(masked["count"].toInt(), 8); // seven here and the command line's
        QVERIFY(masked["names"].toArray().contains("query code"));
        QCOMPARE(report.masked.count, uint64_t(11));
        const QJsonObject content = entry(log, 0)["response"].toObject()["content"].toObject();
        QVERIFY(content["text"].toString().endsWith(",\"ok\":true}"));
        const QJsonArray params = entry(log, 1)["request"].toObject()["postData"].toObject()["params"].toArray();
        QCOMPARE(params[0].toObject()["value"].toString(), QString("bob"));
        QVERIFY(params[1].toObject()["value"].toString().startsWith("masked-"));
    }

    void givesBodiesOfAnySizeExactly_data()
    {
        QTest::addColumn<qint64>("size");
        QTest::addColumn<bool>("text");
        QTest::addColumn<bool>("gzip");
        for (const qint64 size : {0, 1, 2, 16'384, 1'000'000, 10'000'000}) {
            QTest::addRow("text %lld", size) << size << true << false;
            QTest::addRow("bytes %lld", size) << size << false << false;
            QTest::addRow("gzipped bytes %lld", size) << size << false << true;
        }
    }

    void givesBodiesOfAnySizeExactly()
    {
        QFETCH(qint64, size);
        QFETCH(bool, text);
        QFETCH(bool, gzip);
        std::string body = noise(size_t(size));
        if (text) {
            // Characters of every length, across any block boundary.
            static constexpr std::string_view characters = "aä€😀\"\\\n";
            std::string repeated;
            while (repeated.size() < body.size())
                repeated += characters;
            body = repeated.substr(0, body.size() / characters.size() * characters.size()) + std::string(body.size() % characters.size(), 'x');
        }
        Capture capture;
        capture.add("PUT /big HTTP/1.1\r\nHost: h\r\nContent-Type: application/octet-stream\r\n\r\n", body,
                    std::string("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n") + (gzip && size ? "Content-Encoding: gzip\r\n" : "") + "\r\n",
                    gzip && size ? support::gzip(body) : body);
        const QJsonObject one = entry(written(capture), 0);
        const QByteArray expected = QByteArray::fromStdString(body);
        const QJsonObject content = one["response"].toObject()["content"].toObject();
        QCOMPARE(content["size"].toInteger(), size);
        QCOMPARE(sha(decodedText(content)), sha(expected));
        QCOMPARE(content.contains("compression"), gzip && size > 0);
        const QJsonObject request = one["request"].toObject();
        if (size == 0)
            QVERIFY(!request.contains("postData"));
        else
            QCOMPARE(sha(request.contains("_content") ? decodedText(request["_content"].toObject()) : decodedText(request["postData"].toObject())), sha(expected));
    }

    void readsOtherCharsets()
    {
        Capture capture;
        capture.add("GET / HTTP/1.1\r\nHost: h\r\n\r\n", "", "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\n", "na\xefve");
        capture.add("GET / HTTP/1.1\r\nHost: h\r\n\r\n", "", "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n", "na\xefve");
        const QJsonObject log = written(capture);
        QCOMPARE(entry(log, 0)["response"].toObject()["content"].toObject()["text"].toString(), QString("naïve"));
        QCOMPARE(decodedText(entry(log, 1)["response"].toObject()["content"].toObject()), QByteArray("na\xefve"));
        QCOMPARE(entry(log, 1)["response"].toObject()["content"].toObject()["encoding"].toString(), QString("base64"));
    }

    void saysWhatIsMissing()
    {
        Capture capture;
        exchange::Exchange &cut = capture.add("GET /cut HTTP/1.1\r\nHost: h\r\n\r\n", "", "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n", "half");
        cut.state = exchange::State::Cut;
        cut.response.bodyLost = 96;
        cut.response.fault = protocols::Fault::CutByClose;
        exchange::Exchange &unanswered = capture.add("GET /never HTTP/1.1\r\nHost: h\r\n\r\n", "", "", "");
        unanswered.state = exchange::State::InProgress;
        unanswered.request.end = 0;
        exchange::Exchange &gap = capture.add("GET /gap HTTP/1.1\r\nHost: h\r\n\r\n", "", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n", "{\"password\":\"abc\"}");
        gap.response.bodyLost = 10;
        exchange::Exchange &unread = capture.add("GET /unread HTTP/1.1\r\nHost: h\r\n\r\n", "", "HTTP/1.1 200 OK\r\n\r\n", "x");
        unread.response.body = {{uint64_t(1) << 50, 9, 0}};
        capture.add("GET /odd HTTP/1.1\r\nHost: h\r\n\r\n", "", "HTTP/1.1 200 OK\r\nContent-Encoding: dcb\r\n\r\n", "coded");
        capture.add("GET /notgzip HTTP/1.1\r\nHost: h\r\n\r\n", "", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Type: text/plain\r\n\r\n", "plain all along");
        exchange::Exchange &longer = capture.add("GET /long HTTP/1.1\r\nHost: h\r\n\r\n", "", "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n", "the first of it");
        longer.response.bodyLost = 985;
        longer.response.fault = protocols::Fault::BeyondLimit;
        for (const exchange::Kind kind : {exchange::Kind::Failed, exchange::Kind::Conversation, exchange::Kind::Conversation, exchange::Kind::NotReadable})
            capture.add("", "", "", "").kind = kind;
        ExportReport report;
        const QJsonObject log = written(capture, {}, &report);
        QCOMPARE(report.entries, uint64_t(7));
        QCOMPARE(report.conversations, uint64_t(2));
        QCOMPARE(report.bodiesUnread, uint64_t(1));
        QCOMPARE(log["_conversations"].toArray().size(), 2);
        QCOMPARE(log["_connections"].toArray().size(), 2);
        QCOMPARE(entry(log, 0)["_truncated"].toObject()["response"].toObject()["captured"].toInt(), 4);
        QCOMPARE(entry(log, 0)["_truncated"].toObject()["response"].toObject()["total"].toInt(), 100);
        QCOMPARE(entry(log, 0)["_error"].toString(), QString("cut by the connection's end"));
        QCOMPARE(entry(log, 1)["response"].toObject()["status"].toInt(-1), 0);
        QCOMPARE(entry(log, 1)["timings"].toObject()["send"].toDouble(), -1.0);
        const QJsonObject gapped = entry(log, 2)["response"].toObject()["content"].toObject();
        QVERIFY(!gapped.contains("text") && gapped["comment"].toString().contains("secrets"));
        QVERIFY(entry(log, 3)["response"].toObject()["content"].toObject()["comment"].toString().contains("could not be read from the capture file"));
        QVERIFY(!entry(log, 4)["response"].toObject()["content"].toObject().contains("text"));
        QCOMPARE(entry(log, 5)["response"].toObject()["content"].toObject()["text"].toString(), QString("plain all along"));
        QCOMPARE(entry(log, 6)["_truncated"].toObject()["response"].toObject()["total"].toInt(), 1000);
        QCOMPARE(entry(log, 6)["_error"].toString(), QString("body longer than the limit"));
        QVERIFY(entry(log, 6)["response"].toObject()["content"].toObject()["comment"].toString().contains("--max-body"));
    }

    void survivesHostileText()
    {
        Capture capture;
        exchange::Exchange &e = capture.add(std::string("G\x01T /\xff\" <\\>#frag HTTP/9\xfe\r\nHost: h\xff\r\nBad\x80name: v\x7f\r\n\r\n"), "", "HTTP/1.1 99999999999 \xff\r\n\r\n", "");
        e.host = "h\xff\"{}";
        const QJsonObject one = entry(written(capture), 0);
        QCOMPARE(one["request"].toObject()["url"].toString(), QString("https://h%FF%22%7B%7D/%FF%22%20%3C%5C%3E"));
        // Bytes of a head that are not UTF-8 are Latin-1.
        QCOMPARE(one["request"].toObject()["headers"].toArray()[1].toObject()["name"].toString(), QString("Bad") + QChar(0x80) + "name");
    }

    // The server's half of a TLS connection: its handshake was seen, its accept was not.
    void ordersEntriesByTheStartThatTheyShow()
    {
        Capture capture;
        const std::string head = "GET / HTTP/1.1\r\nHost: api.local\r\n\r\n", answer = "HTTP/1.1 204 No Content\r\n\r\n";
        capture.add(head, "", answer, "");
        capture.add(head, "", answer, "").connection = 1;
        exchange::Connection late = capture.batch().connections[0];
        late.id = 1;
        late.established = 0;
        late.tlsBegin = sample::day + 3 * millisecond;
        late.tlsEnd = sample::day + 4 * millisecond;
        capture.batch().connections[0].fromStart = false;
        capture.batch().connections[0].tlsBegin = 0;
        capture.batch().connections.push_back(late);
        const QJsonObject log = written(capture);
        QCOMPARE(entry(log, 0)["connection"].toString(), "1");
        QCOMPARE(entry(log, 1)["connection"].toString(), "0");
        QVERIFY(entry(log, 0)["startedDateTime"].toString() < entry(log, 1)["startedDateTime"].toString());
    }

    void writesALineAnEntry()
    {
        Capture capture;
        capture.add("GET /1 HTTP/1.1\r\nHost: h\r\n\r\n", "", "HTTP/1.1 200 OK\r\n\r\n", "a\nb");
        capture.add("GET /2 HTTP/1.1\r\nHost: h\r\n\r\n", "", "HTTP/1.1 200 OK\r\n\r\n", "c");
        const QString path = m_folder.filePath("out.jsonl");
        const exchange::Store store = capture.store();
        auto file = OutputFile::create(path.toStdString());
        QVERIFY(file);
        QVERIFY(writeJsonLines(store, all(store), capture.bodies(), *file, {}));
        QVERIFY(file->commit());
        QCOMPARE(faultsOf({path}, true), QByteArray());
        QFile read(path);
        QVERIFY(read.open(QIODevice::ReadOnly));
        const QByteArrayList lines = read.readAll().split('\n');
        QCOMPARE(lines.size(), 3);
        QCOMPARE(QJsonDocument::fromJson(lines[1]).object()["request"].toObject()["url"].toString(), QString("https://h/2"));
    }

    void stopsWhenAsked()
    {
        Capture capture;
        for (int i = 0; i < 10; ++i)
            capture.add("GET / HTTP/1.1\r\nHost: h\r\n\r\n", "", "HTTP/1.1 200 OK\r\n\r\n", "");
        const exchange::Store store = capture.store();
        auto file = OutputFile::create(m_folder.filePath("stopped.har").toStdString());
        QVERIFY(file);
        ExportOptions options;
        options.progress = [](size_t done) { return done < 3; };
        const auto result = writeHar(store, all(store), capture.bodies(), *file, options);
        QVERIFY(!result);
        QCOMPARE(result.error(), ECANCELED);
    }

    void hasACheckerThatFindsFaults()
    {
        Capture capture;
        capture.add("GET / HTTP/1.1\r\nHost: h\r\n\r\n", "", "HTTP/1.1 200 OK\r\n\r\n", "");
        const QJsonObject log = written(capture);
        QByteArray text = QJsonDocument(QJsonObject{{"log", log}}).toJson();
        const auto faults = [&](const char *from, const char *to) {
            QByteArray broken = text;
            broken.replace(from, to);
            QFile file(m_folder.filePath("broken.har"));
            if (broken == text || !file.open(QIODevice::WriteOnly) || file.write(broken) < 0)
                return QByteArray("not written");
            file.close();
            return faultsOf({file.fileName()}, false);
        };
        QVERIFY(faults("\"ssl\": 5", "\"ssl\": 50").contains("longer than connect"));
        QVERIFY(faults("\"time\": 17", "\"time\": 16").contains("its phases make"));
        QVERIFY(faults("\"::1\"", "\"[::1]\"").contains("serverIPAddress"));
        QVERIFY(faults("\"headersSize\"", "\"headerSize\"").contains("headersSize"));
    }

    void writesAHundredMegabytesASecond()
    {
        Capture capture;
        std::string body;
        while (body.size() < 20'000'000)
            body += "plain text of a log file, line after line after line\n";
        for (int i = 0; i < 3; ++i)
            capture.add("GET /log HTTP/1.1\r\nHost: h\r\n\r\n", "", "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n", body);
        const exchange::Store store = capture.store();
        auto file = OutputFile::create(m_folder.filePath("large.har").toStdString());
        QVERIFY(file);
        const double began = support::threadSeconds();
        QVERIFY(writeHar(store, all(store), capture.bodies(), *file, {}));
        const double rate = double(file->written()) / 1e6 / (support::threadSeconds() - began);
        qInfo("%.0f MB/s", rate);
        QVERIFY2(rate > 30.0 / support::slowness, qPrintable(QString::number(rate)));
    }

    // Runs last.
    void cleanupTestCase()
    {
        QVERIFY(m_toCheck.size() > 20);
        QCOMPARE(faultsOf(m_toCheck, false), QByteArray());
    }
};

QTEST_GUILESS_MAIN(TestHarWriter)
#include "tst_har_writer.moc"
