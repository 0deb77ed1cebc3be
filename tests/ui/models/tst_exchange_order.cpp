// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/exchange_order.h"

#include "tests/support/scripted.h"
#include "ui/models/exchange_cells.h"

#include <QTest>

#include <algorithm>
#include <functional>
#include <numeric>
#include <random>
#include <span>
#include <string>

using ui::Column;

class ExchangeOrderTest : public QObject
{
    Q_OBJECT

    exchange::Store m_store;
    ui::Marks m_marks;

    std::vector<uint32_t> all() const
    {
        std::vector<uint32_t> rows(m_store.size());
        std::iota(rows.begin(), rows.end(), 0);
        return rows;
    }
    // As a plain comparison of words would have it.
    std::vector<uint32_t> compared(bool descending, const std::function<std::string(uint32_t)> &word) const
    {
        std::vector<uint32_t> rows = all();
        std::ranges::stable_sort(rows, [&](uint32_t one, uint32_t other) { return descending ? word(other) < word(one) : word(one) < word(other); });
        return rows;
    }
    std::vector<uint32_t> sorted(Column column, bool descending, size_t piece = 997) const
    {
        const std::vector<uint32_t> rows = all();
        ui::SortKeys keys(column);
        for (size_t at = 0; at < rows.size(); at += piece)
            keys.gather(m_store, std::span(rows).subspan(at, std::min(piece, rows.size() - at)), &m_marks);
        return keys.sorted(descending);
    }

private Q_SLOTS:
    void initTestCase()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        support::Script script;
        std::minstd_rand random(7);
        QStringList lines;
        for (int id = 0; id < 5000; ++id) {
            // Some share long beginnings, some are the beginning of others, many are equal.
            const QString tail = QString::number(random() % 800, random() % 2 ? 10 : 36);
            const QString path = random() % 3 == 0 ? QStringLiteral("/v1/a-long-common-beginning/of/many/paths/") + tail : QLatin1Char('/') + tail.left(int(random() % 4));
            lines << QStringLiteral("%1 p%2 %3 host%4.local %5 %6 %7ms").arg(id).arg(random() % 30).arg(random() % 2 ? QStringLiteral("GET") : QStringLiteral("POST"))
                         .arg(random() % 60).arg(path).arg(random() % 5 ? 200 : 503).arg(random() % 40 + 1);
        }
        m_store.apply(script.batch(lines));
        m_marks.setColour({5, 700}, ui::MarkColour::Green);
        m_marks.setComment({9, 11}, QStringLiteral("look"));
        m_marks.setComment({4000}, QStringLiteral("ask"));
    }

    void sortsTextsAsTheyCompare()
    {
        for (const bool descending : {false, true}) {
            QCOMPARE(sorted(Column::Path, descending), compared(descending, [&](uint32_t id) { return std::string(m_store.path(id)); }));
            QCOMPARE(sorted(Column::Comment, descending), compared(descending, [&](uint32_t id) { return m_marks.at(id).comment.toStdString(); }));
        }
    }

    void sortsWordsAsTheyCompare_data()
    {
        QTest::addColumn<int>("column");
        for (const Column column : {Column::Process, Column::Method, Column::Host, Column::Type, Column::Remote, Column::Tls})
            QTest::newRow(ui::columnKey(column)) << int(column);
    }
    void sortsWordsAsTheyCompare()
    {
        QFETCH(int, column);
        const auto word = [&](uint32_t id) {
            const std::string shown = ui::cellText(m_store, id, Column(column), 0).toStdString();
            return Column(column) == Column::Type ? std::string(m_store.contentType(id)) : shown;
        };
        for (const bool descending : {false, true})
            QCOMPARE(sorted(Column(column), descending), compared(descending, word));
    }

    void sortsNumbersAndKeepsTheOrderOfEqualRows()
    {
        for (const bool descending : {false, true}) {
            std::vector<uint32_t> expected = all();
            std::ranges::stable_sort(expected, [&](uint32_t one, uint32_t other) {
                return descending ? m_store.duration(other) < m_store.duration(one) : m_store.duration(one) < m_store.duration(other);
            });
            QCOMPARE(sorted(Column::Duration, descending), expected);
        }
        // Unknown is below zero.
        support::Script script;
        exchange::Store few;
        few.apply(script.batch({QStringLiteral("0 curl GET a.local /0 200 5ms"), QStringLiteral("1 curl GET a.local /1 … -")}));
        std::vector<uint32_t> rows{0, 1};
        ui::sortRows(few, rows, Column::Duration, false);
        QCOMPARE(rows, (std::vector<uint32_t>{1, 0}));
        ui::sortRows(few, rows, Column::Time, false);
        QCOMPARE(rows, (std::vector<uint32_t>{0, 1}));
    }

    void putsMarkedRowsBehindTheOthers()
    {
        const std::vector<uint32_t> rows = sorted(Column::Mark, false);
        QCOMPARE(rows.back(), 700u);
        QCOMPARE(rows[rows.size() - 2], 5u);
        QCOMPARE(sorted(Column::Mark, true).front(), 5u);
    }
};

QTEST_GUILESS_MAIN(ExchangeOrderTest)
#include "tst_exchange_order.moc"
