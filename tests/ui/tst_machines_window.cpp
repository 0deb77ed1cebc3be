// SPDX-License-Identifier: GPL-3.0-or-later
// Several machines in one window, by keys and clicks: a list, lines of the tree, a column, chips; one added while this machine is
// captured. Other machines themselves are in tests/e2e/test_machines.py.
#include "tests/support/own_settings.h"
#include "tests/support/quiet_helper.h"
#include "tests/support/scripted.h"
#include "tests/ui/open_window.h"
#include "ui/bars/banner.h"
#include "ui/dialogs/machine_dialog.h"
#include "ui/filter/filter_box.h"
#include "ui/table/table_header.h"

#include <QInputDialog>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSettings>
#include <QTest>
#include <QTreeView>

using ui::Column;

class MachinesWindowTest : public QObject
{
    Q_OBJECT

    using Window = support::OpenWindow;
    support::OwnSettings m_settings;
    std::unique_ptr<ui::Theme> m_theme;

    static void show(Window &w, const QStringList &lines)
    {
        support::Script script;
        w.window.workspace().capture().show(script.batch(lines), w.bodies, QStringLiteral("/tmp/test.har"));
    }
    static QStringList chips(const Window &w)
    {
        QStringList texts;
        for (const auto *chip : w.window.findChildren<QPushButton *>())
            if (chip->property("filterTerm").isValid() && !chip->isHidden())
                texts << chip->text();
        return texts;
    }
    static QPushButton *chip(const Window &w, const QString &text)
    {
        for (auto *chip : w.window.findChildren<QPushButton *>())
            if (chip->property("filterTerm").isValid() && chip->text() == text)
                return chip;
        return nullptr;
    }
    // Runs in the dialog of this kind, once it is open.
    template<class Dialog> static void whenOpen(std::function<void(Dialog &)> does)
    {
        auto *timer = new QTimer(qApp);
        QObject::connect(timer, &QTimer::timeout, qApp, [timer, does = std::move(does)] {
            auto *dialog = qobject_cast<Dialog *>(QApplication::activeModalWidget());
            if (!dialog)
                return;
            timer->deleteLater();
            timer->stop();
            does(*dialog);
        });
        timer->start(20);
    }

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<ui::Theme>(ui::ThemeChoice::Light); }
    void init()
    {
        support::failOnWarnings();
        QSettings().clear();
    }

    void aMachineHasALineAColumnAndAChip()
    {
        Window w(*m_theme);
        show(w, { QStringLiteral("0 curl@web1 GET a.local /0 200 5ms"), QStringLiteral("1 node@web1 GET a.local /1 200 5ms"), QStringLiteral("2 curl GET a.local /2 200 5ms") });
        const auto *tree = w.window.findChild<QTreeView *>(QStringLiteral("programs"));
        QCOMPARE(tree->model()->rowCount(), 3);
        QVERIFY(!w.table().isColumnHidden(int(Column::Machine)));
        QCOMPARE(w.table().head()->visualIndex(int(Column::Machine)) + 1, w.table().head()->visualIndex(int(Column::Process)));
        QCOMPARE(w.cell(0, Column::Machine), QStringLiteral("web1"));
        QCOMPARE(w.cell(2, Column::Machine), QStringLiteral("this machine"));
        QCOMPARE(chips(w), QStringList({ QStringLiteral("web1"), QStringLiteral("this machine") }));
        // By the tree.
        w.window.findChild<QTreeView *>(QStringLiteral("programs"))->setCurrentIndex(tree->model()->index(1, 0));
        QCOMPARE(w.window.workspace().exchanges().shownIds(), (std::vector<uint32_t> { 0, 1 }));
        w.window.workspace().filter().clear();
        // By a chip, beside another; a second click takes it back.
        QTest::mouseClick(chip(w, QStringLiteral("this machine")), Qt::LeftButton);
        QCOMPARE(w.window.workspace().exchanges().shownIds(), (std::vector<uint32_t> { 2 }));
        QTest::mouseClick(chip(w, QStringLiteral("web1")), Qt::LeftButton);
        QVERIFY(!chip(w, QStringLiteral("this machine"))->isChecked());
        w.window.filterBox().setFilterText(QStringLiteral("proc:node"));
        QCOMPARE(w.window.workspace().exchanges().shownIds(), (std::vector<uint32_t> { 1 }));
        w.window.filterBox().setFilterText(QString());
        QTest::mouseClick(chip(w, QStringLiteral("web1")), Qt::LeftButton);
        QCOMPARE(w.window.workspace().exchanges().shown(), 3u);
        // From a cell, of the row that a press has chosen.
        QTest::mouseClick(w.table().viewport(), Qt::RightButton, Qt::NoModifier, w.table().visualRect(w.table().model()->index(2, int(Column::Machine))).center());
        QVERIFY(w.pick(2, Column::Machine, QStringLiteral("Filter by is:here")));
        QCOMPARE(w.window.workspace().exchanges().shownIds(), (std::vector<uint32_t> { 2 }));
    }

    void oneMachineNeedsNone()
    {
        Window w(*m_theme);
        show(w, { QStringLiteral("0 curl GET a.local /0 200 5ms") });
        QVERIFY(w.table().isColumnHidden(int(Column::Machine)));
        QVERIFY(chips(w).isEmpty());
        QVERIFY(!w.window.findChild<QListView *>(QStringLiteral("machines"))->isVisible());
        // Nor does the next window, after one with several.
        show(w, { QStringLiteral("0 curl@web1 GET a.local /0 200 5ms"), QStringLiteral("1 curl GET a.local /1 200 5ms") });
        QVERIFY(!w.table().isColumnHidden(int(Column::Machine)));
        w.window.close();
        Window next(*m_theme);
        show(next, { QStringLiteral("0 curl GET a.local /0 200 5ms") });
        QVERIFY(next.table().isColumnHidden(int(Column::Machine)));
    }

    void aMachineIsAddedWhileThisOneIsCapturedAndRemoved()
    {
        QTemporaryDir folder;
        const support::QuietHelper helper(folder.filePath(QStringLiteral("helper")));
        qputenv("CLEARTAP_SOCKET", folder.filePath(QStringLiteral("helper")).toLocal8Bit());
        qputenv("CLEARTAP_SSH", "/bin/false");
        Window w(*m_theme);
        w.window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&w.window));
        QTest::keyClick(&w.window, Qt::Key_E, Qt::ControlModifier);
        QTRY_COMPARE(w.window.workspace().capture().phase(), ui::CaptureController::Phase::Capturing);
        auto *machines = w.window.findChild<QListView *>(QStringLiteral("machines"));
        QVERIFY(!machines->isVisible());
        bool offeredThisOne = true;
        whenOpen<ui::MachineDialog>([&](ui::MachineDialog &dialog) {
            offeredThisOne = dialog.scope().withThisMachine;
            auto *field = dialog.findChild<QLineEdit *>(QStringLiteral("machine"));
            QTest::keyClicks(field, QStringLiteral("root@web1"));
            QTest::keyClick(field, Qt::Key_Return);
        });
        QTest::keyClick(&w.window, Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(!offeredThisOne);
        const auto line = [&](int row) { return machines->model()->index(row, 0).data().toString() + QLatin1Char(' ') + machines->model()->index(row, 0).data(ui::MachineListModel::DetailRole).toString(); };
        QTRY_COMPARE(machines->model()->rowCount(), 2);
        QVERIFY(machines->isVisible());
        QTRY_COMPARE(line(1), QStringLiteral("web1 failed"));
        QTRY_VERIFY(w.window.findChild<ui::Banner *>()->sentence().startsWith(QStringLiteral("Nothing is captured on web1: The machine could not be reached by ssh.")));
        QCOMPARE(w.window.workspace().capture().phase(), ui::CaptureController::Phase::Capturing);
        QVERIFY(!w.window.grab().isNull());
        machines->setFocus();
        machines->setCurrentIndex(machines->model()->index(1, 0));
        QTest::keyClick(machines, Qt::Key_Delete);
        QTRY_COMPARE(machines->model()->rowCount(), 1);
        QTRY_VERIFY(!machines->isVisible());
        w.window.activateWindow(); // again, after the dialog
        QVERIFY(QTest::qWaitForWindowActive(&w.window));
        QTest::keyClick(&w.window, Qt::Key_E, Qt::ControlModifier);
        QTRY_COMPARE(w.window.workspace().capture().phase(), ui::CaptureController::Phase::Idle);
    }

    void sudosPasswordIsAskedForAndSentOnce()
    {
        QTemporaryDir folder;
        // What stands in for ssh: sudo there accepts nothing.
        QFile file(folder.filePath(QStringLiteral("ssh")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("#!/bin/sh\n[ \"$1\" = -G ] && exit 0\necho 'cleartap/1 password'\nwhile IFS= read -r line; do [ \"$line\" = '  say privilege' ] && break; done\n"
                   "IFS= read -r x; IFS= read -r given; echo \"$given\" >>\"${0%/*}/given\"; echo 'cleartap/1 denied'; cat >/dev/null\n");
        file.close();
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        const support::QuietHelper helper(folder.filePath(QStringLiteral("helper")));
        qputenv("CLEARTAP_SOCKET", folder.filePath(QStringLiteral("helper")).toLocal8Bit());
        qputenv("CLEARTAP_SSH", file.fileName().toLocal8Bit());
        Window w(*m_theme);
        w.window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&w.window));
        QTest::keyClick(&w.window, Qt::Key_E, Qt::ControlModifier);
        QTRY_COMPARE(w.window.workspace().capture().phase(), ui::CaptureController::Phase::Capturing);
        QStringList labels;
        QLineEdit::EchoMode echo = QLineEdit::Normal;
        whenOpen<QInputDialog>([&](QInputDialog &dialog) {
            labels << dialog.labelText();
            echo = dialog.findChild<QLineEdit *>()->echoMode();
            QTest::keyClicks(dialog.findChild<QLineEdit *>(), QStringLiteral("hunter2"));
            whenOpen<QInputDialog>([&](QInputDialog &again) {
                labels << again.labelText();
                again.reject();
            });
            QTest::keyClick(dialog.findChild<QLineEdit *>(), Qt::Key_Return);
        });
        QVERIFY(w.window.workspace().capture().addMachine(capture::FarMachine { "web1" }));
        QTRY_COMPARE_WITH_TIMEOUT(labels.size(), 2, 20'000);
        QCOMPARE(echo, QLineEdit::Password);
        QVERIFY2(labels[0].startsWith(QStringLiteral("Your password on web1")), qPrintable(labels[0]));
        QVERIFY2(labels[1].startsWith(QStringLiteral("The last one did not work")), qPrintable(labels[1]));
        QFile given(folder.filePath(QStringLiteral("given")));
        QVERIFY(given.open(QIODevice::ReadOnly));
        QCOMPARE(given.readAll(), QByteArray("hunter2\n"));
        // Who gives none does not want the machine.
        QTRY_COMPARE(w.window.workspace().machines().rowCount(), 1);
        w.window.workspace().capture().stop();
        QTRY_COMPARE(w.window.workspace().capture().phase(), ui::CaptureController::Phase::Idle);
    }
};

QTEST_MAIN(MachinesWindowTest)
#include "tst_machines_window.moc"
