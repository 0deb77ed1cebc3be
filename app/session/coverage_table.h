// SPDX-License-Identifier: GPL-3.0-or-later
// Which TLS libraries each process uses and whether they can be read: provides the library of a connection, and the
// reason if one is not readable.
#pragma once

#include "app/exchange/builder.h"
#include "privhelper/wire/messages.h"

#include <deque>
#include <map>
#include <unordered_set>

namespace session {

class CoverageTable
{
public:
    explicit CoverageTable(exchange::Builder &builder) : m_builder(builder) {}

    void take(const wire::Coverage &, base::Time);
    // The probes were attached at this time.
    void attached(base::Time time) { m_attachedAt = time; }
    // Plaintext was read in this process, but its socket is unknown.
    void untied(uint32_t pid) { m_untied.insert(pid); }
    // A fork: any earlier process with this pid is gone.
    void forked(uint32_t pid);
    void exited(uint32_t pid, base::Time);
    // Forgets processes some time after they exit: until then their connections may still ask.
    void settle(base::Time now);
    void name(exchange::Connection &, uint32_t pid) const;
    // When the last readable library of the process got its probes; not before all initial probes were attached.
    base::Time attachedAt(uint32_t pid) const;
    // `since`: the first TLS record.
    std::string whyNotReadable(uint32_t pid, base::Time since) const;
    size_t size() const { return m_libraries.size(); }

private:
    struct Library {
        exchange::Coverage row;
        base::Time since = 0;
    };
    void forget(uint32_t pid);
    // The readable library of this name in the process; null if none.
    const exchange::Coverage *readable(uint32_t pid, std::string_view library) const;

    exchange::Builder &m_builder;
    std::map<std::pair<uint32_t, std::string>, Library> m_libraries;   // by process and file
    std::unordered_set<uint32_t> m_untied;
    std::deque<std::pair<uint32_t, base::Time>> m_gone;   // in order of exit
    base::Time m_attachedAt = 0;
};

} // namespace session
