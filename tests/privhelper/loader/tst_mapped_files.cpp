// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/mapped_files.h"

#include <QRegularExpression>
#include <QTest>

#include <unistd.h>

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

    void doesNotIdentifyWhatIsNoFile()
    {
        int ends[2];
        QCOMPARE(pipe(ends), 0);
        QVERIFY(!loader::identifyFile(ends[0]));
        close(ends[0]);
        close(ends[1]);
    }

    void knowsLibrariesByTheirNames()
    {
        QVERIFY(loader::isTlsLibraryName("/usr/lib/libssl.so.3"));
        QVERIFY(loader::isTlsLibraryName("/app/libssl-3e9a4e2f.so.1.1"));
        QVERIFY(loader::isTlsLibraryName("/usr/lib/libgnutls.so.30"));
        QVERIFY(loader::isTlsLibraryName("/usr/lib/libcrypto.so.3"));
        QVERIFY(loader::isTlsLibraryName("/usr/lib/libwolfssl.so.35"));
        QVERIFY(loader::isTlsLibraryName("/usr/lib/libmbedtls.so.14"));
        QVERIFY(loader::isTlsLibraryName("/usr/lib/firefox-esr/libssl3.so"));
        QVERIFY(!loader::isTlsLibraryName("/usr/lib/libcrypt.so.1"));
        QVERIFY(!loader::isTlsLibraryName("/opt/ssl/libc.so.6"));
    }
};

QTEST_GUILESS_MAIN(MappedFilesTest)
#include "tst_mapped_files.moc"
