// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/plan_reader.h"

#include "privhelper/analyzer/plan_writer.h"
#include "privhelper/loader/plan_report.h"

#include <QtTest>

using namespace analyzer;

namespace {

constexpr uint64_t fileSize = 0x10000;

Plan example()
{
    Plan plan;
    plan.library = Library::OpenSsl;
    plan.version = "OpenSSL 3.0.17";
    plan.buildId = "00ff";
    plan.foundBy = "dynamic symbols";
    plan.sites.push_back({ Role::Read, Result::OutArg4, Cost::Emulated, true, 0x1234, "SSL_read", "because" });
    plan.sites.push_back({ Role::Free, Result::None, Cost::Stepped, false, 0xffff, "SSL_free", "" });
    return plan;
}

QString transcript(const std::optional<Plan> &plan)
{
    if (!plan)
        return "refused";
    QString text = QString::fromStdString(plan->version + '|' + plan->buildId + '|' + plan->foundBy + '|' + plan->problem);
    for (const Site &site : plan->sites)
        text += QString("\n%1 %2 %3 %4 %5 %6 %7")
                    .arg(int(site.role)).arg(int(site.result)).arg(int(site.cost)).arg(site.wantsReturn)
                    .arg(site.fileOffset).arg(site.function.c_str(), site.reason.c_str());
    return text;
}

} // namespace

class TestPlanReader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void readsWhatTheAnalyzerWrites()
    {
        QCOMPARE(transcript(loader::readPlan(writePlan(example()), fileSize)),
                 "OpenSSL 3.0.17|00ff|dynamic symbols|\n1 2 2 1 4660 SSL_read because\n3 0 3 0 65535 SSL_free ");
        Plan nothing;
        nothing.problem = "No TLS functions were found in it.";
        QCOMPARE(transcript(loader::readPlan(writePlan(nothing), fileSize)), "|||No TLS functions were found in it.");
    }

    void refusesWhatIsNotWhole()
    {
        auto bytes = writePlan(example());
        for (size_t length = 0; length < bytes.size(); ++length)
            QVERIFY(!loader::readPlan(std::span(bytes).first(length), fileSize));
        bytes.push_back(std::byte(0));
        QVERIFY(!loader::readPlan(bytes, fileSize));
    }

    void refusesEachFieldOutOfRange()
    {
        const auto refused = [](void (*change)(Plan &)) {
            Plan plan = example();
            change(plan);
            return !loader::readPlan(writePlan(plan), fileSize).has_value();
        };
        QVERIFY(refused([](Plan &p) { p.sites[0].role = Role(0); }));
        QVERIFY(refused([](Plan &p) { p.sites[0].role = Role(13); }));
        QVERIFY(refused([](Plan &p) { p.sites[0].result = Result(4); }));
        QVERIFY(refused([](Plan &p) { p.sites[0].cost = Cost(0); }));
        QVERIFY(refused([](Plan &p) { p.sites[0].cost = Cost(4); }));
        QVERIFY(refused([](Plan &p) { p.sites[0].fileOffset = fileSize; }));
        QVERIFY(refused([](Plan &p) { p.library = Library(8); }));
        QVERIFY(refused([](Plan &p) { p.library = Library::None; }));
        QVERIFY(refused([](Plan &p) { p.problem = "and yet"; }));
        QVERIFY(refused([](Plan &p) { p.sites.clear(); }));
        QVERIFY(!refused([](Plan &p) { p.sites.resize(64, p.sites[0]); }));
    }

    void refusesTextThatIsNotPrintable()
    {
        auto bytes = writePlan(example());
        const QByteArray all(reinterpret_cast<const char *>(bytes.data()), static_cast<qsizetype>(bytes.size()));
        bytes[static_cast<size_t>(all.indexOf("because"))] = std::byte(0x1b);
        QVERIFY(!loader::readPlan(bytes, fileSize));
    }

    void neverTakesAFlippedBitForMoreThanItSays()
    {
        auto bytes = writePlan(example());
        for (size_t i = 0; i < bytes.size() * 8; ++i) {
            bytes[i / 8] ^= std::byte(1 << (i % 8));
            if (const auto plan = loader::readPlan(bytes, fileSize)) {
                for (const Site &site : plan->sites)
                    QVERIFY(site.fileOffset < fileSize);
            }
            bytes[i / 8] ^= std::byte(1 << (i % 8));
        }
    }

    void reportsAPlanOnTheWire()
    {
        const wire::PlanReport report = loader::planReport(example());
        QCOMPARE(report.sites.size(), size_t(2));
        QCOMPARE(report.version, std::string("OpenSSL 3.0.17"));
        QCOMPARE(report.sites[0].fileOffset, uint64_t(0x1234));
        QCOMPARE(int(report.sites[0].wantsReturn), 1);
        const loader::PlanResult failed = std::unexpected(loader::PlanError { loader::PlanError::Kind::Signal, 31 });
        QCOMPARE(loader::planReport(failed).problem, std::string("The analyzer was killed by signal 31 (Bad system call)."));
    }
};

QTEST_GUILESS_MAIN(TestPlanReader)
#include "tst_plan_reader.moc"
