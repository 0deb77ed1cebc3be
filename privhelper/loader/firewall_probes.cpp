// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/firewall_probes.h"

#include "privhelper/loader/libbpf_text.h"

#include <bpf/bpf.h>

#include <cerrno>
#include <utility>

namespace loader {
namespace {

// Values of the map "drop_reasons".
constexpr uint32_t told = 1, byFilter = 2;

} // namespace

std::expected<void, LoadError> FirewallProbes::load(const LoadedProbes &probes, bool rawTracepoints)
{
    m_object = openFirewallSide(m_namesChains);
    if (!m_object)
        return std::unexpected(libbpfError(errno, "open the firewall side"));
    probes.setConfigOf(m_object);
    if (auto shared = probes.shareMapsWith(m_object); !shared)
        return shared;
    bpf_program *program = nullptr;
    bpf_object__for_each_program(program, m_object.get())
        bpf_program__set_autoload(program, (bpf_program__type(program) == BPF_PROG_TYPE_RAW_TRACEPOINT) == rawTracepoints);
    if (const int error = bpf_object__load(m_object.get()))
        return std::unexpected(libbpfError(-error, "load the firewall side"));
    return {};
}

std::expected<FirewallProbes, LoadError> FirewallProbes::open(const LoadedProbes &probes, bool rawTracepoints)
{
    FirewallProbes opened;
    opened.m_reasons = dropReasons();
    if (opened.m_reasons.empty())
        return std::unexpected(LoadError { LoadFailure::KernelTooOld, 0, "learn why packets are dropped", "the kernel gives no reasons" });
    auto loaded = opened.load(probes, rawTracepoints);
    if (!loaded) {
        opened.m_namesChains = false;
        loaded = opened.load(probes, rawTracepoints);
    }
    if (!loaded)
        return std::unexpected(std::move(loaded.error()));
    for (const DropReason &reason : opened.m_reasons) {
        const uint32_t kind = reason.kind == DropKind::Firewall ? byFilter : told;
        if (bpf_map_update_elem(opened.map("drop_reasons"), &reason.number, &kind, BPF_ANY) != 0)
            return std::unexpected(libbpfError(errno, "list the reasons"));
    }
    for (const auto &[name, event] : { std::pair("firewall_state", "inet_sock_set_state"), std::pair("firewall_drop", "kfree_skb") }) {
        if (auto attached = opened.attach(name, event, rawTracepoints); !attached)
            return std::unexpected(std::move(attached.error()));
    }
    return opened;
}

std::expected<void, LoadError> FirewallProbes::attach(const char *program, const char *event, bool raw)
{
    const bpf_program *found = bpf_object__find_program_by_name(m_object.get(), (program + std::string(raw ? "_raw" : "")).c_str());
    bpf_link *link = raw ? bpf_program__attach_raw_tracepoint(found, event) : bpf_program__attach_trace(found);
    if (!link) {
        LoadError error = libbpfError(errno, std::string("attach to ") + event);
        if (error.failure == LoadFailure::Rejected)
            error.failure = LoadFailure::Attach;
        return std::unexpected(std::move(error));
    }
    m_links.emplace_back(link);
    return {};
}

} // namespace loader
