// SPDX-License-Identifier: GPL-3.0-or-later
// All exchanges, connections and processes of one capture, by dense ids. Append-only columns: a complete exchange
// takes at most 200 bytes here; hosts, methods and types are interned, paths are in an arena; heads and bodies stay
// in the file. Rows that nobody will read again can be released. Not thread-safe: lives in the thread that shows it.
#pragma once

#include "app/exchange/exchange.h"
#include "app/exchange/item_list.h"
#include "app/exchange/rows.h"

#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace exchange {

using Connections = Rows<Connection>;
using Processes = Rows<Process>;

class Store
{
public:
    Store();
    ~Store();
    Store(Store &&) noexcept;
    Store &operator=(Store &&) noexcept;

    // Existing rows that have changed, the first new row, and the connections that are new or have changed; what ended
    // with the batch.
    struct Change {
        std::vector<ExchangeId> changed;
        ExchangeId firstNew = 0;
        std::vector<ConnectionId> connections = {};
        std::vector<ConnectionId> endedConnections = {};
        std::vector<ProcessId> endedProcesses = {};
    };
    Change apply(Batch &&);
    // Forgets exchanges that are no longer in progress, and, some time later, connections and processes that ended with
    // the change or before it, and that nothing kept refers to: exchanges in progress, and `kept`, which are all others
    // that were not released yet. Their ids are not used again: to the functions below they are rows that are empty or
    // unknown. Invalidates names and views, like apply().
    void release(std::span<const ExchangeId>, const Change &, std::span<const ExchangeId> kept);
    void clear();

    uint32_t size() const;                       // exchanges
    // One exchange, unpacked. `id` < size(), here and below; beyond that, and for released rows, everything is empty or
    // unknown.
    Exchange exchange(ExchangeId id) const;

    // Cheap columns, for tables, filters and sorting; views are valid until the next apply() or clear().
    Kind kind(ExchangeId) const;
    State state(ExchangeId) const;
    base::Side side(ExchangeId) const;
    protocols::Protocol protocol(ExchangeId) const;
    std::string_view method(ExchangeId) const;
    std::string_view scheme(ExchangeId) const;
    std::string_view host(ExchangeId) const;
    std::string_view path(ExchangeId) const;
    std::string_view reason(ExchangeId) const;
    std::string_view operation(ExchangeId) const;
    protocols::Outcome outcome(ExchangeId) const;
    protocols::Dialect dialect(ExchangeId) const;
    std::string_view contentType(ExchangeId) const;
    int status(ExchangeId) const;
    base::Time begin(ExchangeId) const;          // first byte seen, else when its connection opened
    base::Duration duration(ExchangeId) const;   // first to last byte; unknownDuration while in progress
    base::Duration wait(ExchangeId) const;       // end of request to first byte of response; or unknown
    uint64_t stream(ExchangeId) const;           // within its connection, as both ends number it
    Moments moments(ExchangeId) const;
    Trail trail(ExchangeId) const;
    uint64_t requestBytes(ExchangeId) const;     // of the body: captured and lost
    uint64_t responseBytes(ExchangeId) const;
    uint64_t lostBytes(ExchangeId) const;
    ConnectionId connection(ExchangeId) const;   // for a merged connection, the one it became
    ProcessId process(ExchangeId) const;
    // Whether it is the first exchange of its connection, which alone has connect and tls times.
    bool firstOfConnection(ExchangeId) const;

    // The messages inside an exchange. Change::changed includes exchanges that got new ones.
    uint32_t itemCount(ExchangeId) const;
    Item item(ExchangeId, uint32_t index) const;
    ItemList items(ExchangeId) const;            // all of them, packed
    uint64_t itemsBeyond(ExchangeId) const;      // beyond the limit: only in the bodies

    // The interned strings behind the columns: a filter checks each string once, not each row.
    using NameId = uint32_t;                     // dense, from 0 (the empty string); valid until release()
    NameId methodName(ExchangeId) const;
    NameId schemeName(ExchangeId) const;
    NameId hostName(ExchangeId) const;
    NameId contentTypeName(ExchangeId) const;
    NameId operationName(ExchangeId) const;
    uint32_t nameCount() const;
    std::string_view name(NameId) const;

    const Connections &connections() const;            // by ConnectionId
    // The samples kept of a connection's TCP figures in a time range, both ends included.
    std::vector<TcpFigures> tcp(ConnectionId, base::Time first, base::Time last) const;
    const Processes &processes() const;                // by ProcessId
    std::span<const Coverage> coverage() const;        // latest for each (pid, file)
    std::span<const Loss> losses() const;
    uint64_t capturedBytes() const;
    // All that exchanges in progress and these others refer to, in no particular order.
    std::vector<base::Slice> slicesOf(std::span<const ExchangeId> kept) const;
    size_t memoryBytes() const;                        // of columns and arenas

private:
    struct Columns;
    std::unique_ptr<Columns> m;
};

} // namespace exchange
