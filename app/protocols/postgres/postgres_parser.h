// SPDX-License-Identifier: GPL-3.0-or-later
// A connection to PostgreSQL. An exchange is a simple query, or the messages of the extended protocol up to one
// Execute (Parse, Bind, Describe, Execute, Sync), with everything the server answers to them.
#pragma once

#include "app/protocols/byte_reader.h"
#include "app/protocols/packet_parser.h"
#include "app/protocols/postgres/statements.h"
#include "app/protocols/text_rows.h"

#include <deque>
#include <map>
#include <optional>

namespace protocols::postgres {

class PostgresParser final : public PacketParser
{
public:
    PostgresParser(Direction requestDirection, bool fromStart, const Limits &, Sink &);

    void end(Direction, base::Time) override;

private:
    enum class Stage : uint8_t { Start, Encryption, Authentication, Ready, Cancel, Tunnel };
    enum class What : uint8_t { Encryption, Startup, Query, Parse, Bind, DescribeStatement, DescribePortal, Execute, Close, Sync, Function };
    // An answer still expected from the server.
    struct Expected {
        What what;
        uint64_t stream;
        std::shared_ptr<Statement> statement;   // of DescribeStatement
    };
    // An exchange still open.
    struct Unit {
        bool requestOpen = true;
        bool responseOpen = true;
        bool executed = false;
        bool parsed = false;
        bool synced = false;
        bool copyDone = false;
        base::Time lastRequest = 0;    // end of its last message
        std::string verb, text;
        std::vector<Column> columns;   // of the rows to come
        std::vector<uint16_t> formats;
        TextRows rows, copied;
        std::optional<uint64_t> affected;   // rows, according to the tags
        Outcome outcome = Outcome::Unknown;
        std::string words;
    };

    // PacketReader::Owner
    std::optional<uint64_t> lengthOf(Half, std::span<const std::byte>) override;
    Verdict startsAt(Half, std::span<const std::byte>) override;
    void packet(Half, const Packet &) override;
    void packetEnd(Half, base::Time) override;
    void outOfStep(Half, Fault, base::Time) override;

    // Client messages.
    void requestPacket(const Packet &);
    void firstMessage(const Packet &);
    void simpleQuery(const Packet &);
    void extended(char type, const Packet &);
    void parseMessage(ByteReader, const Packet &);
    void bindMessage(ByteReader, const Packet &);
    void parameters(uint64_t stream, const Statement &, ByteReader, const Packet &);
    void copyMessage(char type, const Packet &);
    void requestEnd(base::Time);
    uint64_t openUnit(std::string verb, std::string text, const Packet &);
    Unit *extendedUnit(const std::shared_ptr<Statement> &, const Packet &);
    void tell(uint64_t stream, const Unit &, base::Time begin, base::Time);
    void closeUnit(base::Time);
    void owe(What, std::shared_ptr<Statement> = {});

    // Server messages.
    void replyPacket(const Packet &);
    void replyEnd(base::Time);
    void reply(char type, std::string_view payload, base::Time);
    void encryptionReply(char, base::Time);
    void errorReply(std::string_view payload, base::Time);
    void readyReply(base::Time);
    void commandComplete(const std::string &words, std::optional<uint64_t> rows, base::Time);
    void row(std::string_view payload, const Packet &);
    void notice(char type, std::string_view payload, const Packet &);
    void answered();
    void popUntilSync();
    void skip(Unit &);
    void finishIfOver(uint64_t stream, base::Time);
    void finish(uint64_t stream, base::Time);
    void giveUpReplies(Fault, base::Time);

    Unit *unit(uint64_t stream);
    bool takesInto(Half) const override;
    Unit *current() { return m_expected.empty() ? nullptr : unit(m_expected.front().stream); }
    void endRequest(uint64_t stream, base::Time);

    Stage m_stage;
    Statements m_statements;
    std::string m_database;
    std::map<uint64_t, Unit> m_units;
    std::deque<Expected> m_expected;
    std::optional<uint64_t> m_open;          // the unit whose request continues
    std::optional<uint64_t> m_copy;          // the unit that COPY data is sent for
    std::optional<uint64_t> m_told;          // the exchange of unsolicited server messages
    bool m_skipping = false;                 // after an error, until Sync
    // The current message in each direction.
    char m_type[2] = {};
    std::string m_reply;
};

std::unique_ptr<Parser> create(Direction requestDirection, bool fromStart, const Limits &, Sink &);
Verdict recognise(std::span<const std::byte> first, Direction, base::Side, bool fromStart);

} // namespace protocols::postgres
