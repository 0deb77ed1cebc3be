// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/machine_dialog.h"

#include "tests/ui/support.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>

class MachineDialogTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    // The button that accepts.
    static QPushButton &button(const ui::MachineDialog &dialog)
    {
        for (QPushButton *each : dialog.findChildren<QPushButton *>())
            if (each->isDefault())
                return *each;
        qFatal("no default button");
    }
    static QLineEdit &field(const ui::MachineDialog &dialog, const char *name) { return *dialog.findChild<QLineEdit *>(QLatin1String(name)); }

private Q_SLOTS:
    void init() { support::failOnWarnings(); }
    void initTestCase()
    {
        // What stands in for ssh -G.
        QFile file(m_folder.filePath(QStringLiteral("ssh")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("#!/bin/sh\n[ \"$1 $2\" = '-G --' ] || exit 1\nprintf 'user deploy\\nhostname %s.example.org\\nport 2222\\n' \"$3\"\n");
        file.close();
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        qputenv("CLEARTAP_SSH", file.fileName().toLocal8Bit());
    }

    void takesAMachineAndSaysWhomSshConnectsTo()
    {
        ui::MachineDialog dialog(false, {});
        dialog.show();
        QVERIFY(!button(dialog).isEnabled());
        QVERIFY(!button(dialog).toolTip().isEmpty());
        QVERIFY(!dialog.findChild<QCheckBox *>(QStringLiteral("here"))->isVisible());
        QTest::keyClicks(&field(dialog, "machine"), QStringLiteral("web1"));
        QVERIFY(button(dialog).isEnabled());
        auto *resolved = dialog.findChild<QLabel *>(QStringLiteral("resolved"));
        QTRY_COMPARE(resolved->text(), QStringLiteral("ssh connects to web1.example.org, port 2222, as deploy"));
        QTest::keyClick(&field(dialog, "machine"), Qt::Key_Return);
        QCOMPARE(dialog.result(), int(QDialog::Accepted));
        QCOMPARE(dialog.scope().machines, QStringList { QStringLiteral("web1") });
        QVERIFY(!dialog.scope().withThisMachine);
    }

    void refusesWhatSshCouldTakeForAnOption()
    {
        ui::MachineDialog dialog(false, {});
        dialog.show();
        QTest::keyClicks(&field(dialog, "machine"), QStringLiteral("-oProxyCommand=x"));
        QVERIFY(!button(dialog).isEnabled());
        QVERIFY(dialog.findChild<QLabel *>(QStringLiteral("resolved"))->text().contains(QStringLiteral("is not the name of a machine")));
    }

    void takesOneProgramByItsPath()
    {
        ui::MachineDialog dialog(true, {});
        dialog.show();
        QTest::keyClicks(&field(dialog, "machine"), QStringLiteral("root@web1, db1"));
        QVERIFY(!field(dialog, "program").isVisible());
        auto *what = dialog.findChild<QComboBox *>(QStringLiteral("what"));
        what->setFocus();
        QTest::keyClick(what, Qt::Key_Down);
        QVERIFY(field(dialog, "program").isVisible());
        QTest::keyClicks(&field(dialog, "program"), QStringLiteral("nginx"));
        QVERIFY(!button(dialog).isEnabled());
        field(dialog, "program").clear();
        QTest::keyClicks(&field(dialog, "program"), QStringLiteral("/usr/sbin/nginx"));
        QVERIFY(button(dialog).isEnabled());
        QTest::mouseClick(dialog.findChild<QCheckBox *>(QStringLiteral("here")), Qt::LeftButton, {}, QPoint(8, 8));
        const ui::Scope scope = dialog.scope();
        QCOMPARE(scope.machines.size(), 2);
        QCOMPARE(scope.farProgram, QStringLiteral("/usr/sbin/nginx"));
        QVERIFY(!scope.withThisMachine);
    }

    void offersTheHostsOfAConfiguration()
    {
        QCOMPARE(ui::MachineDialog::configured(QStringLiteral("Host web1 db1 *.internal !web2\n  HostName 10.0.0.7\nhost=cache\nMatch host x\n  Host  web1\nHost -x\n")),
                 QStringList({ QStringLiteral("web1"), QStringLiteral("db1"), QStringLiteral("cache") }));
    }
};

QTEST_MAIN(MachineDialogTest)
#include "tst_machine_dialog.moc"
