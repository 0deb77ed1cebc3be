// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/probe_session.h"

#include "bpf/probe_config.h"
#include "bpf/tables.h"
#include "privhelper/loader/attached_files.h"
#include "privhelper/loader/ends.h"
#include "privhelper/loader/event_ring.h"
#include "privhelper/loader/existing.h"
#include "privhelper/loader/library_list.h"
#include "privhelper/loader/loaded_probes.h"
#include "privhelper/loader/mapped_files.h"
#include "privhelper/loader/packet_taps.h"
#include "privhelper/loader/return_safety.h"
#include "privhelper/loader/site_description.h"
#include "privhelper/loader/subjects.h"
#include "privhelper/loader/tls_probes.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <ctime>
#include <map>
#include <set>
#include <utility>

namespace loader {
namespace {

struct RingDeleter {
    void operator()(ring_buffer *ring) const { ring_buffer__free(ring); }
};

// The coarse clock advances by the kernel's tick.
uint32_t tickUs()
{
    timespec tick {};
    clock_getres(CLOCK_MONOTONIC_COARSE, &tick);
    return static_cast<uint32_t>(tick.tv_nsec / 1000);
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
    config.secrets = std::to_underlying(scope.tlsSecrets);
    config.tick_us = tickUs();
    config.standard = scope.mode == ScopeMode::Pids;
    config.packet_snap = scope.packets ? std::clamp(scope.packets->snap, 1u, FLOW_PACKET_MAX) : FLOW_PACKET_MAX;
    return config;
}

std::string noSecretsRefusal(const analyzer::Stack &stack)
{
    return "Where it is given the secrets of its handshakes is unknown" + (stack.noSecrets.empty() ? "." : ": " + stack.noSecrets);
}

constexpr const char *onlySecretsRefusal = "Only the secrets of its handshakes can be had, and this capture reads none.";

static_assert(int(TlsSecrets::Never) == PROBE_SECRETS_NEVER && int(TlsSecrets::WhereNeeded) == PROBE_SECRETS_LISTED
              && int(TlsSecrets::Always) == PROBE_SECRETS_ALWAYS);

size_t descriptorsMax()
{
    rlimit limit {};
    return getrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_cur : 1024;
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

} // namespace

struct ProbeSession::Engine {
    KernelFeatures features;
    HookChoice hooks;
    LoadedProbes probes;
    EventRing events;
    Subjects subjects;
    Ends ends;
    SiteTable sites;
    std::unique_ptr<ring_buffer, RingDeleter> notices {};
    AttachedFiles attached {};
    std::chrono::seconds unusedFilesAfter {};
    std::set<FileId> given {};                  // files already returned to the caller
    std::map<FileId, FileId> overlaid {};       // identity in notices to identity in mappings, for overlay files
    std::vector<flow_mapping> mappings {};      // drained, not yet processed
    uint16_t libraries = 0; // numbers assigned so far
    std::chrono::steady_clock::time_point nextLook {}; // for files that nobody uses
    bool listsExisting = false;
    TlsSecrets secrets = TlsSecrets::Never;
    std::set<FileId> readBySecrets {};          // of those attached, with TlsSecrets::WhereNeeded
    std::optional<PacketTaps> packets {};

    std::expected<void, LoadError> openNotices();
    std::expected<void, LoadError> attachSockets();
    int map(const char *name) const { return probes.map(name); }
    void setFile(const FileId &id, uint32_t state);
    void setAttached(const FileId &id) { setFile(id, readBySecrets.contains(id) ? FILE_SECRETS : FILE_ATTACHED); }
    void forgetFile(const FileId &id);
    void detachUnused();
};

std::expected<void, LoadError> ProbeSession::Engine::openNotices()
{
    notices.reset(ring_buffer__new(
        map("notices"),
        [](void *context, void *data, size_t size) {
            if (size >= sizeof(flow_mapping))
                static_cast<Engine *>(context)->mappings.push_back(*static_cast<flow_mapping *>(data));
            return 0;
        },
        this, nullptr));
    if (!notices)
        return std::unexpected(libbpfError(errno, "map the ring of notices"));
    return {};
}

std::expected<void, LoadError> ProbeSession::Engine::attachSockets()
{
    if (auto done = probes.attachSockets(); !done)
        return done;
    // After the probes: anything starting in between is seen by both, but created once.
    std::vector<uint32_t> pids;
    for (const ProcessInfo &process : subjects.running())
        pids.push_back(process.pid);
    listsExisting = tellExisting(probes.sockets(), pids);
    ends.useIterator(probes.sockets());
    return {};
}

void ProbeSession::Engine::setFile(const FileId &id, uint32_t state)
{
    const auto set = [&](const FileId &name) {
        const file_key key { name.inode, name.device, 0 };
        bpf_map_update_elem(map("files"), &key, &state, BPF_ANY);
    };
    set(id);
    for (const auto &[told, mapped] : overlaid) {
        if (mapped == id)
            set(told);
    }
}

// The next process that maps it causes a notice again.
void ProbeSession::Engine::forgetFile(const FileId &id)
{
    const auto forget = [&](const FileId &name) {
        const file_key key { name.inode, name.device, 0 };
        bpf_map_delete_elem(map("files"), &key);
    };
    given.erase(id);
    readBySecrets.erase(id);
    forget(id);
    std::erase_if(overlaid, [&](const auto &names) {
        if (names.second != id)
            return false;
        forget(names.first);
        return true;
    });
}

void ProbeSession::Engine::detachUnused()
{
    const auto now = std::chrono::steady_clock::now();
    if (now < nextLook)
        return;
    nextLook = now + std::chrono::seconds(1);
    std::vector<TlsLinks> links;
    for (AttachedFiles::Unused &file : attached.takeUnused(unusedFilesAfter)) {
        links.push_back(std::move(file.links));
        forgetFile(file.id);
    }
    detachTlsProbes(links);
    for (const TlsLinks &detached : links)
        sites.release(detached.taken);
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
    const KernelFeatures features = examineKernel();
    const auto hooks = chooseHooks(features, scope.forcedHooks);
    if (!hooks)
        return std::unexpected(hooks.error());
    auto probes = LoadedProbes::load(configOf(scope, features), *hooks);
    if (!probes)
        return std::unexpected(std::move(probes.error()));
    auto ring = EventRing::open(probes->map("events"), scope.ringBytes, scope.mayBeIdle);
    if (!ring)
        return std::unexpected(std::move(ring.error()));
    auto subjects = Subjects::fill(probes->map("subjects"), scope);
    if (!subjects)
        return std::unexpected(std::move(subjects.error()));
    const Ends::Maps maps { probes->map("flows"), probes->map("datagram_flows"), probes->map("objects"), probes->map("ciphertexts"),
                            probes->map("subjects"), probes->map("descriptors") };
    const SiteTable sites(probes->map("sites"), probes->map("site_places"));
    auto engine = std::make_unique<Engine>(Engine { features, *hooks, std::move(*probes), std::move(*ring), std::move(*subjects), Ends(maps), sites });
    engine->secrets = scope.tlsSecrets;
    engine->unusedFilesAfter = scope.unusedFilesAfter;
    if (auto done = engine->openNotices(); !done)
        return std::unexpected(std::move(done.error()));
    if (auto done = engine->probes.attachProcesses(); !done)
        return std::unexpected(std::move(done.error()));
    if (hooks->socketSide) {
        if (auto done = engine->attachSockets(); !done)
            return std::unexpected(std::move(done.error()));
    }
    // Behind the sockets, so that their packets have a flow.
    if (scope.packets) {
        auto taps = PacketTaps::open(engine->probes, *scope.packets, scope.forcedHooks.clsact);
        if (!taps)
            return std::unexpected(std::move(taps.error()));
        engine->packets.emplace(std::move(*taps));
    }
    return ProbeSession(std::move(engine));
}

int ProbeSession::eventsRing() const
{
    return m_engine->events.fd();
}

size_t ProbeSession::eventsRingBytes() const
{
    return m_engine->events.bytes();
}

int ProbeSession::packetsRing() const
{
    return m_engine->packets ? m_engine->packets->ring() : -1;
}

size_t ProbeSession::packetsRingBytes() const
{
    return m_engine->packets ? m_engine->packets->ringBytes() : 0;
}

ProbeSession::PacketSources ProbeSession::packetSources() const
{
    if (!m_engine->packets)
        return {};
    return { m_engine->packets->interfaces(), networkNamespace(), m_engine->packets->hook() };
}

bool ProbeSession::mayNeedLargerRing() const
{
    return m_engine->events.bytes() < m_engine->events.bytesMax();
}

bool ProbeSession::needsLargerRing() const
{
    return m_engine->events.isTooSmall();
}

std::expected<void, LoadError> ProbeSession::growRing()
{
    return m_engine->events.grow();
}

std::expected<AttachedPlan, LoadError> ProbeSession::attachPlan(const ExecutableFile &file, const analyzer::Plan &plan)
{
    AttachedPlan result { file.id, {} };
    const HookChoice &hooks = m_engine->hooks;
    std::vector<PlannedStack> planned;
    std::vector<size_t> places; // of the planned ones in the result
    std::vector<size_t> counts; // of their wanted sites
    size_t sites = 0;
    bool anyBySecrets = false;
    for (const analyzer::Stack &stack : plan.stacks) {
        AttachedStack &attached = result.stacks.emplace_back();
        if (stack.sites.empty())
            continue;
        const bool bySecrets = readsBySecrets(stack, m_engine->secrets);
        const auto wanted = [bySecrets](const analyzer::Site &site) { return isWanted(site, bySecrets); };
        const auto count = std::ranges::count_if(stack.sites, wanted);
        if (count == 0) {
            attached.refusal = bySecrets ? noSecretsRefusal(stack) : onlySecretsRefusal;
            continue;
        }
        if (!hooks.returns && std::ranges::any_of(stack.sites, [&](const analyzer::Site &site) { return wanted(site) && needsReturn(site); })) {
            attached.refusal = returnsRefusal;
            continue;
        }
        if (m_engine->libraries < UINT16_MAX)
            attached.library = ++m_engine->libraries;
        sites += stack.sites.size();
        anyBySecrets = anyBySecrets || bySecrets;
        planned.push_back({ stack, attached.library });
        places.push_back(result.stacks.size() - 1);
        counts.push_back(static_cast<size_t>(count));
    }
    if (planned.empty()) {
        m_engine->setFile(file.id, FILE_TOLD);
        return result;
    }
    if (!m_engine->attached.hasRoomFor(file.owner, sites, descriptorsMax())) {
        for (const size_t place : places) {
            result.stacks[place].library = 0;
            result.stacks[place].refusal = "The files of its owner have as many probes as those of one user may have.";
        }
        m_engine->setFile(file.id, FILE_TOLD);
        return result;
    }
    auto attached = attachTlsProbes(file.fd.get(), planned, m_engine->probes.tlsPrograms(), m_engine->sites,
                                    { !hooks.perfUprobes, hooks.cookies, hooks.returns, m_engine->secrets });
    if (!attached)
        return std::unexpected(std::move(attached.error()));
    for (size_t i = 0; i < planned.size(); i++) {
        AttachedStack &stack = result.stacks[places[i]];
        stack.sites = attached->sites[i];
        stack.returnsSeen = stack.sites == counts[i];
    }
    m_engine->attached.add(file.id, std::move(attached->links), file.pids, file.installed || file.pids.empty(), file.owner);
    if (anyBySecrets && m_engine->secrets == TlsSecrets::WhereNeeded) {
        m_engine->readBySecrets.insert(file.id);
        // Those that map it from now on are noted by the probes.
        for (const uint32_t pid : file.pids)
            bpf_map_update_elem(m_engine->map("secret_readers"), &pid, &pid, BPF_ANY);
    }
    m_engine->setAttached(file.id);
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
    OpenFiles open;
    for (const flow_mapping &mapping : std::exchange(m_engine->mappings, {})) {
        const FileId told { mapping.device, mapping.inode };
        const auto overlaid = m_engine->overlaid.find(told);
        const FileId id = overlaid != m_engine->overlaid.end() ? overlaid->second : told;
        if (m_engine->given.contains(id)) {
            m_engine->attached.use(id, mapping.pid);
            result.uses.push_back({ id, mapping.pid });
            continue;
        }
        auto file = noticedFile(mapping);
        if (!file) {
            // The process was faster: the next one that maps the file is reported again.
            const file_key key { told.inode, told.device, 0 };
            if (file.error() == NoFile::Gone)
                bpf_map_delete_elem(m_engine->map("files"), &key);
            continue;
        }
        if (file->id != told)
            m_engine->overlaid[told] = file->id;
        follow(file->id);
        open.limit(*file);
        if (m_engine->given.insert(file->id).second)
            result.files.push_back(std::move(*file));
        else
            result.uses.push_back({ file->id, mapping.pid });
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

std::vector<ExecutableFile> ProbeSession::prepare(const std::vector<UniqueFd> &handed)
{
    std::vector<ExecutableFile> files = handedFiles(handed);
    std::erase_if(files, [this](const ExecutableFile &file) { return !m_engine->given.insert(file.id).second; });
    for (const ExecutableFile &file : files)
        follow(file.id);
    return files;
}

void ProbeSession::follow(const FileId &id)
{
    m_engine->setAttached(id);
}

std::vector<ProcessInfo> ProbeSession::processes() const
{
    return m_engine->subjects.running();
}

std::expected<void, LoadError> ProbeSession::addSubject(uint32_t pid)
{
    return m_engine->subjects.add(pid);
}

std::expected<void, LoadError> ProbeSession::exclude(uint32_t pid)
{
    return m_engine->subjects.exclude(pid);
}

std::array<flow_loss_count, FLOW_LOSS_CAUSES> ProbeSession::losses()
{
    m_engine->detachUnused();
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

std::vector<Ended> ProbeSession::takeEnded()
{
    return m_engine->ends.sweep();
}

TableSizes ProbeSession::tableSizes() const
{
    return { countKeys<uint32_t>(m_engine->map("subjects")), countKeys<uint64_t>(m_engine->map("flows")),
             countKeys<object_key>(m_engine->map("objects")), countKeys<uint64_t>(m_engine->map("threads")),
             countKeys<datagram_key>(m_engine->map("datagram_flows")), countKeys<ciphertext_key>(m_engine->map("ciphertexts")),
             m_engine->attached.size() };
}

const HookChoice &ProbeSession::hooks() const
{
    return m_engine->hooks;
}

std::string ProbeSession::hooksText() const
{
    const HookChoice &hooks = m_engine->hooks;
    const std::string tracepoint = hooks.rawTracepoints ? "raw_tp" : "tp_btf";
    const char *const noSockets = m_engine->features.kernelReads ? "none (a different hook is forced)" : "none (kernel memory is locked down)";
    return "sockets: " + (hooks.socketSide ? (hooks.perfCalls ? "tracepoint" : tracepoint) + "/sys_exit" : noSockets) + "; processes: " + tracepoint
        + "; TLS: " + (!hooks.returns ? "none" : hooks.perfUprobes ? "perf uprobe" : "uprobe_multi") + (m_engine->secrets == TlsSecrets::Always ? " at secrets" : "") + "; ring buffer "
        + std::to_string(m_engine->events.bytesMax() / (1024 * 1024)) + " MiB; existing connections: "
        + (m_engine->listsExisting ? "iter/task_file" : "when they are used")
        + (m_engine->packets ? std::string("; packets: ") + m_engine->packets->hook() : std::string());
}

void ProbeSession::detach()
{
    std::vector<TlsLinks> links = m_engine->attached.takeAll();
    detachTlsProbes(links);
    if (m_engine->packets)
        m_engine->packets->detach();
    m_engine->probes.detachTracepoints();
}

} // namespace loader
