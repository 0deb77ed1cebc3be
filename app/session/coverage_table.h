// SPDX-License-Identifier: GPL-3.0-or-later
// Which TLS libraries each process uses and whether they can be read: provides the library of a connection, and the
// reason if one is not readable. A process that speaks TLS although no library was found in it gets a line, too.
#pragma once

#include "app/exchange/builder.h"
#include "app/tls/hello.h"
#include "privhelper/wire/messages.h"

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
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
    // TLS records passed through a socket of this process, which runs `exe`; with the ClientHello if these held one.
    void spoke(uint32_t pid, std::string_view exe, const tls::ClientHello *, base::Direction, base::Time);
    // Any earlier process with this pid is gone. Until it runs another program, it has its parent's libraries.
    void forked(uint32_t pid, uint32_t parent);
    void executed(uint32_t pid);
    void exited(uint32_t pid, base::Time);
    // Forgets processes some time after they exit: until then their connections may still ask.
    void settle(base::Time now);
    void name(exchange::Connection &, uint32_t pid) const;
    // When the last readable library of the process got its probes; not before all initial probes were attached.
    base::Time attachedAt(uint32_t pid) const;
    // `since`: the first TLS record of a connection without plaintext. If no library accounts for it, the process gets
    // its line.
    std::string whyNotReadable(uint32_t pid, base::Time since);
    // Why a library in the process cannot be read: its name and the reason; empty if all can.
    std::string unreadLibrary(uint32_t pid) const;
    size_t size() const { return m_libraries.size() + m_spoken.size() + m_parents.size(); }

private:
    static constexpr size_t randomsMax = 64;
    struct Spoken {
        std::string exe;
        base::Time since = 0;             // first record
        bool helloSeen = false;
        std::string sni, alpn, ja4;       // of the first ClientHello
        std::deque<tls::Random> arrived;  // randoms of the latest ClientHellos that arrived here
        bool forwards = false;            // one of them left again
        bool listed = false;
    };
    void addWire(exchange::Coverage &) const;
    void list(uint32_t pid, Spoken &);
    void unlist(uint32_t pid);
    bool hasLibrary(uint32_t pid) const;
    void inherit(uint32_t pid, uint32_t parent);
    void dropInherited(uint32_t pid);
    struct Library {
        exchange::Coverage row;
        base::Time since = 0;
        bool inherited = false;           // by a fork; told of only if the process speaks TLS
    };
    void forget(uint32_t pid);
    // The readable library of this name in the process; null if none.
    const exchange::Coverage *readable(uint32_t pid, std::string_view library) const;

    exchange::Builder &m_builder;
    std::map<std::pair<uint32_t, std::string>, Library> m_libraries;   // by process and file
    std::unordered_map<uint32_t, Spoken> m_spoken;
    std::unordered_map<uint32_t, uint32_t> m_parents;   // of forks that still run their parent's program
    std::unordered_set<uint32_t> m_untied;
    std::deque<std::pair<uint32_t, base::Time>> m_gone;   // in order of exit
    base::Time m_attachedAt = 0;
};

} // namespace session
