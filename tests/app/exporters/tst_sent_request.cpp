// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/sent_request.h"

#include "tests/app/exporters/sample.h"

#include <QtTest>

using namespace exporters;

class TestSentRequest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void leavesOutWhatEverySenderMakesAnew()
    {
        sample::Capture capture;
        capture.add("POST /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 2\r\nX-Own: 1\r\nExpect: 100-continue\r\n\r\n", "ab", "", "").host = "h";
        const exchange::Store store = capture.store();
        const SentRequest request = sentRequest(entrySource(store, 0), capture.bodies(), nullptr);
        QCOMPARE(request.fields.size(), size_t(1));
        QCOMPARE(request.fields[0].name, std::string("X-Own"));
        QCOMPARE(request.body, std::string("ab"));
        QCOMPARE(request.host, std::string());
    }

    void namesTheTargetInEveryForm()
    {
        const auto url = [](const char *path, const char *host, const char *method) {
            EntrySource entry;
            entry.exchange.path = path;
            entry.exchange.host = host;
            entry.exchange.method = method;
            entry.exchange.scheme = "http";
            entry.connection.emplace();
            entry.connection->remote = {base::Family::V4, 8080, {10, 0, 0, 1}};
            return QByteArray::fromStdString(exchangeUrl(entry));
        };
        QCOMPARE(url("/p#frag", "h", "GET"), QByteArray("http://h/p"));
        QCOMPARE(url("/p", "", "GET"), QByteArray("http://10.0.0.1:8080/p"));
        QCOMPARE(url("http://far/p?x", "proxy", "GET"), QByteArray("http://far/p?x"));
        QCOMPARE(url("far:443", "proxy", "CONNECT"), QByteArray("http://far:443/"));
        QCOMPARE(url("*", "h", "OPTIONS"), QByteArray("http://h/*"));
        QCOMPARE(url("", "h", "GET"), QByteArray("http://h/"));
    }
};

QTEST_GUILESS_MAIN(TestSentRequest)
#include "tst_sent_request.moc"
