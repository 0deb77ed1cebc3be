// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/causes/causes_panel.h"

#include "tests/support/shop.h"
#include "tests/support/own_settings.h"
#include "tests/ui/open_window.h"

#include <QLabel>
#include <QSettings>
#include <QTest>
#include <QTreeView>

#include <memory>

class CausesPanelTest : public QObject
{
    Q_OBJECT

    support::OwnSettings m_settings;
    std::unique_ptr<ui::Theme> m_theme;

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

    void showsTheTreeOfTheChosenExchangeAndGoesWhereItIsClicked()
    {
        support::OpenWindow open(*m_theme);
        open.window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&open.window));
        ui::Workspace &workspace = open.window.workspace();
        workspace.capture().show(shop::batch(), open.bodies, QStringLiteral("/tmp/test.har"));
        auto *panel = open.window.findChild<QWidget *>(QStringLiteral("causes"));
        auto *tree = panel->findChild<QTreeView *>();
        workspace.choose(shop::asked);
        QVERIFY(panel->isHidden());
        QTest::keyClick(&open.window, Qt::Key_G, Qt::ControlModifier);
        QVERIFY(panel->isVisible());
        QCOMPARE(open.label("causesSentence"), QStringLiteral("3 calls that belong together"));
        const QModelIndex root = tree->model()->index(0, 0);
        QVERIFY(tree->isExpanded(root));
        QCOMPARE(tree->currentIndex(), root);
        QTest::mouseClick(tree->viewport(), Qt::LeftButton, Qt::NoModifier, tree->visualRect(tree->model()->index(1, 1, root)).center());
        QCOMPARE(workspace.current(), exchange::ExchangeId(shop::query));
        QCOMPARE(tree->currentIndex().parent(), root);
        if (const QString folder = qEnvironmentVariable("CLEARTAP_PICTURES"); !folder.isEmpty()) {
            QTest::qWait(200);
            open.window.grab().save(folder + QStringLiteral("/causes-light.png"));
            m_theme->toggle();
            open.window.grab().save(folder + QStringLiteral("/causes-dark.png"));
            m_theme->toggle();
        }
        workspace.choose(shop::ping);
        QVERIFY(tree->isHidden());
        QCOMPARE(open.label("causesSentence"), QStringLiteral("Nothing that was captured led to this exchange or followed from it."));
        workspace.choose(base::noId);
        QVERIFY(panel->isHidden());
    }

    void saysWhyACauseIsNotKnown()
    {
        support::OpenWindow open(*m_theme);
        open.window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&open.window));
        exchange::Batch batch = shop::batch();
        batch.exchanges[shop::ping].request.begin = shop::noon + 2 * shop::millisecond;   // served at the same time
        open.window.workspace().capture().show(std::move(batch), open.bodies, QStringLiteral("/tmp/test.har"));
        QTest::keyClick(&open.window, Qt::Key_G, Qt::ControlModifier);
        open.window.workspace().choose(shop::query);
        QVERIFY2(open.label("causesSentence").contains(QStringLiteral("several requests")), qPrintable(open.label("causesSentence")));
    }
};

QTEST_MAIN(CausesPanelTest)
#include "tst_causes_panel.moc"
