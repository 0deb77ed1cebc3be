// SPDX-License-Identifier: GPL-3.0-or-later
// One client's capture: its own BPF programs, maps and ring buffer, attached and detached with this object.
// Needs while open() runs: CAP_BPF, CAP_PERFMON, CAP_SYS_PTRACE, and CAP_SYS_ADMIN where the kernel has no
// uprobe_multi (hooks().perfUprobes) or wants it for reading BTF. After open() attachPlan(), libraries() and
// takeNotices() need CAP_BPF, CAP_PERFMON and CAP_SYS_PTRACE (and CAP_SYS_ADMIN without uprobe_multi); the getters none.
// Not thread-safe. All that is attached belongs to descriptors of this process: when it dies, so do the probes.
#pragma once

#include "bpf/flow_event.h"
#include "privhelper/analyzer/plan.h"
#include "privhelper/loader/ends.h"
#include "privhelper/loader/kernel_features.h"
#include "privhelper/loader/load_error.h"
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

// A file with code that a subject has mapped; to be analysed. Given once in the life of a session.
struct ExecutableFile {
    UniqueFd fd;                  // open for reading; invalid where that was not possible
    FileId id;
    std::string path;             // as its first process names it
    std::vector<uint32_t> pids;   // subjects that have it mapped now; empty for a file that is only installed
    std::string problem;          // a sentence: why it could not be opened; else empty
    bool installed = false;       // with the system, so that any program may map it at any time
};

// A subject mapped a file that was given before.
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
    uint64_t startNs = 0;         // CLOCK_BOOTTIME, to the clock tick (10 ms), as /proc has it
    bool argsCut = false;
    std::string comm, exe, args;  // args: separated by NUL, at most FLOW_ARGS_MAX
    std::string cgroup;           // path below the cgroup2 mount
    uint64_t cgroupId = 0;
};

struct AttachedPlan {
    FileId id;
    size_t sites = 0;             // sites that are probed
    bool returnsSeen = true;      // false: nothing is had of calls that need a return probe
    std::string refusal;          // a sentence: why nothing is probed although it could be; else empty
    uint16_t library = 0;         // flow_tls_library's number for the file; 0: none
};

// Entries in the tables that grow and shrink with what is observed.
struct TableSizes {
    size_t subjects = 0, flows = 0, objects = 0, threads = 0, datagrams = 0, ciphertexts = 0, attachedFiles = 0;
};

class ProbeSession {
public:
    // Loads programs and maps, and attaches the socket side and process hooks; nothing of a TLS library yet.
    static std::expected<ProbeSession, LoadError> open(const ScopeConfig &scope);

    ProbeSession(ProbeSession &&) noexcept;
    ProbeSession &operator=(ProbeSession &&) noexcept;
    ~ProbeSession();              // detaches everything; may take tens of milliseconds

    // The ring of events: map descriptor (owned by the session) and size of its data area in bytes.
    int eventsRing() const;
    size_t eventsRingBytes() const;

    // Probes one binary by its plan. The descriptor is only used during the call. A plan without sites is remembered,
    // so that the file is not given again.
    std::expected<AttachedPlan, LoadError> attachPlan(const ExecutableFile &file, const analyzer::Plan &plan);

    // From now on each process that maps the file is given as a use, though it has no probes.
    void follow(const FileId &id);

    // Readable when takeNotices() has something to give.
    int noticeFd() const;
    Notices takeNotices();

    // Files with code that subjects have mapped at the moment, and the system's own TLS libraries.
    std::vector<ExecutableFile> libraries();
    // Files of a command that a client is about to start, as it has opened them.
    std::vector<ExecutableFile> prepare(std::vector<UniqueFd> handed);

    // The subjects that run at the moment.
    std::vector<ProcessInfo> processes() const;

    // Pids: makes a running process a subject from now on.
    std::expected<void, LoadError> addSubject(uint32_t pid);
    // Never a subject from now on (the relay, once it has started).
    std::expected<void, LoadError> exclude(uint32_t pid);

    // Totals over all CPUs since open(). Ask at least once a second: in passing, and not more often than that, it detaches
    // from files that no process uses any more.
    std::array<flow_loss_count, FLOW_LOSS_CAUSES> losses();

    // What has ended without a record in the ring, and is no longer in the tables. Ask about once a second.
    std::vector<Ended> takeEnded();

    TableSizes tableSizes() const;

    const HookChoice &hooks() const;
    // "sockets: tp_btf/sys_exit; TLS: uprobe_multi; ring buffer 64 MiB; existing connections: iter/task_file"
    std::string hooksText() const;

    // No new events from now on; what is in the ring stays. Called by the destructor too.
    void detach();

private:
    struct Engine;
    explicit ProbeSession(std::unique_ptr<Engine> engine);
    std::unique_ptr<Engine> m_engine;
};

} // namespace loader
