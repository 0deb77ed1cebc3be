// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/checks.h"

#include "app/exporters/har_reader.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <numeric>

using namespace cli;

namespace {

// GET /1, /2, …: the n-th took n times 10 ms; every tenth failed.
std::string shop(int count)
{
    std::string entries;
    for (int i = 1; i <= count; ++i)
        entries += std::string(i > 1 ? "," : "") + R"({"startedDateTime":"2026-11-01T10:00:00.000Z","time":)" + std::to_string(i * 10)
            + R"(,"request":{"method":"GET","url":"http://shop.local/)" + std::to_string(i) + R"(?token=hunter2-Zq7","httpVersion":"HTTP/1.1","headers":[],"queryString":[],"cookies":[],"headersSize":-1,"bodySize":0},)"
            + R"("response":{"status":)" + (i % 10 ? "200" : "500") + R"(,"statusText":"","httpVersion":"HTTP/1.1","headers":[],"cookies":[],"content":{"size":0,"mimeType":""},"redirectURL":"","headersSize":-1,"bodySize":0},)"
            + R"("cache":{},"timings":{"send":0,"wait":)" + std::to_string(i * 10) + R"(,"receive":0}})";
    return R"({"log":{"version":"1.2","creator":{"name":"x","version":"1"},"entries":[)" + entries + "]}}";
}

} // namespace

class TestChecks : public QObject
{
    Q_OBJECT
    QTemporaryDir m_folder;
    Options m_options;

    std::unique_ptr<Checks> checked(const QByteArray &expectations, int count = 20)
    {
        m_options.expect.clear();
        if (!expectations.isEmpty()) {
            QFile file(m_folder.filePath("expectations"));
            if (!file.open(QIODevice::WriteOnly) || file.write(expectations) < 0)
                return nullptr;
            m_options.expect = file.fileName().toStdString();
        }
        auto checks = Checks::create(m_options, {});
        auto har = exporters::parseHar(shop(count));
        if (!checks || !har)
            return nullptr;
        exchange::Store store;
        calls::Calls calls;
        calls.update(store, store.apply(std::move(har->batch)));
        std::vector<exchange::ExchangeId> ids(store.size());
        std::iota(ids.begin(), ids.end(), 0);
        (*checks)->take(store, calls, ids, *har->bodies);
        return std::move(*checks);
    }
private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(".*"));
        m_options = {};
    }

    void countsAndMeasuresByNearestRank()
    {
        const auto checks = checked("expect met\nfilter status:200\ncount 18\np50 < 111ms\nmax < 191ms\n"
                                    "expect median\np50 < 100ms\nexpect slowest\nmax < 200ms\nexpect none\nfilter status:500\nnone\nexpect more\nfilter nowhere\nat least 1\np95 < 1s\n");
        QVERIFY(checks);
        const auto results = checks->results();
        QCOMPARE(results[0].failure, "");
        QCOMPARE(results[1].failure, "p50 is 100 ms of 20 exchanges, expected p50 < 100ms");
        QCOMPARE(results[2].failure, "max is 200 ms of 20 exchanges, expected max < 200ms");
        QCOMPARE(results[3].failure, "2 exchanges matched, expected 0");
        QCOMPARE(results[4].failure, "0 exchanges matched, expected at least 1; no exchange to measure for p95 < 1s");
        QCOMPARE(checks->conclude(Success), int(Unmet));
        QCOMPARE(checks->conclude(7), 7);
    }

    void namesWhatItFailsOnWithoutSecrets()
    {
        m_options.failOn = "status>=500";
        const auto checks = checked("");
        const auto results = checks->results();
        QCOMPARE(results[0].failure, "2 exchanges matched");
        QCOMPARE(results[0].details.size(), 2u);
        QVERIFY(results[0].details[0].starts_with("GET http://shop.local/10?token=masked-"));
        QVERIFY(results[0].details[0].ends_with(" → 500, 100 ms"));
    }

    void seesWhatItWaitsFor()
    {
        m_options.until = "path:/7*";
        QVERIFY(checked("", 20)->untilSeen());
        const auto missed = checked("", 3);
        QVERIFY(!missed->untilSeen());
        QCOMPARE(missed->conclude(Success), int(Unmet));
    }

    void writesAReport()
    {
        m_options.failOn = "status>=500";
        m_options.report = m_folder.filePath("report.xml").toStdString();
        QCOMPARE(checked("")->conclude(Success), int(Unmet));
        QFile report(m_folder.filePath("report.xml"));
        QVERIFY(report.open(QIODevice::ReadOnly));
        QVERIFY(report.readAll().contains("failures=\"1\""));
    }

    void refusesFilesThatItCannotUse()
    {
        m_options.failOn = "status>=";
        QCOMPARE(Checks::create(m_options, {}).error(), int(Usage));
        m_options.failOn.clear();
        m_options.expect = "/nowhere/file";
        QCOMPARE(Checks::create(m_options, {}).error(), int(BadFile));
    }
};

QTEST_GUILESS_MAIN(TestChecks)
#include "tst_checks.moc"
