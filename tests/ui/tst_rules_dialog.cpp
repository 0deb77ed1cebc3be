// SPDX-License-Identifier: GPL-3.0-or-later
// Masking rules as a person makes them: typed into the dialog, seen at work, and then applied to everything.
#include "tests/support/canary_places.h"
#include "tests/support/own_settings.h"
#include "tests/ui/open_window.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/dialogs/masked_save_dialog.h"
#include "ui/dialogs/rules_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QListView>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTableView>
#include <QTreeWidget>

class RulesDialogTest : public QObject
{
    Q_OBJECT

    support::OwnSettings m_settings;
    QTemporaryDir m_home;
    std::unique_ptr<ui::Theme> m_theme;

    QString file() const { return m_home.filePath(QStringLiteral("cleartap/masking.rules")); }
    static QPushButton *button(QWidget &in, const QString &text)
    {
        for (QPushButton *each : in.findChildren<QPushButton *>())
            if (each->text() == text)
                return each;
        return nullptr;
    }
    static QLineEdit *field(QWidget &in, const QString &name)
    {
        for (QLineEdit *each : in.findChildren<QLineEdit *>())
            if (each->accessibleName() == name)
                return each;
        return nullptr;
    }
    static bool says(QWidget &in, const QString &words)
    {
        const auto labels = in.findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(), [&](const QLabel *label) { return label->isVisibleTo(&in) && label->text().contains(words); });
    }
    static QString cell(QWidget &in, int row, int column)
    {
        const QAbstractItemModel &model = *in.findChild<QTableView *>()->model();
        return model.index(row, column).data().toString();
    }
    static void choose(QWidget &in, const QString &kind)
    {
        auto *box = in.findChild<QComboBox *>();
        box->setCurrentIndex(box->findText(kind));
    }
    // Two orders of one customer.
    static void show(support::OpenWindow &open)
    {
        sample::Capture capture;
        for (const char *number : { "ORD-123456", "ORD-654321" })
            capture.add(std::string("POST /orders HTTP/1.1\r\nHost: shop.local\r\nX-Shop-Customer: ann-4711\r\nContent-Type: application/json\r\n\r\n"), std::string("{\"note\":\"for ") + number + "\",\"password\":\"hunter22\"}",
                        "HTTP/1.1 200 OK\r\n\r\n", "");
        open.window.workspace().capture().show(exchange::Batch(capture.batch()), std::make_shared<exporters::MemoryBodies>(capture.bodies()), QStringLiteral("/tmp/test.har"));
    }
    static void write(const QString &path, const char *text)
    {
        QDir().mkpath(QFileInfo(path).path());
        QFile out(path);
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(text);
    }

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("XDG_CONFIG_HOME", m_home.path().toUtf8());
        m_theme = std::make_unique<ui::Theme>(ui::ThemeChoice::Light);
    }
    void init()
    {
        support::failOnWarnings();
        QSettings().clear();
        QFile::remove(file());
    }

    void rulesAreTypedAndSeenAtWork()
    {
        support::OpenWindow open(*m_theme);
        show(open);
        ui::RulesDialog dialog(open.window.workspace());
        dialog.show();
        QVERIFY(!field(dialog, QStringLiteral("Name"))->isEnabled());
        QTest::mouseClick(button(dialog, QStringLiteral("Add rule")), Qt::LeftButton);
        QVERIFY(says(dialog, QStringLiteral("Enter a name.")));
        QVERIFY(!button(dialog, QStringLiteral("Save"))->isEnabled());
        choose(dialog, QStringLiteral("Form"));
        QTest::keyClicks(field(dialog, QStringLiteral("Name")), QStringLiteral("order number"));
        QTest::keyClicks(field(dialog, QStringLiteral("Regular expression")), QStringLiteral("ORD-([0-9]+"));
        QVERIFY(says(dialog, QStringLiteral("missing )")));
        QVERIFY(field(dialog, QStringLiteral("Regular expression"))->property("invalid").toBool());
        QCOMPARE(cell(dialog, 0, 3), QStringLiteral("Cannot be used"));
        QTest::keyClicks(field(dialog, QStringLiteral("Regular expression")), QStringLiteral(")"));
        QVERIFY(!field(dialog, QStringLiteral("Regular expression"))->property("invalid").toBool());
        QTRY_COMPARE_WITH_TIMEOUT(cell(dialog, 0, 3), QStringLiteral("2 places in 2 exchanges"), 20'000);
        auto *examples = dialog.findChild<QTreeWidget *>();
        QCOMPARE(examples->topLevelItemCount(), 2);
        QVERIFY2(examples->topLevelItem(0)->text(0).contains(QStringLiteral("shop.local/orders")), qPrintable(examples->topLevelItem(0)->text(0)));
        QCOMPARE(examples->topLevelItem(0)->text(1), QStringLiteral("Request body, order number"));
        QCOMPARE(examples->topLevelItem(0)->text(2), QStringLiteral("1*****"));

        QTest::mouseClick(button(dialog, QStringLiteral("Add rule")), Qt::LeftButton);
        choose(dialog, QStringLiteral("Header"));
        QVERIFY(!field(dialog, QStringLiteral("Regular expression"))->isEnabled());
        QTest::keyClicks(field(dialog, QStringLiteral("Name")), QStringLiteral("x-shop-customer"));
        QTRY_COMPARE_WITH_TIMEOUT(cell(dialog, 1, 3), QStringLiteral("2 places in 2 exchanges"), 20'000);
        QCOMPARE(examples->topLevelItem(0)->text(2), QStringLiteral("an******"));

        QTest::mouseClick(button(dialog, QStringLiteral("Add rule")), Qt::LeftButton);
        choose(dialog, QStringLiteral("Form"));
        QTest::keyClicks(field(dialog, QStringLiteral("Name")), QStringLiteral("words"));
        QTest::keyClicks(field(dialog, QStringLiteral("Regular expression")), QStringLiteral("[^\\n]+"));
        QTRY_VERIFY_WITH_TIMEOUT(cell(dialog, 2, 3).contains(QStringLiteral("% of all text")) || cell(dialog, 2, 3).contains(QStringLiteral("places")), 20'000);
        QTest::mouseClick(button(dialog, QStringLiteral("Remove")), Qt::LeftButton);
        QTest::mouseClick(button(dialog, QStringLiteral("Save")), Qt::LeftButton);
        QVERIFY(!dialog.isVisible());
        QFile saved(file());
        QVERIFY(saved.open(QIODevice::ReadOnly));
        QCOMPARE(saved.readAll(), QByteArray("form order number = ORD-([0-9]+)\nheader x-shop-customer\n"));
    }

    void theMenuOpensIt()
    {
        support::OpenWindow open(*m_theme);
        QAction *found = nullptr;
        for (QAction *action : open.window.actions())
            if (action->text() == QStringLiteral("Masking rules …"))
                found = action;
        QVERIFY(found && found->shortcut().isEmpty());
        bool seen = false;
        QTimer::singleShot(0, &open.window, [&] {
            auto *dialog = qobject_cast<ui::RulesDialog *>(QApplication::activeModalWidget());
            seen = dialog;
            if (dialog)
                dialog->reject();
        });
        found->trigger();
        QVERIFY(seen);
        QVERIFY(!QFile::exists(file()));
    }

    void otherRulesMaskTheScreenAnew()
    {
        support::OpenWindow open(*m_theme);
        show(open);
        ui::Workspace &workspace = open.window.workspace();
        workspace.choose(1);
        workspace.setMasked(true);
        QTRY_COMPARE(workspace.current(), 1u);
        const auto head = [&] {
            const auto bytes = workspace.capture().bodies()->read(workspace.store().exchange(0).request.head, 4096);
            return bytes ? QString::fromUtf8(reinterpret_cast<const char *>(bytes->data()), qsizetype(bytes->size())) : QString();
        };
        QVERIFY(head().contains(QStringLiteral("ann-4711")));
        QVERIFY(workspace.rules().save(masking::RuleText("header X-Shop-Customer\n")).has_value());
        QCOMPARE(workspace.store().size(), 0u);
        QTRY_COMPARE(workspace.store().size(), 2u);
        QTRY_VERIFY(!workspace.capture().isMasking());
        QVERIFY2(head().contains(QStringLiteral("X-Shop-Customer: masked-")), qPrintable(head()));
        QTRY_COMPARE(workspace.current(), 1u);
    }

    void nothingIsShownMaskedWithoutTheRules()
    {
        write(file(), "form x = (\n");
        support::OpenWindow open(*m_theme);
        QVERIFY(says(open.window, QStringLiteral("masking.rules, line 1")));
        show(open);
        ui::Workspace &workspace = open.window.workspace();
        workspace.setMasked(true);
        QVERIFY(workspace.capture().isMaskStuck());
        QTest::qWait(200);
        QCOMPARE(workspace.store().size(), 0u);
        QVERIFY(says(open.window, QStringLiteral("Nothing shown: no masking rules")));
        // As soon as the file can be used.
        write(file(), "form x = ORD-[0-9]+\n");
        QTRY_COMPARE(workspace.store().size(), 2u);
        workspace.setMasked(false);
        QCOMPARE(workspace.store().size(), 2u);
    }

    void nothingIsWrittenOrCapturedWithoutTheRules()
    {
        support::OpenWindow open(*m_theme);
        show(open);
        ui::Workspace &workspace = open.window.workspace();
        QVERIFY(workspace.rules().save(masking::RuleText("name customer\n")).has_value());
        QVERIFY(QFile::remove(file()));
        workspace.capture().setMasksAtCapture(true);
        workspace.launch().start();
        QVERIFY(!workspace.capture().isBusy());
        QVERIFY(says(open.window, QStringLiteral("their file is gone")));
        QVERIFY(!workspace.files().saveMasked(m_home.filePath(QStringLiteral("masked"))));
        ui::ExportDialog dialog(workspace);
        dialog.show();
        QVERIFY(says(dialog, QStringLiteral("their file is gone")));
        QVERIFY(!button(dialog, QStringLiteral("Choose file …"))->isEnabled());
        dialog.findChild<QCheckBox *>()->setChecked(false);
        QVERIFY(button(dialog, QStringLiteral("Choose file …"))->isEnabled());
        ui::MaskedSaveDialog save(workspace);
        save.show();
        QVERIFY(!button(save, QStringLiteral("Choose file …"))->isEnabled());
    }

    void theExportListsWhatIsMaskedAndLeavesWhatIsUnticked()
    {
        support::OpenWindow open(*m_theme);
        show(open);
        ui::Workspace &workspace = open.window.workspace();
        QVERIFY(workspace.rules().save(masking::RuleText("form order number = ORD-[0-9]+\n")).has_value());
        ui::ExportDialog dialog(workspace);
        dialog.show();
        auto *list = dialog.findChild<QListView *>();
        const auto row = [&](const QString &text) {
            for (int i = 0; i < list->model()->rowCount(); ++i)
                if (list->model()->index(i, 0).data().toString().startsWith(text))
                    return list->model()->index(i, 0);
            return QModelIndex();
        };
        QTRY_VERIFY_WITH_TIMEOUT(says(dialog, QStringLiteral("Will be masked: ")), 20'000);
        QCOMPARE(row(QStringLiteral("Own rule: order number")).data().toString(), QStringLiteral("Own rule: order number   2"));
        QCOMPARE(row(QStringLiteral("password field")).data().toString(), QStringLiteral("password field   2"));
        int asked = 0;
        const auto answer = [&](const QString &choice) {
            QTimer::singleShot(0, &dialog, [&, choice] {
                if (auto *box = qobject_cast<QMessageBox *>(QApplication::activeModalWidget())) {
                    ++asked;
                    for (QAbstractButton *each : box->buttons())
                        if (each->text() == choice)
                            each->click();
                }
            });
        };
        answer(QStringLiteral("Mask it"));
        list->model()->setData(row(QStringLiteral("password field")), Qt::Unchecked, Qt::CheckStateRole);
        QVERIFY(dialog.kept().empty());
        answer(QStringLiteral("Leave in plain text"));
        list->model()->setData(row(QStringLiteral("password field")), Qt::Unchecked, Qt::CheckStateRole);
        QCOMPARE(dialog.kept(), ui::SecretKindModel::Kept { "value password" });
        QCOMPARE(asked, 2);

        exporters::ExportOptions options;
        options.rules = workspace.rules().current().value();
        options.rules.kept = dialog.kept();
        const QString path = m_home.filePath(QStringLiteral("kept.har"));
        QSignalSpy finished(&workspace.harExport(), &ui::HarExport::finished);
        QVERIFY(workspace.harExport().start(dialog.ids(), workspace.capture().bodies(), path, options));
        QVERIFY(finished.wait(20'000));
        QFile har(path);
        QVERIFY(har.open(QIODevice::ReadOnly));
        const QByteArray text = har.readAll();
        QCOMPARE(text.count("hunter22"), text.count("\\\"password\\\""));
        QVERIFY(text.contains("Left in plain text by choice: value password."));
        QVERIFY(!text.contains("ORD-1"));
    }
};

QTEST_MAIN(RulesDialogTest)
#include "tst_rules_dialog.moc"
