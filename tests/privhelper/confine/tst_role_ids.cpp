// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/confine/role_ids.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <grp.h>
#include <pwd.h>
#include <set>

using namespace confine;

class TestRoleIds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void givesProcessesThatRunTogetherDifferentIds()
    {
        std::set<uid_t> seen;
        for (pid_t process = 4'194'000; process < 4'194'304; ++process) {
            const RoleIds ids = roleIds(process, "/nonexistent");
            QVERIFY(ids.user >= 61184 && ids.user < 64000);
            QCOMPARE(ids.group, ids.user);
            QVERIFY(seen.insert(ids.user).second);
        }
    }

    void belongsToNoUserOfThisMachine()
    {
        for (pid_t process = 1; process < 5000; process += 7) {
            const RoleIds ids = roleIds(process);
            QVERIFY(!getpwuid(ids.user));
            QVERIFY(!getgrgid(ids.group));
        }
    }

    void leavesOutWhatSystemdHasGivenAway()
    {
        QTemporaryDir folder;
        const std::string taken = folder.path().toStdString();
        const uid_t first = roleIds(100, taken).user;
        for (uid_t id = first; id < first + 3; ++id) {
            QFile file(folder.filePath(QString::number(id)));
            QVERIFY(file.open(QIODevice::WriteOnly));
        }
        QCOMPARE(roleIds(100, taken).user, first + 3);
    }
};

QTEST_GUILESS_MAIN(TestRoleIds)
#include "tst_role_ids.moc"
