// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/hurl.h"

#include "tests/app/exporters/hurl_reader.h"
#include "tests/app/exporters/sample.h"

#include <QtTest>

using namespace exporters;
using sample::Capture;

class TestHurl : public QObject
{
    Q_OBJECT

    static std::string entry(Capture &capture, int status)
    {
        const exchange::Store store = capture.store();
        return hurlEntry(sentRequest(entrySource(store, 0), capture.bodies(), nullptr), status);
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void writesWhatAPersonWouldWrite()
    {
        Capture capture;
        capture.add("POST /orders?page=1 HTTP/1.1\r\nHost: api.local\r\nContent-Type: application/json\r\n\r\n", "[1]", "", "");
        QCOMPARE(QByteArray::fromStdString(entry(capture, 201)), QByteArray("POST https://api.local/orders?page=1\nContent-Type: application/json\n`[1]`\nHTTP 201\n"));
    }

    void theGrammarReadsTheRequestBack()
    {
        const std::string odd = "a `b` \\ # {{c}} \"d\" ä😀\r\n\tend ";
        for (const std::string &body : {std::string(), odd, std::string("\0\xff@", 3), std::string(10'000, 'x')}) {
            Capture capture;
            capture.add("PUT /a#no HTTP/1.1\r\nHost: other\r\nX-Odd: # {{x}} \\ \xc3\xa4\r\nX-Empty:\r\nX-Two: 1\r\nX-Two: 2\r\n\r\n", body, "", "").host = "h";
            const std::string both = entry(capture, 200) + "\n" + entry(capture, 0);
            const auto entries = hurl::Reader(both).entries();
            QCOMPARE(entries.size(), 2u);
            for (const hurl::Entry &read : entries) {
                QCOMPARE(read.method, std::string("PUT"));
                QCOMPARE(read.url, std::string("https://h/a"));
                QCOMPARE(read.body, body);
                QCOMPARE(read.headers, (std::vector<std::pair<std::string, std::string>>{{"Host", "other"}, {"X-Odd", "# {{x}} \\ \xc3\xa4"}, {"X-Empty", ""}, {"X-Two", "1"}, {"X-Two", "2"}}));
            }
            QCOMPARE(entries[0].status, 200);
            QCOMPARE(entries[1].status, 0);
        }
    }

    void aPathStaysAsItIs()
    {
        Capture capture;
        capture.add("GET /a/../b HTTP/1.1\r\nHost: h\r\n\r\n", "", "", "");
        const auto entries = hurl::Reader(entry(capture, 404)).entries();
        QCOMPARE(entries.at(0).url, std::string("https://h/a/../b"));
        QCOMPARE(entries.at(0).options, (std::vector<std::pair<std::string, std::string>>{{"path-as-is", "true"}}));
    }
};

QTEST_GUILESS_MAIN(TestHurl)
#include "tst_hurl.moc"
