// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/session/script.h"

#include <QRegularExpression>
#include <QTest>

using namespace session;

namespace {
const std::string get = "GET /x HTTP/1.1\r\nHost: a.local\r\n\r\n";
const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nhello";
}

class TestTlsTable : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void namesTheLibraryAndItsVersion()
    {
        wire::Coverage coverage;
        coverage.pid = 100;
        coverage.state = wire::CoverageState::Readable;
        coverage.library = "OpenSSL";
        coverage.version = "OpenSSL 3.0.17";
        coverage.foundBy = "dynamic symbols";
        const Outcome outcome = play(Script().process(100, "curl").add(coverage).socket(1, 100).tie(1, 7).sent(1, get, 7));
        QCOMPARE(outcome.connections.at(0).tlsLibrary, "OpenSSL");
        QCOMPARE(outcome.connections.at(0).tlsVersion, "3.0.17");
        QCOMPARE(outcome.connections.at(0).foundBy, "dynamic symbols");
    }

    void namesTheLibraryWhenNothingFollowsTheTie()
    {
        Script script;
        script.add(wire::LibraryFile{3, "Go crypto/tls", "go1.19.8", "/usr/bin/caddy", "table of functions"});
        script.process(100, "caddy").socket(1, 100).add(wire::TlsLibrary{0, 7, 3, wire::Origin::Go}).sent(0, get, 7).received(0, ok, 7).tie(1, 7);
        QCOMPARE(play(script).connections.at(0).tlsVersion, "go1.19.8");
    }

    void namesTheLibraryOfAShortConnectionWhenItIsToldLate()
    {
        Script script;
        script.process(100, "caddy").socket(1, 100).add(wire::TlsLibrary{0, 7, 3, wire::Origin::Go}).tie(1, 7).sent(1, get, 7).received(1, ok, 7);
        script.state(1, 1, 4).state(1, 7, 7).wait(300).process(200, "other");
        script.add(wire::LibraryFile{3, "Go crypto/tls", "go1.19.8", "/usr/bin/caddy", "table of functions"});
        const Outcome outcome = play(script);
        QCOMPARE(outcome.connections.at(0).tlsVersion, "go1.19.8");
        QCOMPARE(outcome.connections.at(0).foundBy, "table of functions");
    }

    void takesTheEndOfARecordForNoConversation()
    {
        const std::string rest = "\x91\x07\xd3 the end of a record";
        const std::string row = "GET https://a.local/x 200 (OK) curl/100 request 0 response 5 complete\n";
        const auto joined = [&] { return Script().process(100, "curl").socket(1, 100, true, false).received(1, rest); };
        QCOMPARE(play(joined().tie(1, 7).sent(1, get, 7).received(1, ok, 7)).transcript(), row);
        const Outcome late = play(joined().wait(1000).process(200, "other").tie(1, 7).sent(1, get, 7).received(1, ok, 7));
        QCOMPARE(late.exchanges.size(), size_t(2));
        QCOMPARE(late.exchanges.at(0).reason, "the end of a TLS record that began before the capture");
    }
};

QTEST_GUILESS_MAIN(TestTlsTable)
#include "tst_tls_table.moc"
