// SPDX-License-Identifier: GPL-3.0-or-later
// The audit log: who captured what, one JSON object per line, append-only, 0600, never payload.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace loader {

// A line under construction; keys are our own words, values may contain any bytes.
class AuditRecord
{
public:
    explicit AuditRecord(std::string_view event); // with the time of day
    AuditRecord &text(std::string_view key, std::string_view value);
    AuditRecord &number(std::string_view key, int64_t value);
    std::string line() const { return m_text + "}\n"; }

private:
    std::string m_text;
};

// $LOGS_DIRECTORY (systemd), else $STATE_DIRECTORY, else /var/log/cleartap.
std::string auditDirectory();

// Appends to audit.jsonl there, creating the directory if needed. Error: errno; the caller continues.
std::expected<void, int> append(const AuditRecord &record, const std::string &directory = auditDirectory());

} // namespace loader
