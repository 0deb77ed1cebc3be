// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/drop_reasons.h"

#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <set>

using loader::DropKind;

class DropReasonsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void tellTheFirewallFromTheRest()
    {
        QCOMPARE(loader::dropKindOf("SKB_DROP_REASON_NETFILTER_DROP"), DropKind::Firewall);
        QCOMPARE(loader::dropKindOf("SKB_DROP_REASON_NO_SOCKET"), DropKind::Told);
        for (const char *name : { "SKB_NOT_DROPPED_YET", "SKB_CONSUMED", "SKB_DROP_REASON_NOT_SPECIFIED", "SKB_DROP_REASON_QUEUE_PURGE", "SKB_DROP_REASON_SUBSYS_MASK" })
            QCOMPARE(loader::dropKindOf(name), DropKind::Ignored);
    }

    void areThoseOfTheRunningKernel()
    {
        const std::vector<loader::DropReason> reasons = loader::dropReasons();
        QVERIFY2(reasons.size() > 20, "this test needs Linux 5.17 or later");
        std::set<uint32_t> numbers;
        for (const loader::DropReason &reason : reasons)
            numbers.insert(reason.number);
        QCOMPARE(numbers.size(), reasons.size());
        const auto netfilter = std::ranges::find(reasons, "NETFILTER_DROP", &loader::DropReason::name);
        QVERIFY(netfilter != reasons.end() && netfilter->kind == DropKind::Firewall);
    }
};

QTEST_GUILESS_MAIN(DropReasonsTest)
#include "tst_drop_reasons.moc"
