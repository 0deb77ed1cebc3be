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
        plan.absent.push_back({ Library::GnuTls, "a" });
        Stack &stack = plan.stacks.emplace_back();
        stack.library = Library::OpenSsl;
        stack.version = "O\n";
        stack.alpn.offset = 0x1122;
        stack.alpn.holder = 0x3344;
        stack.sites.push_back({ Role::Write, Result::OutArg5, Cost::Emulated, true, 0x1234, "f", "r" });
        stack.sites[0].length = { Base::Rsp, 4, 2, { 0x68, -1 } };
        stack.sites[0].only[1] = { { Base::Flags }, 0x41, 1 };
        const auto bytes = writePlan(plan);
        const QByteArray hex(reinterpret_cast<const char *>(bytes.data()), static_cast<qsizetype>(bytes.size()));
        QCOMPARE(hex.toHex(' '), QByteArray("43 70 6c 6e 05 01 01 00 00 00 00 00 00 00 02 01 00 61 "
                                            "01 01 22 11 44 33 02 00 4f 3f 00 00 00 00 00 00 "
                                            "02 03 02 01 34 12 00 00 00 00 00 00 01 00 66 01 00 72 "
                                            "07 08 00 06 08 00 04 04 02 68 00 ff ff ff 08 00 ff 08 00 ff 08 00 ff 08 00 ff 08 00 ff 08 00 "
                                            "ff 08 00 00 00 00 00 00 00 00 00 10 08 00 41 00 00 00 01 00 00 00 "
                                            "ff 08 00 00 00 00 00 00 00 00 00"));
    }

    void keepsWithinItsLimits()
    {
        const std::string text(1000, 't');
        const Operand longest { Base::Rax, 8, 200, {} };
        const Condition condition { longest, 0, 0 };
        const Site site { Role::Read, Result::None, Cost::Stepped, false, 1, text, text, longest, longest, longest, longest, longest, longest, longest, longest,
                          longest, { condition, condition }, condition };
        Stack stack;
        stack.version = stack.foundBy = stack.problem = stack.noSecrets = text;
        stack.sites.assign(100, site);
        Plan plan;
        plan.buildId = plan.problem = plan.cryptoVersion = text;
        plan.stacks.assign(20, stack);
        plan.absent.assign(100, { Library::Nss, text });
        QCOMPARE(writePlan(plan).size(), reply::bytesMax);
    }
};

QTEST_GUILESS_MAIN(TestPlanWriter)
#include "tst_plan_writer.moc"
