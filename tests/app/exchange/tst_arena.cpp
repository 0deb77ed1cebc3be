// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/arena.h"

#include <QRegularExpression>
#include <QTest>

#include <string>
#include <vector>

using namespace exchange;

namespace {

std::vector<uint8_t> run(uint8_t value, size_t length)
{
    return std::vector<uint8_t>(length, value);
}

} // namespace

class TestArena : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void keepsEachRun()
    {
        Arena arena;
        std::vector<Arena::Place> places;
        for (int i = 0; i < 100; ++i)
            places.push_back(arena.add(run(uint8_t(i), i == 50 ? 1'000'000 : 10'000)));
        for (int i = 0; i < 100; ++i) {
            QCOMPARE(int(arena.from(places[size_t(i)])[0]), i);
            QCOMPARE(int(arena.from(places[size_t(i)])[9'999]), i);
        }
        QCOMPARE(arena.runs(), size_t(100));
    }

    void freesWhatIsReleasedInAnyOrder()
    {
        Arena arena;
        std::vector<Arena::Place> places;
        for (int i = 0; i < 1000; ++i)
            places.push_back(arena.add(run(uint8_t(i), 10'000)));
        const size_t full = arena.memoryBytes();
        for (size_t i = 1; i < 1000; i += 2)
            arena.release(places[i]);
        QCOMPARE(arena.memoryBytes(), full);
        for (size_t i = 2; i < 1000; i += 2)
            arena.release(places[i]);
        QCOMPARE(arena.runs(), size_t(1));
        QVERIFY2(arena.memoryBytes() < full / 10, qPrintable(QString::number(arena.memoryBytes())));
        QCOMPARE(int(arena.from(places[0])[9'999]), 0);
    }

    void usesItsBlockAgainWhileNothingIsKept()
    {
        Arena arena;
        arena.release(arena.add(run(1, 200'000)));
        const size_t one = arena.memoryBytes();
        for (int i = 0; i < 1000; ++i)
            arena.release(arena.add(run(2, 200'000)));
        QCOMPARE(arena.memoryBytes(), one);
        // One that is too large for it takes its place.
        arena.release(arena.add(run(3, 300'000)));
        arena.release(arena.add(run(4, 1'000'000)));
        QVERIFY(arena.memoryBytes() < 1'100'000);
        QCOMPARE(arena.runs(), size_t(0));
    }

    void numbersEachStringOnce()
    {
        StringPool pool;
        QCOMPARE(pool.intern(""), 0u);
        QCOMPARE(pool.intern("GET"), 1u);
        QCOMPARE(pool.intern("POST"), 2u);
        QCOMPARE(pool.intern("GET"), 1u);
        for (int i = 0; i < 1000; ++i)
            pool.intern(std::to_string(i));
        QCOMPARE(pool.size(), 1003u);
        QCOMPARE(pool.get(2), std::string_view("POST"));
        QCOMPARE(pool.intern("999"), 1002u);
    }
};

QTEST_GUILESS_MAIN(TestArena)
#include "tst_arena.moc"
