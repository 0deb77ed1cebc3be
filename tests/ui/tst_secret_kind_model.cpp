// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/secret_kind_model.h"

#include <QAbstractItemModelTester>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using ui::SecretKindModel;

class SecretKindModelTest : public QObject
{
    Q_OBJECT

    bool m_agrees = true;
    QStringList m_asked;
    const std::vector<masked::HiddenKind> m_kinds { { "header authorization", "", "Authorization", 12, 12, 300 },
                                                    { "value password", "json", "password", 3, 2, 20 },
                                                    { "value ordernumber", "text", "order number", 50, 9, 500 },
                                                    { "cookie sid", "cookie", "sid", 1, 1, 20 } };

    SecretKindModel::Kept m_own { "value ordernumber" };
    std::function<bool(const QString &, uint64_t)> asking()
    {
        m_asked.clear();
        return [this](const QString &kind, uint64_t places) {
            m_asked << QStringLiteral("%1 %2").arg(kind).arg(places);
            return m_agrees;
        };
    }
    static QStringList lines(const SecretKindModel &model)
    {
        QStringList lines;
        for (int row = 0; row < model.rowCount(); ++row)
            lines << (model.index(row).data(Qt::CheckStateRole).toInt() == Qt::Checked ? QStringLiteral("x ") : QStringLiteral("- ")) + model.index(row).data().toString();
        return lines;
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void listsWhatIsFoundAndThenTheMostFrequentFirst()
    {
        SecretKindModel model(asking());
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        ui::TrialCounts counts { .done = 1, .total = 9, .kinds = { m_kinds.begin(), m_kinds.begin() + 2 } };
        model.setCounts(counts, m_own);
        QCOMPARE(lines(model), (QStringList { QStringLiteral("x Authorization header   12"), QStringLiteral("x password field   3") }));
        counts.kinds = m_kinds;
        counts.done = 5;
        model.setCounts(counts, m_own);
        QCOMPARE(model.rowCount(), 4);
        counts.done = 9;
        model.setCounts(counts, m_own);
        QCOMPARE(lines(model), (QStringList { QStringLiteral("x Own rule: order number   50"), QStringLiteral("x Authorization header   12"), QStringLiteral("x password field   3"), QStringLiteral("x Cookie sid   1") }));
        QCOMPARE(model.places(), uint64_t(66));
        QCOMPARE(model.index(2).data(Qt::ToolTipRole).toString(), QStringLiteral("3 places in 2 exchanges"));
    }

    void leavesAKindInPlainTextIfTheUserAgrees()
    {
        SecretKindModel model(asking());
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setCounts({ .done = 9, .total = 9, .kinds = m_kinds }, m_own);
        QSignalSpy changed(&model, &SecretKindModel::keptChanged);
        m_agrees = false;
        QVERIFY(!model.setData(model.index(1), Qt::Unchecked, Qt::CheckStateRole));
        QVERIFY(model.kept().empty());
        QCOMPARE(m_asked, QStringList { QStringLiteral("Authorization header 12") });
        m_agrees = true;
        QVERIFY(model.setData(model.index(1), Qt::Unchecked, Qt::CheckStateRole));
        QCOMPARE(model.kept(), SecretKindModel::Kept { "header authorization" });
        QCOMPARE(lines(model)[1], QStringLiteral("- Authorization header   12, in plain text"));
        QCOMPARE(model.places(), uint64_t(54));
        QCOMPARE(changed.size(), 1);
        // It stays so when the exchanges are counted again.
        model.clear();
        model.setCounts({ .done = 9, .total = 9, .kinds = m_kinds }, m_own);
        QCOMPARE(lines(model)[1], QStringLiteral("- Authorization header   12, in plain text"));
        QVERIFY(model.setData(model.index(1), Qt::Checked, Qt::CheckStateRole));
        QVERIFY(model.kept().empty());
        QCOMPARE(m_asked.size(), 2);
    }

    void leavesNothingOfAMaskedScreen()
    {
        SecretKindModel model(asking());
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setFixed(true);
        model.setCounts({ .done = 9, .total = 9, .kinds = m_kinds }, m_own);
        QVERIFY(!(model.flags(model.index(0)) & Qt::ItemIsUserCheckable));
        QVERIFY(!model.setData(model.index(0), Qt::Unchecked, Qt::CheckStateRole));
        QVERIFY(m_asked.isEmpty());
    }
};

QTEST_GUILESS_MAIN(SecretKindModelTest)
#include "tst_secret_kind_model.moc"
