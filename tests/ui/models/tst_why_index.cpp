// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/why_index.h"

#include "app/calls/names.h"
#include "app/filter/filter.h"
#include "app/filter/why_names.h"

#include <QtTest>

#include <set>
#include <string>

using namespace ui;

namespace {

// Its server took most of the time, or (`slowRequest`) sending it did.
exchange::Exchange call(exchange::ExchangeId id, bool slowRequest)
{
    constexpr base::Time second = 1'000'000'000;
    exchange::Exchange e;
    e.id = id;
    e.side = base::Side::Server;
    e.state = exchange::State::Complete;
    e.request.begin = 10 * second;
    e.request.end = (slowRequest ? 18 : 11) * second;
    e.response.begin = 19 * second;
    e.response.end = 20 * second;
    return e;
}

const filter::Term &termOf(const filter::Filter &filter)
{
    return filter.root()->term;
}

} // namespace

class TestWhyIndex : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void findsInStepsAndOnlyWhileSomebodyAsks()
    {
        exchange::Store store;
        calls::Calls calls;
        exchange::Batch batch;
        for (exchange::ExchangeId id = 0; id < 5; ++id)
            batch.exchanges.push_back(call(id, id == 3));
        calls.update(store, store.apply(std::move(batch)));
        WhyIndex index(store, calls);
        QCOMPARE(index.waiting(), size_t(0));
        QVERIFY(index.advance(10).empty());
        index.setAsked(true);
        QCOMPARE(index.waiting(), size_t(5));
        QCOMPARE(index.advance(2), (std::vector<exchange::ExchangeId> { 0, 1 }));
        QCOMPARE(index.waiting(), size_t(3));
        const auto server = filter::compile("why:Server"), request = filter::compile("why:request");
        QVERIFY(server && request);
        QVERIFY(index.holds(termOf(*server), 1) && !index.holds(termOf(*server), 2));
        QCOMPARE(index.advance(10), (std::vector<exchange::ExchangeId> { 2, 3, 4 }));
        QVERIFY(index.holds(termOf(*request), 3) && !index.holds(termOf(*server), 3));
        index.setAsked(false);
        QVERIFY(!index.holds(termOf(*server), 1));
    }

    void followsWhatChanges()
    {
        exchange::Store store;
        calls::Calls calls;
        exchange::Exchange e = call(0, false);
        e.state = exchange::State::InProgress;
        exchange::Batch first, second;
        first.exchanges.push_back(e);
        calls.update(store, store.apply(std::move(first)));
        WhyIndex index(store, calls);
        index.setAsked(true);
        index.advance(10);
        const auto server = filter::compile("why:server");
        QVERIFY(!index.holds(termOf(*server), 0));
        second.exchanges.push_back(call(0, false));
        const auto change = store.apply(std::move(second));
        calls.update(store, change);
        index.apply(change);
        QVERIFY(index.holds(termOf(*server), 0));
    }

    void theLanguageNamesEveryCause()
    {
        std::set<std::string> known, named;
        for (int cause = 0; cause <= int(calls::Cause::WayBack); ++cause)
            known.insert(QString::fromUtf8(calls::causeName(calls::Cause(cause)).data()).toLower().toStdString());
        for (const filter::WhyName &why : filter::whyNames)
            named.insert(std::string(why.name));
        QCOMPARE(named, known);
    }
};

QTEST_GUILESS_MAIN(TestWhyIndex)
#include "tst_why_index.moc"
