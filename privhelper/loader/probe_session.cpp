// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/probe_session.h"

#include "bpf/probe_config.h"
#include "privhelper/loader/bpf_call.h"
#include "privhelper/loader/bpf_object.h"
#include "privhelper/loader/existing.h"
#include "privhelper/loader/libbpf_text.h"
#include "privhelper/loader/library_list.h"
#include "privhelper/loader/process_list.h"
#include "privhelper/loader/tls_probes.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <map>
#include <set>

namespace loader {
namespace {

struct RingDeleter {
    void operator()(ring_buffer *ring) const { ring_buffer__free(ring); }
};
struct LinkDeleter {
    void operator()(bpf_link *link) const { bpf_link__destroy(link); }
};

size_t chosenRingBytes(size_t wanted)
{
    const auto page = static_cast<size_t>(getpagesize());
    if (wanted)
        return std::bit_ceil(std::max(wanted, page));
    const size_t memory = static_cast<size_t>(sysconf(_SC_PHYS_PAGES)) * page;
    constexpr size_t mebibyte = 1024 * 1024;
    return std::clamp(std::bit_floor(memory / 128), 16 * mebibyte, 64 * mebibyte);
}

probe_config configOf(const ScopeConfig &scope, const KernelFeatures &features)
{
    probe_config config {};
    config.mode = static_cast<uint32_t>(scope.mode);
    config.uid = scope.uid;
    config.caller_uid = scope.callerUid;
    config.caller_gid = scope.callerGid;
    config.cgroup_id = scope.cgroupId;
    config.exe_inode = scope.exe.inode;
    config.exe_device = scope.exe.device;
    config.call_limit = std::clamp(scope.callLimit, 1u, FLOW_CALL_MAX);
    config.ptrace_rule = scope.ptraceRule;
    config.follow_children = scope.followChildren;
    config.kernel_reads = features.kernelReads;
    return config;
}

LoadError loadError(int code, std::string step)
{
    LoadFailure failure = LoadFailure::Rejected;
    if (code == EPERM || code == EACCES)
        failure = LoadFailure::NoPrivilege;
    else if (code == ESRCH)
        failure = LoadFailure::NoBtf;
    return { failure, code, std::move(step), takeLibbpfText() };
}

template<typename Key> size_t countKeys(int map)
{
    size_t count = 0;
    Key key {}, next {};
    for (const Key *from = nullptr; bpf_map_get_next_key(map, from, &next) == 0; from = &key) {
        key = next;
        count++;
    }
    return count;
}

// The one read-only section of an object begins with the configuration.
void setConfig(const BpfObject &object, const probe_config &config)
{
    bpf_map *map = nullptr;
    bpf_object__for_each_map(map, object.get()) {
        size_t size = 0;
        void *initial = const_cast<void *>(bpf_map__initial_value(map, &size));
        if (initial && bpf_map__is_internal(map) && std::string_view(bpf_map__name(map)).ends_with(".rodata")
            && size >= sizeof config)
            std::memcpy(initial, &config, sizeof config);
    }
}

bool isForced(const ScopeConfig &scope, std::string_view hook)
{
    return ("," + scope.forcedHooks + ",").find("," + std::string(hook) + ",") != std::string::npos;
}

} // namespace

struct ProbeSession::Engine {
    ScopeConfig scope;
    KernelFeatures features;
    BpfObject tls;
    BpfObject sockets;   // null where kernel memory may not be read
    std::unique_ptr<ring_buffer, RingDeleter> notices;
    std::vector<std::unique_ptr<bpf_link, LinkDeleter>> tracepoints;
    std::map<FileId, TlsLinks> attached;
    std::set<FileId> given;                  // files that the caller has had
    std::vector<flow_mapping> mappings;      // drained, not yet looked at
    std::vector<uint32_t> chosen;            // Pids: as far as known to the loader
    size_t ringBytes = 0;
    std::chrono::steady_clock::time_point nextSweep {};
    bool listsExisting = false;
    bool raw = false;
    bool multi = false;

    std::expected<void, LoadError> load();
    std::expected<void, LoadError> loadSocketSide(const probe_config &config);
    std::expected<void, LoadError> fillSubjects();
    std::expected<void, LoadError> attachTracepoint(const BpfObject &object, const char *program, const char *event);
    std::expected<void, LoadError> setSubject(uint32_t pid, subject_verdict verdict, bool isChosen);
    int map(const char *name) const { return bpf_object__find_map_fd_by_name(tls.get(), name); }
    void setFile(const FileId &id, uint32_t state);
    void sweep();
    std::vector<ProcessInfo> subjectsNow() const;
    // By TlsProgram.
    std::array<bpf_program *, tlsProgramCount> tlsPrograms() const;
};

std::expected<void, LoadError> ProbeSession::Engine::load()
{
    keepLibbpfText();
    if (!features.btf)
        return std::unexpected(LoadError { LoadFailure::NoBtf, ENOENT, "read the kernel's types", {} });
    if (!features.mayLoad)
        return std::unexpected(LoadError { LoadFailure::NoPrivilege, EPERM, "load a BPF program", {} });
    if (!features.ringBuffer)
        return std::unexpected(LoadError { LoadFailure::KernelTooOld, EINVAL, "make a ring buffer", {} });
    if (!features.uprobeMulti && !features.perfUprobe)
        return std::unexpected(LoadError { LoadFailure::KernelTooOld, EINVAL, "find a kind of uprobe", {} });
    raw = !features.btfTracepoints || isForced(scope, "raw_tp");
    multi = features.uprobeMulti && !(isForced(scope, "perf_uprobe") && features.perfUprobe);

    tls = openTlsSide(features.loop && !isForced(scope, "no_loop"));
    if (!tls)
        return std::unexpected(loadError(errno, "open the TLS side"));
    const probe_config config = configOf(scope, features);
    setConfig(tls, config);
    ringBytes = chosenRingBytes(scope.ringBytes);
    bpf_map__set_max_entries(bpf_object__find_map_by_name(tls.get(), "events"), static_cast<uint32_t>(ringBytes));
    bpf_program *program = nullptr;
    bpf_object__for_each_program(program, tls.get()) {
        if (bpf_program__type(program) == BPF_PROG_TYPE_TRACING)
            bpf_program__set_autoload(program, !raw);
        if (bpf_program__type(program) == BPF_PROG_TYPE_RAW_TRACEPOINT)
            bpf_program__set_autoload(program, raw);
    }
    for (size_t i = 0; i < tlsProgramCount; i++) {
        const auto kind = static_cast<TlsProgram>(i);
        program = tlsPrograms()[i];
        bpf_program__set_autoload(program, multi ? servesMulti(kind) : servesPerf(kind));
        if (multi)
            bpf_program__set_expected_attach_type(program, static_cast<bpf_attach_type>(bpfCall::uprobeMultiType));
    }
    if (const int error = bpf_object__load(tls.get()))
        return std::unexpected(loadError(-error, "load the TLS side"));
    if (auto filled = fillSubjects(); !filled)
        return filled;
    notices.reset(ring_buffer__new(
        map("notices"),
        [](void *context, void *data, size_t size) {
            if (size >= sizeof(flow_mapping))
                static_cast<Engine *>(context)->mappings.push_back(*static_cast<flow_mapping *>(data));
            return 0;
        },
        this, nullptr));
    if (!notices)
        return std::unexpected(loadError(errno, "map the ring of notices"));

    if (auto done = attachTracepoint(tls, "process_exit", "sched_process_exit"); !done)
        return done;
    if (auto done = attachTracepoint(tls, "process_fork", "sched_process_fork"); !done)
        return done;
    if (auto done = attachTracepoint(tls, "process_exec", "sched_process_exec"); !done)
        return done;
    if (features.kernelReads && !isForced(scope, "no_socket_side"))
        return loadSocketSide(config);
    return {};
}

std::expected<void, LoadError> ProbeSession::Engine::loadSocketSide(const probe_config &config)
{
    sockets = openSocketSide(features.loop && !isForced(scope, "no_loop"));
    if (!sockets)
        return std::unexpected(loadError(errno, "open the socket side"));
    setConfig(sockets, config);
    bpf_map *own = nullptr;
    bpf_object__for_each_map(own, sockets.get()) {
        const bpf_map *shared = bpf_object__find_map_by_name(tls.get(), bpf_map__name(own));
        if (!shared || bpf_map__is_internal(own))
            continue;
        if (const int error = bpf_map__reuse_fd(own, bpf_map__fd(shared)))
            return std::unexpected(loadError(-error, "share a map"));
    }
    bpf_program *program = nullptr;
    bpf_object__for_each_program(program, sockets.get())
        bpf_program__set_autoload(program, (bpf_program__type(program) == BPF_PROG_TYPE_RAW_TRACEPOINT) == raw);
    prepareExisting(sockets);
    if (const int error = bpf_object__load(sockets.get()))
        return std::unexpected(loadError(-error, "load the socket side"));
    if (auto done = attachTracepoint(sockets, "socket_state", "inet_sock_set_state");
        !done)
        return done;
    if (auto done = attachTracepoint(sockets, "socket_call", "sys_exit"); !done)
        return done;
    // After the probes: what begins in between is seen by them, and made once.
    std::vector<uint32_t> pids;
    for (const ProcessInfo &process : subjectsNow())
        pids.push_back(process.pid);
    listsExisting = tellExisting(sockets, pids);
    return {};
}

std::expected<void, LoadError> ProbeSession::Engine::attachTracepoint(const BpfObject &object, const char *program,
                                                                      const char *event)
{
    const std::string name = raw ? std::string(program) + "_raw" : program;
    bpf_link *link = bpf_program__attach(bpf_object__find_program_by_name(object.get(), name.c_str()));
    if (!link) {
        LoadError error = loadError(errno, std::string("attach to ") + event);
        if (error.failure == LoadFailure::Rejected)
            error.failure = LoadFailure::Attach;
        return std::unexpected(std::move(error));
    }
    tracepoints.emplace_back(link);
    return {};
}

std::expected<void, LoadError> ProbeSession::Engine::fillSubjects()
{
    if (scope.pids.size() > 4096 || scope.excluded.size() > 64)
        return std::unexpected(LoadError { LoadFailure::Internal, E2BIG, "take in the scope", {} });
    if (scope.mode == ScopeMode::Pids) {
        chosen = scope.followChildren ? withDescendants(scope.pids) : scope.pids;
        for (const uint32_t pid : chosen) {
            if (auto set = setSubject(pid, SUBJECT_NO, true); !set)
                return set;
        }
    }
    for (const uint32_t pid : scope.excluded) {
        if (auto set = setSubject(pid, SUBJECT_EXCLUDED, false); !set)
            return set;
    }
    const auto own = static_cast<uint32_t>(getpid());
    scope.excluded.push_back(own);
    return setSubject(own, scope.excludeChildren ? SUBJECT_EXCLUDED_TREE : SUBJECT_EXCLUDED, false);
}

std::expected<void, LoadError> ProbeSession::Engine::setSubject(uint32_t pid, subject_verdict verdict, bool isChosen)
{
    subject value {};
    value.verdict = verdict;
    value.chosen = isChosen;
    value.judged = verdict >= SUBJECT_EXCLUDED;
    if (bpf_map_update_elem(map("subjects"), &pid, &value, BPF_ANY) != 0)
        return std::unexpected(loadError(errno, "name a process to the probes"));
    return {};
}

void ProbeSession::Engine::setFile(const FileId &id, uint32_t state)
{
    const file_key key { id.inode, id.device, 0 };
    bpf_map_update_elem(map("files"), &key, &state, BPF_ANY);
}

std::array<bpf_program *, tlsProgramCount> ProbeSession::Engine::tlsPrograms() const
{
    static constexpr std::array<const char *, tlsProgramCount> names {
        "tls_read_value", "tls_read_out4", "tls_read_out5", "tls_write_value", "tls_write_out4", "tls_write_out5",
        "tls_peek_value", "tls_peek_out4", "tls_handshake", "tls_free", "tls_set_fd", "tls_memory_write", "tls_entry", "tls_return",
    };
    std::array<bpf_program *, tlsProgramCount> programs;
    std::ranges::transform(names, programs.begin(),
                           [this](const char *name) { return bpf_object__find_program_by_name(tls.get(), name); });
    return programs;
}

void ProbeSession::Engine::sweep()
{
    const auto now = std::chrono::steady_clock::now();
    if (now < nextSweep)
        return;
    nextSweep = now + std::chrono::seconds(1);
    const int table = map("objects");
    std::vector<object_key> dead;
    object_key key {}, next {};
    for (bool first = true; bpf_map_get_next_key(table, first ? nullptr : &key, &next) == 0; first = false) {
        key = next;
        if (kill(static_cast<pid_t>(key.pid), 0) != 0 && errno == ESRCH)
            dead.push_back(key);
    }
    for (const object_key &object : dead)
        bpf_map_delete_elem(table, &object);
}

ProbeSession::ProbeSession(std::unique_ptr<Engine> engine)
    : m_engine(std::move(engine))
{
}
ProbeSession::ProbeSession(ProbeSession &&) noexcept = default;
ProbeSession &ProbeSession::operator=(ProbeSession &&) noexcept = default;

ProbeSession::~ProbeSession()
{
    if (m_engine)
        detach();
}

std::expected<ProbeSession, LoadError> ProbeSession::open(const ScopeConfig &scope)
{
    auto engine = std::make_unique<Engine>();
    engine->scope = scope;
    engine->features = examineKernel();
    if (auto loaded = engine->load(); !loaded)
        return std::unexpected(std::move(loaded.error()));
    return ProbeSession(std::move(engine));
}

int ProbeSession::eventsRing() const
{
    return m_engine->map("events");
}

size_t ProbeSession::eventsRingBytes() const
{
    return m_engine->ringBytes;
}

std::expected<AttachedPlan, LoadError> ProbeSession::attachPlan(const ExecutableFile &file, const analyzer::Plan &plan)
{
    AttachedPlan result { file.id, 0, true };
    if (plan.sites.empty()) {
        m_engine->setFile(file.id, FILE_TOLD);
        return result;
    }
    TlsPrograms programs;
    std::ranges::transform(m_engine->tlsPrograms(), programs.begin(), bpf_program__fd);
    auto links = attachTlsProbes(file.fd.get(), plan, programs, m_engine->multi);
    if (!links)
        return std::unexpected(std::move(links.error()));
    result.sites = links->sites;
    result.returnsSeen = links->sites == plan.sites.size();
    m_engine->attached[file.id] = std::move(*links);
    m_engine->setFile(file.id, FILE_ATTACHED);
    return result;
}

int ProbeSession::noticeFd() const
{
    return ring_buffer__epoll_fd(m_engine->notices.get());
}

Notices ProbeSession::takeNotices()
{
    ring_buffer__consume(m_engine->notices.get());
    Notices result;
    for (const flow_mapping &mapping : std::exchange(m_engine->mappings, {})) {
        const FileId id { mapping.device, mapping.inode };
        if (m_engine->attached.contains(id)) {
            result.uses.push_back({ id, mapping.pid });
            continue;
        }
        if (m_engine->given.contains(id))
            continue;
        switch (addMapping(mapping, result.files)) {
        case MappingResult::Given:
            m_engine->given.insert(id);
            break;
        case MappingResult::Gone: {
            // The process was faster than we: the next one that maps the file is told of again.
            const file_key key { id.inode, id.device, 0 };
            bpf_map_delete_elem(m_engine->map("files"), &key);
            break;
        }
        case MappingResult::NotWanted:
            break;
        }
    }
    return result;
}

std::vector<ExecutableFile> ProbeSession::libraries()
{
    std::vector<uint32_t> pids;
    for (const ProcessInfo &process : processes())
        pids.push_back(process.pid);
    std::vector<ExecutableFile> files = tlsFiles(pids);
    std::erase_if(files, [this](const ExecutableFile &file) { return !m_engine->given.insert(file.id).second; });
    return files;
}

std::vector<ProcessInfo> ProbeSession::Engine::subjectsNow() const
{
    std::vector<ProcessInfo> result;
    for (const uint32_t pid : allPids()) {
        auto info = describeProcess(pid);
        if (info && isInScope(*info, scope, chosen))
            result.push_back(std::move(*info));
    }
    return result;
}

std::vector<ProcessInfo> ProbeSession::processes() const
{
    return m_engine->subjectsNow();
}

std::expected<void, LoadError> ProbeSession::addSubject(uint32_t pid)
{
    if (kill(static_cast<pid_t>(pid), 0) != 0 && errno == ESRCH)
        return std::unexpected(LoadError { LoadFailure::NoSuchTarget, ESRCH, "add a process", {} });
    m_engine->chosen.push_back(pid);
    return m_engine->setSubject(pid, SUBJECT_NO, true);
}

std::expected<void, LoadError> ProbeSession::exclude(uint32_t pid)
{
    m_engine->scope.excluded.push_back(pid);
    return m_engine->setSubject(pid, SUBJECT_EXCLUDED, false);
}

std::array<flow_loss_count, FLOW_LOSS_CAUSES> ProbeSession::losses()
{
    m_engine->sweep();
    std::array<flow_loss_count, FLOW_LOSS_CAUSES> totals {};
    const int cpus = libbpf_num_possible_cpus();
    std::vector<flow_loss_count> counts(static_cast<size_t>(std::max(cpus, 1)));
    for (uint32_t cause = 0; cause < FLOW_LOSS_CAUSES; cause++) {
        if (bpf_map_lookup_elem(m_engine->map("losses"), &cause, counts.data()) != 0)
            continue;
        for (const flow_loss_count &count : counts) {
            totals[cause].events += count.events;
            totals[cause].bytes += count.bytes;
        }
    }
    return totals;
}

TableSizes ProbeSession::tableSizes() const
{
    return { countKeys<uint32_t>(m_engine->map("subjects")), countKeys<uint64_t>(m_engine->map("flows")),
             countKeys<object_key>(m_engine->map("objects")), countKeys<uint64_t>(m_engine->map("threads")) };
}

const KernelFeatures &ProbeSession::features() const
{
    return m_engine->features;
}

std::string ProbeSession::hooksText() const
{
    const std::string tracepoint = m_engine->raw ? "raw_tp" : "tp_btf";
    return "sockets: " + (m_engine->sockets ? tracepoint + "/sys_exit" : "none (kernel memory is locked down)")
        + "; TLS: " + (m_engine->multi ? "uprobe_multi" : "perf uprobe") + "; ring buffer "
        + std::to_string(m_engine->ringBytes / (1024 * 1024)) + " MiB; existing connections: "
        + (m_engine->listsExisting ? "iter/task_file" : "when they are used");
}

void ProbeSession::detach()
{
    std::vector<TlsLinks> links;
    for (auto &[id, one] : m_engine->attached)
        links.push_back(std::move(one));
    m_engine->attached.clear();
    detachTlsProbes(std::move(links));
    m_engine->tracepoints.clear();
}

} // namespace loader
