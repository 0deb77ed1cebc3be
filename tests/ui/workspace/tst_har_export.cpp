// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/har_export.h"

#include "app/masking/rule_file.h"
#include "tests/support/both_ends.h"
#include "tests/support/memory_bodies.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>
#include <memory>

class HarExportTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_home;
    exchange::Store m_store;
    calls::Calls m_calls;
    std::shared_ptr<support::MemoryBodies> m_bodies = std::make_shared<support::MemoryBodies>();

    // The entries of the file, exported with these options.
    QJsonArray exported(exporters::ExportOptions options, int *keyError = nullptr)
    {
        ui::HarExport har(m_store, m_calls);
        QSignalSpy finished(&har, &ui::HarExport::finished);
        const QString path = m_home.filePath(QStringLiteral("out.har"));
        if (har.start({ 0 }, m_bodies, path, std::move(options)) && finished.isEmpty())
            finished.wait(20'000);
        if (keyError)
            *keyError = finished.value(0).value(1).toInt();
        QFile file(path);
        file.open(QIODevice::ReadOnly);
        return QJsonDocument::fromJson(file.readAll()).object()[QStringLiteral("log")].toObject()[QStringLiteral("entries")].toArray();
    }
    QString secret(const exporters::ExportOptions &options)
    {
        const QString url = exported(options).at(0).toObject()[QStringLiteral("request")].toObject()[QStringLiteral("url")].toString();
        return url.section(QLatin1Char('='), 1);
    }

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("XDG_CONFIG_HOME", m_home.path().toUtf8());
        support::BothEnds ends;
        ends.call("/login?password=hunter2&x=ORD-123456");
        m_calls.update(m_store, m_store.apply(ends.take()));
    }
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void tagsAreTheSameInAllFilesOfThisInstallation()
    {
        const QString first = secret({}), second = secret({});
        QVERIFY2(first.startsWith(QStringLiteral("masked-")), qPrintable(first));
        QCOMPARE(first, second);
        QVERIFY(QFile::exists(m_home.filePath(QStringLiteral("cleartap/masking.key"))));
    }

    void masksByTheModeAndRulesChosen()
    {
        exporters::ExportOptions options;
        options.rules = masking::parseRules("form order number = ORD-\\d{6}\n").value();
        options.rules.mode = masking::Mode::Full;
        QCOMPARE(secret(options), QStringLiteral("masked&x=masked"));
        options.rules = {};
        options.rules.mode = masking::Mode::SameLength;
        QCOMPARE(secret(options), QStringLiteral("*******&x=ORD-123456"));
    }

    void anEntrySaysWhichCallItIsAHalfOf()
    {
        const QJsonObject call = exported({}).at(0).toObject()[QStringLiteral("_call")].toObject();
        QCOMPARE(call[QStringLiteral("half")].toString(), QStringLiteral("client"));
        QCOMPARE(call[QStringLiteral("other")].toObject()[QStringLiteral("comm")].toString(), QStringLiteral("nginx"));
    }

    void saysIfTheKeyCouldNotBeUsed()
    {
        QFile key(m_home.filePath(QStringLiteral("cleartap/masking.key")));
        QVERIFY(key.exists() || !exported({}).isEmpty());
        QVERIFY(key.setPermissions(QFile::ReadOwner | QFile::ReadOther));
        int error = 0;
        QCOMPARE(exported({}, &error).size(), 1);
        QCOMPARE(error, EPERM);
        exporters::ExportOptions plain;
        plain.masked = false;
        exported(plain, &error);
        QCOMPARE(error, 0);
    }
};

QTEST_MAIN(HarExportTest)
#include "tst_har_export.moc"
