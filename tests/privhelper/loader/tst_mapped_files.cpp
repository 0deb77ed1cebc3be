// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/mapped_files.h"

#include <QRegularExpression>
#include <QTemporaryFile>
#include <QTest>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>

class MappedFilesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void readsALineOfCode()
    {
        const auto file = loader::parseMapsLine("7f00-8000 r-xp 00002000 fd:01 4711                       /lib/a b.so");
        QVERIFY(file);
        QCOMPARE(file->start, 0x7f00u);
        QCOMPARE(file->end, 0x8000u);
        QCOMPARE(file->id.device, 0xfdu << 20 | 1u);
        QCOMPARE(file->id.inode, 4711u);
        QCOMPARE(QByteArray::fromStdString(file->path), QByteArray("/lib/a b.so"));
    }

    void passesOverWhatIsNoCodeOrNoFile()
    {
        QVERIFY(!loader::parseMapsLine("7f00-8000 r--p 00002000 fd:01 4711 /lib/a.so"));
        QVERIFY(!loader::parseMapsLine("7f00-8000 r-xp 00000000 00:00 0 [vdso]"));
        QVERIFY(!loader::parseMapsLine("7f00 r-xp 00000000 fd:01 12 /lib/a.so"));
        QVERIFY(!loader::parseMapsLine("zz-8000 r-xp 0 fd:01 12 /lib/a.so"));
        QVERIFY(!loader::parseMapsLine(""));
    }

    void opensWhatThisProcessHasMapped()
    {
        const auto self = static_cast<uint32_t>(getpid());
        const auto files = loader::mappedFiles(self);
        const auto library = std::ranges::find_if(files, [](const auto &f) { return f.path.find("libc.so") != std::string::npos; });
        QVERIFY(library != files.end());
        const loader::UniqueFd fd = loader::openMapping(self, *library);
        QVERIFY(fd.isValid());
        const auto id = loader::identifyFile(fd.get());
        QVERIFY(id);
        QVERIFY(*id == library->id);
    }

    void refusesAnotherFileInThePlaceOfTheMapped()
    {
        const auto self = static_cast<uint32_t>(getpid());
        auto files = loader::mappedFiles(self);
        QVERIFY(!files.empty());
        loader::MappedFile wrong = files.front();
        wrong.path = "/etc/passwd";
        wrong.start = 0x1000;
        wrong.end = 0x2000;
        QVERIFY(!loader::openMapping(self, wrong).isValid());
    }

    void doesNotIdentifyWhatIsNoFile()
    {
        int ends[2];
        QCOMPARE(pipe(ends), 0);
        QVERIFY(!loader::identifyFile(ends[0]));
        close(ends[0]);
        close(ends[1]);
    }

    void findsTheNamesAcrossTheEdgeOfAPiece()
    {
        QTemporaryFile file;
        QVERIFY(file.open());
        QByteArray content(1024 * 1024 - 7, 'x');
        content += "SSL_do_handshake";
        file.write(content);
        file.flush();
        QVERIFY(loader::holdsTlsNames(file.handle()));
        file.resize(content.size() - 1);
        QVERIFY(!loader::holdsTlsNames(file.handle()));
    }

    void knowsLibrariesByTheirNames()
    {
        QVERIFY(loader::isTlsLibraryName("/usr/lib/libssl.so.3"));
        QVERIFY(loader::isTlsLibraryName("/app/libssl-3e9a4e2f.so.1.1"));
        QVERIFY(loader::isTlsLibraryName("/usr/lib/libgnutls.so.30"));
        QVERIFY(loader::isTlsLibraryName("/usr/lib/libcrypto.so.3"));
        QVERIFY(!loader::isTlsLibraryName("/usr/lib/libcrypt.so.1"));
        QVERIFY(!loader::isTlsLibraryName("/opt/ssl/libc.so.6"));
    }
};

QTEST_GUILESS_MAIN(MappedFilesTest)
#include "tst_mapped_files.moc"
