// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/firewall_watch.h"

#include "privhelper/loader/probe_session.h"

#include <malloc.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace loader {

void FirewallWatch::open(const LoadedProbes &probes, bool rawTracepoints, bool anywhere, const std::vector<ProcessInfo> &running)
{
    load(probes, rawTracepoints, anywhere, running);
    // The kernel's types took megabytes, which glibc would keep.
    malloc_trim(0);
}

void FirewallWatch::load(const LoadedProbes &probes, bool rawTracepoints, bool anywhere, const std::vector<ProcessInfo> &running)
{
    m_raw = rawTracepoints;
    auto opened = FirewallProbes::open(probes, rawTracepoints);
    if (!opened) {
        m_noProbes = opened.error().failure == LoadFailure::KernelTooOld ? "the kernel gives no reasons" : "could not " + opened.error().step;
        m_noTranslations = "connections are not told apart";
        return;
    }
    m_probes.emplace(std::move(*opened));
    std::vector<uint32_t> pids;
    pids.reserve(running.size());
    for (const ProcessInfo &process : running)
        pids.push_back(process.pid);
    auto listening = Translations::open({ m_probes->map("tcp_ends"), probes.map("flows"), anywhere }, pids);
    if (listening)
        m_translations.emplace(std::move(*listening));
    else
        m_noTranslations = listening.error() == ENOENT ? "none are tracked" : std::strerror(listening.error());
}

const std::vector<DropReason> &FirewallWatch::dropReasons() const
{
    static const std::vector<DropReason> none;
    return m_probes ? m_probes->reasons() : none;
}

std::vector<wire::Translation> FirewallWatch::takeTranslations(bool last)
{
    return m_translations ? m_translations->take(last) : std::vector<wire::Translation>();
}

std::string FirewallWatch::hooksText() const
{
    std::string text = "; dropped packets: ";
    if (m_probes)
        text += std::string(m_raw ? "raw_tp" : "tp_btf") + "/kfree_skb" + (m_probes->namesChains() ? "" : ", without the names of chains");
    else
        text += "none (" + m_noProbes + ")";
    text += "; translated addresses: ";
    if (!m_translations)
        return text + "none (" + m_noTranslations + ")";
    const size_t namespaces = m_translations->namespaces();
    return text + "conntrack of " + std::to_string(namespaces) + (namespaces == 1 ? " namespace" : " namespaces");
}

void FirewallWatch::detach()
{
    if (m_probes)
        m_probes->detach();
}

} // namespace loader
