// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/marks.h"

#include "app/filter/filter.h"
#include "tests/support/scripted.h"
#include "ui/models/exchange_table_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using ui::Column;
using ui::Mark;
using ui::MarkColour;
using ui::Marks;

class MarksTest : public QObject
{
    Q_OBJECT

    static exchange::Store fourRows()
    {
        exchange::Store store;
        support::Script script;
        store.apply(script.batch({ QStringLiteral("0 curl GET a /0 200 5ms"), QStringLiteral("1 curl GET a /1 200 5ms"),
                                   QStringLiteral("2 curl GET a /2 200 5ms"), QStringLiteral("3 curl GET a /3 200 5ms") }));
        return store;
    }
    static std::vector<base::ExchangeId> found(const exchange::Store &store, Marks &marks, const char *filter)
    {
        return filter::compile(filter).value().run(store, 0, store.size(), &marks);
    }
    using Ids = std::vector<base::ExchangeId>;

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void aMarkIsFoundByItsColourAndItsComment()
    {
        const exchange::Store store = fourRows();
        Marks marks;
        marks.setColour({ 0, 2 }, MarkColour::Red);
        marks.setColour({ 3 }, MarkColour::Blue);
        marks.setComment({ 1, 2 }, QStringLiteral("the Slow one"));
        QCOMPARE(found(store, marks, "mark:red"), (Ids { 0, 2 }));
        QCOMPARE(found(store, marks, "mark:any"), (Ids { 0, 2, 3 }));
        QCOMPARE(found(store, marks, "-mark:any"), (Ids { 1 }));
        QCOMPARE(found(store, marks, "comment:slow"), (Ids { 1, 2 }));
        QCOMPARE(found(store, marks, "comment:* -mark:red"), (Ids { 1 }));
        QVERIFY(!filter::compile("mark:rde"));
        QVERIFY(filter::compile("a or -mark:red")->asksForMarks());
        QVERIFY(!filter::compile("header:mark")->asksForMarks());
    }

    void whatHasNeitherIsForgotten()
    {
        Marks marks;
        QSignalSpy edited(&marks, &Marks::edited);
        marks.setColour({ 7 }, MarkColour::Green);
        marks.setComment({ 7 }, QString(10'000, QLatin1Char('x')));
        QCOMPARE(marks.at(7).comment.size(), ui::commentMax);
        marks.setColour({ 7 }, MarkColour::None);
        marks.setComment({ 7 }, QString());
        QVERIFY(marks.all().empty());
        QCOMPARE(edited.size(), 4);
        marks.restore({ { 1, Mark { MarkColour::Red, {} } } });
        QCOMPARE(edited.size(), 4);
    }

    void namesAndKeysAgree()
    {
        for (int colour = 1; colour <= ui::markColours; ++colour)
            QCOMPARE(ui::markOfName(ui::markName(MarkColour(colour))), MarkColour(colour));
        QCOMPARE(ui::markOfName(QStringLiteral("mauve")), MarkColour::None);
    }

    void theTableShowsAndSortsThem()
    {
        const exchange::Store store = fourRows();
        Marks marks;
        ui::ExchangeTableModel model(store, &marks);
        const QAbstractItemModelTester tester(&model);
        connect(&marks, &Marks::changed, &model, &ui::ExchangeTableModel::filterAgain);
        marks.setColour({ 2 }, MarkColour::Red);
        marks.setColour({ 1 }, MarkColour::Violet);
        marks.setComment({ 3 }, QStringLiteral("b\nc"));
        QCOMPARE(model.index(3, int(Column::Comment)).data().toString(), QStringLiteral("b c"));
        QCOMPARE(model.index(2, int(Column::Mark)).data().toString(), QStringLiteral("Red"));
        QCOMPARE(model.index(2, 0).data(int(ui::Role::Mark)).toInt(), int(MarkColour::Red));
        model.sort(int(Column::Mark), Qt::DescendingOrder);
        QCOMPARE(model.idAt(0), 1u);
        QCOMPARE(model.idAt(1), 2u);
        marks.setColour({ 0 }, MarkColour::Violet);
        QTRY_COMPARE(model.idAt(0), 0u);
        model.sort(int(Column::Comment), Qt::DescendingOrder);
        QCOMPARE(model.idAt(0), 3u);
    }
};

QTEST_MAIN(MarksTest)
#include "tst_marks.moc"
