// SPDX-License-Identifier: GPL-3.0-or-later
// The exchanges in progress, with the connections and processes that live; what has changed is collected until drain().
// One thread.
#pragma once

#include "app/base/derived_bytes.h"
#include "app/exchange/address_names.h"
#include "app/exchange/exchange.h"

#include <deque>
#include <map>
#include <memory>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace exchange {

// What an item says whose contents could not be written into the derived file.
inline constexpr const char *notWritten = "not kept: it could not be written to the disk";

// Keeps the head of an informational response, of the first ones that come.
void keepInterim(Exchange &, std::span<const base::Slice> head);

class Builder
{
public:
    explicit Builder(base::DerivedBytes &);

    Process &newProcess();
    Process &process(ProcessId);                 // marks it changed
    const Process &peekProcess(ProcessId) const;
    void forgetProcess(ProcessId);               // after the next batch

    Connection &newConnection();
    Connection &connection(ConnectionId);        // marks it changed
    const Connection &peekConnection(ConnectionId) const;
    void forgetConnection(ConnectionId);         // likewise: nothing refers to it any more
    size_t liveConnections() const { return m_connections.size(); }
    size_t liveProcesses() const { return m_processes.size(); }
    // The newest figures of a connection, and one more of its series.
    void tcp(ConnectionId, const TcpFigures &);

    // A row that no parser makes: a failed connection, or one that is not readable.
    Exchange &newRow(ConnectionId, Kind, base::Time);

    Exchange &newExchange(ConnectionId, base::Time);
    Exchange *live(ExchangeId);                  // null once it is done; marks it changed
    Exchange *peekLive(ExchangeId);              // the same without marking it
    void grown(ExchangeId, base::Time);          // a body grew: reported less often
    void done(ExchangeId);                       // leaves with the next batch
    // Hands bytes that lie in no slice of the capture to their output. A failure is a lost slice, and counted by cause.
    base::Slice derive(std::span<const std::byte>);

    void item(ExchangeId id, Item item) { m_items.emplace_back(id, std::move(item)); }

    AddressNames &names() { return m_names; }

    void coverage(Coverage c) { m_coverage.push_back(std::move(c)); }
    // The totals that the helper reports.
    void losses(std::vector<Loss> all);
    // One more loss on this side of the helper.
    void lost(const std::string &cause, uint64_t bytes);
    void captured(uint64_t bytes) { m_capturedBytes += bytes; }

    Batch drain();

private:
    struct Live {
        Exchange exchange;
        bool changed = true;
        bool ended = false;
        base::Time grownAt = 0;     // stream time of the last report of a grown body
    };
    struct Totals {
        uint64_t events = 0, bytes = 0;
    };
    template<class Row> using Rows = std::unordered_map<uint32_t, Row>;   // by id, while they live

    base::DerivedBytes &m_derived;
    AddressNames m_names;
    Rows<Process> m_processes;
    Rows<Connection> m_connections;
    std::unordered_map<ExchangeId, Live> m_live;
    ProcessId m_nextProcess = 0;
    ConnectionId m_nextConnection = 0;
    ExchangeId m_nextExchange = 0;
    std::vector<ExchangeId> m_changed;
    std::unordered_set<ConnectionId> m_changedConnections;
    std::unordered_set<ProcessId> m_changedProcesses;
    std::vector<ConnectionId> m_overConnections;
    std::vector<ProcessId> m_overProcesses;
    std::vector<std::pair<ExchangeId, Item>> m_items;
    std::vector<std::pair<ConnectionId, TcpFigures>> m_tcp;
    std::vector<Coverage> m_coverage;
    std::vector<Loss> m_helperLosses;
    std::map<std::string, Totals> m_ownLosses;
    bool m_lossesChanged = false;
    uint64_t m_capturedBytes = 0;
    uint64_t m_unwritten = 0;                    // bytes of lost slices so far
};

} // namespace exchange
