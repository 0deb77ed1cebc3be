// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/coverage_table.h"

#include "app/tls/ja4.h"
#include "app/session/library_table.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <vector>

namespace session {

namespace {
// Longer than the time until a connection without plaintext is called unreadable.
constexpr base::Duration keptAfterExit = 10'000'000'000;
constexpr const char *noLibrary = "no TLS library that can be read was found in this process";

struct Stack {
    std::string_view program, library;
    const char *reason;
};
// Runtimes whose TLS is part of them, and not compiled into a file.
constexpr std::array stacks = {
    Stack{"java", "Java", "Java's own TLS is compiled while the program runs: there is no function to probe."},
    Stack{"beam.smp", "Erlang", "Erlang's own TLS runs in its virtual machine: there is no function to probe."},
};

Stack stackOf(std::string_view exe)
{
    const std::string_view name = exe.substr(exe.rfind('/') + 1);
    const auto found = std::ranges::find(stacks, name, &Stack::program);
    return found == stacks.end() ? Stack{{}, "unknown", "It speaks TLS, but no TLS library was found in its files."} : *found;
}
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
    row.since = time;
    addWire(row);
    unlist(row.pid);
    dropInherited(row.pid);
    m_libraries[{row.pid, row.path}] = {row, time, false};
    m_builder.coverage(std::move(row));
}

// Its own rows are known.
void CoverageTable::dropInherited(uint32_t pid)
{
    m_parents.erase(pid);
    for (auto it = m_libraries.lower_bound({pid, std::string()}); it != m_libraries.end() && it->first.first == pid;)
        it = it->second.inherited ? m_libraries.erase(it) : std::next(it);
}

void CoverageTable::inherit(uint32_t pid, uint32_t parent)
{
    std::vector<Library> rows;
    for (auto it = m_libraries.lower_bound({parent, std::string()}); it != m_libraries.end() && it->first.first == parent; ++it)
        rows.push_back(it->second);
    for (Library &library : rows) {
        library.row.pid = pid;
        library.row.onWire = false;
        library.row.sni = library.row.alpn = library.row.ja4 = {};
        library.inherited = true;
        m_libraries.try_emplace({pid, library.row.path}, library);
    }
}

void CoverageTable::addWire(exchange::Coverage &row) const
{
    const auto spoken = m_spoken.find(row.pid);
    if (spoken == m_spoken.end())
        return;
    row.onWire = true;
    row.sni = spoken->second.sni;
    row.alpn = spoken->second.alpn;
    row.ja4 = spoken->second.ja4;
}

void CoverageTable::spoke(uint32_t pid, std::string_view exe, const tls::ClientHello *hello, base::Direction direction, base::Time time)
{
    const auto [it, isNew] = m_spoken.try_emplace(pid);
    Spoken &spoken = it->second;
    if (isNew) {
        spoken.exe = exe;
        spoken.since = time;
    }
    const bool isFirst = hello && !spoken.helloSeen;
    if (isFirst) {
        spoken.helloSeen = true;
        spoken.sni = hello->sni;
        spoken.alpn = hello->alpn;
        spoken.ja4 = tls::ja4(*hello);
    }
    if (hello && direction == base::Direction::Sent)
        spoken.forwards |= std::ranges::find(spoken.arrived, hello->random) != spoken.arrived.end();
    if (hello && direction == base::Direction::Received) {
        spoken.arrived.push_back(hello->random);
        if (spoken.arrived.size() > randomsMax)
            spoken.arrived.pop_front();
    }
    if (!isNew && !isFirst)
        return;
    if (const auto parent = m_parents.find(pid); parent != m_parents.end() && !hasLibrary(pid))
        inherit(pid, parent->second);   // their rows came after the fork
    for (auto library = m_libraries.lower_bound({pid, std::string()}); library != m_libraries.end() && library->first.first == pid; ++library) {
        addWire(library->second.row);
        m_builder.coverage(library->second.row);
    }
}

void CoverageTable::list(uint32_t pid, Spoken &spoken)
{
    if (spoken.listed)
        return;
    const Stack stack = stackOf(spoken.exe);
    exchange::Coverage row;
    row.pid = pid;
    row.since = spoken.since;
    row.library = spoken.forwards ? "unknown" : stack.library;
    row.foundBy = "TLS records on its sockets";
    row.reason = spoken.forwards ? "It passes TLS between other programs on, and does not read it." : stack.reason;
    addWire(row);
    m_builder.coverage(std::move(row));
    spoken.listed = true;
}

void CoverageTable::unlist(uint32_t pid)
{
    const auto spoken = m_spoken.find(pid);
    if (spoken == m_spoken.end() || !spoken->second.listed)
        return;
    exchange::Coverage row;
    row.pid = pid;
    row.withdrawn = true;
    m_builder.coverage(std::move(row));
    spoken->second.listed = false;
}

bool CoverageTable::hasLibrary(uint32_t pid) const
{
    const auto it = m_libraries.lower_bound({pid, std::string()});
    return it != m_libraries.end() && it->first.first == pid;
}

void CoverageTable::forked(uint32_t pid, uint32_t parent)
{
    m_untied.erase(pid);
    m_spoken.erase(pid);
    if (std::erase_if(m_gone, [pid](const auto &gone) { return gone.first == pid; }) > 0)
        forget(pid);
    m_parents[pid] = parent;
    if (!hasLibrary(pid))
        inherit(pid, parent);
}

void CoverageTable::executed(uint32_t pid)
{
    if (m_parents.contains(pid))
        dropInherited(pid);
}

void CoverageTable::exited(uint32_t pid, base::Time time)
{
    if (hasLibrary(pid) || m_spoken.contains(pid) || m_untied.contains(pid) || m_parents.contains(pid))
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
    m_spoken.erase(pid);
    m_parents.erase(pid);
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

std::string CoverageTable::unreadLibrary(uint32_t pid) const
{
    std::string unread;
    for (auto it = m_libraries.lower_bound({pid, std::string()}); it != m_libraries.end() && it->first.first == pid; ++it) {
        const exchange::Coverage &library = it->second.row;
        // Not merely another copy of a readable one.
        if (!library.readable && !library.reason.empty() && !readable(pid, library.library))
            unread = library.library + ": " + library.reason;
    }
    return unread;
}

std::string CoverageTable::whyNotReadable(uint32_t pid, base::Time since)
{
    if (!hasLibrary(pid)) {
        const auto spoken = m_spoken.find(pid);
        if (spoken == m_spoken.end())
            return noLibrary;
        list(pid, spoken->second);
        const Stack stack = stackOf(spoken->second.exe);
        return stack.program.empty() ? noLibrary : std::string(stack.library) + ": " + stack.reason;
    }
    std::string read;
    base::Time attached = m_attachedAt;
    for (auto it = m_libraries.lower_bound({pid, std::string()}); it != m_libraries.end() && it->first.first == pid; ++it) {
        const exchange::Coverage &library = it->second.row;
        if (library.readable) {
            read = library.library;
            attached = std::max(attached, it->second.since);
        }
    }
    if (std::string unread = unreadLibrary(pid); !unread.empty())
        return unread;
    if (read.empty())
        return noLibrary;
    if (since <= m_attachedAt)
        return "its TLS began before the probes were attached";
    if (m_untied.contains(pid))
        return "plaintext was read in this process, but its connection is unknown";
    if (since <= attached)
        return "its TLS began before the probes were attached to " + read;
    return "no plaintext passed through " + read + " in this process";
}

} // namespace session
