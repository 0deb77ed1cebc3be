// SPDX-License-Identifier: GPL-3.0-or-later
// Verifies the chain of the audit log, and names the first entry that was changed, removed or reordered.
#pragma once

#include "privhelper/loader/audit_chain.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace loader {

struct AuditVerdict {
    uint64_t entries = 0;  // that are in order, from the first one
    uint64_t unsealed = 0; // lines before the first entry: of versions without a chain
    uint64_t torn = 0;     // halves of lines, left by a machine that stopped, in place of no entry
    std::string problem;   // the first one, a sentence; empty: the log is as it was written
};

// nullopt: the end. Lines are without their newlines.
using NextLine = std::function<std::optional<std::string>()>;

// `end`: where the chain continues, if that is known, to detect entries removed from the end.
AuditVerdict verify(const NextLine &next, const AuditKey &first, const std::optional<AuditChain> &end);

// `cleartap-helper --verify-audit [--key FILE] [LOG…]`: the arguments after the first. Several logs are those of rotation,
// the oldest first. Prints a line; 0: in order, 1: not, 2: it could not be read.
int verifyAudit(const std::vector<std::string> &arguments);

} // namespace loader
