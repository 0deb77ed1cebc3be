// SPDX-License-Identifier: GPL-3.0-or-later
// An HTTP/1.0 or 1.1 connection: two readers, and the matching of responses to requests.
//
// Responses are matched by order (RFC 9112 section 9.3). If bytes are missing, an unknown number of messages may be
// missing with them. Then, on a connection without pipelining, a response belongs to the last request begun before
// it; with pipelining no pair is certain any more, and none is made.
#pragma once

#include "app/protocols/http1/message_reader.h"
#include "app/protocols/parser.h"

#include <deque>

namespace protocols::http1 {

class Http1Parser final : public Parser, private MessageReader::Owner
{
public:
    Http1Parser(Direction requestDirection, bool fromStart, const Limits &, Sink &);

    void bytes(Direction, base::Bytes, base::Time) override;
    void gap(Direction, uint64_t length, base::Time) override;
    void end(Direction, base::Time) override;

private:
    struct Outstanding {
        uint64_t stream;
        Asked asked;
        base::Time begin;
    };

    Framing requestHead(const RequestHead &, base::Time) override;
    Framing responseHead(const ResponseHead &, base::Time) override;
    void body(Half, base::Bytes, base::Time) override;
    void bodyLost(Half, uint64_t bytes, base::Time) override;
    void trailers(Half, std::span<const Field>, std::span<const base::Slice>, base::Time) override;
    void messageEnd(Half, Fault, base::Time) override;
    void raw(Half, base::Bytes, base::Time) override;
    void rawLost(Half, uint64_t bytes, base::Time) override;
    void framingLost(Half, base::Time) override;
    void tunnel(base::Time) override;

    void associate(base::Time begin, base::Time now);
    void giveUpAnswers(Fault, base::Time);
    MessageReader &reader(Direction direction) { return direction == m_requestDirection ? m_requests : m_responses; }
    Direction direction(Half half) const
    {
        return (half == Half::Request) == (m_requestDirection == Direction::Sent) ? Direction::Sent : Direction::Received;
    }
    uint64_t stream(Half half) const { return half == Half::Request ? m_requestStream : m_response.stream; }

    Direction m_requestDirection;
    Limits m_limits;
    Sink &m_sink;
    MessageReader m_requests;
    MessageReader m_responses;
    std::deque<Outstanding> m_outstanding; // requests without a final answer, oldest first
    uint64_t m_nextStream = 0;
    uint64_t m_requestStream = 0;
    Outstanding m_response {};             // the request that the current response answers
    bool m_responseMatched = false;
    bool m_interim = false;                // the last response head was informational
    bool m_hadLoss;
    bool m_beganBefore;                   // joined midstream, and no request has been seen
    bool m_pipelined = false;
    bool m_pairsLost = false;
    bool m_responsesEnded = false;
    std::string m_upgrade;
    std::unique_ptr<Parser> m_successor;
};

std::unique_ptr<Parser> create(Direction requestDirection, bool fromStart, const Limits &, Sink &);
Verdict recognise(std::span<const std::byte> first, Direction, base::Side, bool fromStart);

} // namespace protocols::http1
