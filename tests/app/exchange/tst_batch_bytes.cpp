// SPDX-License-Identifier: GPL-3.0-or-later
// A batch survives as bytes, and no bytes make more than a bounded one.
#include "app/exchange/batch_bytes.h"

#include <QTest>

using namespace exchange;

namespace {

Batch full()
{
    Batch batch;
    Process process;
    process.id = 3;
    process.pid = 4711;
    process.exitCode = 7;
    process.cmdline = {"curl", "", "x y"};
    batch.processes = {process};
    Connection connection;
    connection.id = 4;
    connection.local = {base::Family::V6, 443, {1, 2, 255}};
    connection.sequences = Sequences{0xffffffff, 2};
    connection.state = ConnectionState::Aborted;
    connection.prefixes = {{.name = "SOCKS 5", .client = base::Endpoint{base::Family::V4, 1, {}}, .details = {{"a", "b"}}, .target = "h:1"}};
    connection.opened = -5;
    batch.connections = {connection};
    Exchange exchange;
    exchange.id = 5;
    exchange.stream = uint64_t(1) << 63;
    exchange.path = std::string("a\0b", 3);
    exchange.status = -1;
    exchange.dialect = protocols::Dialect::OllamaGenerate;
    exchange.request.head = {{64, 100, 0}, {1 << 20, 1, 0}};
    exchange.response.fault = protocols::Fault::BeyondLimit;
    exchange.tokens.output = 9;
    exchange.tcp.emplace().srttUs = 12;
    batch.exchanges = {exchange};
    batch.items = {{5, Item{.kind = protocols::ItemKind::Message, .code = 1000, .slices = {{7, 8, 0}}, .label = "t\nd"}}};
    batch.losses = {{"ring buffer full", 1, 2}};
    batch.capturedBytes = 99;
    return batch;
}

} // namespace

class TestBatchBytes : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsWhatWasWritten()
    {
        const std::vector<std::byte> bytes = batchBytes(full());
        const auto batch = batchFromBytes(bytes);
        QVERIFY(batch);
        QCOMPARE(batchBytes(*batch), bytes);
        QCOMPARE(batch->processes[0].cmdline, full().processes[0].cmdline);
        QCOMPARE(*batch->processes[0].exitCode, 7u);
        QVERIFY(batch->connections[0].local == full().connections[0].local && batch->connections[0].sequences == full().connections[0].sequences);
        QCOMPARE(batch->connections[0].opened, base::Time(-5));
        QCOMPARE(batch->connections[0].prefixes, full().connections[0].prefixes);
        QCOMPARE(batch->exchanges[0].path, full().exchanges[0].path);
        QCOMPARE(batch->exchanges[0].status, -1);
        QCOMPARE(batch->exchanges[0].request.head[1].position, uint64_t(1) << 20);
        QCOMPARE(*batch->exchanges[0].tcp->srttUs, 12u);
        QVERIFY(!batch->exchanges[0].tcp->lost);
        QCOMPARE(batch->items[0].second.label, std::string("t\nd"));
        QCOMPARE(batch->capturedBytes, uint64_t(99));
    }

    void refusesWhatIsCutOrGoesOn()
    {
        std::vector<std::byte> bytes = batchBytes(full());
        for (size_t size = 0; size < bytes.size(); ++size)
            QVERIFY(!batchFromBytes(std::span(bytes).first(size)));
        bytes.push_back(std::byte(0));
        QVERIFY(!batchFromBytes(bytes));
    }

    // Whatever one byte becomes: either no batch, or one whose values are those that can be written.
    void keepsValuesInRange()
    {
        const std::vector<std::byte> bytes = batchBytes(full());
        for (size_t at = 0; at < bytes.size(); ++at)
            for (int value = 0; value < 256; ++value) {
                std::vector<std::byte> changed = bytes;
                changed[at] = std::byte(value);
                if (const auto batch = batchFromBytes(changed))
                    for (const Exchange &exchange : batch->exchanges)
                        QVERIFY(exchange.dialect <= protocols::Dialect::OllamaGenerate && exchange.kind <= Kind::Query && exchange.response.fault <= protocols::Fault::BeyondLimit);
            }
    }

    void allocatesNothingForANumberAlone()
    {
        // A list of 2^62 processes.
        const std::vector<std::byte> many{std::byte(0x80), std::byte(0x80), std::byte(0x80), std::byte(0x80), std::byte(0x80), std::byte(0x80), std::byte(0x80), std::byte(0x80), std::byte(0x40)};
        QVERIFY(!batchFromBytes(many));
    }
};

QTEST_GUILESS_MAIN(TestBatchBytes)
#include "tst_batch_bytes.moc"
