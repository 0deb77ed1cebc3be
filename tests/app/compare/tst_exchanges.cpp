// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compare/exchanges.h"

#include "tests/app/compare/transcript.h"
#include "tests/support/deflated.h"
#include "tests/support/memory_bodies.h"

#include <QTest>

#include <string>

using compare::Part;
using compare::Section;
using compare::Way;

class ExchangesTest : public QObject
{
    Q_OBJECT

    support::MemoryBodies m_bodies;

    exchange::Exchange exchange(const std::string &path, std::string_view requestHead, std::string_view requestBody, std::string_view responseHead, std::string_view responseBody,
                                int status = 200)
    {
        exchange::Exchange e;
        e.method = "POST";
        e.host = "api.local";
        e.path = path;
        e.status = status;
        e.request.head = { m_bodies.add(requestHead) };
        e.request.body = { m_bodies.add(requestBody) };
        e.response.head = { m_bodies.add(responseHead) };
        e.response.body = { m_bodies.add(responseBody) };
        return e;
    }
    const Section *find(const std::vector<Section> &sections, Part part)
    {
        for (const Section &section : sections)
            if (section.part == part)
                return &section;
        return nullptr;
    }

private Q_SLOTS:
    void comparesEveryPart()
    {
        const auto left = exchange("/orders?page=1&q=x", "POST /orders?page=1&q=x HTTP/1.1\r\nHost: api.local\r\nContent-Type: application/json\r\n\r\n", R"({"a":1})",
                                   "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nX-Old: 1\r\n\r\n", "one\ntwo\n");
        const auto right = exchange("/orders?page=2&q=x", "POST /orders?page=2&q=x HTTP/1.1\r\nHost: api.local\r\nContent-Type: application/json\r\n\r\n", R"({"a":2})",
                                    "HTTP/1.1 503 Busy\r\nContent-Type: text/plain\r\n\r\n", "one\n2\n", 503);
        const auto sections = compare::compareExchanges(left, right, m_bodies);
        QCOMPARE(sections.size(), 7u);
        QCOMPARE(support::transcript(find(sections, Part::Target)->differences), QStringLiteral("= method: POST\n= host: api.local\n= path: /orders\n= version: HTTP/1.1"));
        QCOMPARE(support::transcript(find(sections, Part::Query)->differences), QStringLiteral("~ page: 1 -> 2\n= q: x"));
        QVERIFY(!find(sections, Part::RequestHead)->differences.any());
        QCOMPARE(find(sections, Part::RequestBody)->way, Way::Json);
        QCOMPARE(support::transcript(find(sections, Part::RequestBody)->differences), QStringLiteral("~ a: 1 -> 2"));
        QCOMPARE(support::transcript(find(sections, Part::Status)->differences), QStringLiteral("~ status: 200 -> 503\n~ reason: OK -> Busy\n= version: HTTP/1.1"));
        QCOMPARE(support::transcript(find(sections, Part::ResponseHead)->differences), QStringLiteral("= Content-Type: text/plain\n- X-Old: 1"));
        QCOMPARE(support::transcript(find(sections, Part::ResponseBody)->differences), QStringLiteral("= 1: one\n~ 2: two -> 2"));
    }

    void bodiesAreComparedWithoutTheirCoding()
    {
        const std::string json = R"({"answer":42})";
        const auto plain = exchange("/", "", "", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n", json);
        const auto coded = exchange("/", "", "", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n\r\n", support::gzip(json));
        const auto sections = compare::compareExchanges(plain, coded, m_bodies);
        const Section *body = find(sections, Part::ResponseBody);
        QVERIFY(body);
        QCOMPARE(body->way, Way::Json);
        QVERIFY(body->differences.rows.empty());
    }

    void bytesAreToldByTheirNumberAndFirstDifference()
    {
        using namespace std::string_view_literals;
        const std::string_view head = "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n\r\n";
        const auto left = exchange("/", "", "", head, "\0\1\2\3"sv), right = exchange("/", "", "", head, "\0\1\7"sv);
        const auto sections = compare::compareExchanges(left, right, m_bodies);
        const Section *body = find(sections, Part::ResponseBody);
        QVERIFY(body);
        QCOMPARE(body->way, Way::Bytes);
        QCOMPARE(support::transcript(body->differences), QStringLiteral("~ bytes: 4 -> 3\n~ first difference: 2 -> 2"));
    }

    void whatCannotBeReadIsSaid()
    {
        auto left = exchange("/", "", "", "HTTP/1.1 200 OK\r\n\r\n", "x"), right = left;
        right.response.body = { base::Slice { 1 << 20, 10, 0 } };
        const auto sections = compare::compareExchanges(left, right, m_bodies);
        QCOMPARE(find(sections, Part::ResponseBody)->way, Way::Unread);
    }

    void whatWasLostIsSaid()
    {
        auto left = exchange("/", "", "", "HTTP/1.1 200 OK\r\n\r\n", "x"), right = left;
        right.response.bodyLost = 7;
        QVERIFY(find(compare::compareExchanges(left, right, m_bodies), Part::ResponseBody)->cut);
    }
};

QTEST_APPLESS_MAIN(ExchangesTest)
#include "tst_exchanges.moc"
