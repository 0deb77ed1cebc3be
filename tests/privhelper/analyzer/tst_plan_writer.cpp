// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/plan_writer.h"

#include <QtTest>

using namespace analyzer;

class TestPlanWriter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void writesTheFormatOfPlanH()
    {
        Plan plan;
        plan.library = Library::OpenSsl;
        plan.version = "O\n";
        plan.alpn.offset = 0x1122;
        plan.alpn.holder = 0x3344;
        plan.sites.push_back({ Role::Write, Result::OutArg5, Cost::Emulated, true, 0x1234, "f", "r" });
        const auto bytes = writePlan(plan);
        const QByteArray hex(reinterpret_cast<const char *>(bytes.data()), static_cast<qsizetype>(bytes.size()));
        QCOMPARE(hex.toHex(' '), QByteArray("43 70 6c 6e 02 01 01 00 22 11 44 33 "
                                            "02 00 4f 3f 00 00 00 00 00 00 "
                                            "02 03 02 01 34 12 00 00 00 00 00 00 01 00 66 01 00 72"));
    }

    void keepsWithinItsLimits()
    {
        Plan plan;
        plan.problem.assign(100'000, 'p');
        Site site { Role::Read, Result::None, Cost::Stepped, false, 1, std::string(100'000, 'f'), std::string(100'000, 'r') };
        plan.sites.assign(1000, site);
        plan.version = plan.buildId = plan.foundBy = plan.problem;
        QCOMPARE(writePlan(plan).size(), reply::bytesMax);
    }
};

QTEST_GUILESS_MAIN(TestPlanWriter)
#include "tst_plan_writer.moc"
