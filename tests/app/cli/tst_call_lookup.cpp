// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/call_lookup.h"

#include "app/filter/filter.h"

#include <QRegularExpression>
#include <QTest>

namespace {

struct NoBodies final : base::BodySource {
    std::expected<std::vector<std::byte>, int> read(std::span<const base::Slice>, size_t) const override { return std::vector<std::byte>(); }
};

} // namespace

class TestCallLookup : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void knowsWhatTookMostOfTheTime()
    {
        constexpr base::Time second = 1'000'000'000;
        exchange::Exchange e;
        e.id = 0;
        e.side = base::Side::Server;
        e.state = exchange::State::Complete;
        e.request.begin = 10 * second;
        e.request.end = 11 * second;
        e.response.begin = 19 * second;
        e.response.end = 20 * second;
        exchange::Batch batch;
        batch.exchanges.push_back(e);
        exchange::Store store;
        calls::Calls calls;
        calls.update(store, store.apply(std::move(batch)));
        const NoBodies bodies;
        cli::CallLookup lookup(store, calls, bodies);
        const auto matches = [&](const char *text) { return filter::compile(text)->matches(store, 0, &lookup); };
        QVERIFY(matches("why:server"));
        QVERIFY(!matches("why:network"));
        QVERIFY(matches("-why:network"));
        QVERIFY(!matches("body:x"));
    }
};

QTEST_GUILESS_MAIN(TestCallLookup)
#include "tst_call_lookup.moc"
