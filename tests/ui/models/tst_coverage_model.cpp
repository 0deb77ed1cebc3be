// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/coverage_model.h"

#include <QAbstractItemModelTester>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

class CoverageModelTest : public QObject
{
    Q_OBJECT

    static exchange::Process process(base::ProcessId id, uint32_t pid, const char *name)
    {
        exchange::Process made;
        made.id = id;
        made.pid = pid;
        made.comm = name;
        return made;
    }
    static exchange::Coverage line(uint32_t pid, bool readable, const char *library, const char *version, const char *reason = "")
    {
        exchange::Coverage made;
        made.pid = pid;
        made.readable = readable;
        made.library = library;
        made.version = version;
        made.reason = reason;
        return made;
    }
    static QString transcript(const ui::CoverageModel &model)
    {
        QStringList lines;
        for (int row = 0; row < model.rowCount(); ++row)
            lines << QStringLiteral("%1 = %2").arg(model.index(row).data().toString()).arg(model.index(row).data(ui::CoverageModel::CountRole).toUInt());
        return lines.join(QStringLiteral(" | "));
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void groupsProcessesByLibraryAndPutsTheUnreadableLast()
    {
        exchange::Store store;
        ui::CoverageModel model(store);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        exchange::Batch batch;
        batch.processes = { process(0, 10, "nginx"), process(1, 11, "curl"), process(2, 12, "java"), process(3, 13, "nginx") };
        batch.coverage = { line(12, false, "JSSE", "17", "no probe for this runtime"), line(10, true, "OpenSSL", "3.0"), line(11, true, "OpenSSL", "3.0"), line(13, true, "OpenSSL", "3.0"), line(0, true, "GnuTLS", "3.7, which no process uses") };
        store.apply(std::move(batch));
        model.refresh();
        QCOMPARE(transcript(model), QStringLiteral("OpenSSL 3.0 · nginx, curl = 3 | JSSE 17 · java = 1"));
        QCOMPARE(model.index(1).data(ui::CoverageModel::ReasonRole).toString(), QStringLiteral("no probe for this runtime"));
        QCOMPARE(model.readableProcesses(), 3u);
        QCOMPARE(model.processes(), 4u);
    }

    void saysNothingWhenNothingChanged()
    {
        exchange::Store store;
        exchange::Batch batch;
        batch.processes = { process(0, 10, "nginx") };
        batch.coverage = { line(10, true, "OpenSSL", "3.0") };
        store.apply(std::move(batch));
        ui::CoverageModel model(store);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset), changed(&model, &QAbstractItemModel::dataChanged);
        model.refresh();
        QCOMPARE(reset.count() + changed.count(), 0);
    }
};

QTEST_GUILESS_MAIN(CoverageModelTest)
#include "tst_coverage_model.moc"
