// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/capture_join.h"

#include <QRegularExpression>
#include <QTest>

#include <string>

using namespace ui;

namespace {

// Says which file was read.
class Named final : public base::BodySource
{
public:
    explicit Named(char name)
        : m_name(name)
    {
    }
    std::expected<std::vector<std::byte>, int> read(std::span<const base::Slice> slices, size_t) const override
    {
        std::vector<std::byte> all;
        for (const base::Slice &slice : slices)
            all.insert(all.end(), slice.length, slice.fileOffset() < 1000 ? std::byte(m_name) : std::byte('?'));
        return all;
    }

private:
    char m_name;
};

exchange::Batch small()
{
    exchange::Batch batch;
    batch.processes.emplace_back().id = 0;
    batch.connections.emplace_back().id = 0;
    exchange::Exchange &row = batch.exchanges.emplace_back();
    row.id = row.connection = row.process = 0;
    row.state = exchange::State::InProgress;
    row.request.head = {{64, 3, 0}};
    row.interim = {{80, 2, 0}};
    exchange::Item item;
    item.slices = {{90, 4, 0}};
    batch.items.emplace_back(0, item);
    exchange::TcpFigures figures;
    figures.time = 5;
    batch.tcp.emplace_back(0, figures);
    batch.endedConnections = {0};
    batch.endedProcesses = {0};
    return batch;
}

QByteArray read(const base::BodySource &bodies, const std::vector<base::Slice> &slices)
{
    const auto bytes = bodies.read(slices, 100);
    return bytes ? QByteArray(reinterpret_cast<const char *>(bytes->data()), qsizetype(bytes->size())) : QByteArray();
}

} // namespace

class TestCaptureJoin : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void givesEverythingOfASecondCaptureToItsOwnRows()
    {
        exchange::Store store;
        CaptureJoin join;
        exchange::Store::Change change;
        for (const char name : {'a', 'b', 'c'}) {
            QVERIFY(join.begin(store, std::make_shared<Named>(name)));
            change = store.apply(join.shifted(small()));
        }
        const auto bodies = join.bodies();
        QCOMPARE(store.size(), 3u);
        for (uint32_t id = 0; id < 3; ++id) {
            const char name = char('a' + id);
            QCOMPARE(store.connection(id), id);
            QCOMPARE(store.process(id), id);
            QCOMPARE(store.itemCount(id), 1u);
            QCOMPARE(store.tcp(id, 0, 10).size(), size_t(1));
            const exchange::Exchange row = store.exchange(id);
            QCOMPARE(read(*bodies, row.request.head), QByteArray(3, name));
            QCOMPARE(read(*bodies, row.interim), QByteArray(2, name));
            QCOMPARE(read(*bodies, store.item(id, 0).slices), QByteArray(4, name));
        }
        QCOMPARE(change.endedConnections, std::vector<base::ConnectionId>{2});
        QCOMPARE(change.endedProcesses, std::vector<base::ProcessId>{2});
    }
};

QTEST_GUILESS_MAIN(TestCaptureJoin)
#include "tst_capture_join.moc"
