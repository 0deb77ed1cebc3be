// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/curl.h"

#include "tests/app/exporters/sample.h"

#include <QtTest>

using namespace exporters;
using sample::Capture;

namespace {

QByteArray command(Capture &capture, const masking::Masker *masker = nullptr)
{
    const exchange::Store store = capture.store();
    return QByteArray::fromStdString(curlCommand(sentRequest(entrySource(store, 0), capture.bodies(), masker)));
}

// How a shell splits the words: one argument per line, in hexadecimal.
QByteArrayList throughShell(const QByteArray &words)
{
    QProcess bash;
    bash.start("bash", {"-c", "for a in " + QString::fromUtf8(words) + "; do printf %s \"$a\" | od -An -v -tx1 | tr -d ' \\n'; echo; done"});
    bash.waitForFinished();
    QByteArrayList arguments;
    for (const QByteArray &line : bash.readAllStandardOutput().split('\n'))
        arguments << QByteArray::fromHex(line);
    arguments.removeLast();
    return arguments;
}

} // namespace

class TestCurl : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void quotesSoThatAShellSeesTheSame()
    {
        const QByteArrayList texts{"plain", "two words", "it's", "$HOME `id` \"q\" \\n !x", "line\nbreak", "\x1b[31mred\x07 'q' \\", "", "*", "ä€😀", "=x", "~", "a;b|c&d", "-n"};
        for (const QByteArray &text : texts)
            QCOMPARE(throughShell(QByteArray::fromStdString(shellWord(text.toStdString()))), QByteArrayList{text});
    }

    void writesARequest()
    {
        Capture capture;
        capture.add("POST /a?b=[1] HTTP/1.1\r\nHost: api.local:8443\r\nContent-Type: application/json\r\nAccept-Encoding: gzip\r\nX-Empty:\r\nContent-Length: 9\r\n\r\n", "{\"a\":'1'}", "", "");
        QCOMPARE(command(capture),
                 QByteArray("curl --http1.1 -g 'https://api.local:8443/a?b=[1]' \\\n  -H 'Content-Type: application/json' \\\n  -H 'Accept-Encoding: gzip' --compressed"
                            " \\\n  -H 'X-Empty;' \\\n  --data-raw '{\"a\":'\\''1'\\''}'"));
    }

    void writesOtherMethods()
    {
        Capture head, remove, post;
        head.add("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n", "", "", "");
        remove.add("DELETE /x HTTP/1.1\r\nHost: other\r\n\r\n", "", "", "").host = "h";
        post.add("POST /x HTTP/1.1\r\nHost: h\r\n\r\n", "", "", "");
        QCOMPARE(command(head), QByteArray("curl -I --http1.1 https://h/"));
        QCOMPARE(command(remove), QByteArray("curl -X DELETE --http1.1 https://h/x \\\n  -H 'Host: other'"));
        QCOMPARE(command(post), QByteArray("curl -X POST --http1.1 https://h/x"));
    }

    void pipesABodyThatIsNoText()
    {
        Capture capture;
        capture.add("PUT /x HTTP/1.1\r\nHost: h\r\n\r\n", std::string("\0\xff@", 3), "", "");
        QCOMPARE(command(capture), QByteArray("printf %s AP9A | base64 -d | curl -X PUT --http1.1 https://h/x \\\n  --data-binary @-"));
    }

    void masksWhenAsked()
    {
        Capture capture;
        capture.add("POST /?token=tt1 HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer tt2\r\nContent-Type: application/json\r\n\r\n", "{\"password\":\"tt3\"}", "", "");
        const masking::Masker masker(masking::Key{1, 2});
        const QByteArray text = command(capture, &masker);
        QVERIFY(!text.contains("tt1") && !text.contains("tt2") && !text.contains("tt3"));
        QVERIFY(command(capture).contains("tt1"));
    }
};

QTEST_GUILESS_MAIN(TestCurl)
#include "tst_curl.moc"
