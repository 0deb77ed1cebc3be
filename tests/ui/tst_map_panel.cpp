// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/map/map_panel.h"

#include "tests/support/shop.h"
#include "tests/support/own_settings.h"
#include "tests/ui/open_window.h"

#include <QGraphicsItem>
#include <QGraphicsView>
#include <QSettings>
#include <QTest>

#include <memory>

class MapPanelTest : public QObject
{
    Q_OBJECT

    support::OwnSettings m_settings;
    std::unique_ptr<ui::Theme> m_theme;

    static QGraphicsItem *itemWith(const QGraphicsView &view, const QString &tip)
    {
        for (QGraphicsItem *item : view.items())
            if (item->toolTip().startsWith(tip))
                return item;
        return nullptr;
    }
    // On a box, or in the middle of an arrow.
    static void click(QGraphicsView &view, const QString &tip)
    {
        const QGraphicsItem *item = itemWith(view, tip);
        QVERIFY2(item, qPrintable(tip));
        const QPointF middle = item->boundingRect().center();
        QTest::mouseClick(view.viewport(), Qt::LeftButton, Qt::NoModifier, view.mapFromScene(item->mapToScene(middle)));
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_theme = std::make_unique<ui::Theme>(ui::ThemeChoice::Light);
    }
    void init()
    {
        support::failOnWarnings();
        QSettings().clear();
    }

    void filtersByWhatIsClicked()
    {
        support::OpenWindow open(*m_theme);
        open.window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&open.window));
        ui::Workspace &workspace = open.window.workspace();
        workspace.capture().show(shop::batch(), open.bodies, QStringLiteral("/tmp/test.har"));
        auto *map = open.window.findChild<QWidget *>(QStringLiteral("map"));
        auto *view = map->findChild<QGraphicsView *>();
        QVERIFY(map->isHidden());
        QTest::keyClick(&open.window, Qt::Key_M, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(map->isVisible());
        QTRY_COMPARE(view->items().size(), 9);   // curl, gateway, orders, the database, a caller; four pairs
        if (const QString folder = qEnvironmentVariable("CLEARTAP_PICTURES"); !folder.isEmpty()) {
            open.window.grab().save(folder + QStringLiteral("/map-light.png"));
            m_theme->toggle();
            open.window.grab().save(folder + QStringLiteral("/map-dark.png"));
            m_theme->toggle();
        }
        click(*view, QStringLiteral("orders"));
        QCOMPARE(workspace.filter().text(), QStringLiteral("proc=orders"));
        workspace.filter().setText(QString());
        click(*view, QStringLiteral("gateway → db:5432"));
        QCOMPARE(workspace.filter().text(), QStringLiteral("proc=gateway host=db:5432"));
        QCOMPARE(workspace.exchanges().rowCount(), 1);
        workspace.filter().setText(QString());
        click(*view, QStringLiteral("curl → gateway: 1 exchanges, 0 errors, 50 ms"));
        QCOMPARE(workspace.filter().text(), QStringLiteral("proc=curl host=gateway.local"));
        workspace.choose(shop::asked);
        QVERIFY(map->isHidden());
    }
};

QTEST_MAIN(MapPanelTest)
#include "tst_map_panel.moc"
