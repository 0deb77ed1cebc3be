// SPDX-License-Identifier: GPL-3.0-or-later
// What the window's panels do together: halves of calls, comparison, overview.
#include "tests/support/both_ends.h"
#include "tests/support/scripted.h"
#include "tests/ui/open_window.h"
#include "tests/support/own_settings.h"
#include "ui/compare/compare_view.h"
#include "ui/dialogs/guide.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/filter/filter_box.h"
#include "ui/overview/figure_list.h"
#include "ui/overview/overview_view.h"
#include "ui/overview/rate_chart.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>
#include <QListView>
#include <QSettings>
#include <QListWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBrowser>

#include <functional>
#include <memory>

class WindowPanelsTest : public QObject
{
    Q_OBJECT

    support::OwnSettings m_settings;
    std::unique_ptr<ui::Theme> m_theme;

    using Window = support::OpenWindow;

    static void click(const ui::FigureList &list, int row)
    {
        QTest::mouseClick(list.list()->viewport(), Qt::LeftButton, Qt::NoModifier, list.list()->visualRect(list.list()->model()->index(row, 0)).center());
    }
    static QString figures(ui::FigureList &list)
    {
        QStringList lines;
        for (int row = 0; row < list.model().rowCount(); ++row)
            lines << list.model().index(row).data(Qt::AccessibleTextRole).toString();
        return lines.join(QStringLiteral(", "));
    }

    // Once a dialog of that kind is there: true ends the waiting.
    template <typename Dialog>
    static void whenOpen(std::function<bool(Dialog &)> act)
    {
        auto *timer = new QTimer(qApp);
        QObject::connect(timer, &QTimer::timeout, timer, [timer, act] {
            auto *dialog = qobject_cast<Dialog *>(QApplication::activeModalWidget());
            if (dialog && act(*dialog))
                timer->deleteLater();
        });
        timer->start(20);
    }
    static void chooseFile(const QString &path)
    {
        whenOpen<QFileDialog>([path](QFileDialog &dialog) {
            dialog.findChild<QLineEdit *>(QStringLiteral("fileNameEdit"))->setText(path);
            static_cast<QDialog &>(dialog).accept();
            return true;
        });
    }

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<ui::Theme>(ui::ThemeChoice::Light); }
    void init()
    {
        support::failOnWarnings();
        QSettings().clear();
    }

    void theGuideStaysOpenWhileItsFiltersAreTried()
    {
        Window w(*m_theme);
        w.show(30);
        w.window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&w.window));
        QTest::keyClick(&w.table(), Qt::Key_F1);
        auto *guide = w.window.findChild<ui::Guide *>();
        QVERIFY(guide && guide->isVisible() && !guide->isModal());
        auto *pages = guide->findChild<QListWidget *>();
        auto *text = guide->findChild<QTextBrowser *>();
        for (int page = 0; page < pages->count(); ++page) {
            pages->setCurrentRow(page);
            QVERIFY(text->toPlainText().startsWith(pages->item(page)->text()));
        }
        pages->setCurrentRow(2);
        Q_EMIT text->anchorClicked(QUrl(QStringLiteral("filter:status%3E%3D400")));
        QCOMPARE(w.window.filterBox().text(), QStringLiteral("status>=400"));
        QCOMPARE(w.table().model()->rowCount(), 3);
        QTest::keyClick(guide, Qt::Key_Escape);
        QTRY_VERIFY(!w.window.findChild<ui::Guide *>());
    }

    void keysLeadToTheOtherSideAndAlongTheConnection()
    {
        Window w(*m_theme);
        exchange::Batch batch;
        for (uint32_t id = 0; id < 2; ++id) {
            exchange::Connection connection;
            connection.id = id;
            connection.protocol = 6;
            connection.fromStart = true;
            connection.local = {base::Family::V4, uint16_t(id == 0 ? 40'000 : 443), {127, 0, 0, 1}};
            connection.remote = {base::Family::V4, uint16_t(id == 0 ? 443 : 40'000), {127, 0, 0, 1}};
            batch.connections.push_back(connection);
        }
        for (uint32_t id = 0; id < 4; ++id) {
            exchange::Exchange one;
            one.id = id;
            one.connection = id % 2;
            one.method = "GET";
            one.path = id < 2 ? "/a" : "/b";
            one.request.begin = 1'795'000'000'000'000'000 + int64_t(id) * 1'000'000;
            batch.exchanges.push_back(one);
        }
        w.window.workspace().capture().show(std::move(batch), w.bodies, QStringLiteral("/tmp/test.har"));
        w.window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&w.window));
        w.table().setFocus();
        w.table().selectId(2);
        // A row each: the other side is shown in the details, and its row stays selected.
        QCOMPARE(w.window.workspace().exchanges().rowCount(), 2);
        QVERIFY2(w.label("rows").contains(QStringLiteral(">2</b> exchanges")), qPrintable(w.label("rows")));
        QTest::keyClick(&w.table(), Qt::Key_O);
        QCOMPARE(w.details().shown(), 3u);
        QCOMPARE(w.table().currentId(), 2u);
        QTest::keyClick(&w.table(), Qt::Key_O);
        QCOMPARE(w.details().shown(), 2u);
        QTest::keyClick(&w.window, Qt::Key_Comma, Qt::ControlModifier);
        QCOMPARE(w.table().currentId(), 0u);
        w.window.workspace().choose(3);
        QCOMPARE(w.table().currentId(), 2u);
        QCOMPARE(w.details().shown(), 3u);
        // Halves on their own: the chosen one has its row.
        QTest::keyClick(&w.window, Qt::Key_J, Qt::ControlModifier);
        QCOMPARE(w.window.workspace().exchanges().rowCount(), 4);
        QCOMPARE(w.table().currentId(), 3u);
        w.table().selectId(2);
        QTest::keyClick(&w.table(), Qt::Key_O);
        QCOMPARE(w.table().currentId(), 3u);
        QTest::keyClick(&w.window, Qt::Key_Comma, Qt::ControlModifier);
        QCOMPARE(w.table().currentId(), 1u);
        QTest::keyClick(&w.window, Qt::Key_Comma, Qt::ControlModifier);
        QCOMPARE(w.table().currentId(), 1u);
        QTest::keyClick(&w.window, Qt::Key_Period, Qt::ControlModifier);
        QCOMPARE(w.table().currentId(), 3u);
        QTest::keyClick(&w.window, Qt::Key_J, Qt::ControlModifier);
        QCOMPARE(w.table().currentId(), 2u);
        QCOMPARE(w.details().shown(), 3u);
        QTest::keyClick(&w.window, Qt::Key_J, Qt::ControlModifier);
        w.table().selectId(3);
        w.window.filterBox().setFilterText(QStringLiteral("connection:1"));
        QTest::keyClick(&w.table(), Qt::Key_O);
        QCOMPARE(w.table().currentId(), 3u);
        QCOMPARE(w.label("hooks"), QStringLiteral("The filter hides the other side."));
    }

    void theSwitchToHalvesIsRemembered()
    {
        {
            Window w(*m_theme);
            QVERIFY(w.window.workspace().isJoined());
            w.show(3);
            w.window.activateWindow();
            QVERIFY(QTest::qWaitForWindowActive(&w.window));
            w.table().setFocus();
            QTest::keyClick(&w.window, Qt::Key_J, Qt::ControlModifier);
            QVERIFY(!w.window.workspace().isJoined());
            w.window.close();
        }
        Window w(*m_theme);
        QVERIFY(!w.window.workspace().isJoined());
    }

    void theChosenHalfStaysWhenItsCallGetsTheRow()
    {
        Window w(*m_theme);
        support::BothEnds ends;
        ends.call("/a");
        ends.call("/b");
        ui::Workspace &workspace = w.window.workspace();
        workspace.capture().show(ends.take(), w.bodies, QStringLiteral("/tmp/test.har"));
        workspace.marks().setColour({ 1, 2 }, ui::MarkColour::Red);
        w.window.filterBox().setFilterText(QStringLiteral("mark:red"));
        QCOMPARE(workspace.exchanges().shownIds(), (std::vector<uint32_t> { 1, 2 }));
        w.table().selectId(1);
        workspace.marks().setColour({ 0 }, ui::MarkColour::Red);
        QCOMPARE(workspace.exchanges().shownIds(), (std::vector<uint32_t> { 0, 2 }));
        QCOMPARE(w.details().shown(), 1u);
        QCOMPARE(w.table().currentId(), 0u);
    }

    void aKeyComparesTwoRowsOrOneWithThePreviousToItsPath()
    {
        Window w(*m_theme);
        w.show(12);
        auto *comparison = w.window.findChild<ui::CompareView *>();
        QVERIFY(comparison && !comparison->isVisible());
        w.window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&w.window));
        w.table().setFocus();
        w.table().selectId(3);
        QTest::keyClick(&w.table(), Qt::Key_D);
        QVERIFY(!comparison->isVisible());
        QCOMPARE(w.label("hooks"), QStringLiteral("There is no earlier request to this path."));
        QTest::keyClick(&w.table(), Qt::Key_Down, Qt::ShiftModifier);
        QTest::keyClick(&w.table(), Qt::Key_D);
        QVERIFY(comparison->isVisible());
        QVERIFY(!w.details().isVisible());
        QTRY_VERIFY(!comparison->isReading());
        const auto holds = [&](const QString &name, const QString &left, const QString &right) {
            for (int row = 0; row < comparison->model().rowCount(); ++row) {
                const ui::ComparisonRow &shown = comparison->model().row(row);
                if (shown.name == name && shown.left == left && shown.right == right)
                    return true;
            }
            return false;
        };
        QVERIFY(holds(QStringLiteral("Path"), QStringLiteral("/item/3"), QStringLiteral("/item/4")));
        QVERIFY(holds(QStringLiteral("item"), QStringLiteral("3"), QStringLiteral("4")));
        QVERIFY(!holds(QStringLiteral("Method"), QStringLiteral("GET"), QStringLiteral("GET")));
        QCOMPARE(comparison->summary(), QStringLiteral("2 differences"));
        // Another row ends it, and so does a key.
        QTest::keyClick(&w.table(), Qt::Key_Down);
        QVERIFY(!comparison->isVisible());
        QVERIFY(w.details().isVisible());
        w.table().selectId(3);
        QTest::keyClick(&w.table(), Qt::Key_Down, Qt::ShiftModifier);
        QTest::keyClick(&w.table(), Qt::Key_D);
        QTest::keyClick(&w.table(), Qt::Key_Return);
        QVERIFY(comparison->isAncestorOf(w.window.focusWidget()));
        QTest::keyClick(w.window.focusWidget(), Qt::Key_Escape);
        QVERIFY(!comparison->isVisible());
        QCOMPARE(w.window.focusWidget(), &w.table());
    }

    void theRequestBeforeIsTheOneToTheSamePath()
    {
        Window w(*m_theme);
        support::Script script;
        w.window.workspace().capture().show(script.batch({ QStringLiteral("0 curl GET a.local /x?n=1 200 5ms"), QStringLiteral("1 curl GET b.local /x 200 5ms"),
                                                           QStringLiteral("2 curl POST a.local /x 200 5ms"), QStringLiteral("3 curl GET a.local /x?n=2 404 900ms") }),
                                            w.bodies, QStringLiteral("/tmp/test.har"));
        QCOMPARE(w.window.workspace().previousLike(3), 0u);
        QCOMPARE(w.window.workspace().previousLike(2), base::noId);
        w.window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&w.window));
        w.table().setFocus();
        w.table().selectId(3);
        QTest::keyClick(&w.table(), Qt::Key_D);
        auto *comparison = w.window.findChild<ui::CompareView *>();
        QTRY_VERIFY(comparison->isVisible() && !comparison->isReading());
        QCOMPARE(w.window.workspace().comparison(), std::optional(std::pair(0u, 3u)));
    }

    void theOverviewCountsEverythingWhileNothingIsSelected()
    {
        Window w(*m_theme);
        auto *overview = w.window.findChild<ui::OverviewView *>();
        QVERIFY(overview);
        const QAbstractItemModelTester tester(&overview->paths()->model());
        w.show(40);
        QVERIFY(overview->isVisible());
        QTRY_COMPARE(figures(*overview->statuses()), QStringLiteral("2xx: 36, 5xx: 4"));
        QCOMPARE(figures(*overview->processes()), QStringLiteral("curl: 40"));
        QCOMPARE(figures(*overview->hosts()), QStringLiteral("api.local: 40"));
        QCOMPARE(figures(*overview->paths()), QStringLiteral("GET api.local/item/*: 0.2 ms"));
        QVERIFY2(overview->chart()->readOff(20).contains(QStringLiteral("40/s · 4 errors")), qPrintable(overview->chart()->readOff(20)));
        w.table().selectId(3);
        QVERIFY(!overview->isVisible());
        w.window.workspace().choose(base::noId);
        QVERIFY(overview->isVisible());
        w.window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&w.window));
        QTest::keyClick(&w.window, Qt::Key_I, Qt::ControlModifier);
        QVERIFY(!overview->isVisible());
    }

    void aFigureIsAFilter()
    {
        Window w(*m_theme);
        auto *overview = w.window.findChild<ui::OverviewView *>();
        support::Script script;
        w.window.workspace().capture().show(script.batch({ QStringLiteral("0 curl GET a.local /orders?n=1 200 5ms"), QStringLiteral("1 curl GET a.local /orders 200 7ms"),
                                                           QStringLiteral("2 wget GET b.local /item/17 404 900ms"), QStringLiteral("3 wget GET b.local /orders-old 200 5ms") }),
                                            w.bodies, QStringLiteral("/tmp/test.har"));
        QTRY_COMPARE(figures(*overview->paths()), QStringLiteral("GET b.local/item/*: 900 ms, GET a.local/orders: 6.0 ms, GET b.local/orders-old: 5.0 ms"));
        click(*overview->paths(), 1);
        QCOMPARE(w.window.workspace().exchanges().shownIds(), (std::vector<uint32_t> { 0, 1 }));
        w.window.workspace().filter().clear();
        click(*overview->statuses(), 1);
        QCOMPARE(w.window.filterBox().text(), QStringLiteral("status:4xx"));
        QCOMPARE(w.window.workspace().exchanges().shownIds(), (std::vector<uint32_t> { 2 }));
        w.window.workspace().filter().clear();
        // By the keyboard.
        overview->processes()->list()->setFocus();
        overview->processes()->list()->setCurrentIndex(overview->processes()->model().index(0));
        QTest::keyClick(overview->processes()->list(), Qt::Key_Return);
        QCOMPARE(w.window.workspace().exchanges().shown(), 2u);
    }

    void aHarHoldsWhatIsListedMaskedAsChosen()
    {
        qputenv("XDG_CONFIG_HOME", m_settings.folder().path().toUtf8());
        const QTemporaryDir folder;
        Window w(*m_theme);
        support::BothEnds ends;
        ends.call("/a?password=hunter2");
        ends.call("/b");
        w.window.workspace().capture().show(ends.take(), w.bodies, QStringLiteral("/tmp/test.har"));
        w.window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&w.window));
        whenOpen<ui::ExportDialog>([](ui::ExportDialog &dialog) {
            auto *mode = dialog.findChild<QComboBox *>();
            mode->setCurrentIndex(mode->findText(QStringLiteral("By asterisks")));
            dialog.accept();
            return true;
        });
        chooseFile(folder.filePath(QStringLiteral("shown")));
        QTest::keyClick(&w.window, Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
        QFile file(folder.filePath(QStringLiteral("shown.har")));
        QTRY_VERIFY2(file.exists(), qPrintable(w.label("hooks")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        QCOMPARE(text.count("\"startedDateTime\""), 2);
        QVERIFY2(text.contains("/a?password=*******\""), text.constData());
        QCOMPARE(text.count("\"_call\""), 2);
        QCOMPARE(QSettings().value(QStringLiteral("export/maskMode")).toInt(), int(masking::Mode::SameLength));
    }

    void rowsAndRequestsAreCopied()
    {
        Window w(*m_theme);
        w.show(12);
        w.table().selectId(9);
        QTest::keyClick(&w.table(), Qt::Key_Down, Qt::ShiftModifier);
        QVERIFY(w.pick(10, ui::Column::Path, QStringLiteral("CSV")));
        const QStringList lines = QApplication::clipboard()->text().split(QStringLiteral("\r\n"));
        QCOMPARE(lines.size(), 4); // heads, two rows, the end
        QVERIFY2(lines[0].contains(QStringLiteral("Process,Method,Host,Path,Status")), qPrintable(lines[0]));
        QVERIFY2(lines[1].contains(QStringLiteral("curl,GET,api.local,/item/9,503")), qPrintable(lines[1]));
        QVERIFY(w.pick(10, ui::Column::Path, QStringLiteral("Markdown table")));
        QVERIFY(QApplication::clipboard()->text().contains(QStringLiteral("| curl | GET | api.local | /item/9 | 503 |")));
        QVERIFY(w.pick(10, ui::Column::Path, QStringLiteral("Python (requests)")));
        QTRY_VERIFY(QApplication::clipboard()->text().contains(QStringLiteral("requests.request(\n    \"GET\",\n    \"https://api.local/item/10\"")));
        QVERIFY(w.pick(10, ui::Column::Path, QStringLiteral("Raw HTTP")));
        QTRY_VERIFY(QApplication::clipboard()->text().startsWith(QStringLiteral("GET /item/10 HTTP/1.1\r\nHost: api.local")));
    }

    void bodiesAndRequestsAreSavedWhereTheUserWants()
    {
        const QTemporaryDir folder;
        Window w(*m_theme);
        w.show(12);
        w.table().selectId(3);
        QTest::keyClick(&w.table(), Qt::Key_Down, Qt::ShiftModifier);
        chooseFile(folder.path());
        QVERIFY(w.pick(4, ui::Column::Path, QStringLiteral("Save bodies …")));
        QTRY_COMPARE(w.label("hooks"), QStringLiteral("2 bodies saved in %1, secrets included").arg(QFileInfo(folder.path()).fileName()));
        QFile body(folder.filePath(QStringLiteral("002-GET-api.local-item-4.json")));
        QVERIFY(body.open(QIODevice::ReadOnly));
        QCOMPARE(body.readAll(), QByteArray("{\"item\":4}"));
        chooseFile(folder.filePath(QStringLiteral("two")));
        QVERIFY(w.pick(4, ui::Column::Path, QStringLiteral("Save as Hurl file …")));
        QTRY_VERIFY2(QFile::exists(folder.filePath(QStringLiteral("two.hurl"))), qPrintable(w.label("hooks")));
        QFile hurl(folder.filePath(QStringLiteral("two.hurl")));
        QVERIFY(hurl.open(QIODevice::ReadOnly));
        QCOMPARE(hurl.readAll(), QByteArray("GET https://api.local/item/3\nHTTP 200\n\nGET https://api.local/item/4\nHTTP 200\n\n"));
    }
};

QTEST_MAIN(WindowPanelsTest)
#include "tst_window_panels.moc"
