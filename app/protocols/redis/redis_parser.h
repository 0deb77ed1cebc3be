// SPDX-License-Identifier: GPL-3.0-or-later
// A connection to Redis or a compatible server (RESP2, RESP3): each command and its reply is an exchange; unsolicited
// server messages (pub/sub, MONITOR, invalidations) are notices of the exchange that subscribed to them.
#pragma once

#include "app/protocols/carry.h"
#include "app/protocols/parser.h"
#include "app/protocols/redis/reply_text.h"
#include "app/protocols/text_rows.h"
#include "app/protocols/turns.h"

#include <deque>
#include <optional>

namespace protocols::redis {

class RedisParser final : public Parser
{
public:
    RedisParser(Direction requestDirection, bool fromStart, const Limits &, Sink &);

    void bytes(Direction, base::Bytes, base::Time) override;
    void gap(Direction, uint64_t length, base::Time) override;
    void end(Direction, base::Time) override;

private:
    enum class Asks : uint8_t { Reply, Subscribe, Unsubscribe, Monitor };
    struct Outstanding {
        uint64_t stream;
        Asks asks;
        uint64_t confirmations;   // subscription confirmations still to come; 0: until none is left
    };
    // Bytes of the current value, kept until it is known which exchange they belong to.
    struct DirectionStream {
        explicit DirectionStream(bool requests, bool fromStart) : reader(requests), inStep(fromStart) { }
        RespReader reader;
        Carry held;
        std::optional<uint64_t> stream;
        bool inStep;
        base::Time begin = 0;
        uint64_t valueBytes = 0;
    };

    void requestBytes(base::Bytes, base::Time);
    void seekRequest(base::Bytes, base::Time);
    void argument(const Token &);
    void command(bool whole, base::Time);
    void commandEnd(base::Time);
    void requestBroken(Fault, base::Time);

    void replyBytes(base::Bytes, base::Time);
    void replyBegins(char type);
    void decideReply(const Token &, base::Time);
    void replyToken(base::Time);
    void element(const Token &, base::Time);
    void replyEnd(base::Time);
    void confirmed(base::Time);
    void replyBroken(Fault, base::Time);
    void giveUpReplies(Fault, base::Time);

    void deliver(DirectionStream &, Half, base::Bytes, base::Time);
    void flush(DirectionStream &, Half, base::Time);
    Direction direction(Half half) const
    {
        return (half == Half::Request) == (m_requestDirection == Direction::Sent) ? Direction::Sent : Direction::Received;
    }

    Direction m_requestDirection;
    Limits m_limits;
    Sink &m_sink;
    DirectionStream m_requests, m_replies;
    Turns m_turns;
    std::deque<Outstanding> m_outstanding;
    uint64_t m_nextStream = 0;
    bool m_repliesEnded = false;
    bool m_replication = false;          // what follows is not replies

    std::string m_verb, m_text;          // of the current command
    std::string m_second;                // its first argument, truncated
    uint64_t m_arguments = 0;
    uint64_t m_beyond = 0;               // bytes of it that are not in m_text
    bool m_emptyCommand = false;

    struct Value {
        char type = 0;
        bool undecided = false;      // a push, or an array that may be one: its first element decides
        bool notice = false;         // it answers no command
        bool confirmation = false;   // of a subscription
        bool array = false;
        bool error = false;
        bool inRow = false, keepsRow = false, halfPair = false;
        std::string words;
    };
    Value m_value;                       // the server's current value
    bool m_afterAttribute = false;
    ReplyText m_row;
    TextRows m_rows;
    uint64_t m_rowFrom = 0;              // bytes of the value before the row
    base::Time m_rowBegin = 0;
    std::optional<uint64_t> m_feed;      // the exchange that notices belong to
    bool m_feedUnasked = false;          // it was opened for unsolicited messages
    uint64_t m_subscriptions = 0;        // as the server last reported
};

std::unique_ptr<Parser> create(Direction requestDirection, bool fromStart, const Limits &, Sink &);
Verdict recognise(std::span<const std::byte> first, Direction, base::Side, bool fromStart);

} // namespace protocols::redis
