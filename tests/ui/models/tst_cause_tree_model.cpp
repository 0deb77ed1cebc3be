// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/cause_tree_model.h"

#include "tests/support/shop.h"

#include <QAbstractItemModelTester>
#include <QtTest>

using namespace ui;

namespace {

QStringList lines(const CauseTreeModel &model, const QModelIndex &parent = {}, const QString &indent = {})
{
    QStringList list;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        QStringList cells;
        for (const auto column : { CauseTreeModel::Programs, CauseTreeModel::Call, CauseTreeModel::Reason, CauseTreeModel::Duration })
            cells << model.index(row, column, parent).data().toString();
        list << indent + cells.join(" | ") << lines(model, model.index(row, 0, parent), indent + "  ");
    }
    return list;
}

} // namespace

class TestCauseTreeModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void showsTheCallsOfAllProgramsWithTheirReasons()
    {
        exchange::Store store;
        calls::Calls calls;
        calls.update(store, store.apply(shop::batch()));
        CauseTreeModel model(store, calls);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.show(shop::query);
        QCOMPARE(lines(model), (QStringList { "curl → gateway | GET /order 200 |  | 50 ms", "  gateway → orders | GET /items 200 | same thread, likely | 15 ms",
                                              "  gateway | SELECT 1 | same thread, likely | 15 ms" }));
        QCOMPARE(model.idAt(model.indexOf(shop::itemsServed)), exchange::ExchangeId(shop::items));
        QVERIFY(!model.indexOf(shop::ping).isValid());
        const CauseTreeModel::Span span = model.spanAt(model.indexOf(shop::items));
        QCOMPARE(span.clientFrom, 0.1);
        QCOMPARE(span.serverTo, 0.38);
        model.show(shop::ping);
        QCOMPARE(model.size(), size_t(1));
        QVERIFY(model.spanAt(model.index(0, 0)).failed);
        model.show(base::noId);
        QCOMPARE(model.rowCount(), 0);
    }
};

QTEST_GUILESS_MAIN(TestCauseTreeModel)
#include "tst_cause_tree_model.moc"
