// SPDX-License-Identifier: GPL-3.0-or-later
// Copies of a request are run, each by its program, and a server says what came.
#include "app/exporters/curl.h"
#include "app/exporters/httpie.h"
#include "app/exporters/python_call.h"
#include "app/exporters/raw_request.h"

#include "tests/app/exporters/sample.h"

#include <QtTest>

#include <stdexcept>

using namespace exporters;
using sample::Capture;

namespace {

// Prints its port; then, of the one request that it answers, the start line, the fields and the body, in hexadecimal.
const char *const server = R"(
import socket, sys
listener = socket.create_server(("127.0.0.1", 0))
listener.settimeout(60)
print(listener.getsockname()[1], flush=True)
peer, _ = listener.accept()
peer.settimeout(60)
data = b""
while b"\r\n\r\n" not in data:
    data += peer.recv(65536)
head, body = data.split(b"\r\n\r\n", 1)
lines = head.split(b"\r\n")
fields = [line.split(b":", 1) for line in lines[1:]]
length = next((int(value) for name, value in fields if name.lower() == b"content-length"), 0)
while len(body) < length:
    body += peer.recv(65536)
peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
print(lines[0].hex())
for name, value in fields:
    print(name.lower().hex(), value.strip().hex())
print("body", body.hex())
)";

struct Sent {
    QByteArray line, body;
    QMap<QByteArray, QByteArray> fields;   // those of one name joined
};

QByteArray joined(const QByteArray &name, const QByteArray &one, const QByteArray &other) { return one + (name == "cookie" ? "; " : ", ") + other; }

} // namespace

class TestCopies : public QObject
{
    Q_OBJECT

    using Write = std::string (*)(const SentRequest &);

    // What the server got when the copy was run.
    static Sent run(Capture &capture, Write write, const QString &program, const QStringList &arguments)
    {
        QProcess peer;
        peer.start("/usr/bin/python3", {"-c", server});
        if (!peer.waitForReadyRead(30'000))
            throw std::runtime_error("the server did not start");
        const QByteArray port = peer.readLine().trimmed();
        const exchange::Store store = capture.store();
        EntrySource entry = entrySource(store, 0);
        entry.exchange.scheme = "http";
        entry.exchange.host = "127.0.0.1:" + port.toStdString();
        const std::string text = write(sentRequest(entry, capture.bodies(), nullptr));
        QProcess client;
        QStringList words = arguments;
        words.replaceInStrings("PORT", QString::fromLatin1(port));
        words.replaceInStrings("TEXT", QString::fromStdString(text));
        client.start(program, words);
        client.write(text.data(), qint64(text.size()));
        client.closeWriteChannel();
        if (!client.waitForFinished(60'000) || client.exitCode() != 0)
            throw std::runtime_error(("the copy failed: " + client.readAllStandardError() + QByteArray::fromStdString(text)).toStdString());
        peer.waitForFinished(60'000);
        Sent sent;
        for (const QByteArray &line : peer.readAllStandardOutput().split('\n')) {
            const QByteArrayList parts = line.split(' ');
            const QByteArray name = QByteArray::fromHex(parts[0]);
            if (parts[0] == "body")
                sent.body = QByteArray::fromHex(parts.value(1));
            else if (parts.size() == 2)
                sent.fields[name] = sent.fields.contains(name) ? joined(name, sent.fields[name], QByteArray::fromHex(parts[1])) : QByteArray::fromHex(parts[1]);
            else if (!line.isEmpty())
                sent.line = name;
        }
        return sent;
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void sendTheSameRequestAgain_data()
    {
        aBodyWithoutATypeGetsNone_data();
        QTest::newRow("cURL") << Write(&curlCommand) << "bash" << QStringList{"-c", "TEXT >/dev/null"};
    }
    void aBodyWithoutATypeGetsNone_data()   // all but curl, which calls it a form
    {
        QTest::addColumn<Write>("write");
        QTest::addColumn<QString>("program");
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("HTTPie") << Write(&httpieCommand) << "bash" << QStringList{"-c", "export HOME=/nonexistent; TEXT >/dev/null"};
        QTest::newRow("requests") << Write(&requestsCall) << "/usr/bin/python3" << QStringList{"-"};
        QTest::newRow("httpx") << Write(&httpxCall) << "/usr/bin/python3" << QStringList{"-"};
        QTest::newRow("raw") << Write(&rawRequest) << "bash" << QStringList{"-c", "exec 3<>/dev/tcp/127.0.0.1/PORT; cat >&3; cat <&3 >/dev/null"};
    }
    void sendTheSameRequestAgain()
    {
        QFETCH(const Write, write);
        QFETCH(const QString, program);
        QFETCH(const QStringList, arguments);
        const std::string text = "line\nbreak ${x} `y` \\ it's \"so\" =@: ä€😀", binary("\0\xff@\r\n\x1b", 6);
        for (const auto &[method, body] : std::initializer_list<std::pair<const char *, std::string>>{{"GET", ""}, {"POST", text}, {"PURGE", binary}}) {
            Capture capture;
            capture.add(std::string(method) + " /it's/a%20b?q=1&r=[x] HTTP/1.1\r\nHost: h\r\nUser-Agent: own/1.0\r\nAccept: */*\r\nX-Text: it's \"so\" \\ \xc3\xa4\r\nX-Two: 1\r\n"
                        "X-Two: 2\r\nX-Odd: =@:;\r\nCookie: a=1\r\nCookie: b=2\r\nAccept-Encoding: identity\r\nContent-Type: text/x-own; a=1\r\nX-Empty:\r\n\r\n",
                        body, "", "");
            const Sent sent = run(capture, write, program, arguments);
            QVERIFY2(sent.line == QByteArray(method) + " /it's/a%20b?q=1&r=[x] HTTP/1.1" || sent.line == QByteArray(method) + " /it's/a%20b?q=1&r=%5Bx%5D HTTP/1.1", sent.line.constData());
            QCOMPARE(sent.body, QByteArray::fromStdString(body));
            for (const auto &[name, value] : std::initializer_list<std::pair<QByteArray, QByteArray>>{
                     {"user-agent", "own/1.0"}, {"accept", "*/*"}, {"x-text", "it's \"so\" \\ \xc3\xa4"}, {"x-two", "1, 2"}, {"x-odd", "=@:;"}, {"cookie", "a=1; b=2"},
                     {"accept-encoding", "identity"}, {"content-type", "text/x-own; a=1"}, {"x-empty", ""}})
                QCOMPARE(name + ": " + sent.fields.value(name), name + ": " + value);
            QVERIFY(sent.fields.contains("x-empty"));
        }
    }

    void aBodyWithoutATypeGetsNone()
    {
        QFETCH(const Write, write);
        QFETCH(const QString, program);
        QFETCH(const QStringList, arguments);
        Capture capture;
        capture.add("POST /x HTTP/1.1\r\nHost: h\r\n\r\n", "abc", "", "");
        const Sent sent = run(capture, write, program, arguments);
        QCOMPARE(sent.body, QByteArray("abc"));
        QCOMPARE(sent.fields.value("content-type"), QByteArray());
    }

    void writeWhatAPersonWouldWrite()
    {
        Capture capture;
        capture.add("POST /x?a=1 HTTP/1.1\r\nHost: h\r\nX-Own: 1\r\nX-Own: 2\r\n\r\n", "{\"a\":1}", "", "");
        const exchange::Store store = capture.store();
        const SentRequest request = sentRequest(entrySource(store, 0), capture.bodies(), nullptr);
        QCOMPARE(QByteArray::fromStdString(requestsCall(request)),
                 QByteArray("import requests\n\nresponse = requests.request(\n    \"POST\",\n    \"https://h/x?a=1\",\n    headers={\n        \"X-Own\": \"1, 2\",\n    },\n"
                            "    data=b\"{\\\"a\\\":1}\",\n    allow_redirects=False,\n)\nprint(response.status_code, response.text)\n"));
        QCOMPARE(QByteArray::fromStdString(httpxCall(request)),
                 QByteArray("import httpx\n\nresponse = httpx.request(\n    \"POST\",\n    \"https://h/x?a=1\",\n    headers=[\n        (\"X-Own\", \"1\"),\n        (\"X-Own\", \"2\"),\n    ],\n"
                            "    content=b\"{\\\"a\\\":1}\",\n)\nprint(response.status_code, response.text)\n"));
        QCOMPARE(QByteArray::fromStdString(httpieCommand(request)), QByteArray("http --ignore-stdin --raw '{\"a\":1}' POST 'https://h/x?a=1' \\\n  'X-Own:1, 2' \\\n  Content-Type:"));
        QCOMPARE(QByteArray::fromStdString(rawRequest(request)),
                 QByteArray("POST /x?a=1 HTTP/1.1\r\nHost: h\r\nX-Own: 1\r\nX-Own: 2\r\nContent-Length: 7\r\nConnection: close\r\n\r\n{\"a\":1}"));
    }
};

QTEST_GUILESS_MAIN(TestCopies)
#include "tst_copies.moc"
