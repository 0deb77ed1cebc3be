// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/output_file.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using exporters::OutputFile;

namespace {

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
}

} // namespace

class TestOutputFile : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString path(const char *name) const { return m_folder.filePath(name); }
    QStringList files() const { return QDir(m_folder.path()).entryList(QDir::Files | QDir::Hidden | QDir::System); }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void putsAFileInItsPlaceForItsOwnerOnly()
    {
        const mode_t before = umask(0);
        auto file = OutputFile::create(path("a").toStdString());
        umask(before);
        QVERIFY(file);
        file->write("hello ");
        file->write(std::string(1'000'000, 'x'));
        QVERIFY(!QFile::exists(path("a")));
        QVERIFY(file->commit());
        QCOMPARE(contents(path("a")).size(), qsizetype(1'000'006));
        struct stat found {};
        QCOMPARE(stat(path("a").toLocal8Bit().constData(), &found), 0);
        QCOMPARE(found.st_mode & 07777, mode_t(0600));
        QCOMPARE(files(), QStringList{"a"});
    }

    void leavesTheOldFileWhenNothingIsCommitted()
    {
        QFile old(path("a"));
        QVERIFY(old.open(QIODevice::WriteOnly) && old.write("old") == 3);
        old.close();
        {
            auto file = OutputFile::create(path("a").toStdString());
            QVERIFY(file);
            file->write("new");
            file->flush();
        }
        QCOMPARE(contents(path("a")), QByteArray("old"));
        QCOMPARE(files(), QStringList{"a"});
    }

    void showsAFileThatGrows()
    {
        auto file = OutputFile::create(path("b").toStdString());
        QVERIFY(file && file->putInPlace());
        file->write("line\n");
        file->flush();
        QCOMPARE(contents(path("b")), QByteArray("line\n"));
        file->write("more\n");
        QVERIFY(file->commit());
        QCOMPARE(contents(path("b")), QByteArray("line\nmore\n"));
        QFile::remove(path("b"));
    }

    void saysWhyItCannotWrite()
    {
        QCOMPARE(OutputFile::create(path("no/such/folder").toStdString()).error(), ENOENT);
        QCOMPARE(OutputFile::create(m_folder.path().toStdString()).error(), EISDIR);
        auto full = OutputFile::create("/dev/full");
        QVERIFY(full);
        full->write("x");
        const auto committed = full->commit();
        QVERIFY(!committed);
        QCOMPARE(committed.error(), ENOSPC);
        QCOMPARE(full->error(), ENOSPC);
        struct stat found {};
        QVERIFY(stat("/dev/full", &found) == 0 && S_ISCHR(found.st_mode));
    }

    void writesOntoADescriptorWithoutClosingIt()
    {
        int ends[2];
        QCOMPARE(pipe(ends), 0);
        {
            OutputFile file = OutputFile::onto(ends[1]);
            file.write("line\n");
            file.flush();
            OutputFile moved = std::move(file);
            moved.write("more\n");
            QVERIFY(moved.commit());
        }
        char text[32];
        QCOMPARE(read(ends[0], text, sizeof text), ssize_t(10));
        QCOMPARE(write(ends[1], "x", 1), ssize_t(1));
        close(ends[0]);
        close(ends[1]);
    }
};

QTEST_GUILESS_MAIN(TestOutputFile)
#include "tst_output_file.moc"
