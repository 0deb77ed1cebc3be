// SPDX-License-Identifier: GPL-3.0-or-later
// The audit log: who captured what, one JSON object a line, appended, 0600, never payload.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace loader {

// One line under construction; keys are the program's own words, values may hold any bytes.
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

// Appends to audit.jsonl there, making the directory where it is missing. Error: errno; the caller goes on.
std::expected<void, int> append(const AuditRecord &record, const std::string &directory = auditDirectory());

} // namespace loader
