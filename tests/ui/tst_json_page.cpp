// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support.h"
#include "ui/body/json_page.h"
#include "ui/body/json_tree_model.h"
#include "ui/body/json_tree_view.h"
#include "ui/theme/theme.h"

#include <QLineEdit>
#include <QTest>

class TestJsonPage : public QObject
{
    Q_OBJECT

    static QString rows(const ui::JsonPage &page)
    {
        QStringList lines;
        const auto &model = *page.tree()->tree();
        for (int row = 0; row < model.rowCount(); ++row)
            lines << model.index(row, 1).data().toString();
        return lines.join(QStringLiteral(", "));
    }

private Q_SLOTS:
    void init() { support::failOnWarnings(); }

    void aTypedFilterShowsItsResults()
    {
        ui::Theme theme(ui::ThemeChoice::Light);
        ui::JsonPage page(theme);
        page.query().setProgram(QStringLiteral(BINARY_DIR "/cleartap"));
        page.resize(700, 400);
        page.show();
        page.setJson(R"({"items":[{"name":"one"},{"name":"two"}]})");
        QTest::keyClicks(page.filter(), QStringLiteral(".items[]|.name"));
        QTRY_COMPARE_WITH_TIMEOUT(rows(page), QStringLiteral("\"one\", \"two\""), 20'000);
        QCOMPARE(page.message(), QStringLiteral("2 results"));
        // Wrong: the result stays, and the field says what is wrong.
        QTest::keyClicks(page.filter(), QStringLiteral("["));
        QTest::keyClick(page.filter(), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(page.message().startsWith(QStringLiteral("syntax error")), 20'000);
        QVERIFY(page.filter()->property("invalid").toBool());
        QCOMPARE(rows(page), QStringLiteral("\"one\", \"two\""));
        QTest::keyClick(page.filter(), Qt::Key_Backspace);
        QTRY_VERIFY_WITH_TIMEOUT(!page.filter()->property("invalid").toBool(), 20'000);
        // The next body: the filter stays.
        page.setJson(R"({"items":[{"name":"three"}]})");
        QTRY_COMPARE_WITH_TIMEOUT(rows(page), QStringLiteral("\"three\""), 20'000);
        page.filter()->clear();
        QCOMPARE(page.tree()->tree()->index(0, 0).data().toString(), QStringLiteral("items"));
        QVERIFY(page.message().isEmpty());
    }
};

QTEST_MAIN(TestJsonPage)
#include "tst_json_page.moc"
