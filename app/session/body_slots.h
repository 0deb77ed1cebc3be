// SPDX-License-Identifier: GPL-3.0-or-later
// Between a parser and the builder: creates the body parsers that heads call for, feeds them the bodies, and forwards
// every event. Bytes after an upgrade go to the body parser that reads them; without one, they wait for the next
// protocol. Streams of another protocol found by a body parser get a slot of their own.
#pragma once

#include "app/exchange/connection_sink.h"
#include "app/protocols/body_parser.h"
#include "app/session/carried_slot.h"
#include "app/session/held_pieces.h"

#include <array>
#include <memory>
#include <optional>
#include <vector>

namespace session {

class BodySlots final : public protocols::Sink
{
public:
    explicit BodySlots(exchange::ConnectionSink &exchanges) : m_exchanges(exchanges) {}

    // The connection speaks another protocol from here on.
    bool handedOver() const { return m_handedOver; }
    // What the parser left of the pieces it was given.
    HeldPieces takeRest() { return std::exchange(m_rest, {}); }
    // No more input: ends the body parsers, then the exchanges.
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

    base::Slice derive(std::span<const std::byte> bytes) override { return m_exchanges.derive(bytes); }
    void reason(uint64_t stream, std::string_view words, base::Direction by, base::Time time) override { m_exchanges.reason(stream, words, by, time); }
    void addressNamed(const base::Endpoint &address, std::string_view name, base::Time time) override { m_exchanges.addressNamed(address, name, time); }
    void stalled(uint64_t stream, protocols::Half half, base::Duration duration) override { m_exchanges.stalled(stream, half, duration); }
    void item(uint64_t stream, const protocols::Item &item) override { m_exchanges.item(stream, item); }
    void query(uint64_t stream, const protocols::Query &query, base::Time time) override { m_exchanges.query(stream, query, time); }
    void answer(uint64_t stream, const protocols::Answer &answer, base::Time time) override { m_exchanges.answer(stream, answer, time); }
    void operation(uint64_t stream, std::string_view name) override { m_exchanges.operation(stream, name); }
    void dialect(uint64_t stream, protocols::Dialect dialect) override { m_exchanges.dialect(stream, dialect); }
    void tokens(uint64_t stream, const protocols::Tokens &tokens) override { m_exchanges.tokens(stream, tokens); }
    void carried(uint64_t stream, protocols::Half, base::Bytes, base::Time) override;
    void carriedLost(uint64_t stream, protocols::Half, uint64_t bytes, base::Time) override;

private:
    // The body parsers of one exchange: one chosen by the request head, one by the response head.
    struct Slots {
        uint64_t stream;
        std::array<std::unique_ptr<protocols::BodyParser>, 2> parsers{};
        bool staysOpen = false;       // the response's parser reads what follows an upgrade
        bool requestEnded = false;
        std::unique_ptr<CarriedSlot> carried{};

        template<class Tell> void each(Tell tell)
        {
            for (const auto &parser : parsers)
                if (parser)
                    tell(*parser);
        }
    };
    Slots *find(uint64_t stream);
    void seat(uint64_t stream, size_t place, std::unique_ptr<protocols::BodyParser>);
    void seatCarried(Slots &, const protocols::BodyParser &);
    void halfEnds(uint64_t stream, protocols::Half, base::Time);
    void leave(uint64_t stream, base::Time);

    exchange::ConnectionSink &m_exchanges;
    std::vector<Slots> m_slots;              // few at a time
    std::optional<uint64_t> m_channel;       // the stream whose body parsers read what follows its upgrade
    bool m_handedOver = false;
    HeldPieces m_rest;
};

} // namespace session
