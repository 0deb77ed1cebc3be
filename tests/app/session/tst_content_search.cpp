// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/content_search.h"

#include "app/filter/filter.h"
#include "app/filter/node.h"
#include "tests/support/deflated.h"
#include "tests/support/memory_bodies.h"

#include <QtTest>

using namespace session;

class TestContentSearch : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void findsFieldsOfBothHeadsAndTrailers()
    {
        support::MemoryBodies bodies;
        exchange::Exchange e;
        e.request.head = { bodies.add("GET /needle HTTP/1.1\r\nHost: a.local\r\nX-Request-Id:   id-7\r\n\r\n") };
        e.response.head = { bodies.add("HTTP/1.1 200 OK\r\nServer: ngi"), bodies.add("nx\r\n\r\n") };
        e.response.trailers = { bodies.add("Grpc-Status: 0\r\n") };
        e.response.body = { bodies.add("hay") };
        for (const char *there : { "header:x-request-id", "header:\"X-REQUEST-ID: id-7\"", "header:nginx", "header:\"status: 0\"", "header:host:" })
            QVERIFY2(holds(there, e, bodies), there);
        for (const char *not_ : { "header:needle", "header:hay", "header:id-8", "header:x*id", "header:200" })
            QVERIFY2(!holds(not_, e, bodies), not_);
    }

    void findsTextInBodiesWithTheirCodingsOff()
    {
        support::MemoryBodies bodies;
        exchange::Exchange e;
        e.request.head = { bodies.add("POST / HTTP/1.1\r\nContent-Encoding: gzip\r\n\r\n") };
        e.request.body = { bodies.add(support::gzip(R"({"id":77,"who":"Ada Lovelace"})")) };
        e.response.head = { bodies.add("HTTP/1.1 200 OK\r\n\r\n") };
        e.response.body = { bodies.add("50 * 2 = 1"), bodies.add("00, \xC3\x9C" "bung") };
        for (const char *there : { "body:\"id\":77", "body:LOVELACE", "body:\"ada love\"", "body:100", "body:\"50 * 2\"", "body:\xC3\x9C" "bung" })
            QVERIFY2(holds(there, e, bodies), there);
        for (const char *not_ : { "body:gzip", "body:a*e", "body:id:77", "body:101" })
            QVERIFY2(!holds(not_, e, bodies), not_);
    }

    void findsWhatLiesAcrossTheStepsOfALargeBody_data()
    {
        QTest::addColumn<qsizetype>("before");
        for (const qsizetype before : { 0, 1, 1024 * 1024 - 6, 1024 * 1024 - 3, 1024 * 1024, 3 * 1024 * 1024 - 1 })
            QTest::addRow("%lld", static_cast<long long>(before)) << before;
    }

    void findsWhatLiesAcrossTheStepsOfALargeBody()
    {
        QFETCH(qsizetype, before);
        support::MemoryBodies bodies;
        exchange::Exchange e;
        e.response.body = { bodies.add(std::string(size_t(before), 'n') + "needle" + std::string(500, 'e')) };
        QVERIFY(holds("body:Needle", e, bodies));
        QVERIFY(!holds("body:needles", e, bodies));
    }

    void findsTextInMessagesWithTheirCodingsOff()
    {
        support::MemoryBodies bodies;
        exchange::Exchange e;
        exchange::ItemList items;
        exchange::Item item;
        item.slices = { bodies.add("hello") };
        items.add(item);
        item.slices = { bodies.add(support::gzip("packed words")) };
        item.coding = protocols::ItemCoding::Gzip;
        items.add(item);
        QVERIFY(holds("body:hello", e, bodies, items));
        QVERIFY(holds("body:\"packed words\"", e, bodies, items));
        QVERIFY(!holds("body:hellopacked", e, bodies, items));
    }

    void doesNotFindWhatCannotBeReadOrDecoded()
    {
        support::MemoryBodies bodies;
        exchange::Exchange e;
        e.response.body = { { 1'000'000, 10, 0 } };
        QVERIFY(!holds("body:a", e, bodies));
        e.response.head = { bodies.add("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n") };
        const std::string whole = support::gzip("the beginning stands");
        e.response.body = { bodies.add(whole.substr(0, 10) + std::string(40, '\xff')) };
        QVERIFY(!holds("body:stands", e, bodies));
    }

    void givesUpWhenItIsStopped()
    {
        support::MemoryBodies bodies;
        exchange::Exchange e;
        e.response.body = { bodies.add(std::string(size_t(8) << 20, 'x') + "needle") };
        int asked = 0;
        const auto filter = filter::compile("body:needle");
        QVERIFY(!holdsText(filter->contentTerms().at(0), e, {}, bodies, [&asked] { return ++asked > 2; }));
        QVERIFY(bodies.reads <= 4);
    }

    void answersAFilterDirectly()
    {
        support::MemoryBodies bodies;
        exchange::Batch batch;
        for (uint32_t id = 0; id < 3; ++id) {
            exchange::Exchange e;
            e.id = id;
            e.host = id == 1 ? "b.local" : "a.local";
            e.response.body = { bodies.add(id == 0 ? "hay" : "needle") };
            batch.exchanges.push_back(e);
        }
        exchange::Store store;
        store.apply(std::move(batch));
        DirectLookup contents(store, bodies);
        const auto found = [&](const char *text) { return filter::compile(text)->run(store, 0, 3, &contents); };
        QCOMPARE(found("body:needle"), (std::vector<base::ExchangeId>{ 1, 2 }));
        QCOMPARE(found("-body:needle"), (std::vector<base::ExchangeId>{ 0 }));
        QCOMPARE(found("body!=needle"), (std::vector<base::ExchangeId>{ 0 }));
        QCOMPARE(found("body:needle host:a.local"), (std::vector<base::ExchangeId>{ 2 }));
        QCOMPARE(found("body:hay or host:b.local"), (std::vector<base::ExchangeId>{ 0, 1 }));
        QVERIFY(filter::compile("body:needle")->run(store, 0, 3).empty());
        // Only what the cheaper terms left is searched.
        bodies.reads = 0;
        found("body:needle host:b.local");
        QVERIFY(bodies.reads <= 2);
    }

private:
    static bool holds(const char *text, const exchange::Exchange &e, const base::BodySource &bodies, const exchange::ItemList &items = {})
    {
        const auto filter = filter::compile(text);
        if (!filter || filter->contentTerms().size() != 1) {
            QTest::qFail("not one term", __FILE__, __LINE__);
            return false;
        }
        return holdsText(filter->contentTerms()[0], e, items, bodies, [] { return false; });
    }
};

QTEST_APPLESS_MAIN(TestContentSearch)
#include "tst_content_search.moc"
