// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/capture/capture_file.h"
#include "app/capture/live_source.h"
#include "tests/app/capture/frames.h"

#include <QFileInfo>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>

using namespace capture;

class TestCaptureFile : public QObject
{
    Q_OBJECT

    QTemporaryDir m_directory;
    std::string path() const { return m_directory.filePath(QStringLiteral("x.cleartap")).toStdString(); }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void isForItsOwnerAlone()
    {
        frames::save(QString::fromStdString(path()), {});
        chmod(path().c_str(), 0644);
        auto file = CaptureFile::create(path());
        QVERIFY(file && file->putInPlace());
        struct stat status{};
        QCOMPARE(stat(path().c_str(), &status), 0);
        QCOMPARE(status.st_mode & 07777, mode_t(0600));
    }

    void canBeReadBackAsItIsWritten()
    {
        auto file = CaptureFile::create(path());
        QVERIFY(file);
        QCOMPARE(file->size(), uint64_t(64));
        QVERIFY(file->append(frames::data(0, 10)));
        QVERIFY(file->append(frames::data(10, 5)) && file->putInPlace());
        auto source = openSaved(path());
        QCOMPARE(frames::transcript(**source), (QStringList{"d0+10@128", "d10+5@202", "end"}));
        const base::Slice slice{128, 10, 0};
        const auto bytes = file->bodies()->read({&slice, 1}, 100);
        QVERIFY(bytes && bytes->size() == 10 && (*bytes)[0] == std::byte('a'));
    }

    void givesBackTheSpaceOfANamelessFileOnly()
    {
        for (const bool named : {false, true}) {
            auto file = CaptureFile::create(named ? path() : std::string());
            QVERIFY(file);
            for (uint64_t i = 0; i < 1000; ++i)
                QVERIFY(file->append(frames::data(i * 4096, 4096)));
            const base::Slice early{40'000, 100, 0}, kept{500'000, 100, 0}, late{file->size() - 100, 100, 0};
            file->release(file->size() - 100'000, {{500'000, 500'100}});
            QCOMPARE(file->bodies()->read({&early, 1}, 100).has_value(), named);
            if (!named)
                QCOMPARE(file->bodies()->read({&early, 1}, 100).error(), ENODATA);
            QVERIFY(file->bodies()->read({&kept, 1}, 100).has_value());
            QVERIFY(file->bodies()->read({&late, 1}, 100).has_value());
            struct stat status{};
            QCOMPARE(fstat(file->fd(), &status), 0);
            QCOMPARE(status.st_blocks * 512 < 400'000, !named);
        }
    }

    void hasNoNameWhenNoneIsGiven()
    {
        qputenv("XDG_CACHE_HOME", m_directory.path().toLocal8Bit());
        const auto file = CaptureFile::create({});
        QVERIFY(file);
        QVERIFY(QDir(m_directory.filePath(QStringLiteral("cleartap"))).isEmpty());
        QCOMPARE(QFileInfo(m_directory.filePath(QStringLiteral("cleartap"))).permissions() & (QFile::ReadGroup | QFile::ReadOther),
                 QFile::Permissions());
    }

    void leavesAnOldFileUntilTheCaptureHasStarted()
    {
        frames::save(QString::fromStdString(path()), frames::fileHead());
        {
            auto file = CaptureFile::create(path());
            QVERIFY(file && file->append(frames::data(0, 10)));
        }
        auto source = openSaved(path());
        QVERIFY(source);
        QCOMPARE(frames::transcript(**source), QStringList{"end"});
    }

    void doesNotFollowASymbolicLink()
    {
        frames::save(m_directory.filePath(QStringLiteral("theirs")), frames::fileHead());
        const std::string link = m_directory.filePath(QStringLiteral("link")).toStdString();
        QVERIFY(QFile::link(m_directory.filePath(QStringLiteral("theirs")), QString::fromStdString(link)));
        const auto file = CaptureFile::create(link);
        QVERIFY(!file);
        QCOMPARE(file.error().errnoValue, ELOOP);
        QCOMPARE(QFileInfo(m_directory.filePath(QStringLiteral("theirs"))).size(), qint64(64));
    }

    void givesAPipeACopyAndReadsBodiesAllTheSame()
    {
        int ends[2];
        QCOMPARE(pipe(ends), 0);
        auto file = CaptureFile::create("/dev/fd/" + std::to_string(ends[1]));
        QVERIFY(file && file->append(frames::data(0, 10)) && file->putInPlace());
        std::array<std::byte, 256> seen;
        QCOMPARE(read(ends[0], seen.data(), seen.size()), ssize_t(file->size()));
        QVERIFY(checkFileHead(std::span(seen).first(64)));
        const base::Slice slice{128, 10, 0};
        const auto bytes = file->bodies()->read({&slice, 1}, 100);
        QVERIFY(bytes && bytes->size() == 10 && (*bytes)[0] == std::byte('a'));
        close(ends[0]);
        signal(SIGPIPE, SIG_IGN);
        const auto broken = file->append(frames::data(10, 5));
        QVERIFY(!broken);
        QCOMPARE(broken.error().errnoValue, EPIPE);
        close(ends[1]);
    }

    void saysThatTheDiskIsFull()
    {
        const auto file = CaptureFile::create("/dev/full");
        QVERIFY(!file);
        QCOMPARE(file.error().kind, ErrorKind::DiskFull);
        const auto nowhere = CaptureFile::create("/nowhere/x");
        QVERIFY(!nowhere);
        QCOMPARE(nowhere.error().kind, ErrorKind::File);
        QCOMPARE(nowhere.error().errnoValue, ENOENT);
    }

    void keepsWhatWasWrittenWhenTheDiskFillsUp()
    {
        auto file = CaptureFile::create(path());
        QVERIFY(file && file->append(frames::data(0, 1000)) && file->putInPlace());
        // A file size limit makes a write fail half way, like a full disk.
        rlimit before{};
        getrlimit(RLIMIT_FSIZE, &before);
        signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{5000, before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
        const auto appended = file->append(frames::data(1000, 10'000));
        setrlimit(RLIMIT_FSIZE, &before);
        QVERIFY(!appended);
        QCOMPARE(appended.error().kind, ErrorKind::DiskFull);
        auto source = openSaved(path());
        QCOMPARE(frames::transcript(**source), (QStringList{"d0+1000@128", "end"}));
    }
};

QTEST_GUILESS_MAIN(TestCaptureFile)
#include "tst_capture_file.moc"
