// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sources/open_sources.h"

#include "app/capture/capture_file.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>

using namespace capture;

class TestOpenSources : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    std::string file(const char *name, const QByteArray &bytes) const
    {
        QFile out(m_folder.filePath(QLatin1String(name)));
        if (!out.open(QIODevice::WriteOnly) || out.write(bytes) < 0)
            qFatal("cannot write");
        return out.fileName().toStdString();
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void knowsAMachineFromAFile()
    {
        QCOMPARE(std::get<FarMachine>(sourceNamed("ssh://deploy@web1:2222")).destination, std::string("ssh://deploy@web1:2222"));
        QCOMPARE(std::get<SavedFile>(sourceNamed("web1")).path, std::string("web1"));
        QCOMPARE(std::get<SavedFile>(sourceNamed("./ssh://x")).path, std::string("./ssh://x"));
    }

    void readsACaptureAndPacketsByWhatIsInThem()
    {
        const auto head = newFileHead();
        QByteArray bytes(reinterpret_cast<const char *>(head.data()), qsizetype(head.size()));
        const QByteArray stopped = QByteArray::fromHex("02000000130000000000");
        bytes.append(stopped);
        auto saved = sources::open({SavedFile{file("named-like-packets.pcap", bytes)}});
        QVERIFY(saved);
        QVERIFY((*saved)->isOpenedFile());
        const auto run = (*saved)->next(0);
        QVERIFY(run);
        QCOMPARE(run->frames.size(), size_t(stopped.size()));
        // The head of a pcap file of Ethernet, without a packet.
        auto packets = sources::open({SavedFile{file("named-like.cleartap", QByteArray::fromHex("d4c3b2a1020004000000000000000000ffff000001000000"))}});
        QVERIFY(packets);
        QVERIFY(!(*packets)->isOpenedFile());
    }

    void readsAFileAlone()
    {
        for (const std::vector<SourceSpec> &wanted : {std::vector<SourceSpec>{SavedFile{"a"}, ThisMachine{}}, std::vector<SourceSpec>{FarMachine{"web1"}, SavedFile{"a"}},
                                                      std::vector<SourceSpec>{SavedFile{"a"}, SavedFile{"b"}}}) {
            const auto source = sources::open(wanted);
            QVERIFY(!source);
            QCOMPARE(source.error().kind, ErrorKind::File);
            QCOMPARE(source.error().errnoValue, EINVAL);
        }
    }

    void saysThatAFileIsNotThere()
    {
        const auto source = sources::open({SavedFile{"/no/such/file"}});
        QVERIFY(!source);
        QCOMPARE(source.error().errnoValue, ENOENT);
    }

    void capturesThisMachineIfNothingIsNamed()
    {
        LiveOptions live;
        live.machines = {FarMachine{"web1"}};   // do not count
        live.socketPath = m_folder.filePath(QStringLiteral("nobody")).toStdString();
        const auto source = sources::open({}, live);
        QVERIFY(!source);
        QCOMPARE(source.error().kind, ErrorKind::NoHelper);
    }
};

QTEST_GUILESS_MAIN(TestOpenSources)
#include "tst_open_sources.moc"
