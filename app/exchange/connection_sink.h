// SPDX-License-Identifier: GPL-3.0-or-later
// Builds the exchanges of one connection from its parser's events (station 8). Makes no decisions and feeds nothing:
// events come in, rows of the builder change. Must not outlive its builder.
#pragma once

#include "app/exchange/builder.h"
#include "app/protocols/event.h"

#include <optional>
#include <vector>

namespace exchange {

class ConnectionSink final : public protocols::Sink
{
public:
    ConnectionSink(Builder &, ConnectionId);

    // For a protocol carried in a channel's messages. The channel has already counted and shown these bytes: those
    // that no exchange takes do not become a conversation, and losses are not counted on the connection again.
    static ConnectionSink carriedBy(const ConnectionSink &channel, protocols::Protocol);
    // Continues from the channel's current state.
    void follow(const ConnectionSink &channel);

    // The process and thread that move the bytes of the following events.
    void setActor(ProcessId process, uint32_t tid);
    void setProtocol(protocols::Protocol protocol) { m_protocol = protocol; }
    void setConnection(ConnectionId connection) { m_connection = connection; }
    ConnectionId connection() const { return m_connection; }
    // The half that bytes in this direction belong to.
    protocols::Half halfOf(base::Direction) const;
    bool isOpen(uint64_t stream) const { return find(stream) != nullptr; }
    // The head of a 101 has arrived, and what follows belongs to the same exchange: a channel once `upgraded` comes.
    void keepOpen(uint64_t stream, protocols::Protocol channel);
    // The request asks for a channel, which it becomes unless the response refuses (RFC 8441). Unknown: it does not.
    void asksForChannel(uint64_t stream, protocols::Protocol);
    // What preceded the protocol. Adds a row if a proxy refused.
    void prefixed(const protocols::prefix::Prefix &, base::Time begin, base::Time end);
    // Ends reported from now on are the capture's, not the connection's.
    void captureEnds() { m_captureEnds = true; }
    // The explanation shown for bytes that belong to no protocol.
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
    base::Slice derive(std::span<const std::byte> bytes) override { return m_builder.derive(bytes); }
    void reason(uint64_t stream, std::string_view words, base::Direction by, base::Time) override;
    void addressNamed(const base::Endpoint &, std::string_view name, base::Time) override;
    void stalled(uint64_t stream, protocols::Half, base::Duration) override;
    void item(uint64_t stream, const protocols::Item &) override;
    void query(uint64_t stream, const protocols::Query &, base::Time) override;
    void answer(uint64_t stream, const protocols::Answer &, base::Time) override;
    void operation(uint64_t stream, std::string_view name) override;
    void dialect(uint64_t stream, protocols::Dialect) override;
    void tokens(uint64_t stream, const protocols::Tokens &) override;

private:
    struct Open {
        uint64_t stream;
        ExchangeId id;
        bool requestDone = false;
        bool responseDone = false;
        bool staysOpen = false;   // after an upgrade
        bool isChannel = false;   // and the upgrade has come
        protocols::Protocol channel = protocols::Protocol::Unknown;   // the protocol spoken there
    };
    Exchange &open(uint64_t stream, base::Time);
    const Open *find(uint64_t stream) const;
    Open *find(uint64_t stream) { return const_cast<Open *>(std::as_const(*this).find(stream)); }
    Exchange &conversation(base::Time);
    void answers(Exchange &, base::Time);
    // Slices that could not be written become gaps of the exchange.
    void becomeChannel(Exchange &, protocols::Protocol);
    static std::vector<base::Slice> kept(std::span<const base::Slice>, Exchange &);
    base::Bytes withinLimit(Exchange &, Message &, base::Bytes);
    void halfDone(uint64_t stream, protocols::Half, base::Time);
    void finish(const Open &, base::Time);

    Builder &m_builder;
    ConnectionId m_connection;
    ProcessId m_process = base::noId;
    uint32_t m_tid = 0;
    protocols::Protocol m_protocol = protocols::Protocol::Unknown;
    std::vector<Open> m_open;            // few at a time
    ExchangeId m_conversation = base::noId;
    // The exchange of the last fault in each half: its remaining raw bytes are shown with it.
    ExchangeId m_faulted[2] = {base::noId, base::noId};
    bool m_captureEnds = false;
    bool m_carried = false;
};

} // namespace exchange
