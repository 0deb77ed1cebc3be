// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/libbpf_text.h"

#include <QRegularExpression>
#include <QTest>

class LibbpfTextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void keepsOfAVerifiersLogWhatRefusedTheProgram()
    {
        const loader::LibbpfText text = loader::condense(
            "libbpf: prog 'socket_call': BPF program load failed: Permission denied\n"
            "libbpf: prog 'socket_call': -- BEGIN PROG LOAD LOG --\n"
            "0: R1=ctx(off=0,imm=0) R10=fp0\n"
            "1: (bf) r6 = r1\n"
            "2: (bf) r7 = r1\n"
            "combined stack size of 6 calls is 608. Too large\n"
            "processed 124038 insns (limit 1000000) max_states_per_insn 35 total_states 8364 peak_states 2177 mark_read 32\n"
            "-- END PROG LOAD LOG --\n"
            "libbpf: prog 'socket_call': failed to load: -13\n"
            "libbpf: failed to load object 'socket_side'\n");
        QVERIFY(text.byVerifier);
        QCOMPARE(text.lines.c_str(),
                 "socket_call: 1: (bf) r6 = r1; 2: (bf) r7 = r1; combined stack size of 6 calls is 608. Too large");
    }

    void keepsTheLastProgramOfSeveral()
    {
        const loader::LibbpfText text = loader::condense(
            "-- BEGIN PROG LOAD LOG --\na\n-- END PROG LOAD LOG --\nlibbpf: prog 'one': failed to load: -22\n"
            "-- BEGIN PROG LOAD LOG --\nb\n-- END PROG LOAD LOG --\nlibbpf: prog 'two': failed to load: -22\n");
        QCOMPARE(text.lines.c_str(), "two: b");
    }

    void keepsWhatLibbpfSaysWhereNoProgramWasLookedAt()
    {
        const loader::LibbpfText text = loader::condense(
            "libbpf: Error in bpf_create_map_xattr(events):Operation not permitted(-1). Retrying without BTF.\n"
            "libbpf: map 'events': failed to create: Operation not permitted(-1)\n"
            "libbpf: failed to load object 'tls_side'\n");
        QVERIFY(!text.byVerifier);
        QVERIFY2(text.lines.ends_with("map 'events': failed to create: Operation not permitted(-1)"), text.lines.c_str());
    }

    void staysShortWhateverTheLogIs()
    {
        std::string log = "-- BEGIN PROG LOAD LOG --\n";
        for (int i = 0; i < 10; i++)
            log += std::string(10000, 'x') + "\n";
        QVERIFY(loader::condense(log + "-- END PROG LOAD LOG --\n").lines.size() < 1000);
        QVERIFY(loader::condense({}).lines.empty());
        QVERIFY(loader::condense("-- END PROG LOAD LOG --").lines.empty());
    }
};

QTEST_GUILESS_MAIN(LibbpfTextTest)
#include "tst_libbpf_text.moc"
