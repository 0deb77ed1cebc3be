// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/call_filter.h"

#include "privhelper/loader/bpf_call.h"

#include <QRegularExpression>
#include <QTest>

#include <bpf/bpf.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <functional>

namespace {

// The result of a process under the filter: the bits that it sets.
int under(bool perfUprobes, const std::function<int()> &act)
{
    const pid_t child = fork();
    if (child == 0) {
        if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || !loader::filterCalls(perfUprobes))
            _exit(255);
        _exit(act());
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool isRefused(long result)
{
    return result == -1 && errno == EPERM;
}

} // namespace

class CallFilterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }
    void initTestCase() { QVERIFY2(geteuid() == 0, "as root, else everything is refused anyway"); }

    void letsMapsThatAreThereBeReadAndWritten()
    {
        const loader::UniqueFd map(loader::bpfCall::createMap(BPF_MAP_TYPE_HASH, 4, 4, 8));
        QVERIFY(map.isValid());
        QCOMPARE(under(false, [&] {
            uint32_t key = 1, value = 2, next = 0;
            return (bpf_map_update_elem(map.get(), &key, &value, BPF_ANY) == 0) | (bpf_map_get_next_key(map.get(), nullptr, &next) == 0) << 1
                | (bpf_map_lookup_elem(map.get(), &key, &value) == 0) << 2 | (bpf_map_delete_elem(map.get(), &key) == 0) << 3;
        }), 15);
    }

    void loadsNoProgram()
    {
        constexpr bpf_insn nothing[] = { { BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_0, 0, 0, 0 }, { BPF_JMP | BPF_EXIT, 0, 0, 0, 0 } };
        QVERIFY(loader::UniqueFd(loader::bpfCall::loadProgram(BPF_PROG_TYPE_KPROBE, nothing)).isValid());
        QCOMPARE(under(false, [&] {
            return loader::UniqueFd(loader::bpfCall::createMap(BPF_MAP_TYPE_RINGBUF, 0, 0, 4096)).isValid() // the larger ring
                | (loader::bpfCall::loadProgram(BPF_PROG_TYPE_KPROBE, nothing) == -EPERM) << 1
                | isRefused(syscall(SYS_bpf, 1000, nullptr, 0)) << 2;
        }), 7);
    }

    void touchesNoOtherProcessAndNoKernel()
    {
        QCOMPARE(under(false, [] {
            char byte = 0;
            return isRefused(syscall(SYS_process_vm_readv, getppid(), &byte, 0, &byte, 0, 0)) | isRefused(syscall(SYS_ptrace, 16, getppid(), 0, 0)) << 1
                | isRefused(mount("none", "/proc", "tmpfs", 0, nullptr)) << 2 | isRefused(socket(AF_INET, SOCK_STREAM, 0)) << 3
                | isRefused(syscall(SYS_perf_event_open, nullptr, 0, 0, 0, 0)) << 4 | (socket(AF_UNIX, SOCK_STREAM, 0) >= 0) << 5;
        }), 63);
    }

    void keepsPerfEventsWhereUprobesNeedThem()
    {
        // EFAULT: the kernel looked at the arguments.
        QCOMPARE(under(true, [] { return syscall(SYS_perf_event_open, nullptr, 0, 0, 0, 0) == -1 && errno == EFAULT ? 1 : 0; }), 1);
    }

    void letsAChildBecomeAnAnalyzer()
    {
        QCOMPARE(under(false, [] {
            const pid_t child = fork();
            if (child == 0) {
                if (setresuid(65534, 65534, 65534) != 0)
                    _exit(3);
                execl("/bin/true", "true", nullptr);
                _exit(4);
            }
            int status = 0;
            waitpid(child, &status, 0);
            return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 1 : 0;
        }), 1);
    }
};

QTEST_GUILESS_MAIN(CallFilterTest)
#include "tst_call_filter.moc"
