// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/text_order.h"

#include <QTest>

#include <algorithm>
#include <numeric>
#include <random>
#include <string>
#include <vector>

class TextOrderTest : public QObject
{
    Q_OBJECT

    static std::vector<uint32_t> sorted(const std::vector<std::string> &texts, bool descending)
    {
        ui::TextOrder order;
        for (uint32_t row = 0; row < texts.size(); ++row)
            order.add(texts[row], row);
        return order.sorted(descending);
    }
    static std::vector<uint32_t> compared(const std::vector<std::string> &texts, bool descending)
    {
        std::vector<uint32_t> rows(texts.size());
        std::iota(rows.begin(), rows.end(), 0);
        std::ranges::stable_sort(rows, [&](uint32_t one, uint32_t other) { return descending ? texts[other] < texts[one] : texts[one] < texts[other]; });
        return rows;
    }

private Q_SLOTS:
    void sortsAsTextsCompare_data()
    {
        QTest::addColumn<std::vector<std::string>>("texts");
        std::minstd_rand random(11);
        std::vector<std::string> orders, manyBeginnings, nested, equal, pages;
        for (int n = 0; n < 4000; ++n) {
            orders.push_back("/v1/" + std::string(n % 3 ? "orders/" : "customers/") + std::to_string(random() % 3000) + "?limit=20&page=" + std::to_string(n % 50));
            manyBeginnings.push_back(std::to_string(random()) + "/" + std::to_string(random() % 10));
            nested.push_back("/" + std::string(random() % 400, 'a'));
            equal.push_back(n % 2 ? "/a/path/that/is/longer/than/two/numbers" : "/short");
            pages.push_back("/a/path/that/is/longer/than/" + std::string(n % 7 ? "two/numbers/hold/and/" : "") + std::to_string(n % 900));
        }
        QTest::newRow("few beginnings") << orders;
        QTest::newRow("many beginnings") << manyBeginnings;
        QTest::newRow("beginnings of each other") << nested;
        QTest::newRow("few different") << equal;
        QTest::newRow("alike for long") << pages;
        QTest::newRow("above 127") << std::vector<std::string>{"/\xc3\xa9", "/z", "", "/\xe4\xb8\xad", "/\xff\xff\xff\xff\xff\xff\xff\xff\xff", "/"};
        QTest::newRow("one larger than a block") << std::vector<std::string>{std::string(3 << 20, 'x'), "/a", std::string(3 << 20, 'x') + "a", std::string(3 << 20, 'x')};
        QTest::newRow("empty ones") << std::vector<std::string>{"", "", "/a", ""};
        QTest::newRow("one") << std::vector<std::string>{"/"};
        QTest::newRow("none") << std::vector<std::string>{};
    }
    void sortsAsTextsCompare()
    {
        QFETCH(std::vector<std::string>, texts);
        for (const bool descending : {false, true})
            QCOMPARE(sorted(texts, descending), compared(texts, descending));
    }

    void keepsItsOwnCopyAndTheRowsGiven()
    {
        ui::TextOrder order;
        order.reserve(2);
        std::string text = "/b";
        order.add(text, 70);
        text = "/a";
        order.add(text, 4);
        text = "/c";
        QCOMPARE(order.sorted(false), (std::vector<uint32_t>{4, 70}));
    }
};

QTEST_GUILESS_MAIN(TextOrderTest)
#include "tst_text_order.moc"
