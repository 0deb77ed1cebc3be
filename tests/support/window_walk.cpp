// SPDX-License-Identifier: GPL-3.0-or-later
// Uses the window as a person would, by keys, from the first-run page to a file for somebody else: window_walk PICTURES HAR
// COMMAND ARG…, where the command makes the traffic of the shop. Each step has a picture. tests/e2e/window_walk.py
// has the shop.
#include "ui/body/body_view.h"
#include "ui/compare/compare_view.h"
#include "ui/details/details_pane.h"
#include "ui/details/facts_pane.h"
#include "ui/details/message_pane.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/first_run/first_run_page.h"
#include "ui/models/exchange_cells.h"
#include "ui/table/exchange_view.h"
#include "ui/window/main_window.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QClipboard>
#include <QElapsedTimer>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QProcess>
#include <QTest>
#include <QTimer>

#include <cstdio>
#include <cstdlib>
#include <functional>

namespace {

using Phase = ui::CaptureController::Phase;

class Walk
{
public:
    Walk(ui::MainWindow &window, const QString &pictures)
        : m_window(window)
        , m_pictures(pictures)
    {
        m_clock.start();
    }
    // Ends the program if it does not come true: what a person would wait for.
    void waitFor(const char *what, const std::function<bool()> &isSo)
    {
        if (QTest::qWaitFor(isSo, 60'000))
            return;
        picture("failed");
        std::fprintf(stderr, "window_walk: not seen: %s\n", what);
        std::exit(1);
    }
    void keys(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(focus(), key, modifiers); }
    void type(const QString &text) { QTest::keyClicks(focus(), text); }
    void picture(const char *name)
    {
        QCoreApplication::processEvents();
        const QString path = QStringLiteral("%1/%2-%3.png").arg(m_pictures).arg(++m_step).arg(QLatin1String(name));
        QWidget *modal = QApplication::activeModalWidget();
        if (!m_window.grab().save(path) || (modal && !modal->grab().save(QStringLiteral("%1/%2-%3-dialog.png").arg(m_pictures).arg(m_step).arg(QLatin1String(name)))))
            std::exit(4);
        std::printf("%5.1f s  %s\n", double(m_clock.elapsed()) / 1e3, name);
        std::fflush(stdout);
    }
    // As soon as such a dialog waits for an answer.
    template <typename Dialog> void answer(std::function<void(Dialog &)> does)
    {
        QTimer::singleShot(50, &m_window, [this, does] {
            if (auto *dialog = qobject_cast<Dialog *>(QApplication::activeModalWidget()))
                return does(*dialog);
            answer<Dialog>(does);
        });
    }
    // All that labels say.
    QString labels() const
    {
        QString all;
        for (const QLabel *label : m_window.findChildren<QLabel *>())
            if (label->isVisible())
                all += label->text() + QLatin1Char('\n');
        return all;
    }
    // What the pages of an exchange's facts say.
    QString facts() const
    {
        QString all;
        const auto &pane = *m_window.findChild<ui::DetailsPane *>()->facts();
        for (const QAbstractItemView *view : pane.findChildren<QAbstractItemView *>())
            for (int row = 0; view->model() && row < view->model()->rowCount(); ++row)
                for (int column = 0; column < view->model()->columnCount(); ++column)
                    all += view->model()->index(row, column).data().toString() + QLatin1Char('\n');
        return all;
    }

private:
    QWidget *focus() const
    {
        QWidget *widget = QApplication::focusWidget();
        return widget ? widget : &m_window;
    }
    ui::MainWindow &m_window;
    QString m_pictures;
    QElapsedTimer m_clock;
    int m_step = 0;
};

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("cleartap-walk"));
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() < 4)
        return 2;
    const QString har = arguments[2], secret = qEnvironmentVariable("SHOP_SECRET");
    ui::Theme theme(ui::ThemeChoice::Light);
    ui::MainWindow window(theme);
    window.closeWithoutAsking();
    window.resize(1440, 900);
    window.show();
    window.activateWindow();
    ui::Workspace &workspace = window.workspace();
    ui::ExchangeTableModel &rows = workspace.exchanges();
    Walk walk(window, arguments[1]);
    walk.waitFor("the window", [&] { return window.isVisible() && QTest::qWaitForWindowExposed(&window); });
    walk.waitFor("what works on this machine", [&] { return walk.labels().contains(QLatin1String("works on this machine")); });
    walk.picture("first-run");

    walk.keys(Qt::Key_E, Qt::ControlModifier);
    walk.waitFor("a capture", [&] { return workspace.capture().phase() == Phase::Capturing; });
    QProcess traffic;
    traffic.start(arguments[3], arguments.mid(4));
    walk.waitFor("the end of the traffic", [&] { return traffic.state() == QProcess::NotRunning; });
    walk.keys(Qt::Key_F, Qt::ControlModifier);
    walk.type(QStringLiteral("host:shop.local* "));
    walk.waitFor("the shop's requests", [&] { return rows.shown() >= 20; });
    walk.picture("traffic");

    // Find the slow one.
    walk.type(QStringLiteral("dur>800ms"));
    walk.waitFor("one slow request", [&] { return rows.shown() == 1; });
    walk.keys(Qt::Key_Down);
    ui::DetailsPane &details = *window.findChild<ui::DetailsPane *>();
    walk.waitFor("its details", [&] { return details.isVisible() && details.shown() == rows.idAt(0) && details.response()->settled() && details.request()->settled(); });
    walk.waitFor("why it was slow", [&] { return (walk.facts() + walk.labels()).contains(QLatin1String("the server")); });
    walk.picture("slow");

    // Compare it with a fast one.
    walk.keys(Qt::Key_D);
    walk.waitFor("the comparison", [&] { return workspace.comparison().has_value(); });
    const auto *comparison = window.findChild<ui::CompareView *>();
    walk.waitFor("differences", [&] { return comparison->isVisible() && walk.labels().contains(QLatin1String("differences")); });
    walk.picture("compared");
    walk.keys(Qt::Key_Escape);
    walk.waitFor("the details again", [&] { return !workspace.comparison() && details.isVisible(); });

    // Copy it, for a terminal.
    walk.keys(Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    walk.waitFor("the request as cURL", [&] { return QGuiApplication::clipboard()->text().startsWith(QLatin1String("curl ")); });
    const QString copied = QGuiApplication::clipboard()->text();
    std::printf("copied: %s\n", qPrintable(copied));
    if (copied.contains(secret) || !copied.contains(QLatin1String("/orders/7")))
        return 1;
    walk.picture("copied");

    // Mask it, and hand it on.
    walk.keys(Qt::Key_M, Qt::ControlModifier);
    walk.waitFor("masked rows", [&] { return workspace.isMasked() && !workspace.capture().isMasking() && rows.shown() == 1 && rows.total() >= 20; });
    workspace.choose(rows.idAt(0));
    walk.waitFor("the masked details", [&] { return details.shown() == rows.idAt(0) && details.request()->settled(); });
    walk.picture("masked");
    walk.keys(Qt::Key_M, Qt::ControlModifier);
    walk.waitFor("the rows as they are", [&] { return !workspace.isMasked() && rows.shown() == 1; });

    walk.answer<ui::ExportDialog>([&](ui::ExportDialog &) {
        walk.picture("export");
        walk.answer<QFileDialog>([&](QFileDialog &chooser) {
            auto *name = chooser.findChild<QLineEdit *>();
            name->setFocus();
            name->selectAll();
            QTest::keyClicks(name, har);
            QTest::keyClick(name, Qt::Key_Return);
        });
        walk.keys(Qt::Key_Return);
    });
    walk.keys(Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier);
    walk.waitFor("the file", [&] { return walk.labels().contains(QLatin1String("Exported 1")); });
    walk.picture("exported");
    workspace.capture().stop();
    walk.waitFor("the end of the capture", [&] { return workspace.capture().phase() == Phase::Idle; });
    return 0;
}
