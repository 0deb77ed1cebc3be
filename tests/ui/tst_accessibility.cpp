// SPDX-License-Identifier: GPL-3.0-or-later
// What a screen reader says of the window and its dialogs, and whether their texts fit at the smallest size.
#include "tests/support/own_settings.h"
#include "tests/ui/open_window.h"
#include "tests/ui/shown_texts.h"
#include "ui/details/facts_pane.h"
#include "ui/details/message_pane.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/dialogs/guide.h"
#include "ui/dialogs/masked_save_dialog.h"
#include "ui/dialogs/process_dialog.h"
#include "ui/dialogs/rules_dialog.h"
#include "ui/dialogs/shortcut_sheet.h"

#include <QAccessible>
#include <QSettings>
#include <QTest>

#include <memory>

class AccessibilityTest : public QObject
{
    Q_OBJECT

    support::OwnSettings m_settings;
    std::unique_ptr<ui::Theme> m_theme;

    // Nothing that cannot be read.
    static void look(QWidget &window)
    {
        QCoreApplication::processEvents();
        QCOMPARE(support::nameless(window).join(QStringLiteral(", ")), QString());
        QCOMPARE(support::cut(window).join(QStringLiteral(" | ")), QString());
        QCOMPARE(support::blurred(window).join(QStringLiteral(" | ")), QString());
    }

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<ui::Theme>(ui::ThemeChoice::Light); }
    void init()
    {
        support::failOnWarnings();
        QSettings().clear();
    }

    // Also run with screens of more pixels: QT_SCALE_FACTOR.
    void everythingHasANameAndFitsAtTheSmallestSize()
    {
        support::OpenWindow w(*m_theme);
        w.window.resize(1024, 700);
        QCoreApplication::processEvents();
        QCOMPARE(w.window.size(), QSize(1024, 700));
        QCOMPARE(w.window.devicePixelRatioF(), qMax(1.0, qEnvironmentVariable("QT_SCALE_FACTOR").toDouble()));
        look(w.window);
        w.show(30);
        look(w.window);
        w.table().setCurrentIndex(w.table().model()->index(3, 0));
        QTest::keyClick(&w.table(), Qt::Key_Return);
        QTRY_VERIFY(w.details().response()->settled());
        look(w.window);
        ui::FactsPane &facts = *w.details().facts();
        for (const ui::FactsPane::Page page : {ui::FactsPane::ExchangePage, ui::FactsPane::ConnectionPage, ui::FactsPane::TlsPage, ui::FactsPane::ProcessPage}) {
            facts.setCurrentPage(page);
            look(w.window);
        }
        w.window.workspace().compare(2, 3);
        look(w.window);
        QCOMPARE(w.window.size(), QSize(1024, 700));    // nothing needed more room
        // There is room for rows, and for what is chosen of them.
        w.window.workspace().endComparison();
        QCoreApplication::processEvents();
        QVERIFY(w.table().viewport()->height() >= 4 * ui::measure::row);
        QVERIFY(w.details().height() >= 200);
    }

    void rowsAreReadAsSentences()
    {
        support::OpenWindow w(*m_theme);
        w.show(30);
        QAccessibleInterface *table = QAccessible::queryAccessibleInterface(&w.table());
        QVERIFY(table && table->tableInterface());
        QStringList cells;
        for (int column = 0; column < table->tableInterface()->columnCount(); ++column)
            cells << table->tableInterface()->cellAt(9, column)->text(QAccessible::Name);
        QVERIFY2(cells.contains(QStringLiteral("/item/9")), qPrintable(cells.join(QLatin1Char('|'))));
        QVERIFY2(!cells.filter(QStringLiteral("503")).isEmpty(), qPrintable(cells.join(QLatin1Char('|'))));
    }

    void dialogsHaveNamesToo()
    {
        support::OpenWindow w(*m_theme);
        w.show(3);
        QWidget *const above = w.table().window();
        auto *guide = new ui::Guide(*m_theme, above);
        guide->show();
        ui::ShortcutSheet keys(*m_theme, above);
        ui::ProcessDialog processes(std::nullopt, above);
        ui::RulesDialog rules(w.window.workspace(), above);
        ui::ExportDialog exporting(w.window.workspace(), above);
        ui::MaskedSaveDialog saving(w.window.workspace(), above);
        for (QDialog *dialog : {static_cast<QDialog *>(guide), static_cast<QDialog *>(&keys), static_cast<QDialog *>(&processes), static_cast<QDialog *>(&rules), static_cast<QDialog *>(&exporting), static_cast<QDialog *>(&saving)}) {
            dialog->show();
            look(*dialog);
            QVERIFY(!dialog->windowTitle().isEmpty());
            dialog->close();
        }
    }
};

QTEST_MAIN(AccessibilityTest)
#include "tst_accessibility.moc"
