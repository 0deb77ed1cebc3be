// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/coverage_table.h"

#include "app/session/library_table.h"

#include <algorithm>

namespace session {

namespace {
// Longer than the time until a connection without plaintext is called unreadable.
constexpr base::Duration keptAfterExit = 10'000'000'000;
} // namespace

void CoverageTable::take(const wire::Coverage &message, base::Time time)
{
    exchange::Coverage row;
    row.pid = message.pid;
    row.readable = message.state == wire::CoverageState::Readable;
    row.known = message.state != wire::CoverageState::Unknown;
    row.library = message.library;
    row.version = versionOf(message.library, message.version);
    row.path = message.path;
    row.foundBy = message.foundBy;
    row.reason = message.reason;
    m_libraries[{row.pid, row.path}] = {row, time};
    m_builder.coverage(std::move(row));
}

void CoverageTable::forked(uint32_t pid)
{
    m_untied.erase(pid);
    if (std::erase_if(m_gone, [pid](const auto &gone) { return gone.first == pid; }) > 0)
        forget(pid);
}

void CoverageTable::exited(uint32_t pid, base::Time time)
{
    const auto it = m_libraries.lower_bound({pid, std::string()});
    if ((it != m_libraries.end() && it->first.first == pid) || m_untied.contains(pid))
        m_gone.emplace_back(pid, time);
}

void CoverageTable::settle(base::Time now)
{
    while (!m_gone.empty() && now - m_gone.front().second > keptAfterExit) {
        forget(m_gone.front().first);
        m_gone.pop_front();
    }
}

void CoverageTable::forget(uint32_t pid)
{
    m_untied.erase(pid);
    const auto first = m_libraries.lower_bound({pid, std::string()});
    auto last = first;
    while (last != m_libraries.end() && last->first.first == pid)
        ++last;
    m_libraries.erase(first, last);
}

void CoverageTable::name(exchange::Connection &connection, uint32_t pid) const
{
    if (!connection.foundBy.empty())
        return;
    if (const exchange::Coverage *library = readable(pid, connection.tlsLibrary)) {
        connection.tlsVersion = library->version;
        connection.foundBy = library->foundBy;
    }
}

const exchange::Coverage *CoverageTable::readable(uint32_t pid, std::string_view library) const
{
    for (auto it = m_libraries.lower_bound({pid, std::string()}); it != m_libraries.end() && it->first.first == pid; ++it)
        if (it->second.row.readable && it->second.row.library == library)
            return &it->second.row;
    return nullptr;
}

base::Time CoverageTable::attachedAt(uint32_t pid) const
{
    base::Time time = m_attachedAt;
    for (auto it = m_libraries.lower_bound({pid, std::string()}); it != m_libraries.end() && it->first.first == pid; ++it)
        if (it->second.row.readable)
            time = std::max(time, it->second.since);
    return time;
}

std::string CoverageTable::whyNotReadable(uint32_t pid, base::Time since) const
{
    if (since <= m_attachedAt)
        return "its TLS began before the probes were attached";
    std::string read, unread;
    base::Time attached = 0;
    for (auto it = m_libraries.lower_bound({pid, std::string()}); it != m_libraries.end() && it->first.first == pid; ++it) {
        const exchange::Coverage &library = it->second.row;
        if (library.readable) {
            read = library.library;
            attached = std::max(attached, it->second.since);
        } else if (!library.reason.empty() && !readable(pid, library.library)) {
            unread = library.library + ": " + library.reason;   // not merely another copy of a readable one
        }
    }
    if (!unread.empty())
        return unread;
    if (!read.empty() && m_untied.contains(pid))
        return "plaintext was read in this process, but its connection is unknown";
    if (!read.empty() && since <= attached)
        return "its TLS began before the probes were attached to " + read;
    if (!read.empty())
        return "no plaintext passed through " + read + " in this process";
    return "no TLS library that can be read was found in this process";
}

} // namespace session
