// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/journal.h"

#define SD_JOURNAL_SUPPRESS_LOCATION // entries are of captures, not of lines of code

#include <algorithm>
#include <sys/uio.h>
#include <syslog.h>
#include <systemd/sd-journal.h>
#include <vector>

namespace loader {

namespace {

// Of all entries, so that they can be found: journalctl MESSAGE_ID=…
constexpr const char *messageId = "MESSAGE_ID=5d0f0c1c1c4c4b0f9d5b2e7a6b3c8f41";

// "scopeKind" is CLEARTAP_SCOPE_KIND.
std::string fieldName(const std::string &key)
{
    std::string name = "CLEARTAP_";
    for (const char c : key) {
        const bool isCapital = c >= 'A' && c <= 'Z';
        if (isCapital)
            name += '_';
        name += c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c;
    }
    return name;
}

} // namespace

void copyToJournal(std::span<const std::pair<std::string, std::string>> fields, uint64_t number)
{
    std::vector<std::string> lines{messageId, "SYSLOG_IDENTIFIER=cleartap-helper", "CLEARTAP_ENTRY=" + std::to_string(number)};
    std::string message = "MESSAGE=";
    bool isWarning = false;
    for (const auto &[key, value] : fields) {
        lines.push_back(fieldName(key) + '=' + value);
        if (key == "time")
            continue;
        isWarning = isWarning || (key == "event" && (value == "refused" || value == "failed" || value == "refusals"));
        message += key == "event" ? "capture " + value : ", " + key + ' ' + value;
    }
    // Peers choose some values: one entry is one line.
    std::ranges::replace_if(message, [](char c) { return uint8_t(c) < 0x20 || c == 0x7f; }, '?');
    lines.push_back(std::move(message));
    lines.push_back("PRIORITY=" + std::to_string(isWarning ? LOG_WARNING : LOG_NOTICE));
    std::vector<iovec> parts;
    for (std::string &line : lines)
        parts.push_back({line.data(), line.size()});
    // Best effort: entries that must exist are in the log.
    (void)sd_journal_sendv(parts.data(), int(parts.size()));
}

} // namespace loader
