// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/nameless_file.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

struct stat statusOf(int fd)
{
    struct stat status{};
    if (fstat(fd, &status) != 0)
        qFatal("fstat");
    return status;
}

} // namespace

class TestNamelessFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        for (const char *variable : {"XDG_CACHE_HOME", "HOME", "TMPDIR"})
            qunsetenv(variable);
    }

    void nobodyElseCanOpenIt()
    {
        const QTemporaryDir cache;
        qputenv("XDG_CACHE_HOME", cache.path().toUtf8());
        const auto file = base::namelessFile();
        QVERIFY(file);
        QCOMPARE(statusOf(file->get()).st_nlink, nlink_t(0));
        QCOMPARE(statusOf(file->get()).st_mode & 07777, mode_t(0600));
        QCOMPARE(fcntl(file->get(), F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
        QVERIFY(QDir(cache.filePath(QStringLiteral("cleartap"))).isEmpty());
        QCOMPARE(pwrite(file->get(), "abc", 3, 0), ssize_t(3));
        char read[3]{};
        QCOMPARE(pread(file->get(), read, 3, 0), ssize_t(3));
        QCOMPARE(QByteArray(read, 3), QByteArray("abc"));
    }

    void liesInTheUsersCache_data()
    {
        QTest::addColumn<QByteArray>("variable");
        QTest::addColumn<QString>("folder");
        QTest::newRow("named by XDG_CACHE_HOME") << QByteArray("XDG_CACHE_HOME") << QStringLiteral("cleartap");
        QTest::newRow("below HOME") << QByteArray("HOME") << QStringLiteral(".cache/cleartap");
    }
    void liesInTheUsersCache()
    {
        QFETCH(QByteArray, variable);
        QFETCH(QString, folder);
        const QTemporaryDir place;
        qputenv(variable, place.path().toUtf8());
        QVERIFY(base::namelessFile());
        struct stat made{};
        QCOMPARE(stat(place.filePath(folder).toUtf8(), &made), 0);
        QCOMPARE(made.st_mode & 07777, mode_t(0700));
    }

    void goesElsewhereWhenTheCacheCannotBeUsed_data()
    {
        QTest::addColumn<QByteArray>("cache");
        QTest::newRow("a file is in its place") << QByteArray("/proc/self/status");
        QTest::newRow("nothing can be made there") << QByteArray("/proc/self");
        QTest::newRow("relative, which the specification tells to ignore") << QByteArray("cache");
    }
    void goesElsewhereWhenTheCacheCannotBeUsed()
    {
        QFETCH(QByteArray, cache);
        qputenv("XDG_CACHE_HOME", cache);
        const auto file = base::namelessFile();
        QVERIFY(file);
        QCOMPARE(statusOf(file->get()).st_nlink, nlink_t(0));
        QVERIFY(!QFile::exists(QStringLiteral("cache")));
    }
};

QTEST_GUILESS_MAIN(TestNamelessFile)
#include "tst_nameless_file.moc"
