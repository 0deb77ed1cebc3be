// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/plan_reader.h"

#include "privhelper/analyzer/plan_writer.h"
#include "privhelper/loader/operand_text.h"
#include "privhelper/loader/plan_report.h"

#include <QtTest>

using namespace analyzer;

namespace {

constexpr uint64_t fileSize = 0x10000;

Plan example()
{
    Plan plan;
    plan.buildId = "00ff";
    plan.absent.push_back({ Library::GnuTls, "No names." });
    Stack &stack = plan.stacks.emplace_back();
    stack.library = Library::OpenSsl;
    stack.version = "OpenSSL 3.0.17";
    stack.foundBy = "dynamic symbols";
    stack.sites.push_back({ Role::Read, Result::OutArg4, Cost::Emulated, true, 0x1234, "SSL_read", "because" });
    stack.sites.push_back({ Role::Free, Result::None, Cost::Stepped, false, 0xffff, "SSL_free", "" });
    Site &site = stack.sites.emplace_back(Site { Role::Write, Result::AtOnce, Cost::Emulated, false, 0x42, "write", "" });
    site.object = { Base::Rsp, 8, 1, { 104 } };
    site.length = { Base::Rcx, 4, 0, {} };
    site.descriptor = { Base::Object, 8, 3, { 8, 0, 16 } };
    site.only[0] = { { Base::Flags }, 0x41, 0 };
    site.peek = { { Base::Rcx, 4 }, 2, 2 };
    return plan;
}

QString transcript(const std::optional<Plan> &plan)
{
    if (!plan)
        return "refused";
    QString text = QString::fromStdString(plan->buildId + '|' + plan->problem);
    for (const Absent &absent : plan->absent)
        text += QString("\nno %1: %2").arg(int(absent.library)).arg(absent.reason.c_str());
    for (const Stack &stack : plan->stacks) {
        text += QString::fromStdString('\n' + stack.version + '|' + stack.foundBy + '|' + stack.problem);
        for (const Site &site : stack.sites)
            text += QString("\n%1 %2 %3 %4 %5 %6 %7 %8")
                        .arg(int(site.role)).arg(int(site.result)).arg(int(site.cost)).arg(site.wantsReturn)
                        .arg(site.fileOffset).arg(site.function.c_str(), site.reason.c_str(), loader::operandText(site).c_str());
    }
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
                 "00ff|\nno 2: No names.\nOpenSSL 3.0.17|dynamic symbols|\n1 2 2 1 4660 SSL_read because \n3 0 3 0 65535 SSL_free  \n"
                 "2 4 2 0 66 write  Object [rsp+104], length rcx (4 bytes), socket [[[object+8]]+16]; only if flags & 0x41 is 0; "
                 "a peek if rcx (4 bytes) & 0x2 is 2.");
        Plan nothing;
        nothing.problem = "No TLS functions were found in it.";
        QCOMPARE(transcript(loader::readPlan(writePlan(nothing), fileSize)), "|No TLS functions were found in it.");
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
        QVERIFY(refused([](Plan &p) { p.stacks[0].sites[0].role = Role(0); }));
        QVERIFY(refused([](Plan &p) { p.stacks[0].sites[0].role = Role(14); }));
        QVERIFY(refused([](Plan &p) { p.stacks[0].sites[0].result = Result(5); }));
        QVERIFY(refused([](Plan &p) { p.stacks[0].sites[0].cost = Cost(0); }));
        QVERIFY(refused([](Plan &p) { p.stacks[0].sites[0].cost = Cost(4); }));
        QVERIFY(refused([](Plan &p) { p.stacks[0].sites[0].fileOffset = fileSize; }));
        QVERIFY(refused([](Plan &p) { p.stacks[0].library = Library(10); }));
        QVERIFY(refused([](Plan &p) { p.stacks[0].library = Library::None; }));
        QVERIFY(refused([](Plan &p) { p.absent[0].library = Library::None; }));
        QVERIFY(refused([](Plan &p) { p.problem = "and yet"; }));
        QVERIFY(refused([](Plan &p) { p.stacks[0].problem = "and yet"; }));
        QVERIFY(refused([](Plan &p) { p.stacks[0].sites.clear(); }));
        QVERIFY(refused([](Plan &p) { p.stacks.clear(); }));
        QVERIFY(!refused([](Plan &p) { p.stacks[0].sites.resize(64, p.stacks[0].sites[0]); }));
    }

    void readsWhereSecretsPass()
    {
        Plan plan = example();
        Site &site = plan.stacks[0].sites.emplace_back(Site { Role::Secret, Result::AtOnce, Cost::Emulated, false, 0x77, "log", "" });
        site.label = { Base::Rdi };
        site.random = { Base::Object, 8, 2, { 168, 184 } };
        plan.stacks[0].noSecrets = "unless";
        const auto read = loader::readPlan(writePlan(plan), fileSize);
        QVERIFY(read);
        QCOMPARE(read->stacks[0].noSecrets, std::string("unless"));
        QVERIFY(read->stacks[0].sites[3].label == site.label && read->stacks[0].sites[3].random == site.random);
        const auto refused = [&plan](void (*change)(Site &)) {
            Plan changed = plan;
            change(changed.stacks[0].sites[3]);
            return !loader::readPlan(writePlan(changed), fileSize).has_value();
        };
        QVERIFY(!refused([](Site &s) { s.label = s.random = {}; }));
        QVERIFY(refused([](Site &s) { s.random.base = Base::Rax; }));
        QVERIFY(refused([](Site &s) { s.random.loads = 0; }));
        QVERIFY(refused([](Site &s) { s.buffer = {}; }));
        QVERIFY(refused([](Site &s) { s.length = {}; }));
        QVERIFY(refused([](Site &s) { s.wantsReturn = true; }));
        QVERIFY(refused([](Site &s) { s.role = Role::Handshake; }));
    }

    void readsWhereSecretsAreDerived()
    {
        Plan plan = example();
        Site &site = plan.stacks[0].sites.emplace_back(Site { Role::Secret, Result::None, Cost::Emulated, true, 0x77, "derive", "" });
        site.length = { Base::Object, 8, 1, { 64 } };
        site.random = { Base::Rsp, 8, 2, { 24, 0 } };
        const auto refused = [&plan](void (*change)(Site &)) {
            Plan changed = plan;
            change(changed.stacks[0].sites[3]);
            return !loader::readPlan(writePlan(changed), fileSize).has_value();
        };
        QVERIFY(!refused([](Site &) {}));
        QVERIFY(refused([](Site &s) { s.wantsReturn = false; }));
        // Its registers are gone by then.
        QVERIFY(refused([](Site &s) { s.length = { Base::Rdx }; }));
        QVERIFY(refused([](Site &s) { s.random = { Base::Rcx, 8, 2, { 24, 0 } }; }));
        QVERIFY(refused([](Site &s) { s.label = { Base::Rsi }; }));
        QVERIFY(refused([](Site &s) { s.random.loads = 0; }));
    }

    void refusesOperandsThatNoProbeCanUse()
    {
        const auto refused = [](void (*change)(Site &)) {
            Plan plan = example();
            change(plan.stacks[0].sites[2]);
            return !loader::readPlan(writePlan(plan), fileSize).has_value();
        };
        QVERIFY(!refused([](Site &) {}));
        QVERIFY(refused([](Site &s) { s.object.base = Base(18); }));
        QVERIFY(refused([](Site &s) { s.object.base = Base::Object; }));
        QVERIFY(refused([](Site &s) { s.object = {}; }));
        QVERIFY(refused([](Site &s) { s.buffer = {}; }));
        QVERIFY(refused([](Site &s) { s.length = {}; }));
        QVERIFY(refused([](Site &s) { s.length.bytes = 3; }));
        QVERIFY(refused([](Site &s) { s.bound.loads = 1; }));
        QVERIFY(refused([](Site &s) { s.wantsReturn = true; }));
        QVERIFY(refused([](Site &s) { s.role = Role::Handshake; }));
        QVERIFY(refused([](Site &s) { s.descriptor.loads = 0; }));
        QVERIFY(refused([](Site &s) { s.source = { Base::Object, 8, 1, { 8 } }; }));
        QVERIFY(!refused([](Site &s) { s.role = Role::Read, s.result = Result::ReturnValue, s.source = { Base::Object, 8, 1, { 8 } }; }));
        QVERIFY(refused([](Site &s) { s.role = Role::Read, s.result = Result::ReturnValue, s.source = { Base::Rdi, 8, 1, { 8 } }; }));
        // Written with as many loads as there can be, so the byte itself is changed.
        Plan plan = example();
        plan.stacks[0].sites[2].bound = { Base::R11, 8, Operand::loadsMax, {} };
        auto bytes = writePlan(plan);
        const QByteArray all(reinterpret_cast<const char *>(bytes.data()), static_cast<qsizetype>(bytes.size()));
        const auto at = static_cast<size_t>(all.indexOf(QByteArray::fromHex("0b0806")));
        QVERIFY(loader::readPlan(bytes, fileSize));
        bytes[at + 2] = std::byte(7);
        QVERIFY(!loader::readPlan(bytes, fileSize));
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
                for (const Stack &stack : plan->stacks) {
                    for (const Site &site : stack.sites)
                        QVERIFY(site.fileOffset < fileSize && site.object.loads <= Operand::loadsMax && site.object.base != Base::Nowhere);
                }
            }
            bytes[i / 8] ^= std::byte(1 << (i % 8));
        }
    }

    void reportsAPlanOnTheWire()
    {
        const std::vector<wire::PlanReport> reports = loader::planReports(example());
        QCOMPARE(reports.size(), size_t(2));
        QCOMPARE(reports[0].sites.size(), size_t(3));
        QCOMPARE(reports[0].version, std::string("OpenSSL 3.0.17"));
        QCOMPARE(reports[0].sites[0].fileOffset, uint64_t(0x1234));
        QCOMPARE(int(reports[0].sites[0].wantsReturn), 1);
        QCOMPARE(reports[0].sites[0].reason, std::string("because"));
        QVERIFY(reports[0].sites[2].reason.find("Object [rsp+104]") != std::string::npos);
        QCOMPARE(int(reports[1].library), int(wire::Library::GnuTls));
        QCOMPARE(reports[1].problem, std::string("No names."));
        const loader::PlanResult failed = std::unexpected(loader::PlanError { loader::PlanError::Kind::Signal, 31 });
        QCOMPARE(loader::planReports(failed).at(0).problem, std::string("The analyzer was killed by signal 31 (Bad system call)."));
    }
};

QTEST_GUILESS_MAIN(TestPlanReader)
#include "tst_plan_reader.moc"
