// SPDX-License-Identifier: GPL-3.0-or-later
// The audit log: who captured what, one JSON object per line, append-only, 0600, never payload. Entries are chained
// (audit_chain.h): changing, removing or reordering one shows. The journal gets a copy.
#pragma once

#include "privhelper/loader/audit_state.h"

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <utility>
#include <vector>

namespace loader {

// A line under construction; keys are our own words, values may contain any bytes.
class AuditRecord
{
public:
    explicit AuditRecord(std::string_view event); // with the time of day
    AuditRecord &text(std::string_view key, std::string_view value);
    AuditRecord &number(std::string_view key, int64_t value);
    // Without the closing brace.
    const std::string &open() const { return m_text; }
    // In their order, values cut as in the line.
    const std::vector<std::pair<std::string, std::string>> &fields() const { return m_fields; }

private:
    std::string m_text;
    std::vector<std::pair<std::string, std::string>> m_fields;
};

// Absolute paths of folders.
struct AuditPlaces {
    std::string log;   // audit.jsonl: $LOGS_DIRECTORY (systemd), else /var/log/cleartap
    std::string state; // keys, and what limits refusals: $STATE_DIRECTORY, else /var/lib/cleartap
    bool toJournal = false; // a copy of each entry (journal.h)
};
AuditPlaces auditPlaces();

// On disk when this returns. On an error nothing that needs the log may go on.
std::expected<void, AuditError> append(const AuditRecord &record, const AuditPlaces &places = auditPlaces());

// The same for a refusal, which anybody can cause as often as they like: only some of each user's are written, the
// others are counted (refusal_limit.h).
std::expected<void, AuditError> appendRefusal(const AuditRecord &record, uid_t uid, const AuditPlaces &places = auditPlaces());

} // namespace loader
