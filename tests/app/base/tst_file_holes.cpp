// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/file_holes.h"

#include "app/base/nameless_file.h"

#include <QRegularExpression>
#include <QTest>

#include <string>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

constexpr uint64_t block = 4096, blocks = 1000;

uint64_t spaceOf(int file)
{
    struct stat status{};
    if (fstat(file, &status) != 0)
        qFatal("fstat");
    return uint64_t(status.st_blocks) * 512;
}

// The first byte of a block.
char at(int file, uint64_t number)
{
    char byte = '?';
    return pread(file, &byte, 1, off_t(number * block)) == 1 ? byte : '!';
}

} // namespace

class TestFileHoles : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_file = base::namelessFile().value();
        const std::string full(blocks * block, 'x');
        QCOMPARE(pwrite(m_file.get(), full.data(), full.size(), 0), ssize_t(full.size()));
    }

    void givesBackWhatIsNotKept()
    {
        base::FileHoles holes;
        const uint64_t before = spaceOf(m_file.get());
        QVERIFY(before >= blocks * block);
        holes.release(m_file.get(), 900 * block + 5, {{500 * block + 100, 502 * block + 1}, {10, 20}, {899 * block, 1000 * block}});
        QVERIFY2(spaceOf(m_file.get()) <= before - 890 * block, qPrintable(QString::number(spaceOf(m_file.get()))));
        for (const uint64_t kept : {0, 500, 501, 502, 899, 900, 999})
            QCOMPARE(at(m_file.get(), kept), 'x');
        for (const uint64_t gone : {1, 499, 503, 898})
            QCOMPARE(at(m_file.get(), gone), '\0');
        struct stat status{};
        QCOMPARE(fstat(m_file.get(), &status), 0);
        QCOMPARE(uint64_t(status.st_size), blocks * block);
    }

    void saysWhatIsStillThere()
    {
        base::FileHoles holes;
        QVERIFY(holes.holds({0, block}));
        holes.release(m_file.get(), 100 * block, {{10 * block, 12 * block}, {12 * block, 13 * block}, {98 * block, 99 * block}});
        QVERIFY(holes.holds({10 * block, 13 * block}));
        QVERIFY(holes.holds({11 * block + 7, 11 * block + 8}));
        QVERIFY(!holes.holds({10 * block - 1, 10 * block + 1}));
        QVERIFY(!holes.holds({12 * block, 13 * block + 1}));
        QVERIFY(!holes.holds({0, 1}));
        QVERIFY(!holes.holds({98 * block, 101 * block}));
        QVERIFY(!holes.holds({99 * block, 100 * block + 1}));
        QVERIFY(holes.holds({100 * block, 900 * block}));
        QVERIFY(holes.holds({3, 3}));
    }

    void keepsTwoPiecesOfOneBlock()
    {
        base::FileHoles holes;
        holes.release(m_file.get(), 100 * block, {{10 * block + 50, 10 * block + 60}, {10 * block + 1, 10 * block + 2}});
        QCOMPARE(at(m_file.get(), 10), 'x');
        QVERIFY(holes.holds({10 * block, 11 * block}));
    }

    void givesBackLaterWhatWasKeptFirst()
    {
        base::FileHoles holes;
        holes.release(m_file.get(), 100 * block, {{10 * block, 20 * block}});
        holes.release(m_file.get(), 200 * block, {{10 * block, 11 * block}, {150 * block, 151 * block}});
        QVERIFY(holes.holds({10 * block, 11 * block}));
        QVERIFY(holes.holds({150 * block, 151 * block}));
        QVERIFY(!holes.holds({11 * block, 12 * block}));
        QCOMPARE(at(m_file.get(), 10), 'x');
        QCOMPARE(at(m_file.get(), 15), '\0');
        // What is gone does not come back because somebody wants it.
        holes.release(m_file.get(), 300 * block, {{15 * block, 16 * block}});
        QVERIFY(!holes.holds({15 * block, 16 * block}));
        QCOMPARE(at(m_file.get(), 10), '\0');
    }

    void leavesAFileWithoutHolesWhole()
    {
        int ends[2];
        QCOMPARE(pipe2(ends, O_CLOEXEC), 0);
        base::FileHoles holes;
        holes.release(ends[1], 100 * block, {});
        QVERIFY(holes.holds({0, 10}));
        close(ends[0]);
        close(ends[1]);
    }

private:
    base::FileDescriptor m_file;
};

QTEST_GUILESS_MAIN(TestFileHoles)
#include "tst_file_holes.moc"
