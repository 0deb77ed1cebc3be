// SPDX-License-Identifier: GPL-3.0-or-later
// One client's capture: its own BPF programs, maps and ring buffer, attached and detached with this object. open()
// needs CAP_BPF, CAP_PERFMON, CAP_SYS_PTRACE, and CAP_SYS_ADMIN if the kernel has no uprobe_multi (hooks().perfUprobes)
// or requires it for reading BTF, and CAP_NET_ADMIN for packets. After open(), attachPlan(), libraries() and takeNotices() need CAP_BPF, CAP_PERFMON
// and CAP_SYS_PTRACE (and CAP_SYS_ADMIN without uprobe_multi); the getters none. Not thread-safe. Everything attached
// belongs to descriptors of this process: when it dies, so do the probes.
#pragma once

#include "bpf/flow_event.h"
#include "privhelper/analyzer/plan.h"
#include "privhelper/loader/ends.h"
#include "privhelper/loader/kernel_features.h"
#include "privhelper/loader/load_error.h"
#include "privhelper/loader/network_interfaces.h"
#include "privhelper/loader/scope.h"
#include "privhelper/loader/unique_fd.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <vector>

namespace loader {

// An executable file that a subject has mapped; to be analysed. Reported once per session.
struct ExecutableFile {
    UniqueFd fd;                  // open for reading; invalid if that failed
    FileId id;
    std::string path;             // as the first process names it
    std::vector<uint32_t> pids;   // subjects that have it mapped now; empty if it is only installed
    std::string problem;          // a sentence: why it could not be opened; otherwise empty
    bool installed = false;       // part of the system, so any program may map it at any time
    uint32_t owner = 0;           // user who is charged for its analysis and its probes: the file's; 0: the system's
};

// A subject has mapped a file already reported.
struct FileUse {
    FileId id;
    uint32_t pid = 0;
};

struct Notices {
    std::vector<ExecutableFile> files;
    std::vector<FileUse> uses;
};

// A process as /proc shows it.
struct ProcessInfo {
    uint32_t pid = 0, ppid = 0, uid = 0, gid = 0;
    uint64_t startNs = 0;         // CLOCK_BOOTTIME, with the clock tick resolution of /proc (10 ms)
    bool argsCut = false;
    std::string comm, exe, args;  // args: separated by NUL, at most FLOW_ARGS_MAX
    std::string cgroup;           // path below the cgroup2 mount
    uint64_t cgroupId = 0;
};

struct AttachedStack {
    size_t sites = 0;             // number of sites probed
    bool returnsSeen = true;      // false: calls that need a return probe are not captured
    std::string refusal;          // a sentence: why nothing is probed although it could be; otherwise empty
    uint16_t library = 0;         // the stack's number in flow_tls_library; 0: none
};

struct AttachedPlan {
    FileId id;
    std::vector<AttachedStack> stacks; // as in the plan
};

// Number of entries in the tables that grow and shrink with the observed load.
struct TableSizes {
    size_t subjects = 0, flows = 0, objects = 0, threads = 0, datagrams = 0, ciphertexts = 0, attachedFiles = 0;
};

class ProbeSession {
public:
    // Loads programs and maps, and attaches the socket side and the process hooks; no TLS libraries yet.
    static std::expected<ProbeSession, LoadError> open(const ScopeConfig &scope);

    ProbeSession(ProbeSession &&) noexcept;
    ProbeSession &operator=(ProbeSession &&) noexcept;
    ~ProbeSession();              // detaches everything; may take tens of milliseconds

    // The event ring: map descriptor (owned by the session) and size of its data area in bytes.
    int eventsRing() const;
    size_t eventsRingBytes() const;
    // There is traffic by now. Then growRing(): eventsRing() is another one from then on, which holds what comes after
    // everything in the old one.
    bool mayNeedLargerRing() const; // it is the small one
    bool needsLargerRing() const;
    std::expected<void, LoadError> growRing();

    // The ring of packets, likewise; -1: none are captured.
    int packetsRing() const;
    size_t packetsRingBytes() const;
    struct PacketSources {
        std::vector<NetworkInterface> interfaces;
        uint32_t netns = 0;       // inode number of their network namespace; 0: unknown
        const char *hook = "";    // "tcx", "clsact"
    };
    PacketSources packetSources() const;

    // Probes one binary according to its plan. The descriptor is only used during the call. A plan without sites is
    // remembered, so that the file is not reported again.
    std::expected<AttachedPlan, LoadError> attachPlan(const ExecutableFile &file, const analyzer::Plan &plan);

    // From now on each process that maps the file is reported as a use, although it has no probes.
    void follow(const FileId &id);

    // Readable when takeNotices() has something to return.
    int noticeFd() const;
    Notices takeNotices();

    // Executable files that subjects currently have mapped, and the system's own TLS libraries.
    std::vector<ExecutableFile> libraries();
    // Files of a command that a client is about to start, opened by the client.
    std::vector<ExecutableFile> prepare(const std::vector<UniqueFd> &handed);

    // The subjects currently running.
    std::vector<ProcessInfo> processes() const;

    // ScopeMode::Pids: makes a running process a subject from now on.
    std::expected<void, LoadError> addSubject(uint32_t pid);
    // Never a subject from now on (for the relay, once started).
    std::expected<void, LoadError> exclude(uint32_t pid);

    // Totals over all CPUs since open(). Call it at least once a second: it also detaches, at most once a second, from
    // files that no process uses any more.
    std::array<flow_loss_count, FLOW_LOSS_CAUSES> losses();

    // What has ended without a record in the ring, and was removed from the tables. Call about once a second.
    std::vector<Ended> takeEnded();

    TableSizes tableSizes() const;

    const HookChoice &hooks() const;
    // "sockets: tp_btf/sys_exit; TLS: uprobe_multi; ring buffer 64 MiB; existing connections: iter/task_file"
    std::string hooksText() const;

    // No new events from now on; the ring's contents stay. Also called by the destructor.
    void detach();

private:
    struct Engine;
    explicit ProbeSession(std::unique_ptr<Engine> engine);
    std::unique_ptr<Engine> m_engine;
};

} // namespace loader
