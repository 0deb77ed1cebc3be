// SPDX-License-Identifier: GPL-3.0-or-later
// A connection to MySQL or MariaDB: each command and all result sets that answer it are an exchange.
#pragma once

#include "app/protocols/mysql/messages.h"
#include "app/protocols/packet_parser.h"
#include "app/protocols/text_rows.h"

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <utility>

namespace protocols::mysql {

class MySqlParser final : public PacketParser
{
public:
    MySqlParser(Direction requestDirection, bool fromStart, const Limits &, Sink &);

    void end(Direction, base::Time) override;

private:
    enum class Stage : uint8_t { Start, Login, Ready, Tunnel };
    // What to expect from the server's next packet.
    enum class Awaits : uint8_t { First, Columns, ColumnsEnd, Rows, Definitions };
    struct Statement {
        std::string text;
        size_t parameters = 0;
        std::vector<uint16_t> types;     // as last bound
        std::vector<Column> columns;
    };
    struct Asked {
        uint64_t stream = 0;
        uint8_t command = 0;             // 0: the login
        bool requestOpen = true;
        Awaits awaits = Awaits::First;
        size_t left = 0;                 // columns still to come
        size_t parametersLeft = 0;       // of a statement being prepared
        size_t eofsLeft = 0;             // that may come between and after them
        bool changes = false;            // its verb modifies rows
        std::vector<Column> columns;
        std::shared_ptr<Statement> statement;
        TextRows rows;
        uint64_t rowsBefore = 0;         // of earlier result sets
        std::optional<uint64_t> count;   // rows returned or affected
        Outcome outcome = Outcome::Unknown;
        std::string words;
    };

    std::optional<uint64_t> lengthOf(Half, std::span<const std::byte>) override;
    Verdict startsAt(Half, std::span<const std::byte>) override;
    void packet(Half, const Packet &) override;
    void packetEnd(Half, base::Time) override;
    void outOfStep(Half, Fault, base::Time) override;

    void requestPacket(const Packet &, std::string_view payload);
    void login(const Packet &, std::string_view payload);
    void command(const Packet &, std::string_view payload);
    void execute(uint64_t stream, Statement &, std::string_view payload, const Packet &);
    void localData(const Packet &, std::string_view payload);
    std::string_view withoutAttributes(std::string_view query) const;
    uint64_t open(uint8_t command, std::string_view verb, const std::string &text, bool answered, const Packet &);
    void tell(uint64_t stream, std::string_view verb, std::string_view text, const Packet &);
    void requestEnd(base::Time);

    void replyPacket(const Packet &, std::string_view payload);
    void reply(Asked &, std::string_view payload, const Packet &);
    void firstReply(Asked &, std::string_view payload, const Packet &);
    void loginReply(Asked &, std::string_view payload);
    void definition(Asked &, std::string_view payload);
    void row(Asked &, std::string_view payload, const Packet &);
    void resultOver(Asked &, uint16_t status);
    void progress(std::string_view payload, const Packet &);
    void failed(Asked &, std::string_view payload);
    void finish(base::Time);
    void giveUpReplies(Fault, base::Time);

    Stage m_stage;
    uint32_t m_server = 0, m_client = 0;     // capabilities; 0: not seen
    std::optional<bool> m_eofs;              // whether an EOF packet follows the columns; nullopt: not known yet
    std::string m_database;
    std::map<uint32_t, std::shared_ptr<Statement>> m_statements;
    std::shared_ptr<Statement> m_lastPrepared;
    std::deque<Asked> m_asked;               // answered in order
    bool m_local = false;                    // the data of LOAD DATA LOCAL follows
    TextRows m_localRows;
    // About the current packet in each direction.
    bool m_goesOn[2] = {};                   // the packet before it had the maximum size
    bool m_endsRequest = false;
    bool m_answerTold = false;               // the answer is over, or will never be seen
    std::shared_ptr<Statement> m_executed;   // by the current packet
    bool m_over = false;                     // the answer ends with the current packet
};

// Whether a client command begins here, judged by its structure.
Verdict startsCommand(std::span<const std::byte>);

std::unique_ptr<Parser> create(Direction requestDirection, bool fromStart, const Limits &, Sink &);
Verdict recognise(std::span<const std::byte> first, Direction, base::Side, bool fromStart);

} // namespace protocols::mysql
