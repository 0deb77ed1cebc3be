// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/calls/account.h"

#include "tests/app/calls/both_ends.h"

#include <QRegularExpression>
#include <QTest>

using namespace both_ends;
using calls::Cause;

namespace {

constexpr base::Duration ms = 1'000'000;

} // namespace

class TestAccount : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void saysTheSameOfBothHalves()
    {
        Capture capture;
        const auto ends = capture.tcp(40000);
        const ExchangeId client = capture.ask(ends.first, "/a", 100 * ms), server = capture.ask(ends.second, "/a", 101 * ms);
        capture.answer(server, 919 * ms);
        capture.answer(client, 920 * ms);
        capture.pass();
        for (const ExchangeId id : {client, server}) {
            const calls::Account account = calls::account(capture.store(), capture.calls(), id);
            QCOMPARE(account.side, id == client ? Side::Client : Side::Server);
            QCOMPARE(account.otherHalf, id == client ? server : client);
            QCOMPARE(account.stretches.server, 818 * ms);
            QCOMPARE(account.why.cause, Cause::Server);
            QCOMPARE(account.why.share, 818 * ms);
        }
    }

    void judgesAHalfByItself()
    {
        Capture capture;
        const ExchangeId server = capture.ask(capture.connect(Side::Server, v4(1, 80), {base::Family::V4, 4711, {10, 0, 0, 9}}), "/a", 100 * ms);
        capture.answer(server, 200 * ms);
        capture.pass();
        const calls::Account account = calls::account(capture.store(), capture.calls(), server);
        QCOMPARE(account.otherHalf, base::noId);
        QCOMPARE(account.lone, calls::Lone::OtherEndUnseen);
        QCOMPARE(account.why.cause, Cause::Server);
        QCOMPARE(account.stretches.server, base::unknownDuration);
    }

    void findsTheLookupBeforeAConnection()
    {
        Capture capture;
        const ConnectionId resolver = capture.connect(Side::Client, v4(1, 5000), v4(53, 53));
        const auto question = [&](const char *name, base::Time begin, base::Time end) {
            const ExchangeId id = capture.ask(resolver, name, begin);
            capture.exchange(id).protocol = protocols::Protocol::Dns;
            capture.exchange(id).kind = exchange::Kind::Query;
            capture.answer(id, end);
        };
        question("api.local", 10 * ms, 11 * ms);       // long before: another connection's
        question("api.local", 100 * ms, 400 * ms);
        question("other.local", 100 * ms, 405 * ms);
        question("api.local", 101 * ms, 410 * ms);     // the other family
        const ConnectionId client = capture.connect(Side::Client, v4(1, 40000), {base::Family::V4, 80, {10, 0, 0, 9}}, 411 * ms);
        capture.connection(client).established = 412 * ms;
        capture.connection(client).remoteName = "api.local";
        const ExchangeId asked = capture.ask(client, "/a", 413 * ms);
        capture.answer(asked, 430 * ms);
        capture.pass();
        const calls::Slowness why = calls::account(capture.store(), capture.calls(), asked).why;
        QCOMPARE(why.cause, Cause::Lookup);
        QCOMPARE(why.sureness, calls::Sureness::Likely);
        QCOMPARE(why.share, 310 * ms);
        QCOMPARE(why.total, 330 * ms);
    }

    void knowsNoLookupForAKnownAddress()
    {
        Capture capture;
        const ConnectionId client = capture.connect(Side::Client, v4(1, 40000), v4(9, 80), 100 * ms);
        capture.connection(client).established = 101 * ms;
        const ExchangeId asked = capture.ask(client, "/a", 102 * ms);
        capture.answer(asked, 400 * ms);
        capture.pass();
        QCOMPARE(calls::account(capture.store(), capture.calls(), asked).why.total, 300 * ms);
    }
};

QTEST_GUILESS_MAIN(TestAccount)
#include "tst_account.moc"
