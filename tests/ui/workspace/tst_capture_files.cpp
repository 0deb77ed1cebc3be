// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/capture_files.h"

#include <QFile>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using ui::CaptureController;
using ui::CaptureFiles;

class CaptureFilesTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString path(const char *name) const { return m_folder.filePath(QLatin1String(name)); }
    QString write(const char *name, const QByteArray &bytes) const
    {
        QFile file(path(name));
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? file.fileName() : QString();
    }
    // Only its head.
    QString emptyCapture() const
    {
        QByteArray head("CLEARTAP\1\0\0\0\x40\0\0\0", 16);
        head.resize(64, '\0');
        return write("empty.cleartap", head);
    }
    static QByteArray har(const char *entries) { return QByteArray("{\"log\":{\"version\":\"1.2\",\"creator\":{\"name\":\"x\",\"version\":\"1\"},\"entries\":[") + entries + "]}}"; }
    static constexpr const char *oneEntry = R"({"startedDateTime":"2026-11-30T00:00:00Z","time":1,"request":{"method":"GET","url":"http://a.local/","httpVersion":"HTTP/1.1","headers":[],"queryString":[],"cookies":[],"headersSize":-1,"bodySize":0},)"
                                            R"("response":{"status":200,"statusText":"OK","httpVersion":"HTTP/1.1","headers":[],"cookies":[],"content":{"size":0,"mimeType":""},"redirectURL":"","headersSize":-1,"bodySize":0},"cache":{},"timings":{"send":0,"wait":1,"receive":0}})";

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void importsHarAndCountsWhatItSkips()
    {
        CaptureController capture;
        CaptureFiles files(capture);
        QSignalSpy imported(&files, &CaptureFiles::imported);
        files.open(write("a.har", har((QByteArray(oneEntry) + ",7").constData())));
        QVERIFY(imported.wait());
        QCOMPARE(capture.store().size(), 1u);
        QCOMPARE(imported[0][1].toULongLong(), 1u);
        QVERIFY(!capture.isUnsaved());
    }

    void saysWhatIsWrongWithAFileAndKeepsTheList()
    {
        CaptureController capture;
        CaptureFiles files(capture);
        QSignalSpy imported(&files, &CaptureFiles::imported);
        files.open(write("a.har", har(oneEntry)));
        QVERIFY(imported.wait());
        QSignalSpy failed(&files, &CaptureFiles::importFailed);
        files.open(write("b.har", "{\"log\":7}"));
        QVERIFY(failed.wait());
        QVERIFY(failed[0][0].value<exporters::HarReadError>().kind == exporters::HarError::NotHar);
        QCOMPARE(capture.store().size(), 1u);
    }

    void savesWhatItOpenedByteForByte()
    {
        CaptureController capture;
        CaptureFiles files(capture);
        QSignalSpy opened(&capture, &CaptureController::opened);
        files.open(emptyCapture());
        QVERIFY(opened.wait());
        QSignalSpy saved(&files, &CaptureFiles::saved);
        QVERIFY(files.save(path("copy")));
        QVERIFY(files.isSaving() && !files.save(path("other")));
        QVERIFY(saved.wait());
        const auto result = saved[0][0].value<CaptureFiles::Saved>();
        QCOMPARE(result.errnoValue, 0);
        QCOMPARE(result.paths, QStringList(path("copy.cleartap")));
        QFile one(emptyCapture()), other(result.paths[0]);
        QVERIFY(one.open(QIODevice::ReadOnly) && other.open(QIODevice::ReadOnly));
        QCOMPARE(other.readAll(), one.readAll());
    }

    // Packets become a capture, which is what gets saved; the file of packets needs no saving.
    void opensPacketsOfAnotherProgram()
    {
        const QByteArray request("GET /found HTTP/1.1\r\nHost: a.local\r\n\r\n");
        const QByteArray segment = QByteArray::fromHex("9c400050000000640000000150100000" "00000000") + request;
        QByteArray packet = QByteArray::fromHex("4500" "0000" "00070000" "40060000" "0a000001" "0a000002") + segment;
        packet[3] = char(packet.size());
        const auto little = [](quint32 value) { return QByteArray(reinterpret_cast<const char *>(&value), 4); };
        const QByteArray file = QByteArray::fromHex("d4c3b2a1020004000000000000000000ffff000065000000") + little(5) + little(0) + little(quint32(packet.size())) + little(quint32(packet.size())) + packet;
        CaptureController capture;
        CaptureFiles files(capture);
        QSignalSpy opened(&capture, &CaptureController::opened);
        files.open(write("packets.pcap", file));
        QVERIFY(opened.wait());
        QCOMPARE(capture.store().size(), 1u);
        QCOMPARE(capture.store().path(0), "/found");
        QVERIFY(!capture.isUnsaved());
        QSignalSpy saved(&files, &CaptureFiles::saved);
        QVERIFY(files.save(path("converted")));
        QVERIFY(saved.wait());
        CaptureController again;
        QSignalSpy reopened(&again, &CaptureController::opened);
        again.open(path("converted.cleartap"));
        QVERIFY(reopened.wait());
        QCOMPARE(again.store().path(0), "/found");
    }

    void savesWithoutItsSecrets()
    {
        CaptureController capture;
        CaptureFiles files(capture);
        QSignalSpy opened(&capture, &CaptureController::opened);
        files.open(emptyCapture());
        QVERIFY(opened.wait());
        QSignalSpy saved(&files, &CaptureFiles::saved);
        QVERIFY(files.saveMasked(path("masked")));
        QVERIFY(!files.saveMasked(path("masked")));
        QVERIFY(saved.wait());
        const auto done = saved[0][0].value<CaptureFiles::Saved>();
        QCOMPARE(done.errnoValue, 0);
        QVERIFY(done.masked && done.paths == QStringList{path("masked.cleartap")});
        CaptureController again;
        QSignalSpy openedAgain(&again, &CaptureController::opened);
        QSignalSpy failed(&again, &CaptureController::failed);
        CaptureFiles(again).open(done.paths[0]);
        QVERIFY(openedAgain.wait());
        QVERIFY(failed.empty());
        QVERIFY(files.saveMasked(path("nowhere/copy")));
        QVERIFY(saved.wait());
        QCOMPARE(saved[1][0].value<CaptureFiles::Saved>().errnoValue, ENOENT);
    }

    void aFolderThatIsNotThereIsAnError()
    {
        CaptureController capture;
        CaptureFiles files(capture);
        QSignalSpy opened(&capture, &CaptureController::opened);
        files.open(emptyCapture());
        QVERIFY(opened.wait());
        QSignalSpy saved(&files, &CaptureFiles::saved);
        QVERIFY(files.save(path("nowhere/copy")));
        QVERIFY(saved.wait());
        QCOMPARE(saved[0][0].value<CaptureFiles::Saved>().errnoValue, ENOENT);
        QVERIFY(!files.isSaving());
    }
};

QTEST_MAIN(CaptureFilesTest)
#include "tst_capture_files.moc"
