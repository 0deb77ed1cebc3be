// SPDX-License-Identifier: GPL-3.0-or-later
// The programs of one session that tell which packets of its flows the kernel drops, and which chain of a firewall did
// it. They look at what happens; no rule is read, set or counted.
#pragma once

#include "privhelper/loader/bpf_object.h"
#include "privhelper/loader/drop_reasons.h"
#include "privhelper/loader/load_error.h"
#include "privhelper/loader/loaded_probes.h"

#include <expected>
#include <memory>
#include <string>
#include <vector>

namespace loader {

class FirewallProbes {
public:
    // Shares the maps of `probes`, and reports into their ring. Must be before attachSockets(): a closed connection is
    // looked at before its flow is forgotten. Fails with KernelTooOld if the kernel gives no reasons (before 5.17).
    static std::expected<FirewallProbes, LoadError> open(const LoadedProbes &probes, bool rawTracepoints);

    const std::vector<DropReason> &reasons() const { return m_reasons; }
    // Whether tables and chains are named: not without the privilege to read the types of kernel modules.
    bool namesChains() const { return m_namesChains; }
    // A map's descriptor; owned by this.
    int map(const char *name) const { return bpf_object__find_map_fd_by_name(m_object.get(), name); }

    void detach() { m_links.clear(); }

private:
    struct LinkDeleter {
        void operator()(bpf_link *link) const { bpf_link__destroy(link); }
    };

    FirewallProbes() = default;
    std::expected<void, LoadError> load(const LoadedProbes &probes, bool rawTracepoints);
    std::expected<void, LoadError> attach(const char *program, const char *event, bool raw);

    BpfObject m_object;
    bool m_namesChains = true;
    std::vector<DropReason> m_reasons;
    std::vector<std::unique_ptr<bpf_link, LinkDeleter>> m_links;
};

} // namespace loader
