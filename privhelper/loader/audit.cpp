// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/audit.h"

#include "privhelper/loader/unique_fd.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fcntl.h>
#include <sys/stat.h>

namespace loader {

namespace {

// A JSON string. Bytes beyond ASCII become the code point of the same number: file names need not be UTF-8.
std::string quoted(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = uint8_t(c);
        if (byte >= 0x20 && byte < 0x7f) {
            if (c == '"' || c == '\\')
                out += '\\';
            out += c;
            continue;
        }
        std::array<char, 8> escape;
        std::snprintf(escape.data(), escape.size(), "\\u%04x", byte);
        out += escape.data();
    }
    return out + '"';
}

} // namespace

AuditRecord::AuditRecord(std::string_view event)
{
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    tm utc{};
    gmtime_r(&now.tv_sec, &utc);
    std::array<char, 32> time;
    std::array<char, 64> full;
    strftime(time.data(), time.size(), "%Y-%m-%dT%H:%M:%S", &utc);
    std::snprintf(full.data(), full.size(), "%s.%03ldZ", time.data(), now.tv_nsec / 1'000'000);
    m_text = "{\"time\":" + quoted(full.data()) + ",\"event\":" + quoted(event);
}

AuditRecord &AuditRecord::text(std::string_view key, std::string_view value)
{
    // Some values come from peers, and the verifier's messages are long: keep each record on one line.
    m_text += ',' + quoted(key) + ':' + quoted(value.substr(0, 512));
    return *this;
}

AuditRecord &AuditRecord::number(std::string_view key, int64_t value)
{
    m_text += ',' + quoted(key) + ':' + std::to_string(value);
    return *this;
}

std::string auditDirectory()
{
    for (const char *name : {"LOGS_DIRECTORY", "STATE_DIRECTORY"}) {
        if (const char *value = secure_getenv(name); value && *value == '/') {
            const std::string_view all(value);
            return std::string(all.substr(0, all.find(':'))); // systemd joins several by colons
        }
    }
    return "/var/log/cleartap";
}

std::expected<void, int> append(const AuditRecord &record, const std::string &directory)
{
    // Created with its final mode: a later chmod would follow whatever somebody put in its place.
    if (mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST)
        return std::unexpected(errno);
    const UniqueFd place(open(directory.c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!place.isValid())
        return std::unexpected(errno);
    const UniqueFd file(openat(place.get(), "audit.jsonl", O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file.isValid())
        return std::unexpected(errno);
    const std::string line = record.line();
    if (write(file.get(), line.data(), line.size()) != ssize_t(line.size()))
        return std::unexpected(errno ? errno : EIO);
    return {};
}

} // namespace loader
