// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/finished_calls.h"

#include <QRegularExpression>
#include <QTest>

using namespace cli;
using exchange::ExchangeId;
using Ids = FinishedCalls::Ids;

namespace {

// Both ends of one connection, whose exchanges end when a test says so.
class Capture
{
public:
    Capture()
    {
        for (const base::Side side : {base::Side::Client, base::Side::Server}) {
            exchange::Connection connection;
            connection.id = base::ConnectionId(m_batch.connections.size());
            connection.side = side;
            connection.protocol = 6;
            connection.fromStart = true;
            connection.sequences = side == base::Side::Client ? exchange::Sequences{1, 2} : exchange::Sequences{2, 1};
            m_batch.connections.push_back(connection);
        }
    }
    ExchangeId ask(base::Side side)
    {
        exchange::Exchange e;
        e.id = ExchangeId(m_all.size());
        e.connection = side == base::Side::Client ? 0 : 1;
        e.side = side;
        e.method = "GET";
        e.path = "/";
        e.request.begin = e.request.end = 10;
        m_all.push_back(e);
        m_batch.exchanges.push_back(e);
        return e.id;
    }
    void end(ExchangeId id)
    {
        m_all[id].state = exchange::State::Complete;
        m_all[id].response.begin = m_all[id].response.end = 20;
        m_batch.exchanges.push_back(m_all[id]);
    }
    Ids pass()
    {
        const auto change = m_store.apply(std::exchange(m_batch, {}));
        const auto joined = m_calls.update(m_store, change);
        return m_finished.take(m_store, m_calls, change, joined, m_now, m_now);
    }
    Ids waiting() const { return m_finished.waiting(); }
    Ids all() { return m_finished.all(); }
    Ids overdueAfter(std::chrono::milliseconds time) { return m_finished.overdue(m_now += time, m_now); }
    Ids overdueUnread(std::chrono::milliseconds time) { return m_finished.overdue(m_now + time, m_now); }

private:
    exchange::Store m_store;
    calls::Calls m_calls;
    FinishedCalls m_finished;
    exchange::Batch m_batch;
    std::vector<exchange::Exchange> m_all;
    FinishedCalls::Clock::time_point m_now{};
};

} // namespace

class TestFinishedCalls : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void givesBothHalvesWhenTheLaterOneEnds()
    {
        Capture capture;
        const ExchangeId client = capture.ask(base::Side::Client), server = capture.ask(base::Side::Server);
        QVERIFY(capture.pass().empty());
        capture.end(server);
        QVERIFY(capture.pass().empty());
        capture.end(client);
        QCOMPARE(capture.pass(), (Ids{client, server}));
        QVERIFY(capture.overdueAfter(2 * FinishedCalls::patience).empty());
    }

    void waitsOnlyAWhileForAHalfThatDoesNotCome()
    {
        Capture capture;
        const ExchangeId client = capture.ask(base::Side::Client);
        capture.end(client);
        QVERIFY(capture.pass().empty());
        QVERIFY(capture.overdueAfter(FinishedCalls::patience / 2).empty());
        QCOMPARE(capture.overdueAfter(FinishedCalls::patience / 2), (Ids{client}));
        // The other half comes nevertheless.
        const ExchangeId server = capture.ask(base::Side::Server);
        capture.end(server);
        QCOMPARE(capture.pass(), (Ids{server}));
    }

    void waitsLongerForAHalfInProgress()
    {
        Capture capture;
        const ExchangeId client = capture.ask(base::Side::Client), server = capture.ask(base::Side::Server);
        capture.end(client);
        QVERIFY(capture.pass().empty());
        QVERIFY(capture.overdueAfter(FinishedCalls::longPatience / 2).empty());
        capture.end(server);
        QCOMPARE(capture.pass(), (Ids{server, client}));

        const ExchangeId late = capture.ask(base::Side::Client), endless = capture.ask(base::Side::Server);
        capture.end(late);
        QVERIFY(capture.pass().empty());
        QCOMPARE(capture.overdueAfter(FinishedCalls::longPatience), (Ids{late}));
        capture.end(endless);
        QCOMPARE(capture.pass(), (Ids{endless}));
    }

    void waitsForWhatIsNotReadYet()
    {
        Capture capture;
        const ExchangeId client = capture.ask(base::Side::Client);
        capture.end(client);
        QVERIFY(capture.pass().empty());
        QVERIFY(capture.overdueUnread(FinishedCalls::unreadPatience / 2).empty());
        QCOMPARE(capture.overdueUnread(FinishedCalls::unreadPatience), (Ids{client}));
    }

    void givesWhatHasNoOtherEndAtOnce()
    {
        exchange::Store store;
        exchange::Batch batch;
        batch.connections.emplace_back().id = 0;
        exchange::Exchange e;
        e.id = 0;
        e.connection = 0;
        e.state = exchange::State::Complete;
        batch.exchanges.push_back(e);
        const auto change = store.apply(std::move(batch));
        calls::Calls calls;
        FinishedCalls finished;
        calls.update(store, change);
        QCOMPARE(finished.take(store, calls, change, {}, {}, {}), (Ids{0}));
    }

    void givesTheRestAtTheEnd()
    {
        Capture capture;
        const ExchangeId client = capture.ask(base::Side::Client);
        capture.end(client);
        const ExchangeId other = capture.ask(base::Side::Client);
        QVERIFY(capture.pass().empty());
        QCOMPARE(capture.waiting(), (Ids{client}));
        QCOMPARE(capture.all(), (Ids{client, other}));
        QVERIFY(capture.all().empty());
    }

    void givesEachOnce()
    {
        Capture capture;
        const ExchangeId client = capture.ask(base::Side::Client), server = capture.ask(base::Side::Server);
        capture.end(client);
        capture.end(server);
        QCOMPARE(capture.pass(), (Ids{client, server}));
        // A late detail.
        capture.end(client);
        QVERIFY(capture.pass().empty());
        QVERIFY(capture.all().empty());
    }
};

QTEST_GUILESS_MAIN(TestFinishedCalls)
#include "tst_finished_calls.moc"
