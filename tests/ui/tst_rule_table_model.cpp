// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/rule_table_model.h"

#include <QAbstractItemModelTester>
#include <QRegularExpression>
#include <QTest>

using masking::RuleKind;
using ui::RuleTableModel;

class RuleTableModelTest : public QObject
{
    Q_OBJECT

    static QString cells(const RuleTableModel &model, int row)
    {
        QStringList texts;
        for (int column = 0; column < model.columnCount(); ++column)
            texts << model.index(row, column).data().toString();
        return texts.join(QStringLiteral(" | "));
    }
    static ui::TrialCounts counts(std::vector<masked::HiddenKind> kinds, size_t done = 10)
    {
        return { .done = done, .total = 10, .kinds = std::move(kinds), .textBytes = 10'000 };
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void editsTheText()
    {
        RuleTableModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setText(masking::RuleText("# ours\nheader X-A\nform order = ORD-[0-9]+\n"));
        QCOMPARE(cells(model, 0), QStringLiteral("Header | X-A |  | …"));
        QCOMPARE(cells(model, 1), QStringLiteral("Form | order | ORD-[0-9]+ | …"));
        const int row = model.add({ RuleKind::Name, {} });
        QCOMPARE(cells(model, row), QStringLiteral("Name |  |  | Cannot be used"));
        QVERIFY(!model.allGood());
        model.set(row, { RuleKind::Form, "x", "(" });
        QVERIFY(model.index(row, 0).data(Qt::ToolTipRole).toString().contains(QStringLiteral("missing )")));
        QCOMPARE(model.goodRules().headers.size(), size_t(1));
        model.set(row, { RuleKind::Name, "b" });
        QVERIFY(model.allGood());
        model.remove(0);
        QCOMPARE(model.text().text(), std::string("# ours\nform order = ORD-[0-9]+\nname b\n"));
        const masking::Rules rules = model.goodRules();
        QVERIFY(rules.forms && rules.headers.empty());
        QCOMPARE(rules.names, std::vector<std::string>{ "b" });
    }

    void saysWhatEachHides()
    {
        RuleTableModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setText(masking::RuleText("name customer\nform all = \\w+\nname nobody\nform most = x+\n"));
        auto some = counts({ { "value customer", "json", "customer", 3, 2, 30 }, { "cookie customer", "cookie", "Customer", 1, 1, 4 }, { "value all", "text", "all", 900, 10, 8200 },
                             { "value most", "text", "most", 900, 10, 2200 } }, 5);
        some.kinds[0].examples.push_back({ 7, masked::Part::RequestBody, "json", "customer", "an**" });
        model.setCounts(&some);
        QCOMPARE(cells(model, 0), QStringLiteral("Name | customer |  | 4 places in 3 exchanges"));
        QCOMPARE(cells(model, 1), QStringLiteral("Form | all | \\w+ | Nearly everything: 82 % of all text"));
        QCOMPARE(cells(model, 2), QStringLiteral("Name | nobody |  | …"));
        QCOMPARE(cells(model, 3), QStringLiteral("Form | most | x+ | Much: 22 % of all text"));
        QVERIFY(!model.index(1, 3).data(Qt::ToolTipRole).toString().isEmpty());
        QCOMPARE(model.examples(0).size(), size_t(1));
        some.done = 10;
        model.setCounts(&some);
        QCOMPARE(cells(model, 2), QStringLiteral("Name | nobody |  | Nothing"));
        model.setCounts(nullptr);
        QCOMPARE(cells(model, 0), QStringLiteral("Name | customer |  | …"));
        // Too little text to say so.
        some.textBytes = 900;
        model.setCounts(&some);
        QCOMPARE(model.part(1), 0.0);
    }
};

QTEST_GUILESS_MAIN(RuleTableModelTest)
#include "tst_rule_table_model.moc"
