// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/fetch.h"

#include "tests/app/exporters/sample.h"

#include <QtTest>

using namespace exporters;
using sample::Capture;

namespace {

QByteArray call(Capture &capture, const masking::Masker *masker = nullptr)
{
    const exchange::Store store = capture.store();
    return QByteArray::fromStdString(fetchCall(sentRequest(entrySource(store, 0), capture.bodies(), masker)));
}

// What a runtime would send: method, URL, fields and the body's bytes in hexadecimal.
QJsonObject throughNode(const QByteArray &call)
{
    QProcess node;
    node.start("node", {"-e", "globalThis.fetch = async (url, options) => { const r = new Request(url, options); console.log(JSON.stringify({method: r.method,"
                              " url: r.url, fields: Object.fromEntries(r.headers), body: Buffer.from(await r.arrayBuffer()).toString('hex')})); };\n"
                                  + QString::fromUtf8(call)});
    node.waitForFinished();
    const QByteArray complaints = node.readAllStandardError();
    return complaints.contains("Error") ? QJsonObject{{"error", QString::fromUtf8(complaints)}} : QJsonDocument::fromJson(node.readAllStandardOutput()).object();
}

} // namespace

class TestFetch : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void writesARequest()
    {
        Capture get, post;
        get.add("GET /a?b=1 HTTP/1.1\r\nHost: h\r\n\r\n", "", "", "");
        post.add("POST /x HTTP/1.1\r\nHost: api.local:8443\r\nContent-Type: application/json\r\nCookie: sid=1\r\nContent-Length: 9\r\n\r\n", "{\"a\":\"1\"}", "", "");
        QCOMPARE(call(get), QByteArray("fetch(\"https://h/a?b=1\");"));
        QCOMPARE(call(post), QByteArray("fetch(\"https://api.local:8443/x\", {\n  method: \"POST\",\n  headers: {\n    \"Content-Type\": \"application/json\",\n"
                                        "    \"Cookie\": \"sid=1\",\n  },\n  credentials: \"include\",\n  body: \"{\\\"a\\\":\\\"1\\\"}\",\n});"));
    }

    void aRuntimeSendsTheSame()
    {
        Capture capture;
        capture.add("PUT /it's?q=1 HTTP/1.1\r\nHost: h\r\nX-Text: it's \"so\" \\ \xc3\xa4\r\nX-Two: 1\r\nX-Two: 2\r\nCookie: a=1\r\nCookie: b=2\r\nX-Empty:\r\n\r\n",
                    "line\nbreak ${x} `y` \u2028 ä€😀 </script>", "", "");
        const QJsonObject sent = throughNode(call(capture));
        QCOMPARE(sent["error"].toString(), QString());
        QCOMPARE(sent["method"].toString(), QString("PUT"));
        QCOMPARE(sent["url"].toString(), QString("https://h/it's?q=1"));
        QCOMPARE(QByteArray::fromHex(sent["body"].toString().toLatin1()), QByteArray("line\nbreak ${x} `y` \u2028 ä€😀 </script>"));
        const QJsonObject fields = sent["fields"].toObject();
        QCOMPARE(fields["x-text"].toString().toLatin1(), QByteArray("it's \"so\" \\ \xc3\xa4"));
        QCOMPARE(fields["x-two"].toString(), QString("1, 2"));
        QCOMPARE(fields["cookie"].toString(), QString("a=1; b=2"));
        QCOMPARE(fields["x-empty"].toString(), QString(""));
        QVERIFY(!fields.contains("content-type")); // fetch() would add one for text by itself
    }

    void writesABodyThatIsNoText()
    {
        Capture capture;
        capture.add("POST /x HTTP/1.1\r\nHost: h\r\n\r\n", std::string("\0\xff@", 3), "", "");
        QCOMPARE(throughNode(call(capture))["body"].toString(), QString("00ff40"));
    }

    void leavesOutABodyThatFetchRefuses()
    {
        Capture capture;
        capture.add("GET /x HTTP/1.1\r\nHost: h\r\n\r\n", "abc", "", "");
        QVERIFY(call(capture).contains("// 3-byte body omitted"));
        QCOMPARE(throughNode(call(capture))["method"].toString(), QString("GET"));
    }

    void masksWhenAsked()
    {
        Capture capture;
        capture.add("POST /?token=tt1 HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer tt2\r\nContent-Type: application/json\r\n\r\n", "{\"password\":\"tt3\"}", "", "");
        const masking::Masker masker(masking::Key{1, 2});
        const QByteArray text = call(capture, &masker);
        QVERIFY(!text.contains("tt1") && !text.contains("tt2") && !text.contains("tt3"));
        QVERIFY(call(capture).contains("tt1") && call(capture).contains("tt2") && call(capture).contains("tt3"));
    }
};

QTEST_GUILESS_MAIN(TestFetch)
#include "tst_fetch.moc"
