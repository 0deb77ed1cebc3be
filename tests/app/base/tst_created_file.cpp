// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/created_file.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using base::CreatedFile;

class TestCreatedFile : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::string path(const char *name) const { return m_folder.filePath(name).toStdString(); }
    QStringList files() const { return QDir(m_folder.path()).entryList(QDir::Files | QDir::Hidden | QDir::System); }
    static QByteArray contents(const std::string &path)
    {
        QFile file(QString::fromStdString(path));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
    }
    static void put(const std::string &path, const char *text)
    {
        QFile file(QString::fromStdString(path));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) > 0);
    }
    static void write(const CreatedFile &file, const char *text) { QVERIFY(::write(file.descriptor(), text, strlen(text)) > 0); }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(".*"));
        for (const QString &name : files())
            QFile::remove(m_folder.filePath(name));
    }

    void hasNoNameUntilItIsPutInItsPlace()
    {
        const mode_t before = umask(0);
        auto file = CreatedFile::create(path("a"));
        umask(before);
        QVERIFY(file && !file->isDirect());
        write(*file, "one ");
        QCOMPARE(files(), QStringList());
        QVERIFY(file->putInPlace());
        write(*file, "two");
        QCOMPARE(contents(path("a")), QByteArray("one two"));
        struct stat found {};
        QCOMPARE(stat(path("a").c_str(), &found), 0);
        QCOMPARE(found.st_mode & 07777, mode_t(0600));
        QCOMPARE(files(), QStringList{"a"});
    }

    void leavesNothingOfAFileThatIsGivenUp()
    {
        put(path("a"), "old");
        {
            auto file = CreatedFile::create(path("a"));
            QVERIFY(file);
            write(*file, "new");
        }
        QCOMPARE(contents(path("a")), QByteArray("old"));
        QCOMPARE(files(), QStringList{"a"});
    }

    void replacesAFileThatOthersHaveOpenOrLinked()
    {
        put(path("a"), "old");
        QVERIFY(QFile::setPermissions(m_folder.filePath("a"), QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther | QFile::WriteOther));
        QCOMPARE(link(path("a").c_str(), path("b").c_str()), 0);
        const int theirs = open(path("a").c_str(), O_RDONLY | O_CLOEXEC);
        auto file = CreatedFile::create(path("a"));
        QVERIFY(file);
        write(*file, "secret");
        QVERIFY(file->putInPlace());
        QCOMPARE(contents(path("a")), QByteArray("secret"));
        QCOMPARE(contents(path("b")), QByteArray("old"));
        char seen[8] = {};
        QCOMPARE(pread(theirs, seen, sizeof seen, 0), ssize_t(3));
        close(theirs);
        struct stat found {};
        QCOMPARE(stat(path("a").c_str(), &found), 0);
        QCOMPARE(found.st_mode & 07777, mode_t(0600));
        QCOMPARE(files(), (QStringList{"a", "b"}));
    }

    void followsNoSymbolicLink()
    {
        put(path("a"), "old");
        for (const std::string &target : {path("a"), path("nothing"), std::string("/dev/null")}) {
            QCOMPARE(symlink(target.c_str(), path("link").c_str()), 0);
            const auto file = CreatedFile::create(path("link"));
            QVERIFY(!file);
            QCOMPARE(file.error(), ELOOP);
            QFile::remove(m_folder.filePath("link"));
        }
        QCOMPARE(contents(path("a")), QByteArray("old"));
    }

    void replacesALinkThatCameMeanwhileInsteadOfFollowingIt()
    {
        put(path("a"), "old");
        auto file = CreatedFile::create(path("new"));
        QVERIFY(file);
        write(*file, "new");
        QCOMPARE(symlink(path("a").c_str(), path("new").c_str()), 0);
        QVERIFY(file->putInPlace());
        QCOMPARE(contents(path("a")), QByteArray("old"));
        QVERIFY(!QFileInfo(m_folder.filePath("new")).isSymLink());
    }

    void saysWhyItCannotBeMade()
    {
        QCOMPARE(CreatedFile::create(path("no/such/folder")).error(), ENOENT);
        QCOMPARE(CreatedFile::create(m_folder.path().toStdString()).error(), EISDIR);
        QCOMPARE(CreatedFile::create("/proc/x").error(), ENOENT);
        QCOMPARE(CreatedFile::create("/dev/fd/4711").error(), EBADF);
    }

    void writesDevicesAndPipesDirectly()
    {
        auto null = CreatedFile::create("/dev/null");
        QVERIFY(null && null->isDirect());
        write(*null, "x");
        QVERIFY(null->putInPlace());
        QCOMPARE(mkfifo(path("pipe").c_str(), 0600), 0);
        const int reader = open(path("pipe").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
        auto pipe = CreatedFile::create(path("pipe"));
        QVERIFY(pipe && pipe->isDirect());
        write(*pipe, "through");
        QVERIFY(pipe->putInPlace());
        char seen[16] = {};
        QCOMPARE(read(reader, seen, sizeof seen), ssize_t(7));
        close(reader);
        QCOMPARE(files(), QStringList{"pipe"});
    }

    void knowsTheNamesOfDescriptors_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("descriptor"); // -1: it is a path
        QTest::addRow("dash") << "-" << 1;
        QTest::addRow("stdout") << "/dev/stdout" << 1;
        QTest::addRow("stderr") << "/dev/stderr" << 2;
        QTest::addRow("fd") << "/dev/fd/63" << 63;
        QTest::addRow("proc") << "/proc/self/fd/1" << 1;
        QTest::addRow("a file in this folder") << "./-" << -1;
        QTest::addRow("two dashes") << "--" << -1;
        QTest::addRow("no number") << "/dev/fd/" << -1;
        QTest::addRow("a sign") << "/dev/fd/-1" << -1;
        QTest::addRow("more than a number") << "/dev/fd/1/x" << -1;
        QTest::addRow("too large") << "/dev/fd/99999999999" << -1;
        QTest::addRow("empty") << "" << -1;
    }
    void knowsTheNamesOfDescriptors()
    {
        QFETCH(QString, name);
        QFETCH(int, descriptor);
        QCOMPARE(base::descriptorOfPath(name.toStdString()).value_or(-1), descriptor);
    }

    void writesOnWhereADescriptorStands()
    {
        put(path("a"), "first ");
        const int appending = open(path("a").c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
        auto file = CreatedFile::create("/dev/fd/" + std::to_string(appending));
        QVERIFY(file && file->isDirect());
        write(*file, "second");
        QCOMPARE(contents(path("a")), QByteArray("first second"));
        close(appending);
    }
};

QTEST_GUILESS_MAIN(TestCreatedFile)
#include "tst_created_file.moc"
