// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/audit.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace loader;

class TestAudit : public QObject
{
    Q_OBJECT

    QTemporaryDir m_directory;
    std::string place() const { return m_directory.filePath(QStringLiteral("log")).toStdString(); }
    QList<QByteArray> lines() const
    {
        QFile file(QString::fromStdString(place()) + QStringLiteral("/audit.jsonl"));
        return file.open(QIODevice::ReadOnly) ? file.readAll().split('\n') : QList<QByteArray>();
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void appendsALineForEachRecordForItsOwnerAlone()
    {
        QVERIFY(append(AuditRecord("started").number("uid", 1000).text("exe", "/usr/bin/cleartap"), place()));
        QVERIFY(append(AuditRecord("ended").number("uid", 1000), place()));
        QCOMPARE(lines().size(), 3);
        const QJsonObject first = QJsonDocument::fromJson(lines().first()).object();
        QCOMPARE(first[QStringLiteral("event")].toString(), QStringLiteral("started"));
        QCOMPARE(first[QStringLiteral("uid")].toInt(), 1000);
        QCOMPARE(first[QStringLiteral("exe")].toString(), QStringLiteral("/usr/bin/cleartap"));
        QVERIFY(QRegularExpression(QStringLiteral("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$"))
                    .match(first[QStringLiteral("time")].toString()).hasMatch());
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        QCOMPARE(QFileInfo(QString::fromStdString(place()) + QStringLiteral("/audit.jsonl")).permissions() & others, QFile::Permissions());
        QCOMPARE(QFileInfo(QString::fromStdString(place())).permissions() & others, QFile::Permissions());
    }

    void staysOneLineWhateverTheValueHolds()
    {
        std::string everything;
        for (int byte = 0; byte < 256; ++byte)
            everything += char(byte);
        const std::string line = AuditRecord("x").text("path", everything).text("long", std::string(9000, 'y')).line();
        QCOMPARE(std::count(line.begin(), line.end(), '\n'), 1);
        QVERIFY(line.size() < 3000);
        const QJsonObject object = QJsonDocument::fromJson(QByteArray::fromStdString(line)).object();
        QCOMPARE(object[QStringLiteral("path")].toString(), QString::fromLatin1(everything.data(), 256));
    }

    void neverFollowsALinkThatSomebodyPutThere()
    {
        const std::string victim = m_directory.filePath(QStringLiteral("victim")).toStdString();
        QFile::remove(QString::fromStdString(place()) + QStringLiteral("/audit.jsonl"));
        QVERIFY(QFile::link(QString::fromStdString(victim), QString::fromStdString(place()) + QStringLiteral("/audit.jsonl")));
        const auto written = append(AuditRecord("x"), place());
        QVERIFY(!written);
        QCOMPARE(written.error(), ELOOP);
        QVERIFY(!QFile::exists(QString::fromStdString(victim)));
        QVERIFY(!append(AuditRecord("x"), "/proc/nowhere"));
    }
};

QTEST_GUILESS_MAIN(TestAudit)
#include "tst_audit.moc"
