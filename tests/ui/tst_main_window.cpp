// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/main_window.h"

#include "tests/ui/open_window.h"
#include "tests/support/own_settings.h"
#include "tests/support/processor_time.h"
#include "ui/bars/banner.h"
#include "ui/body/scintilla.h"
#include "ui/details/details_pane.h"
#include "ui/filter/filter_box.h"
#include "ui/first_run/first_run_page.h"
#include "ui/models/exchange_cells.h"
#include "ui/table/exchange_view.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QCompleter>
#include <QContextMenuEvent>
#include <QInputDialog>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QTabBar>
#include <QTest>
#include <QTimer>
#include <QTreeView>

#include <memory>

using ui::Column;

class MainWindowTest : public QObject
{
    Q_OBJECT

    support::OwnSettings m_settings;
    std::unique_ptr<ui::Theme> m_theme;

    using Window = support::OpenWindow;

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<ui::Theme>(ui::ThemeChoice::Light); }
    void init()
    {
        support::failOnWarnings();
        QSettings().clear();
    }

    void showsTheFirstPageUntilThereIsSomethingToList()
    {
        Window w(*m_theme);
        auto *table = w.window.findChild<ui::ExchangeView *>();
        QVERIFY(!table->isVisible());
        w.show(3);
        QVERIFY(table->isVisible());
        QCOMPARE(w.cell(2, Column::Path), QStringLiteral("/item/2"));
    }

    void searchesInBodiesByAKey()
    {
        Window w(*m_theme);
        w.show(30);
        w.window.filterBox().setFilterText(QStringLiteral("host:api"));
        w.table().selectId(3);
        w.window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&w.window));
        QTest::keyClick(&w.window, Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(w.window.filterBox().text(), QStringLiteral("host:api body:"));
        QTest::keyClicks(&w.window.filterBox(), QStringLiteral("\"item\":1"));
        QTRY_COMPARE(w.window.workspace().exchanges().shown(), 11u); // 1 and 10 to 19
        QCOMPARE(w.window.filterBox().readBack(), QStringLiteral("to api and with \"\"item\":1\" in a body"));
        for (const auto *button : w.table().findChildren<QPushButton *>())
            QVERIFY2(!button->isVisible(), qPrintable(button->text())); // results are not new rows
        w.window.filterBox().setFilterText(QStringLiteral("header:host body:nowhere"));
        QTRY_COMPARE(w.window.workspace().exchanges().shown(), 0u);
    }

    void readsTheBodyOfTheChosenRowOffTheView()
    {
        Window w(*m_theme);
        w.show(12);
        w.table().setFocus();
        w.table().selectId(7);
        const auto body = [&] {
            for (const auto *view : w.window.findChildren<QsciScintilla *>())
                if (view->isVisible() && view->text().contains(QStringLiteral("\"item\": 7")))
                    return true;
            return false;
        };
        QTRY_VERIFY_WITH_TIMEOUT(body(), 10'000);
        QVERIFY(w.window.findChild<ui::DetailsPane *>()->isVisible());
        QTest::keyClick(&w.table(), Qt::Key_J);
        QCOMPARE(w.table().currentId(), 8u);
        QTest::keyClick(&w.table(), Qt::Key_K);
        QCOMPARE(w.table().currentId(), 7u);
        QTest::keyClick(&w.table(), Qt::Key_Return);
        const auto *tabs = qobject_cast<QTabBar *>(w.window.focusWidget());
        QVERIFY(tabs);
        for (int i = 0; i < tabs->count(); ++i) {
            QTest::keyClick(w.window.focusWidget(), Qt::Key_Right);
            QVERIFY(tabs->isTabVisible(tabs->currentIndex()));
        }
        QVERIFY(w.details().isAncestorOf(w.window.focusWidget()));
        QTest::keyClick(w.window.focusWidget(), Qt::Key_Escape);
        QCOMPARE(w.window.focusWidget(), &w.table());
        QVERIFY(w.details().isVisible());
        QTest::keyClick(&w.table(), Qt::Key_Escape);
        QVERIFY(!w.window.findChild<ui::DetailsPane *>()->isVisible());
        QCOMPARE(w.table().currentId(), base::noId);
    }

    void aWholeWordNeedsNoSuggestion()
    {
        Window w(*m_theme);
        w.show(3);
        ui::FilterBox &box = w.window.filterBox();
        box.setFocus();
        QTest::keyClicks(&box, QStringLiteral("is:htt"));
        QVERIFY(box.completer()->popup()->isVisible());
        QTest::keyClick(&box, Qt::Key_P);
        QCOMPARE(box.text(), QStringLiteral("is:http"));
        QVERIFY(!box.completer()->popup()->isVisible());
        QTest::keyClick(&box, Qt::Key_Down);
        QCOMPARE(w.table().currentId(), 0u);
    }

    void filtersAndKeepsTheChosenRow()
    {
        Window w(*m_theme);
        w.show(40);
        w.table().selectId(19);
        w.window.filterBox().setFilterText(QStringLiteral("status>=400"));
        QCOMPARE(w.window.workspace().exchanges().shown(), 4u);
        QCOMPARE(w.table().currentId(), 19u);
        QVERIFY(!w.label("readBack").isEmpty());
        w.window.filterBox().setFilterText(QStringLiteral("status:200"));
        QCOMPARE(w.table().currentId(), base::noId);
    }

    void keepsTheLastFilterWhileTheNextIsHalfTyped()
    {
        Window w(*m_theme);
        w.show(40);
        w.window.filterBox().setFilterText(QStringLiteral("status>=400"));
        w.window.filterBox().setText(QStringLiteral("status>="));
        QVERIFY(!w.window.filterBox().isValid());
        QVERIFY(!w.window.filterBox().readBack().isEmpty());
        QTest::qWait(300);
        QCOMPARE(w.window.workspace().exchanges().shown(), 4u);
    }

    void theFilterLeadsIntoItsResults()
    {
        Window w(*m_theme);
        w.show(20);
        w.window.filterBox().setFocus();
        QTest::keyClicks(&w.window.filterBox(), QStringLiteral("status>=400"));
        QTest::keyClick(&w.window.filterBox(), Qt::Key_Down);
        QCOMPARE(w.window.workspace().exchanges().shown(), 2u);
        QCOMPARE(w.table().currentId(), 9u);
    }

    void aCellOffersItsFilter()
    {
        Window w(*m_theme);
        w.show(40);
        ui::ExchangeView &table = w.table();
        const auto pick = [&](int row, Column column, const QString &entry) {
            QTest::mouseClick(table.viewport(), Qt::LeftButton, Qt::NoModifier, table.visualRect(table.model()->index(row, int(column))).center());
            QVERIFY(w.pick(row, column, entry));
        };
        pick(9, Column::Status, QStringLiteral("Filter by status:503"));
        QCOMPARE(w.window.filterBox().text(), QStringLiteral("status:503"));
        QCOMPARE(w.window.workspace().exchanges().shown(), 4u);
        pick(1, Column::Path, QStringLiteral("Exclude path=/item/19"));
        QCOMPARE(w.window.filterBox().text(), QStringLiteral("status:503 -path=/item/19"));
        QCOMPARE(w.window.workspace().exchanges().shown(), 3u);
        pick(0, Column::Status, QStringLiteral("Exclude status:503"));
        QCOMPARE(w.window.filterBox().text(), QStringLiteral("-path=/item/19 -status:503"));
    }

    void keysMarkAndComment()
    {
        Window w(*m_theme);
        w.show(12);
        w.window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&w.window));
        w.table().setFocus();
        w.table().selectId(3);
        QTest::keyClick(&w.table(), Qt::Key_Down, Qt::ShiftModifier);
        QTest::keyClick(&w.table(), Qt::Key_1);
        w.table().selectId(7);
        QTest::keyClick(&w.table(), Qt::Key_5);
        const ui::Marks &marks = w.window.workspace().marks();
        QCOMPARE(marks.at(4).colour, ui::MarkColour::Red);
        QCOMPARE(marks.at(7).colour, ui::MarkColour::Blue);
        QTimer::singleShot(0, &w.window, [] {
            auto *dialog = qobject_cast<QInputDialog *>(QApplication::activeModalWidget());
            QVERIFY(dialog);
            dialog->setTextValue(QStringLiteral("why so slow?"));
            dialog->accept();
        });
        QTest::keyClick(&w.table(), Qt::Key_F2);
        QCOMPARE(w.cell(7, Column::Comment), QStringLiteral("why so slow?"));
        QVERIFY(!w.table().isColumnHidden(int(Column::Comment)));
        w.window.filterBox().setFilterText(QStringLiteral("mark:red"));
        QCOMPARE(w.window.workspace().exchanges().shownIds(), (std::vector<uint32_t> { 3, 4 }));
        w.window.activateWindow(); // again, after the dialog
        QVERIFY(QTest::qWaitForWindowActive(&w.window));
        w.table().setFocus();
        w.table().selectAll();
        QTest::keyClick(&w.table(), Qt::Key_1); // a second time: no longer
        QCOMPARE(w.window.workspace().exchanges().shown(), 0u);
        w.window.filterBox().setFilterText(QStringLiteral("comment:slow"));
        QCOMPARE(w.window.workspace().exchanges().shown(), 1u);
    }

    void clearIsUndoneByAKey()
    {
        Window w(*m_theme);
        w.show(12);
        w.window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&w.window));
        QTest::keyClick(&w.window, Qt::Key_L, Qt::ControlModifier);
        QCOMPARE(w.window.workspace().exchanges().shown(), 0u);
        QVERIFY(w.window.findChild<ui::FirstRunPage *>()->isVisible());
        QCOMPARE(w.window.findChild<ui::Banner *>()->sentence(), QStringLiteral("Cleared 12 exchanges."));
        QTest::keyClick(&w.window, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(w.window.workspace().exchanges().shown(), 12u);
        QVERIFY(w.window.findChild<ui::Banner *>()->sentence().isEmpty());
        QVERIFY(w.table().isVisible());
    }

    void limitsTheTableToAProgramOfTheTree()
    {
        Window w(*m_theme);
        w.show(5);
        auto *tree = w.window.findChild<QTreeView *>(QStringLiteral("programs"));
        QCOMPARE(tree->model()->rowCount(), 2);
        tree->setCurrentIndex(tree->model()->index(1, 0));
        QCOMPARE(w.window.workspace().exchanges().shown(), 5u);
        QCOMPARE(tree->model()->index(0, 0, tree->model()->index(1, 0)).data().toString(), QStringLiteral("api.local"));
    }

    void followsUntilTheUserSelects()
    {
        Window w(*m_theme);
        w.show(200);
        w.table().setFollows(true);
        QTRY_COMPARE(w.table().verticalScrollBar()->value(), w.table().verticalScrollBar()->maximum());
        w.table().verticalScrollBar()->setValue(0);
        QVERIFY(!w.table().follows());
        QTest::keyClick(&w.table(), Qt::Key_End);
        QVERIFY(w.table().follows());
        w.table().selectId(100);
        QVERIFY(!w.table().follows());
    }

    void everyDisabledControlSaysWhy()
    {
        Window w(*m_theme);
        for (const auto *button : w.window.findChildren<QAbstractButton *>())
            if (button->isVisible() && !button->isEnabled())
                QVERIFY2(!button->toolTip().isEmpty(), qPrintable(button->objectName() + button->text()));
    }

    void remembersItsColumns()
    {
        {
            Window w(*m_theme);
            w.table().head()->setSectionHidden(int(Column::Pid), false);
            w.table().head()->moveSection(w.table().head()->visualIndex(int(Column::Pid)), 2);
            w.table().head()->resizeSection(int(Column::Host), 222);
            w.window.close();
        }
        Window w(*m_theme);
        QVERIFY(!w.table().head()->isSectionHidden(int(Column::Pid)));
        QCOMPARE(w.table().head()->visualIndex(int(Column::Pid)), 2);
        QCOMPARE(w.table().head()->sectionSize(int(Column::Host)), 222);
    }

    void paintsAHundredThousandRowsSmoothly()
    {
        Window w(*m_theme);
        w.show(100'000);
        QScrollBar *bar = w.table().verticalScrollBar();
        const double began = support::threadSeconds();
        constexpr int frames = 40;
        for (int frame = 0; frame < frames; ++frame) {
            bar->setValue(int(qint64(bar->maximum()) * frame / frames));
            QVERIFY(!w.table().viewport()->grab().isNull());
        }
        const double each = (support::threadSeconds() - began) * 1e3 / frames;
        qInfo("a frame over 100,000 rows: %.1f ms", each);
        QVERIFY(each < 100); // for a slow machine; the target is 16
    }
};

QTEST_MAIN(MainWindowTest)
#include "tst_main_window.moc"
