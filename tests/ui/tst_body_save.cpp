// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/body/body_save.h"

#include "tests/ui/support.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace ui;

class TestBodySave : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { support::failOnWarnings(); }

    void savesWithAndWithoutTheCoding()
    {
        const std::string text = std::string(3'000'000, 'x') + "end";
        const std::string packed = support::gzip(text);
        QCOMPARE(saved(packed, "gzip", true).toStdString(), text);
        QCOMPARE(saved(packed, "gzip", false).toStdString(), packed);
        QCOMPARE(saved(text, "", true).toStdString(), text);
        QCOMPARE(QFile(path()).permissions() & (QFileDevice::ReadGroup | QFileDevice::ReadOther), QFileDevice::Permissions());
    }

    void whatIsDamagedIsSavedAsFarAsItGoesAndSaid()
    {
        std::string packed = support::gzip(std::string(100'000, 'x'));
        packed.resize(packed.size() / 2);
        packed += std::string(50, '\xff');
        const SavedBody result = save(packed, "gzip", true);
        QVERIFY(result.problem.contains(QLatin1String("gzip")));
        QVERIFY(QFile::exists(path()));
    }

    void anUnknownCodingIsSavedWholeAsItWasSentAndSaid()
    {
        const std::string text(3'000'000, 'x');
        QVERIFY(save(text, "rot13", true).problem.contains(QLatin1String("rot13")));
        QFile file(path());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.size(), qint64(text.size()));
    }

    void aFolderThatIsNotThereIsSaid()
    {
        auto bodies = std::make_shared<support::MemoryBodies>();
        const BodyRequest request{.source = bodies, .slices = {bodies->add("x")}, .contentType = {}, .contentEncoding = {}};
        QVERIFY(saveBody(request, m_folder.filePath(QStringLiteral("no/such/file")), true, never).problem.startsWith(QLatin1String("The file could not be written")));
    }

    void aCaptureThatCannotBeReadLeavesTheOldFile()
    {
        QCOMPARE(saved("old", "", true), QByteArray("old"));
        const BodyRequest request{.source = std::make_shared<support::MemoryBodies>(), .slices = {{0, 10, 0}}, .contentType = {}, .contentEncoding = {}};
        QVERIFY(saveBody(request, path(), true, never).problem.startsWith(QLatin1String("The capture file could not be read")));
        QFile file(path());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("old"));
    }

    void suggestsANameThatFits()
    {
        const QString other = QStringLiteral("other");
        QCOMPARE(suggestedName("/v1/orders?limit=2", "application/json; charset=utf-8", other), QStringLiteral("orders.json"));
        QCOMPARE(suggestedName("/logo.svg", "image/svg+xml", other), QStringLiteral("logo.svg"));
        QCOMPARE(suggestedName("/", "text/html", other), QStringLiteral("other.html"));
        QCOMPARE(suggestedName("/a/..%2f..%2fetc%2fpasswd", "", other), QStringLiteral("etcpasswd.bin"));
    }

private:
    static bool never() { return false; }
    QString path() const { return m_folder.filePath(QStringLiteral("body")); }
    SavedBody save(std::string_view body, std::string coding, bool decoded)
    {
        auto bodies = std::make_shared<support::MemoryBodies>();
        const BodyRequest request{.source = bodies, .slices = {bodies->add(body)}, .contentType = {}, .contentEncoding = std::move(coding)};
        return saveBody(request, path(), decoded, never);
    }
    QByteArray saved(std::string_view body, std::string coding, bool decoded)
    {
        const SavedBody result = save(body, std::move(coding), decoded);
        QFile file(path());
        if (!result.problem.isEmpty() || !file.open(QIODevice::ReadOnly) || uint64_t(file.size()) != result.bytes)
            return "not saved: " + result.problem.toUtf8();
        return file.readAll();
    }

    QTemporaryDir m_folder;
};

QTEST_MAIN(TestBodySave)
#include "tst_body_save.moc"
