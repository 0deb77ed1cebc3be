// SPDX-License-Identifier: GPL-3.0-or-later
// The single word for each value of values.h, used by the helper, the window, the terminal program and HAR.
#pragma once

#include "privhelper/wire/messages.h"

namespace wire {

// Empty if there is nothing to name; "unknown" for a value of a newer helper.
const char *tieName(TieKind);
const char *tlsSourceName(TlsSource); // "calls", "secrets", "auto"
const char *libraryName(Library);
const char *libraryName(Origin);       // empty for a socket call
const char *hookName(Hook);            // "input"; empty: unknown
const char *firewallName(Firewall);    // "nftables"
const char *tableFamilyName(uint8_t);  // of nftables: "inet", "ip", "ip6"
const char *builtInChainName(Hook);    // of iptables: "INPUT"
const char *lossName(const Loss &);
const char *helperRoleName(HelperRole);
const char *siteRoleName(SiteRole);
const char *siteCostName(SiteCost);

} // namespace wire
