// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/prefix/prefix.h"
#include "tests/app/protocols/transcript.h"

#include <QRegularExpression>
#include <QTest>

using namespace protocols;
using prefix::Prefix;
using prefix::Reading;

namespace {

Reading readText(const std::string &client, const std::string &server, bool ended = false)
{
    return prefix::read(std::as_bytes(std::span(client)), std::as_bytes(std::span(server)), ended);
}

// "SOCKS 5 client 1.2.3.4:5 target a:80 user ann (command BIND) failed: why"
QString shown(const Reading &reading)
{
    if (reading.verdict != Verdict::Yes)
        return reading.verdict == Verdict::No ? QStringLiteral("no") : reading.awaitsAnswer ? QStringLiteral("awaits") : QStringLiteral("more");
    const Prefix &p = reading.prefix;
    std::string text = p.name;
    if (p.client)
        text += " client " + base::endpointText(*p.client);
    if (p.server)
        text += " server " + base::endpointText(*p.server);
    if (!p.target.empty())
        text += " target " + p.target;
    if (!p.user.empty())
        text += " user " + p.user;
    for (const auto &[name, value] : p.details)
        text += " (" + name + ' ' + value + ')';
    if (!p.failure.empty())
        text += " failed: " + p.failure;
    return QString::fromStdString(text + ' ' + std::to_string(reading.fromClient) + '+' + std::to_string(reading.fromServer));
}

constexpr const char *v2 = "\\r\\n\\r\\n\\x00\\r\\nQUIT\\n";

}

class TestPrefix : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void readsWhatStandsBeforeAProtocol_data()
    {
        QTest::addColumn<QString>("client");
        QTest::addColumn<QString>("server");
        QTest::addColumn<QString>("right");
        const auto row = [](const char *name, const std::string &client, const std::string &server, const char *right) {
            QTest::newRow(name) << QString::fromStdString(client) << QString::fromStdString(server) << right;
        };
        // HAProxy's proxy-protocol.txt, sections 2.1 and 2.2.
        row("v1 IPv4", "PROXY TCP4 10.1.2.3 10.1.2.4 1000 80\\r\\nGET /", "", "PROXY protocol v1 client 10.1.2.3:1000 server 10.1.2.4:80 38+0");
        row("v1 IPv6", "PROXY TCP6 2001:db8::1 ::1 1 2\\r\\n", "", "PROXY protocol v1 client [2001:db8::1]:1 server [::1]:2 32+0");
        row("v1 unknown", "PROXY UNKNOWN ffff:f ::1 65535 65535\\r\\n", "", "PROXY protocol v1 38+0");
        row("v1 short", "PROXY UNKNOWN\\r\\n", "", "PROXY protocol v1 15+0");
        row("v1 cut", "PROXY TCP4 10.1.2", "", "more");
        row("v1 too long", "PROXY UNKNOWN " + std::string(100, 'x') + "\\r\\n", "", "no");
        row("v1 bad address", "PROXY TCP4 10.1.2 10.1.2.4 1000 80\\r\\n", "", "no");
        row("v1 bad port", "PROXY TCP4 10.1.2.3 10.1.2.4 1000 80000\\r\\n", "", "no");
        row("v1 bad family", "PROXY UDP4 10.1.2.3 10.1.2.4 1000 80\\r\\n", "", "no");
        row("POST", "POST / HTTP/1.1\\r\\n", "", "no");
        row("PRI", "PRI * HTTP/2.0\\r\\n", "", "no");
        row("v2 IPv4", std::string(v2) + "\\x21\\x11\\x00\\x0c\\x0a\\x01\\x02\\x03\\x0a\\x01\\x02\\x04\\x03\\xe8\\x00\\x50GET", "",
            "PROXY protocol v2 client 10.1.2.3:1000 server 10.1.2.4:80 28+0");
        row("v2 IPv6", std::string(v2) + "\\x21\\x21\\x00\\x24" + "\\x20\\x01\\x0d\\xb8" + [] {
            std::string zeros;
            for (int i = 0; i < 11; ++i)
                zeros += "\\x00";
            return zeros + "\\x01" + zeros + "\\x00\\x00\\x00\\x00\\x01" + "\\x00\\x07\\x01\\xbb";
        }(), "", "PROXY protocol v2 client [2001:db8::1]:7 server [::1]:443 52+0");
        row("v2 Unix", std::string(v2) + "\\x21\\x31\\x00\\xd8/a" + [] {
            std::string zeros;
            for (int i = 0; i < 106; ++i)
                zeros += "\\x00";
            return zeros + "/b" + zeros;
        }(), "", "PROXY protocol v2 (client path /a) (server path /b) 232+0");
        row("v2 local", std::string(v2) + "\\x20\\x00\\x00\\x00", "", "PROXY protocol v2 (command LOCAL) 16+0");
        row("v2 values", std::string(v2) + "\\x21\\x11\\x00\\x26\\x0a\\x01\\x02\\x03\\x0a\\x01\\x02\\x04\\x03\\xe8\\x00\\x50"
                "\\x01\\x00\\x02h2\\x02\\x00\\x01a\\x20\\x00\\x0e\\x01\\x00\\x00\\x00\\x00\\x21\\x00\\x06TLSv13", "",
            "PROXY protocol v2 client 10.1.2.3:1000 server 10.1.2.4:80 (ALPN h2) (authority a) (TLS version TLSv13) 54+0");
        row("v2 value too long", std::string(v2) + "\\x21\\x00\\x00\\x04\\x02\\xff\\xffa", "", "PROXY protocol v2 20+0");
        row("v2 cut", std::string(v2) + "\\x21\\x11\\x00\\x0c\\x0a", "", "more");
        row("v2 too short for its family", std::string(v2) + "\\x21\\x21\\x00\\x0c", "", "no");
        row("v2 of version 3", std::string(v2) + "\\x31\\x11\\x00\\x0c", "", "no");
        row("blank lines", "\\r\\n\\r\\nGET / HTTP/1.1\\r\\n", "", "no");

        row("SOCKS 4", "\\x04\\x01\\x00\\x50\\x7f\\x00\\x00\\x01ann\\x00GET", "\\x00\\x5a\\x00\\x00\\x00\\x00\\x00\\x00HTTP",
            "SOCKS 4 target 127.0.0.1:80 user ann 12+8");
        row("SOCKS 4a", "\\x04\\x01\\x01\\xbb\\x00\\x00\\x00\\x01\\x00a.test\\x00", "\\x00\\x5a\\x00\\x00\\x00\\x00\\x00\\x00",
            "SOCKS 4a target a.test:443 16+8");
        row("SOCKS 4 refused", "\\x04\\x01\\x00\\x50\\x7f\\x00\\x00\\x01\\x00", "\\x00\\x5b\\x00\\x00\\x00\\x00\\x00\\x00",
            "SOCKS 4 target 127.0.0.1:80 failed: rejected or failed 9+8");
        row("SOCKS 4 asked", "\\x04\\x01\\x00\\x50\\x7f\\x00\\x00\\x01\\x00", "", "awaits");
        row("SOCKS 4 cut", "\\x04\\x01\\x00\\x50\\x7f", "", "more");
        row("Cassandra", "\\x04\\x00\\x00\\x00\\x05\\x00\\x00\\x00\\x00", "", "no");
        row("SOCKS 4 and another answer", "\\x04\\x01\\x00\\x50\\x7f\\x00\\x00\\x01\\x00", "HTTP/1.1 400", "no");

        const std::string hi = "\\x05\\x01\\x00", request = "\\x05\\x01\\x00\\x03\\x06a.test\\x00\\x50",
                          answer = "\\x05\\x00\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00";
        row("SOCKS 5 greeting", hi, "", "awaits");
        row("SOCKS 5", hi + request + "GET", "\\x05\\x00" + answer + "HTTP", "SOCKS 5 target a.test:80 16+12");
        row("SOCKS 5 IPv4", hi + "\\x05\\x01\\x00\\x01\\x7f\\x00\\x00\\x01\\x00\\x50", "\\x05\\x00" + answer, "SOCKS 5 target 127.0.0.1:80 13+12");
        row("SOCKS 5 IPv6", hi + "\\x05\\x01\\x00\\x04\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x01\\x00\\x50",
            "\\x05\\x00" + answer, "SOCKS 5 target [::1]:80 25+12");
        row("SOCKS 5 with a password", "\\x05\\x02\\x00\\x02\\x01\\x03ann\\x06secret" + request, "\\x05\\x02\\x01\\x00" + answer,
            "SOCKS 5 target a.test:80 user ann 29+14");
        row("SOCKS 5 with a wrong password", "\\x05\\x01\\x02\\x01\\x03ann\\x06secret", "\\x05\\x02\\x01\\x01",
            "SOCKS 5 user ann failed: the proxy did not accept the user's name and password 15+4");
        row("SOCKS 5 no way", "\\x05\\x01\\x02", "\\x05\\xff", "SOCKS 5 failed: the proxy accepts none of the offered authentication methods 3+2");
        row("SOCKS 5 refused", hi + request, "\\x05\\x00\\x05\\x05\\x00\\x01\\x00\\x00\\x00\\x00\\x00\\x00",
            "SOCKS 5 target a.test:80 failed: connection refused 16+12");
        row("SOCKS 5 answered by name", hi + request, "\\x05\\x00\\x05\\x00\\x00\\x03\\x02ab\\x00\\x50", "SOCKS 5 target a.test:80 16+11");
        row("SOCKS 5 bind", hi + "\\x05\\x02\\x00\\x01\\x7f\\x00\\x00\\x01\\x00\\x50", "\\x05\\x00" + answer + answer,
            "SOCKS 5 target 127.0.0.1:80 (command BIND) 13+22");
        row("SOCKS 5 bind, half", hi + "\\x05\\x02\\x00\\x01\\x7f\\x00\\x00\\x01\\x00\\x50", "\\x05\\x00" + answer, "awaits");
        row("another protocol's 5", "\\x05\\x00\\x0b\\x03", "", "no");
        row("5 and another answer", hi, "HTTP/1.1 400", "no");
        row("a method that nobody offered", hi, "\\x05\\x02", "no");
    }
    void readsWhatStandsBeforeAProtocol()
    {
        QFETCH(QString, client);
        QFETCH(QString, server);
        QFETCH(QString, right);
        const std::string c = test::unescaped(client.toStdString()), s = test::unescaped(server.toStdString());
        const Reading reading = readText(c, s);
        QCOMPARE(shown(reading), right);
        if (reading.verdict != Verdict::Yes)
            return;
        // Every shorter input is too short.
        if (reading.fromServer == 0)
            QVERIFY(readText(c.substr(0, reading.fromClient - 1), s).verdict == Verdict::NeedMore);
        else
            QVERIFY(readText(c, s.substr(0, reading.fromServer - 1)).verdict == Verdict::NeedMore);
    }

    void saysOfANegotiationThatStopsThatItDid()
    {
        const std::string client = test::unescaped("\\x05\\x01\\x02\\x01\\x03ann\\x06secret"), server = test::unescaped("\\x05\\x02");
        QCOMPARE(shown(readText(client, server)), QStringLiteral("awaits"));
        QCOMPARE(shown(readText(client, server, true)), QStringLiteral("SOCKS 5 user ann failed: the negotiation was not completed 15+2"));
    }
};

QTEST_GUILESS_MAIN(TestPrefix)
#include "tst_prefix.moc"
