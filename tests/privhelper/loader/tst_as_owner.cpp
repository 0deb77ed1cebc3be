// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/as_owner.h"

#include "privhelper/loader/capabilities.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using loader::AsOwner;

namespace {

constexpr uid_t service = 61190;

bool makes(const std::string &path)
{
    const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    return file >= 0 && close(file) == 0;
}

} // namespace

class TestAsOwner : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY2(geteuid() == 0, "needs root"); }
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void writesToTheServicesFolderWithTheCapabilitiesOfASession()
    {
        QTemporaryDir holder;
        QVERIFY(chmod(holder.path().toLocal8Bit(), 0755) == 0);
        const std::string folder = holder.filePath(QStringLiteral("log")).toStdString();
        QVERIFY(mkdir(folder.c_str(), 0700) == 0 && chown(folder.c_str(), service, service) == 0);
        const pid_t child = fork();
        if (child == 0) {
            if (!loader::enterOpening())
                _exit(1);
            if (makes(folder + "/a"))
                _exit(2); // root has no right to it left
            {
                const AsOwner owner(folder);
                if (!makes(folder + "/b"))
                    _exit(3);
            }
            // Root again, and reading everything again.
            const bool again = !makes(folder + "/c") && open((folder + "/b").c_str(), O_RDONLY | O_CLOEXEC) >= 0;
            _exit(again ? 0 : 4);
        }
        int status = 0;
        QCOMPARE(waitpid(child, &status, 0), child);
        QCOMPARE(WEXITSTATUS(status), 0);
        struct stat made{};
        QCOMPARE(stat((folder + "/b").c_str(), &made), 0);
        QCOMPARE(made.st_uid, service);
        QCOMPARE(made.st_gid, gid_t(service));
    }

    void changesNothingForRootsOwnFolderOrNone()
    {
        QTemporaryDir holder;
        const AsOwner own(holder.path().toStdString());
        const AsOwner none("/nonexistent");
        QVERIFY(makes(holder.filePath(QStringLiteral("a")).toStdString()));
        struct stat made{};
        QCOMPARE(stat(holder.filePath(QStringLiteral("a")).toLocal8Bit(), &made), 0);
        QCOMPARE(made.st_uid, uid_t(0));
    }
};

QTEST_GUILESS_MAIN(TestAsOwner)
#include "tst_as_owner.moc"
