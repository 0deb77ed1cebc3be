// SPDX-License-Identifier: GPL-3.0-or-later
// The live TLS objects, and the socket that each one's plaintext belongs to. They end when freed, with their socket,
// with their process, or by the size limit.
#pragma once

#include "app/session/flow_table.h"
#include "app/session/library_table.h"

#include <map>
#include <string>

namespace session {

class TlsTable
{
public:
    static constexpr size_t objectsMax = size_t(1) << 16;   // more than the probes follow at a time

    TlsTable(exchange::Builder &, FlowTable &, CoverageTable &, size_t most = objectsMax);

    void plaintext(const wire::DataView &, base::Bytes, base::Time, base::ProcessId);
    void tie(const wire::Tie &, base::Time);
    void facts(const wire::TlsFacts &, base::Time);
    void freed(const wire::TlsEnd &, base::Time);
    void exited(uint32_t pid);
    // Names the library on the connections of its live objects.
    void told(const wire::LibraryFile &);
    void used(const wire::TlsLibrary &message) { m_libraries.used(message); }
    // Before the flow's connection is forgotten.
    void socketGone(base::FlowId, base::Time);
    void settle(base::Time now, bool last);
    size_t size() const { return m_objects.size(); }
    size_t pending() const { return m_objects.pending(); }

private:
    // Plaintext of one TLS object. Without a known socket it has its own connection, which is merged into the socket's
    // once the tie is known.
    struct Object {
        base::FlowId flow = 0;
        base::ConnectionId connection = base::noId;
        uint32_t pid = 0;
        bool over = false;
        base::Time named = 0;   // its library's name is awaited until then
        bool carries = false;   // records of another object whose plaintext has not arrived yet
        std::unique_ptr<ByteStream> stream;
    };
    Object &use(base::TlsId, base::FlowId socket, base::Time);
    base::ConnectionId ownConnection(base::Time);
    void belongsTo(base::TlsId, Object &, base::FlowId socket, wire::TieKind, wire::Origin, base::Time);
    void moveTo(base::TlsId, Object &, base::FlowId socket);
    // TLS in TLS: the object's records are what the thread just wrote through another object.
    void findOuter(base::TlsId, Object &, const wire::Data &);
    // The probes have tied an inner object to the socket: reports what carries its records.
    void endCarriers(base::TlsId inner, base::FlowId socket, base::Time);
    void awaitName(base::TlsId, Object &, base::Time);
    void noteInner(base::TlsId, Object &, const wire::Data &);
    // Its calls were seen with two sockets: later bytes get none, since a wrong one is worse.
    void untie(base::TlsId, base::Time);
    void end(base::TlsId, Object &, base::Time);
    void makeRoom();
    static void leave(std::unordered_map<uint64_t, std::unordered_set<base::TlsId>> &, uint64_t key, base::TlsId);

    exchange::Builder &m_builder;
    FlowTable &m_flows;
    CoverageTable &m_coverage;
    LibraryTable m_libraries;
    LiveTable<base::TlsId, Object> m_objects;
    std::unordered_map<uint64_t, std::unordered_set<base::TlsId>> m_byFlow, m_byPid;
    // Per thread: the last bytes it moved were a record of an inner TLS.
    struct Carried {
        base::TlsId outer;
        size_t length;
    };
    std::unordered_map<uint64_t, Carried> m_carried;
    // Protocols of objects that no socket and no plaintext is known of yet. Of QUIC there never will be any.
    std::map<base::TlsId, std::string> m_protocols;
    base::Time m_now = 0;
};

} // namespace session
