// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/other_side.h"

#include <QRegularExpression>
#include <QTest>

using namespace exchange;

namespace {

base::Endpoint v4(uint8_t last, uint16_t port)
{
    return {base::Family::V4, port, {127, 0, 0, last}};
}

// As seen by a server that listens on [::].
base::Endpoint mapped(const base::Endpoint &address)
{
    base::Endpoint wide{base::Family::V6, address.port, {}};
    wide.bytes[10] = wide.bytes[11] = 0xff;
    std::copy_n(address.bytes.begin(), 4, wide.bytes.begin() + 12);
    return wide;
}

class Capture
{
public:
    ConnectionId connect(const base::Endpoint &local, const base::Endpoint &remote, base::Time opened, bool fromStart = true)
    {
        Connection connection;
        connection.id = ConnectionId(m_batch.connections.size());
        connection.protocol = 6;
        connection.local = local;
        connection.remote = remote;
        connection.opened = opened;
        connection.fromStart = fromStart;
        m_batch.connections.push_back(connection);
        return connection.id;
    }
    ExchangeId get(ConnectionId connection, const char *path, base::Time begin)
    {
        Exchange e;
        e.id = ExchangeId(m_batch.exchanges.size());
        e.connection = connection;
        e.method = "GET";
        e.path = path;
        e.request.begin = begin;
        m_batch.exchanges.push_back(e);
        return e.id;
    }
    Store store()
    {
        Store store;
        store.apply(std::move(m_batch));
        return store;
    }

private:
    Batch m_batch;
};

} // namespace

class TestOtherSide : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void findsTheSameExchangeAtTheOtherEnd()
    {
        Capture capture;
        const auto client = capture.connect(v4(1, 40000), v4(1, 443), 10);
        const auto server = capture.connect(mapped(v4(1, 443)), mapped(v4(1, 40000)), 11);
        const auto first = capture.get(client, "/a", 20), second = capture.get(client, "/a", 40);
        const auto served = capture.get(server, "/a", 19), servedAgain = capture.get(server, "/a", 39);   // seen before the client's call was over
        const auto other = capture.get(client, "/b", 50);
        const Store store = capture.store();
        QCOMPARE(otherSide(store, first), served);
        QCOMPARE(otherSide(store, second), servedAgain);
        QCOMPARE(otherSide(store, served), first);
        QCOMPARE(otherSide(store, servedAgain), second);
        QCOMPARE(otherSide(store, other), base::noId);
        QCOMPARE(otherSide(store, 99), base::noId);
    }

    void takesTheConnectionThatOpenedWithThisOneWherePortsAreUsedAgain()
    {
        Capture capture;
        const auto client = capture.connect(v4(1, 40000), v4(1, 443), 1000);
        const auto old = capture.connect(v4(1, 443), v4(1, 40000), 10);
        const auto server = capture.connect(v4(1, 443), v4(1, 40000), 1001);
        capture.get(old, "/a", 20);
        const auto asked = capture.get(client, "/a", 1020), served = capture.get(server, "/a", 1021);
        const Store store = capture.store();
        QCOMPARE(otherSide(store, asked), served);
    }

    void goesByTimeWhereABeginningWasMissed()
    {
        Capture capture;
        const auto client = capture.connect(v4(1, 40000), v4(1, 443), 10, false);
        const auto server = capture.connect(v4(1, 443), v4(1, 40000), 10);
        capture.get(server, "/a", 100);
        const auto served = capture.get(server, "/a", 200), asked = capture.get(client, "/a", 199);
        const Store store = capture.store();
        QCOMPARE(otherSide(store, asked), served);
    }

    void knowsNoOtherSideOfAnEndWithoutAnAddress()
    {
        Capture capture;
        const auto one = capture.connect({}, {}, 10), other = capture.connect({}, {}, 10);
        const auto asked = capture.get(one, "/a", 20);
        capture.get(other, "/a", 20);
        const Store store = capture.store();
        QCOMPARE(otherSide(store, asked), base::noId);
    }
};

QTEST_GUILESS_MAIN(TestOtherSide)
#include "tst_other_side.moc"
