// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/item_list.h"

#include <QRegularExpression>
#include <QTest>

using exchange::Item;
using exchange::ItemList;

namespace {

Item message(uint32_t number)
{
    return {.half = protocols::Half(number % 2),
            .kind = number % 3 ? protocols::ItemKind::Text : protocols::ItemKind::Event,
            .coding = protocols::ItemCoding(number % 4),
            .code = uint16_t(number % 5000),
            .begin = 1'700'000'000'000'000'000 + number * 1000,
            .end = 1'700'000'000'000'000'500 + number * 1000,
            .slices = {{number * 100ull, number % 90, 0}, {base::Slice::derivedBit | number, 7, 0}},
            .wireBytes = number % 90 + 7ull,
            .lostBytes = number % 11,
            .label = number % 7 ? "" : "tick"};
}

bool same(const Item &a, const Item &b)
{
    return a.half == b.half && a.kind == b.kind && a.coding == b.coding && a.code == b.code && a.begin == b.begin
        && a.end == b.end && a.wireBytes == b.wireBytes && a.lostBytes == b.lostBytes && a.label == b.label
        && std::ranges::equal(a.slices, b.slices, [](const base::Slice &x, const base::Slice &y) {
               return x.position == y.position && x.length == y.length;
           });
}

} // namespace

class TestItemList : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void givesBackWhatWasAddedByIndex()
    {
        ItemList list;
        for (uint32_t i = 0; i < 1000; ++i)
            list.add(message(i));
        QCOMPARE(list.size(), 1000u);
        for (const uint32_t i : {999u, 0u, 31u, 32u, 33u, 500u})
            QVERIFY2(same(list.item(i), message(i)), std::to_string(i).c_str());
        QVERIFY(same(list.item(1000), Item{}));
    }

    void takesFewBytesAnItem()
    {
        ItemList list;
        for (uint32_t i = 0; i < 100'000; ++i)
            list.add({.half = protocols::Half(i % 2),
                      .kind = protocols::ItemKind::Text,
                      .begin = 1'700'000'000'000'000'000 + i * 1'000'000ll,
                      .end = 1'700'000'000'000'000'000 + i * 1'000'000ll,
                      .slices = {{i * 120ull, 100, 0}},
                      .wireBytes = 100});
        QVERIFY2(list.memoryBytes() / 100'000 <= 48, std::to_string(list.memoryBytes() / 100'000).c_str());
    }

    void countsWhatComesAfterTheLimit()
    {
        ItemList list;
        for (uint32_t i = 0; i < ItemList::itemsMax + 3; ++i)
            list.add({});
        QCOMPARE(list.size(), ItemList::itemsMax);
        QCOMPARE(list.beyond(), 3u);
    }
};

QTEST_GUILESS_MAIN(TestItemList)
#include "tst_item_list.moc"
