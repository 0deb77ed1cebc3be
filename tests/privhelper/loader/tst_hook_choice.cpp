// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/hook_choice.h"

#include <QRegularExpression>
#include <QTest>

using namespace loader;

namespace {

KernelFeatures everything()
{
    KernelFeatures features;
    features.btf = features.mayLoad = features.ringBuffer = true;
    features.btfTracepoints = features.rawTracepoints = features.kernelReads = true;
    features.loop = features.taskFileIterator = features.returnsSafe = true;
    features.uprobeMulti = features.perfUprobe = true;
    return features;
}

QByteArray chosen(const KernelFeatures &features, const ForcedHooks &forced = {})
{
    QByteArray text;
    for (const HookFact &fact : hookFacts(features, forced)) {
        text += QByteArray(fact.fact) + ": " + QByteArray::fromStdString(fact.chosen) + (fact.why.empty() ? "" : " *") + "\n";
    }
    return text;
}

} // namespace

class HookChoiceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void takesTheBestOfEverything()
    {
        const auto hooks = chooseHooks(everything(), {});
        QVERIFY(hooks);
        QVERIFY(!hooks->rawTracepoints && !hooks->perfUprobes);
        QVERIFY(hooks->loop && hooks->iterators && hooks->socketSide && hooks->returns);
        QCOMPARE(chosen(everything()),
                 "Process hooks: tp_btf\nSocket hooks: tp_btf\nTLS hooks: uprobe_multi\n"
                 "Open connections: iter/task_file\nLong calls: bpf_loop\n");
    }

    void tellsProbesApartByTheirAddressesWhereThereAreNoCookies()
    {
        QVERIFY(chooseHooks(everything(), {})->cookies);
        const auto forced = chooseHooks(everything(), *forcedHooksOf("no_cookies"));
        QVERIFY(forced && !forced->cookies && forced->perfUprobes);
        KernelFeatures features = everything();
        features.uprobeMulti = false;
        QVERIFY(!chooseHooks(features, {})->cookies);
        features.cookies = true;
        const auto cookies = chooseHooks(features, {});
        QVERIFY(cookies->cookies && cookies->perfUprobes);
    }

    void takesWhatIsBehindIt()
    {
        KernelFeatures features = everything();
        features.btfTracepoints = features.uprobeMulti = features.loop = features.taskFileIterator = false;
        const auto hooks = chooseHooks(features, {});
        QVERIFY(hooks);
        QVERIFY(hooks->rawTracepoints && hooks->perfUprobes && hooks->socketSide);
        QVERIFY(!hooks->loop && !hooks->iterators);
        QCOMPARE(chosen(features),
                 "Process hooks: raw_tp *\nSocket hooks: raw_tp *\nTLS hooks: perf uprobe *\n"
                 "Open connections: when they are used *\nLong calls: unrolled loop *\n");
    }

    void seesCallsByAPerfTracepointWhereTheOthersArePreempted()
    {
        KernelFeatures features = everything();
        features.preemptedCalls = true;
        QVERIFY(!chooseHooks(features, {})->perfCalls);
        features.perfTracepoints = true;
        QVERIFY(chooseHooks(features, {})->perfCalls);
        QVERIFY(chosen(features).contains("Process hooks: tp_btf\nSocket hooks: perf tracepoint *\n"));
    }

    void leavesTheSocketSideOutWhereKernelMemoryIsLocked()
    {
        KernelFeatures features = everything();
        features.kernelReads = false;
        const auto hooks = chooseHooks(features, {});
        QVERIFY(hooks);
        QVERIFY(!hooks->socketSide && !hooks->iterators);
        QVERIFY(hookFacts(features, {})[1].why.find("confidentiality") != std::string::npos);
        // A raw tracepoint would need reads that are forbidden.
        const auto raw = chooseHooks(features, *forcedHooksOf("raw_tp"));
        QVERIFY(!raw);
        QCOMPARE(raw.error().failure, LoadFailure::KernelTooOld);
    }

    void failsByTheFactThatHasNoHook_data()
    {
        QTest::addColumn<int>("missing");
        QTest::addColumn<int>("failure");
        QTest::newRow("types") << 0 << int(LoadFailure::NoBtf);
        QTest::newRow("privilege") << 1 << int(LoadFailure::NoPrivilege);
        QTest::newRow("ring buffer") << 2 << int(LoadFailure::KernelTooOld);
        QTest::newRow("uprobes") << 3 << int(LoadFailure::KernelTooOld);
        QTest::newRow("tracepoints") << 4 << int(LoadFailure::KernelTooOld);
    }

    void failsByTheFactThatHasNoHook()
    {
        QFETCH(int, missing);
        QFETCH(int, failure);
        KernelFeatures features = everything();
        features.btf = missing != 0;
        features.mayLoad = missing != 1;
        features.ringBuffer = missing != 2;
        features.uprobeMulti = features.perfUprobe = missing != 3;
        features.btfTracepoints = features.rawTracepoints = missing != 4;
        const auto hooks = chooseHooks(features, {});
        QVERIFY(!hooks);
        QCOMPARE(int(hooks.error().failure), failure);
    }

    void doesNotFallBackBehindWhatIsForced()
    {
        KernelFeatures features = everything();
        features.perfUprobe = false;
        QVERIFY(!chooseHooks(features, *forcedHooksOf("perf_uprobe")));
        features = everything();
        features.rawTracepoints = false;
        QVERIFY(!chooseHooks(features, *forcedHooksOf("raw_tp")));
    }

    void readsWords()
    {
        QVERIFY(!forcedHooksOf("")->any());
        const auto forced = forcedHooksOf("raw_tp,perf_uprobe,no_loop,no_iterators,no_socket_side,no_returns,no_cookies");
        QVERIFY(forced);
        QVERIFY(forced->rawTracepoints && forced->perfUprobes && forced->noLoop && forced->noIterators
                && forced->noSocketSide && forced->noReturns && forced->noCookies);
    }

    void namesAWordThatItDoesNotKnow()
    {
        for (const char *text : { "kprobe", "raw_tp,kprobe", ",raw_tp", "RAW_TP" }) {
            const auto forced = forcedHooksOf(text);
            QVERIFY2(!forced, text);
            QVERIFY(forced.error().find("raw_tp, perf_uprobe, no_loop") != std::string::npos);
        }
        QVERIFY(forcedHooksOf("raw_tp,kprobe").error().starts_with("'kprobe' "));
    }
};

QTEST_GUILESS_MAIN(HookChoiceTest)
#include "tst_hook_choice.moc"
