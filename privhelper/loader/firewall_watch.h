// SPDX-License-Identifier: GPL-3.0-or-later
// What a session learns of firewalls: packets of its flows that are dropped, and addresses that are translated. A capture
// goes on without what the kernel, or missing privileges, do not allow.
#pragma once

#include "privhelper/loader/drop_reasons.h"
#include "privhelper/loader/firewall_probes.h"
#include "privhelper/loader/translations.h"
#include "privhelper/wire/messages.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace loader {

struct ProcessInfo;

class FirewallWatch {
public:
    // Before LoadedProbes::attachSockets(). `anywhere`: in other network namespaces than a flow's, too.
    void open(const LoadedProbes &, bool rawTracepoints, bool anywhere, const std::vector<ProcessInfo> &running);

    // For which reasons dropped packets are reported; none: they are not.
    const std::vector<DropReason> &dropReasons() const;
    // Connections found to be translated (NAT) since the last call, and how many may have been missed so far.
    std::vector<wire::Translation> takeTranslations(bool last = false);
    uint64_t translationsLost() const { return m_translations ? m_translations->lost() : 0; }

    // "; dropped packets: tp_btf/kfree_skb; translated addresses: conntrack of 2 namespaces"
    std::string hooksText() const;

    void detach();

private:
    void load(const LoadedProbes &, bool rawTracepoints, bool anywhere, const std::vector<ProcessInfo> &running);

    bool m_raw = false;
    std::optional<FirewallProbes> m_probes;
    std::optional<Translations> m_translations;
    std::string m_noProbes = "no sockets", m_noTranslations = "no sockets"; // why not
};

} // namespace loader
