// SPDX-License-Identifier: GPL-3.0-or-later
// Builds exchanges out of protocol events, and keeps connections and processes beside them. What
// has changed is collected until drain(). One thread.
#pragma once

#include "app/exchange/address_names.h"
#include "app/exchange/exchange.h"
#include "app/protocols/event.h"
#include "app/protocols/body_parser.h"

#include <array>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace exchange {

class Builder;

// The events of one parser on one connection. Lives as long as its builder.
class ConnectionSink final : public protocols::Sink
{
public:
    ConnectionSink(Builder &, ConnectionId);

    // Who moves the bytes that the next events come from.
    void setActor(ProcessId process, uint32_t tid);
    void setProtocol(protocols::Protocol protocol) { m_protocol = protocol; }
    void setConnection(ConnectionId connection) { m_connection = connection; }
    ConnectionId connection() const { return m_connection; }
    // Where bytes go that follow an upgrade; without one they are a conversation.
    using Upgraded = std::function<void(std::string_view protocol, base::Time)>;
    using Raw = std::function<void(base::Direction, base::Bytes, uint64_t lost, base::Time)>;
    void onUpgrade(Upgraded upgraded, Raw raw);
    // The ends that are told from now on are the capture's, not the connection's.
    void captureEnds() { m_captureEnds = true; }
    // In words, what there is to say of the bytes that are no protocol's.
    void explainConversation(std::string_view words);
    // Ends whatever is still open.
    void finish(base::Time);

    void requestHead(uint64_t stream, const protocols::RequestHead &, base::Time) override;
    void responseHead(uint64_t stream, const protocols::ResponseHead &, base::Time) override;
    void body(uint64_t stream, protocols::Half, base::Bytes, base::Time) override;
    void bodyLost(uint64_t stream, protocols::Half, uint64_t bytes, base::Time) override;
    void trailers(uint64_t stream, protocols::Half, std::span<const protocols::Field>, std::span<const base::Slice>,
                  base::Time) override;
    void messageEnd(uint64_t stream, protocols::Half, base::Time) override;
    void fault(uint64_t stream, protocols::Half, protocols::Fault, base::Time) override;
    void upgraded(uint64_t stream, std::string_view protocol, base::Time) override;
    void raw(base::Direction, base::Bytes, base::Time) override;
    void rawLost(base::Direction, uint64_t bytes, base::Time) override;
    base::Slice derive(std::span<const std::byte>) override;
    void reason(uint64_t stream, std::string_view words, base::Direction by, base::Time) override;
    void addressNamed(const base::Endpoint &, std::string_view name, base::Time) override;
    void stalled(uint64_t stream, protocols::Half, base::Duration) override;
    void item(uint64_t stream, const protocols::Item &) override;
    void query(uint64_t stream, const protocols::Query &, base::Time) override;
    void answer(uint64_t stream, const protocols::Answer &, base::Time) override;
    void operation(uint64_t stream, std::string_view name) override;

private:
    struct Open {
        uint64_t stream;
        ExchangeId id;
        bool requestDone = false;
        bool responseDone = false;
        // Chosen by the request's head, and by the answer's.
        std::array<std::unique_ptr<protocols::BodyParser>, 2> bodyParsers{};
    };
    Exchange &open(uint64_t stream, base::Time);
    Open *find(uint64_t stream);
    Exchange &conversation(base::Time);
    void becomeChannel(Exchange &, protocols::Protocol);
    void halfDone(uint64_t stream, protocols::Half, base::Time);
    bool requestHalf(base::Direction) const;
    template <typename Tell>
    static void follow(Open &, Tell);

    Builder &m_builder;
    ConnectionId m_connection;
    ProcessId m_process = base::noId;
    uint32_t m_tid = 0;
    protocols::Protocol m_protocol = protocols::Protocol::Unknown;
    std::vector<Open> m_open;            // few at a time
    ExchangeId m_conversation = base::noId;
    // The exchange of the last fault by direction half: its raw rest is shown with it.
    ExchangeId m_faulted[2] = {base::noId, base::noId};
    Upgraded m_upgraded;
    Raw m_rawSuccessor;
    bool m_handedOver = false;
    bool m_captureEnds = false;
    std::optional<uint64_t> m_followed;   // the stream whose body parsers take what follows its upgrade
};

class Builder
{
public:
    // Keeps bytes that lie in no slice of the capture; gives where they are.
    using Derive = std::function<base::Slice(std::span<const std::byte>)>;
    explicit Builder(Derive);

    Process &newProcess();
    Process &process(ProcessId);                 // marks it changed
    const Process &peekProcess(ProcessId id) const { return m_processes[id]; }

    Connection &newConnection();
    Connection &connection(ConnectionId);        // marks it changed
    const Connection &peekConnection(ConnectionId id) const { return m_connections[id]; }
    uint32_t connectionCount() const { return uint32_t(m_connections.size()); }
    // The newest figures of a connection, and one more of its series.
    void tcp(ConnectionId, const TcpFigures &);

    // A row that no parser makes: a failed connection, or one that is not readable.
    Exchange &newRow(ConnectionId, Kind, base::Time);

    Exchange &newExchange(ConnectionId, base::Time);
    Exchange *live(ExchangeId);                  // null once it is done; marks it changed
    Exchange *peekLive(ExchangeId);              // the same without marking it
    void grown(ExchangeId, base::Time);          // a body grew: told less often
    void done(ExchangeId);                       // leaves with the next batch
    base::Slice derive(std::span<const std::byte> bytes) { return m_derive(bytes); }

    void item(ExchangeId id, Item item) { m_items.emplace_back(id, std::move(item)); }

    AddressNames &names() { return m_names; }

    void coverage(Coverage c) { m_coverage.push_back(std::move(c)); }
    void losses(std::vector<Loss> all) { m_losses = std::move(all); }
    void captured(uint64_t bytes) { m_capturedBytes += bytes; }

    Batch drain();

private:
    struct Live {
        Exchange exchange;
        bool changed = true;
        bool ended = false;
        base::Time grownAt = 0;     // stream time of the last report of a grown body
    };
    Derive m_derive;
    AddressNames m_names;
    std::deque<Process> m_processes;
    std::deque<Connection> m_connections;
    std::unordered_map<ExchangeId, Live> m_live;
    ExchangeId m_nextExchange = 0;
    std::vector<ExchangeId> m_changed;
    std::unordered_set<ConnectionId> m_changedConnections;
    std::unordered_set<ProcessId> m_changedProcesses;
    std::vector<std::pair<ExchangeId, Item>> m_items;
    std::vector<std::pair<ConnectionId, TcpFigures>> m_tcp;
    std::vector<Coverage> m_coverage;
    std::vector<Loss> m_losses;
    uint64_t m_capturedBytes = 0;
};

} // namespace exchange
