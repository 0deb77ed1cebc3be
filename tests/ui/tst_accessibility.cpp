// SPDX-License-Identifier: GPL-3.0-or-later
// What a screen reader says of the window and its dialogs, and whether their texts fit at the smallest size.
#include "tests/support/own_settings.h"
#include "tests/ui/open_window.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/dialogs/guide.h"
#include "ui/dialogs/masked_save_dialog.h"
#include "ui/dialogs/process_dialog.h"
#include "ui/dialogs/rules_dialog.h"
#include "ui/dialogs/shortcut_sheet.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QScrollBar>
#include <QSettings>
#include <QTabBar>
#include <QTest>
#include <QTextEdit>

#include <memory>

class AccessibilityTest : public QObject
{
    Q_OBJECT

    support::OwnSettings m_settings;
    std::unique_ptr<ui::Theme> m_theme;

    // What the keyboard can reach, and has no name.
    static QStringList nameless(QWidget &window)
    {
        QStringList found;
        for (QWidget *widget : window.findChildren<QWidget *>()) {
            const bool isControl = qobject_cast<QAbstractButton *>(widget) || qobject_cast<QAbstractItemView *>(widget) || qobject_cast<QLineEdit *>(widget)
                || qobject_cast<QComboBox *>(widget) || qobject_cast<QTextEdit *>(widget) || qobject_cast<QTabBar *>(widget) || qobject_cast<QAbstractSpinBox *>(widget);
            // Parts of one: headers and scroll bars of views, the text of a box.
            const bool isPart = qobject_cast<QHeaderView *>(widget) || qobject_cast<QScrollBar *>(widget) || qobject_cast<QComboBox *>(widget->parentWidget())
                || qobject_cast<QAbstractSpinBox *>(widget->parentWidget()) || qobject_cast<QTabBar *>(widget->parentWidget())
                || (qobject_cast<QLineEdit *>(widget->parentWidget()) != nullptr) || widget->objectName().startsWith(QLatin1String("qt_"));
            if (!isControl || isPart || !widget->isVisibleTo(&window) || widget->focusPolicy() == Qt::NoFocus)
                continue;
            QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(widget);
            if (!interface || interface->text(QAccessible::Name).trimmed().isEmpty())
                found << QLatin1String(widget->metaObject()->className()) + QLatin1Char(' ') + widget->objectName() + QLatin1String(" in ")
                        + QLatin1String(widget->parentWidget()->metaObject()->className());
        }
        return found;
    }
    // Texts of labels and buttons that are wider or higher than their place.
    static QStringList cut(QWidget &window)
    {
        QStringList found;
        for (QAbstractButton *button : window.findChildren<QAbstractButton *>())
            if (button->isVisibleTo(&window) && !button->text().isEmpty() && button->width() < button->minimumSizeHint().width())
                found << button->text();
        for (QLabel *label : window.findChildren<QLabel *>())
            if (label->isVisibleTo(&window) && !label->text().isEmpty() && !label->wordWrap()
                && (label->width() < label->minimumSizeHint().width() || label->height() < label->minimumSizeHint().height()))
                found << label->text();
        return found;
    }

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<ui::Theme>(ui::ThemeChoice::Light); }
    void init()
    {
        support::failOnWarnings();
        QSettings().clear();
    }

    void everythingHasANameAndFitsAtTheSmallestSize()
    {
        support::OpenWindow w(*m_theme);
        w.window.resize(1024, 700);
        QCoreApplication::processEvents();
        QCOMPARE(nameless(w.window).join(QStringLiteral(", ")), QString());
        QCOMPARE(cut(w.window).join(QStringLiteral(" | ")), QString());
        w.show(30);
        QCoreApplication::processEvents();
        QCOMPARE(nameless(w.window).join(QStringLiteral(", ")), QString());
        QCOMPARE(cut(w.window).join(QStringLiteral(" | ")), QString());
        w.table().setCurrentIndex(w.table().model()->index(3, 0));
        QTest::keyClick(&w.table(), Qt::Key_Return);
        QTest::qWait(200);
        QCOMPARE(nameless(w.window).join(QStringLiteral(", ")), QString());
        QCOMPARE(cut(w.window).join(QStringLiteral(" | ")), QString());
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
            QCoreApplication::processEvents();
            QCOMPARE(nameless(*dialog).join(QStringLiteral(", ")), QString());
            QCOMPARE(cut(*dialog).join(QStringLiteral(" | ")), QString());
            QVERIFY(!dialog->windowTitle().isEmpty());
            dialog->close();
        }
    }
};

QTEST_MAIN(AccessibilityTest)
#include "tst_accessibility.moc"
