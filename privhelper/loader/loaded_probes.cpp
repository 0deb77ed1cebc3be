// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/loaded_probes.h"

#include "privhelper/loader/bpf_call.h"
#include "privhelper/loader/existing.h"
#include "privhelper/loader/libbpf_text.h"
#include "privhelper/loader/uring.h"
#include "privhelper/loader/user_reads.h"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace loader {
namespace {

// By TlsProgram.
constexpr std::array<const char *, tlsProgramCount> tlsNames { "tls_entry",  "tls_page_0", "tls_page_1", "tls_page_2",
                                                               "tls_page_3", "tls_page_4", "tls_return" };

bpf_program *tlsProgram(const BpfObject &object, size_t index)
{
    return bpf_object__find_program_by_name(object.get(), tlsNames[index]);
}

// The configuration is at the start of an object's only read-only section.
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

// Each tracepoint program exists in two variants; one of them is loaded.
void chooseTracepoints(const BpfObject &object, bool raw)
{
    bpf_program *program = nullptr;
    bpf_object__for_each_program(program, object.get()) {
        if (bpf_program__type(program) == BPF_PROG_TYPE_TRACING)
            bpf_program__set_autoload(program, !raw);
        if (bpf_program__type(program) == BPF_PROG_TYPE_RAW_TRACEPOINT)
            bpf_program__set_autoload(program, raw);
    }
}

// The largest tables, which are empty most of the time. The others find their entries' places anew (LRU), or are small.
void allocateWithUse(const BpfObject &object)
{
    for (const char *name : { "subjects", "flows", "objects", "threads", "files" })
        bpf_map__set_map_flags(bpf_object__find_map_by_name(object.get(), name), BPF_F_NO_PREALLOC);
}

} // namespace

std::expected<LoadedProbes, LoadError> LoadedProbes::load(const probe_config &config, const HookChoice &hooks)
{
    keepLibbpfText();
    if (!config.kernel_reads)
        keepUserReads();
    LoadedProbes probes(config, hooks);
    probes.m_tls = openTlsSide(hooks.loop);
    if (!probes.m_tls)
        return std::unexpected(libbpfError(errno, "open the TLS side"));
    setConfig(probes.m_tls, config);
    if (hooks.growingMaps)
        allocateWithUse(probes.m_tls);
    if (hooks.cookies)
        bpf_map__set_max_entries(bpf_object__find_map_by_name(probes.m_tls.get(), "site_places"), 1);
    chooseTracepoints(probes.m_tls, hooks.rawTracepoints);
    for (size_t i = 0; i < tlsProgramCount; i++) {
        const auto kind = static_cast<TlsProgram>(i);
        bpf_program *program = tlsProgram(probes.m_tls, i);
        bpf_program__set_autoload(program, hooks.cookies ? servesCookies(kind) : servesPages(kind));
        if (!hooks.perfUprobes)
            bpf_program__set_expected_attach_type(program, static_cast<bpf_attach_type>(bpfCall::uprobeMultiType));
    }
    if (const int error = bpf_object__load(probes.m_tls.get()))
        return std::unexpected(libbpfError(-error, "load the TLS side"));
    return probes;
}

std::expected<void, LoadError> LoadedProbes::attachProcesses()
{
    if (auto done = attach(m_tls, "process_exit", "sched_process_exit"); !done)
        return done;
    if (auto done = attach(m_tls, "process_fork", "sched_process_fork"); !done)
        return done;
    return attach(m_tls, "process_exec", "sched_process_exec");
}

void LoadedProbes::setConfigOf(const BpfObject &object) const
{
    setConfig(object, m_config);
}

std::expected<void, LoadError> LoadedProbes::shareMapsWith(const BpfObject &object) const
{
    bpf_map *own = nullptr;
    bpf_object__for_each_map(own, object.get()) {
        const bpf_map *shared = bpf_object__find_map_by_name(m_tls.get(), bpf_map__name(own));
        if (!shared || bpf_map__is_internal(own))
            continue;
        if (const int error = bpf_map__reuse_fd(own, bpf_map__fd(shared)))
            return std::unexpected(libbpfError(-error, "share a map"));
    }
    return {};
}

std::expected<void, LoadError> LoadedProbes::attachSockets()
{
    m_sockets = openSocketSide(m_hooks.loop && m_hooks.casts);
    if (!m_sockets)
        return std::unexpected(libbpfError(errno, "open the socket side"));
    setConfigOf(m_sockets);
    if (auto shared = shareMapsWith(m_sockets); !shared)
        return shared;
    chooseTracepoints(m_sockets, m_hooks.rawTracepoints);
    bpf_program *const perfCall = bpf_object__find_program_by_name(m_sockets.get(), "socket_call_perf");
    bpf_program__set_autoload(perfCall, m_hooks.perfCalls);
    for (const char *name : { "socket_call", "socket_call_raw" }) {
        if (m_hooks.perfCalls)
            bpf_program__set_autoload(bpf_object__find_program_by_name(m_sockets.get(), name), false);
    }
    prepareExisting(m_sockets, m_hooks.iterators);
    const char *uring = prepareUring(m_sockets);
    if (const int error = bpf_object__load(m_sockets.get()))
        return std::unexpected(libbpfError(-error, "load the socket side"));
    // If this fails, reporting the connections fails too, which is reported.
    if (m_hooks.iterators)
        (void)findListeners(m_sockets);
    if (auto done = attach(m_sockets, "socket_state", "inet_sock_set_state"); !done)
        return done;
    // Without it the kernel's own counters still show that bytes were moved.
    if (uring)
        (void)attach(m_sockets, uring, "io_uring_complete");
    if (!m_hooks.perfCalls)
        return attach(m_sockets, "socket_call", "sys_exit");
    return keep(bpf_program__attach_tracepoint(perfCall, "raw_syscalls", "sys_exit"), "sys_exit");
}

std::expected<void, LoadError> LoadedProbes::attach(const BpfObject &object, const char *program, const char *event)
{
    const bool raw = m_hooks.rawTracepoints;
    const bpf_program *found = bpf_object__find_program_by_name(object.get(), (program + std::string(raw ? "_raw" : "")).c_str());
    bpf_link *link = raw ? bpf_program__attach_raw_tracepoint(found, event) : bpf_program__attach_trace(found);
    return keep(link, event);
}

std::expected<void, LoadError> LoadedProbes::keep(bpf_link *link, const char *event)
{
    if (!link) {
        LoadError error = libbpfError(errno, std::string("attach to ") + event);
        if (error.failure == LoadFailure::Rejected)
            error.failure = LoadFailure::Attach;
        return std::unexpected(std::move(error));
    }
    m_tracepoints.emplace_back(link);
    return {};
}

TlsPrograms LoadedProbes::tlsPrograms() const
{
    TlsPrograms programs;
    for (size_t i = 0; i < tlsProgramCount; i++)
        programs[i] = bpf_program__fd(tlsProgram(m_tls, i));
    return programs;
}

} // namespace loader
