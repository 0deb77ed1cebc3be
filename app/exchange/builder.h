// SPDX-License-Identifier: GPL-3.0-or-later
// The exchanges in progress, with the live connections and processes; changes are collected until drain().
// Single-threaded.
#pragma once

#include "app/base/derived_bytes.h"
#include "app/exchange/address_names.h"
#include "app/exchange/exchange.h"

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace exchange {

// Default limit on the bytes kept of one body.
inline constexpr uint64_t bodyMaxUsual = uint64_t(1) << 30;
// The loss cause for bytes beyond it.
inline constexpr const char *bodyBeyondLimit = "body longer than the limit (--max-body)";

// The label of an item whose contents could not be written to the derived file.
inline constexpr const char *notWritten = "not stored: writing to disk failed";

// Stores the head of an informational response; only the first few are kept.
void keepInterim(Exchange &, std::span<const base::Slice> head);

// The next ids of a capture, which all its builders take theirs from.
struct NextIds {
    ProcessId process = 0;
    ConnectionId connection = 0;
    ExchangeId exchange = 0;
};

class Builder
{
public:
    // `ids`, if given, is shared with the builders for other machines, and `machine` is what their rows are told apart by.
    explicit Builder(base::DerivedBytes &, uint64_t bodyMax = bodyMaxUsual, std::shared_ptr<NextIds> ids = std::make_shared<NextIds>(), std::string machine = {});
    uint64_t bodyMax() const { return m_bodyMax; }

    Process &newProcess();
    Process &process(ProcessId);                 // marks it as changed
    const Process &peekProcess(ProcessId) const;
    void forgetProcess(ProcessId);               // after the next batch

    Connection &newConnection();
    Connection &connection(ConnectionId);        // marks it as changed
    const Connection &peekConnection(ConnectionId) const;
    void forgetConnection(ConnectionId);         // likewise: nothing refers to it any more
    size_t liveConnections() const { return m_connections.size(); }
    size_t liveProcesses() const { return m_processes.size(); }
    // The latest figures of a connection, also added to its series.
    void tcp(ConnectionId, const TcpFigures &);

    // A row not made by a parser: a failed connection, or one that is not readable.
    Exchange &newRow(ConnectionId, Kind, base::Time);

    Exchange &newExchange(ConnectionId, base::Time);
    Exchange *live(ExchangeId);                  // null once it is done; marks it as changed
    Exchange *peekLive(ExchangeId);              // the same without marking it
    void grown(ExchangeId, base::Time);          // a body grew: reported less often
    void done(ExchangeId);                       // removed with the next batch
    // Stores bytes that the capture does not contain as such. On failure returns a lost slice and counts it by cause.
    base::Slice derive(std::span<const std::byte>);

    void item(ExchangeId id, Item item) { m_items.emplace_back(id, std::move(item)); }

    AddressNames &names() { return m_names; }

    void coverage(Coverage c)
    {
        c.machine = m_machine;
        m_coverage.push_back(std::move(c));
    }
    // The totals that the helper reports.
    void losses(std::vector<Loss> all);
    // A further loss on our side of the helper; `events` 0: more bytes of the previous one.
    void lost(const std::string &cause, uint64_t bytes, uint64_t events = 1);
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
    const uint64_t m_bodyMax;
    AddressNames m_names;
    Rows<Process> m_processes;
    Rows<Connection> m_connections;
    std::unordered_map<ExchangeId, Live> m_live;
    std::shared_ptr<NextIds> m_ids;
    const std::string m_machine;
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
