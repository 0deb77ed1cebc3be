// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/call_rows.h"

#include <QRegularExpression>
#include <QTest>

class CallRowsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }
    void initTestCase()
    {
        exchange::Batch batch;
        for (const char *name : { "curl", "nginx" }) {
            exchange::Process process;
            process.id = exchange::ProcessId(batch.processes.size());
            process.comm = name;
            batch.processes.push_back(process);
            exchange::Exchange half;
            half.id = half.process = process.id;
            half.state = exchange::State::Complete;
            batch.exchanges.push_back(half);
        }
        exchange::Exchange order;
        order.id = 2;
        order.method = "GET";
        order.path = "/order";
        batch.exchanges.push_back(order);
        m_store.apply(std::move(batch));
    }

    void nameTheOtherProgramAndWhereTheTimeWent()
    {
        calls::Account call;
        call.side = base::Side::Client;
        call.otherHalf = 1;
        call.stretches.toServer = 100'000;
        call.stretches.server = 812'000'000;
        call.why = { .cause = calls::Cause::Server, .sureness = calls::Sureness::Certain, .share = 812'000'000, .total = 830'000'000 };
        QCOMPARE(textOf(call), (QStringList { "Server: nginx", "Way to the server: 0.1 ms", "In the server: 812 ms", "Mostly: the server: 812 ms of 830 ms" }));
        QCOMPARE(ui::callRows(m_store, call).front().filter, QStringLiteral("proc=nginx"));
    }

    void sayHowSureTheyAre()
    {
        calls::Account call;
        call.side = base::Side::Server;
        call.otherHalf = 0;
        call.why = { .cause = calls::Cause::Queue, .sureness = calls::Sureness::Likely, .share = 20'000'000, .total = 30'000'000 };
        QCOMPARE(textOf(call), (QStringList { "Client: curl", "Mostly: waiting until the server read it: 20 ms of 30 ms (likely)" }));
    }

    void sayWhyThereIsNoOtherHalf()
    {
        calls::Account call;
        call.lone = calls::Lone::Uncertain;
        QCOMPARE(textOf(call), QStringList { "Other end: uncertain: bytes are missing" });
        // A server on another machine is the usual case.
        call.lone = calls::Lone::OtherEndUnseen;
        QCOMPARE(textOf(call), QStringList {});
    }

    void nameWhatLedToIt()
    {
        calls::Account call;
        call.cause.cause = 2;
        call.cause.how = calls::How::Trace;
        call.cause.sureness = calls::Sureness::Certain;
        QCOMPARE(textOf(call), QStringList { "Led to by: GET /order (same trace)" });
        call.cause.sureness = calls::Sureness::Likely;
        QCOMPARE(textOf(call), QStringList { "Led to by: GET /order (same trace, likely)" });
        call.cause.how = calls::How::Thread;
        QCOMPARE(textOf(call), QStringList { "Led to by: GET /order (same thread, likely)" });
    }

private:
    QStringList textOf(const calls::Account &call) const
    {
        QStringList lines;
        for (const ui::FieldRow &row : ui::callRows(m_store, call))
            lines << row.cells.join(QStringLiteral(": "));
        return lines;
    }

    exchange::Store m_store;
};

QTEST_GUILESS_MAIN(CallRowsTest)
#include "tst_call_rows.moc"
