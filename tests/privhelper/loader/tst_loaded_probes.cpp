// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/bpf_object.h"
#include "privhelper/loader/kernel_features.h"
#include "privhelper/loader/loaded_probes.h"

#include <QRegularExpression>
#include <QTest>

#include <bpf/btf.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <span>

using namespace loader;

namespace {

int calls(std::span<const bpf_insn> instructions, int32_t function)
{
    int count = 0;
    for (const bpf_insn &instruction : instructions)
        count += instruction.code == (BPF_JMP | BPF_CALL) && instruction.src_reg == BPF_PSEUDO_KFUNC_CALL && instruction.imm == function;
    return count;
}

} // namespace

// The programs themselves, before anything is captured with them.
class LoadedProbesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }
    void initTestCase() { QVERIFY2(geteuid() == 0, "this test needs root and a kernel with BPF"); }

    void guardsEachProgramAtAUprobeAgainstPreemption_data() { builds(); }
    void guardsEachProgramAtAUprobeAgainstPreemption()
    {
        QFETCH(bool, withLoop);
        const std::unique_ptr<btf, void (*)(btf *)> types(btf__load_vmlinux_btf(), btf__free);
        QVERIFY(types);
        const int disable = btf__find_by_name_kind(types.get(), "bpf_preempt_disable", BTF_KIND_FUNC);
        const int enable = btf__find_by_name_kind(types.get(), "bpf_preempt_enable", BTF_KIND_FUNC);
        QVERIFY2(disable > 0 && enable > 0, "this test needs a kernel from 6.10 on");
        const BpfObject object = openTlsSide(withLoop);
        QVERIFY(object);
        bpf_program *program = nullptr;
        bpf_object__for_each_program(program, object.get()) {
            const bool isProbe = bpf_program__type(program) == BPF_PROG_TYPE_KPROBE;
            bpf_program__set_autoload(program, isProbe);
        }
        QCOMPARE(bpf_object__load(object.get()), 0);
        int probes = 0;
        bpf_object__for_each_program(program, object.get()) {
            if (bpf_program__type(program) != BPF_PROG_TYPE_KPROBE)
                continue;
            const std::span instructions(bpf_program__insns(program), bpf_program__insn_cnt(program));
            QVERIFY2(calls(instructions, disable) >= 1, bpf_program__name(program));
            QVERIFY2(calls(instructions, enable) >= 1, bpf_program__name(program));
            probes++;
        }
        QCOMPARE(probes, int(tlsProgramCount));
    }

    // Another task may run in the middle of a program: its state is on its stack or in the ring meanwhile.
    void keepsNothingButCountersPerCpu_data() { builds(); }
    void keepsNothingButCountersPerCpu()
    {
        QFETCH(bool, withLoop);
        const std::array objects { openTlsSide(withLoop), openSocketSide(withLoop) };
        for (const BpfObject &object : objects) {
            QVERIFY(object);
            bpf_map *map = nullptr;
            bpf_object__for_each_map(map, object.get()) {
                const bpf_map_type type = bpf_map__type(map);
                const bool perCpu = type == BPF_MAP_TYPE_PERCPU_ARRAY || type == BPF_MAP_TYPE_PERCPU_HASH
                    || type == BPF_MAP_TYPE_LRU_PERCPU_HASH;
                QVERIFY2(!perCpu || QByteArray(bpf_map__name(map)) == "losses", bpf_map__name(map));
            }
        }
    }

    void loadsWithEachChoiceOfHooks_data()
    {
        QTest::addColumn<QString>("words");
        for (const char *words : { "", "raw_tp", "perf_uprobe", "no_loop", "no_iterators", "raw_tp,no_loop", "perf_uprobe,no_loop",
                                   "raw_tp,perf_uprobe", "no_cookies", "no_cookies,no_loop", "raw_tp,perf_uprobe,no_loop,no_iterators" })
            QTest::newRow(*words ? words : "the best") << words;
    }

    void loadsWithEachChoiceOfHooks()
    {
        QFETCH(QString, words);
        const auto hooks = chooseHooks(examineKernel(), *forcedHooksOf(words.toStdString()));
        QVERIFY(hooks);
        probe_config config {};
        config.mode = PROBE_MODE_PIDS;
        config.call_limit = 4096;
        config.kernel_reads = 1;
        auto probes = LoadedProbes::load(config, *hooks);
        QVERIFY2(probes, probes ? "" : probes.error().detail.c_str());
        const auto processes = probes->attachProcesses();
        QVERIFY2(processes, processes ? "" : processes.error().detail.c_str());
        const auto sockets = probes->attachSockets();
        QVERIFY2(sockets, sockets ? "" : sockets.error().detail.c_str());
        QVERIFY(probes->map("events") >= 0);
    }

private:
    static void builds()
    {
        QTest::addColumn<bool>("withLoop");
        QTest::newRow("with bpf_loop") << true;
        QTest::newRow("without") << false;
    }
};

QTEST_GUILESS_MAIN(LoadedProbesTest)
#include "tst_loaded_probes.moc"
