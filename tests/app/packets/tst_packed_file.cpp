// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/packets/packed_file.h"
#include "tests/app/packets/packet_script.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>
#include <zlib.h>

using namespace packets;

class TestPackedFile : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    std::string path(const char *name) const { return m_folder.filePath(QString::fromLatin1(name)).toStdString(); }
    std::string written(const std::string &bytes) const
    {
        QFile file(m_folder.filePath("plain"));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes.data(), qint64(bytes.size())) < 0)
            qFatal("cannot write");
        return path("plain");
    }
    std::string packed(const std::string &bytes) const
    {
        const gzFile file = gzopen(path("packed").c_str(), "wb");
        gzwrite(file, bytes.data(), unsigned(bytes.size()));
        gzclose(file);
        return path("packed");
    }
    // In pieces of this size; the error at the end.
    static std::string all(const std::string &name, size_t size)
    {
        auto file = PackedFile::open(name);
        if (!file)
            return "errno " + std::to_string(file.error());
        std::string text;
        for (;;) {
            const auto piece = file->peek(size);
            if (!piece)
                return text + " errno " + std::to_string(piece.error());
            if (piece->empty())
                return text;
            text += packet_script::textOf(*piece);
            file->skip(piece->size());
            if (file->position() != text.size())
                return "wrong position";
        }
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void readsPackedFilesAndOthers()
    {
        std::string text;
        for (int i = 0; i < 200'000; ++i)
            text += std::to_string(i);
        for (const size_t size : {size_t(7), size_t(100'000), size_t(10'000'000)}) {
            QVERIFY(all(written(text), size) == text);
            QVERIFY(all(packed(text), size) == text);
        }
        QCOMPARE(all(written(""), 10), "");
        QCOMPARE(all(packed(""), 10), "");
    }

    void looksAheadWithoutTaking()
    {
        auto file = PackedFile::open(written("abcdef"));
        QCOMPARE(packet_script::textOf(*file->peek(3)), "abc");
        QCOMPARE(packet_script::textOf(*file->peek(100)), "abcdef");
        file->skip(4);
        QCOMPARE(packet_script::textOf(*file->peek(100)), "ef");
        QVERIFY(file->rewind());
        QCOMPARE(packet_script::textOf(*file->peek(2)), "ab");
        QCOMPARE(file->position(), uint64_t(0));
    }

    void saysWhereAPackedFileIsDamaged()
    {
        std::string text;
        for (int i = 0; i < 100'000; ++i)
            text += std::to_string(i * 7919);
        QFile file(QString::fromStdString(packed(text)));
        QVERIFY(file.open(QIODevice::ReadWrite) && file.resize(file.size() / 2));
        file.close();
        const std::string read = all(path("packed"), 1000);
        QVERIFY2(read.ends_with(" errno " + std::to_string(EBADMSG)), read.substr(read.size() - 40).c_str());
        QVERIFY(text.starts_with(read.substr(0, read.size() - 20)));
        QVERIFY(read.size() > text.size() / 4);
    }

    void opensOnlyFiles()
    {
        QCOMPARE(all(path("none"), 1), "errno " + std::to_string(ENOENT));
        QCOMPARE(all(m_folder.path().toStdString(), 1), "errno " + std::to_string(EISDIR));
        QCOMPARE(all("/dev/null", 1), "errno " + std::to_string(ESPIPE));
    }
};

QTEST_GUILESS_MAIN(TestPackedFile)
#include "tst_packed_file.moc"
