// SPDX-License-Identifier: GPL-3.0-or-later
// The BPF objects of one session: loaded with the chosen hooks, and attached to tracepoints. The socket side is a
// separate object because it reads kernel memory, which lockdown=confidentiality forbids.
#pragma once

#include "bpf/probe_config.h"
#include "privhelper/loader/bpf_object.h"
#include "privhelper/loader/hook_choice.h"
#include "privhelper/loader/load_error.h"
#include "privhelper/loader/tls_probes.h"

#include <expected>
#include <memory>
#include <vector>

namespace loader {

class LoadedProbes {
public:
    // Loads the TLS side with process tracking, and creates the maps; attaches nothing. There is no ring for events yet.
    static std::expected<LoadedProbes, LoadError> load(const probe_config &config, const HookChoice &hooks);

    // From here on processes are tracked.
    std::expected<void, LoadError> attachProcesses();
    // Loads and attaches the socket side.
    std::expected<void, LoadError> attachSockets();

    // For another object of the session, before it is loaded: the configuration, and the maps that both define.
    void setConfigOf(const BpfObject &object) const;
    std::expected<void, LoadError> shareMapsWith(const BpfObject &object) const;

    // A map's descriptor; owned by this.
    int map(const char *name) const { return bpf_object__find_map_fd_by_name(m_tls.get(), name); }
    // Null until attachSockets().
    const BpfObject &sockets() const { return m_sockets; }
    TlsPrograms tlsPrograms() const;

    void detachTracepoints() { m_tracepoints.clear(); }

private:
    struct LinkDeleter {
        void operator()(bpf_link *link) const { bpf_link__destroy(link); }
    };

    LoadedProbes(const probe_config &config, const HookChoice &hooks)
        : m_config(config)
        , m_hooks(hooks)
    {
    }
    std::expected<void, LoadError> attach(const BpfObject &object, const char *program, const char *event);
    std::expected<void, LoadError> keep(bpf_link *link, const char *event);

    probe_config m_config;
    HookChoice m_hooks;
    BpfObject m_tls;
    BpfObject m_sockets;
    std::vector<std::unique_ptr<bpf_link, LinkDeleter>> m_tracepoints;
};

} // namespace loader
