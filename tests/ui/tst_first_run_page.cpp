// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/first_run/first_run_page.h"

#include "tests/ui/support.h"
#include "ui/theme/theme.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace ui;

class TestFirstRunPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        support::failOnWarnings();
        m_theme = std::make_unique<Theme>(ThemeChoice::Light);
        m_page = std::make_unique<FirstRunPage>(*m_theme);
        m_page->show();
    }
    void cleanup()
    {
        m_page.reset();
        m_theme.reset();
    }

    void saysWhatWorksAndWhatToDoWhereItDoesNot()
    {
        QVERIFY(texts().contains(QStringLiteral("Checking …")));
        m_page->setFindings({{wire::FindingState::Good, "Kernel", "Linux 6.18", "not needed"},
                             {wire::FindingState::Bad, "Privilege", "none", "Start as root."}});
        const QStringList all = texts();
        QVERIFY(all.contains(QStringLiteral("Not everything works on this machine:")));
        QVERIFY(all.contains(QStringLiteral("Start as root.")));
        QVERIFY(!all.contains(QStringLiteral("Linux 6.18")));
        QVERIFY(!all.contains(QStringLiteral("Checking …")));
        QTest::mouseClick(button(QStringLiteral("Show all checks (2)")), Qt::LeftButton);
        QVERIFY(texts().contains(QStringLiteral("Linux 6.18")));
        QVERIFY(!texts().contains(QStringLiteral("not needed")));
        QTest::mouseClick(button(QStringLiteral("Hide the checks")), Qt::LeftButton);
        QVERIFY(!texts().contains(QStringLiteral("Linux 6.18")));
    }

    void saysInOneLineThatEverythingWorks()
    {
        m_page->setFindings({{wire::FindingState::Good, "Socket hooks", "tp_btf (the best)", ""}, {wire::FindingState::Notice, "Lockdown", "not known", ""}});
        QVERIFY(texts().contains(QStringLiteral("Everything works on this machine.")));
        QVERIFY(!texts().contains(QStringLiteral("tp_btf (the best)")));
        QVERIFY(!texts().contains(QStringLiteral("not known")));
        m_page->setFindings({{wire::FindingState::Notice, "TLS hooks", "uprobe", "A newer kernel is faster."}});
        QVERIFY(texts().contains(QStringLiteral("Capturing works on this machine, with limits:")));
        QVERIFY(texts().contains(QStringLiteral("A newer kernel is faster.")));
    }

    void findingsCanBeReplacedWhileItIsShown()
    {
        m_page->setFindings({{wire::FindingState::Good, "Kernel", "Linux", ""}});
        QTest::mouseClick(button(QStringLiteral("Show all checks (1)")), Qt::LeftButton);
        for (int i = 0; i < 5; ++i)
            m_page->setFindings({{wire::FindingState::Good, "Kernel", "Linux " + std::to_string(i), ""}});
        QVERIFY(texts().contains(QStringLiteral("Linux 4")));
        QVERIFY(!texts().contains(QStringLiteral("Linux 3")));
    }

    void startsOnTheButton()
    {
        QSignalSpy start(m_page.get(), &FirstRunPage::startRequested);
        QTest::mouseClick(button(QStringLiteral("Start capturing")), Qt::LeftButton);
        QCOMPARE(start.size(), 1);
    }

    void triesTheAddressThatWasTyped()
    {
        QSignalSpy tried(m_page.get(), &FirstRunPage::tryRequested);
        auto *edit = m_page->findChild<QLineEdit *>();
        edit->setText(QStringLiteral("  https://localhost:8443/x?y=1 "));
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(tried.size(), 1);
        QCOMPARE(tried[0][0].toString(), QStringLiteral("https://localhost:8443/x?y=1"));
    }

    void refusesWhatIsNoWebAddress_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("empty") << QString();
        QTest::newRow("no scheme") << QStringLiteral("localhost:8443");
        QTest::newRow("an option of curl") << QStringLiteral("-o/etc/passwd");
        QTest::newRow("a file") << QStringLiteral("file:///etc/passwd");
        QTest::newRow("no host") << QStringLiteral("https:///x");
        QTest::newRow("a blank inside") << QStringLiteral("https://a b/");
    }
    void refusesWhatIsNoWebAddress()
    {
        QFETCH(QString, text);
        QSignalSpy tried(m_page.get(), &FirstRunPage::tryRequested);
        m_page->findChild<QLineEdit *>()->setText(text);
        QTest::mouseClick(button(QStringLiteral("Try it")), Qt::LeftButton);
        QCOMPARE(tried.size(), 0);
        QVERIFY(texts().contains(QStringLiteral("Enter a URL that starts with https:// or http:// and has a host.")));
    }

    void aDisabledButtonSaysWhy()
    {
        m_page->setBusy(QStringLiteral("A capture is being started."));
        QVERIFY(!button(QStringLiteral("Start capturing"))->isEnabled());
        QCOMPARE(button(QStringLiteral("Try it"))->toolTip(), QStringLiteral("A capture is being started."));
        m_page->setBusy({});
        QVERIFY(button(QStringLiteral("Start capturing"))->isEnabled());
    }

    void saysThatAStartNeedsConsentBeforeItWasAskedFor()
    {
        m_page->setUnchecked();
        QVERIFY(texts().join(QLatin1Char('\n')).contains(QLatin1String("requires an administrator's password")));
        QVERIFY(!texts().contains(QStringLiteral("Checking …")));
    }

    void anErrorIsShownAndTakenAway()
    {
        m_page->setError(QStringLiteral("No helper."));
        QVERIFY(texts().contains(QStringLiteral("No helper.")));
        m_page->setError({});
        QVERIFY(!texts().contains(QStringLiteral("No helper.")));
    }

private:
    QStringList texts() const
    {
        QCoreApplication::processEvents(); // a layout shows added widgets only then
        QStringList all;
        for (const QLabel *label : m_page->findChildren<QLabel *>()) {
            if (label->isVisible())
                all << label->text();
        }
        return all;
    }
    QPushButton *button(const QString &text) const
    {
        for (QPushButton *button : m_page->findChildren<QPushButton *>()) {
            if (button->text() == text)
                return button;
        }
        return nullptr;
    }

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<FirstRunPage> m_page;
};

QTEST_MAIN(TestFirstRunPage)
#include "tst_first_run_page.moc"
