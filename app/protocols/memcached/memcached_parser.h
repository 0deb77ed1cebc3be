// SPDX-License-Identifier: GPL-3.0-or-later
// A connection to memcached that uses the text protocol or meta commands: each command and its reply is an exchange.
#pragma once

#include "app/protocols/memcached/lines.h"
#include "app/protocols/packet_parser.h"
#include "app/protocols/text_rows.h"

#include <deque>
#include <string>

namespace protocols::memcached {

class MemcachedParser final : public PacketParser
{
public:
    MemcachedParser(Direction requestDirection, bool fromStart, const Limits &, Sink &);

    void end(Direction, base::Time) override;

private:
    struct Asked {
        uint64_t stream = 0;
        Reply reply = Reply::Line;
        bool meta = false, quiet = false;
        bool silent = false;             // it may or may not be answered
        std::string key, opaque;         // of a meta command
        TextRows rows;
    };

    std::optional<uint64_t> lengthOf(Half, std::span<const std::byte>) override;
    Verdict startsAt(Half, std::span<const std::byte>) override;
    void packet(Half, const Packet &) override;
    void packetEnd(Half, base::Time) override;
    void outOfStep(Half, Fault, base::Time) override;

    void request(const Packet &);
    void reply(const Packet &);
    // Which of the waiting commands the reply answers; nullopt: none, or more than one candidate.
    std::optional<size_t> answered(const Answer &) const;
    void passQuiet(size_t count, base::Time);
    void row(Asked &, const Packet &, const Answer &);
    void finish(base::Time);
    void giveUpReplies(Fault, base::Time);

    std::deque<Asked> m_asked;           // answered in order, except quiet ones
    size_t m_keyBytes = 0;               // of all keys and opaques in it
    // About the current packet.
    bool m_unanswered = false;           // the command gets no reply
    bool m_over = false;                 // it completes the reply to the first waiting command
    Answer::Kind m_kind = Answer::Kind::Other;
    std::string m_words;
};

std::unique_ptr<Parser> create(Direction requestDirection, bool fromStart, const Limits &, Sink &);
Verdict recognise(std::span<const std::byte> first, Direction, base::Side, bool fromStart);

} // namespace protocols::memcached
