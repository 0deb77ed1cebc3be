// SPDX-License-Identifier: GPL-3.0-or-later
// Server packets.
#include "app/protocols/mysql/mysql_parser.h"

#include <algorithm>
#include <array>

namespace protocols::mysql {

namespace {

constexpr size_t columnsMax = 4096;
constexpr uint8_t okHeader = 0x00, localHeader = 0xfb, eofHeader = 0xfe, errorHeader = 0xff;

bool isEof(std::string_view payload) { return payload.size() == 5 && uint8_t(payload[0]) == eofHeader; }

// MariaDB reports the progress of a long statement in an ERR packet that is not an error (COM_PROGRESS).
bool isProgress(std::string_view payload) { return payload.size() >= 3 && payload.starts_with("\xff\xff\xff"); }

} // namespace

void MySqlParser::replyPacket(const Packet &packet, std::string_view payload)
{
    m_turns.answerBytes();
    m_over = false;
    if (m_stage == Stage::Start && m_asked.empty() && !payload.empty()) {
        // The server speaks first.
        const uint64_t stream = m_nextStream++;
        const bool refused = uint8_t(payload[0]) == errorHeader;
        m_sink.query(stream, {.scheme = "mysql", .verb = "CONNECT", .text = refused ? std::string() : greetingVersion(payload), .target = {}, .begin = packet.begin}, packet.time);
        m_asked.emplace_back().stream = stream;
        m_into[1] = stream;
        tellBytes(Half::Response, packet);
        if (refused) {
            failed(m_asked.front(), payload);
        } else {
            m_server = greetingCapabilities(payload);
        }
        return;
    }
    if (m_asked.empty()) {
        tellBytes(Half::Response, packet);
        return;
    }
    m_into[1] = m_asked.front().stream;
    tellBytes(Half::Response, packet);
    if (isProgress(payload))
        progress(payload, packet);
    else if (!payload.empty())
        reply(m_asked.front(), payload, packet);
}

void MySqlParser::reply(Asked &asked, std::string_view payload, const Packet &packet)
{
    const uint8_t header = uint8_t(payload[0]);
    switch (asked.awaits) {
    case Awaits::First:
        firstReply(asked, payload, packet);
        return;
    case Awaits::Definitions:
        definition(asked, payload);
        return;
    case Awaits::Columns:
        if (header == errorHeader) {
            failed(asked, payload);
        } else if (isEof(payload)) {
            resultOver(asked, uint16_t(ByteReader(payload.substr(3)).little(2)));   // of FieldList: there is no column count
        } else {
            if (asked.columns.size() < columnsMax)
                asked.columns.push_back(readColumn(payload));
            if (asked.command != FieldList && --asked.left == 0)
                asked.awaits = m_eofs == false ? Awaits::Rows : Awaits::ColumnsEnd;
        }
        return;
    case Awaits::ColumnsEnd:
        asked.awaits = Awaits::Rows;
        if (isEof(payload)) {
            m_eofs = true;
            if (asked.statement)
                asked.statement->columns = asked.columns;
            if (ByteReader(payload.substr(3)).little(2) & CursorExists)
                m_over = true;   // the rows are fetched by another command
            return;
        }
        m_eofs = false;
        [[fallthrough]];
    case Awaits::Rows:
        if (header == errorHeader)
            failed(asked, payload);
        else if (header == eofHeader && packet.total - 4 < longestPacket)
            resultOver(asked, isEof(payload) ? uint16_t(ByteReader(payload.substr(3)).little(2)) : readOkay(payload).status);
        else
            row(asked, payload, packet);
        return;
    }
}

void MySqlParser::row(Asked &asked, std::string_view payload, const Packet &packet)
{
    if (!asked.rows.wanted()) {
        asked.rows.count();
        return;
    }
    const bool binary = asked.command == Execute || asked.command == Fetch || asked.command == BulkExecute;
    asked.rows.add(m_sink, asked.stream, {.half = Half::Response, .kind = ItemKind::Row, .begin = packet.begin, .end = packet.time, .wireBytes = packet.total},
                   rowText(payload, asked.columns, binary));
}

void MySqlParser::failed(Asked &asked, std::string_view payload)
{
    asked.outcome = Outcome::Error;
    asked.words = errorWords(payload);
    m_over = true;
}

void MySqlParser::progress(std::string_view payload, const Packet &packet)
{
    ByteReader reader(payload.substr(3));
    reader.byte();
    const uint64_t stage = reader.byte(), stages = reader.byte(), thousandths = reader.little(3);
    std::string json = "{\"stage\":" + std::to_string(stage) + ",\"stages\":" + std::to_string(stages) + ",\"percent\":" + std::to_string(thousandths / 1000) + ",\"what\":";
    appendQuoted(json, limitedText(lenencText(reader), 256));
    json += '}';
    const std::array slices{m_sink.derive(std::as_bytes(std::span(json)))};
    m_sink.item(*m_into[1], {.half = Half::Response, .kind = ItemKind::Notice, .begin = packet.begin, .end = packet.time, .slices = slices,
                             .wireBytes = packet.total, .label = "progress"});
}

// Login, or change of user.
void MySqlParser::loginReply(Asked &asked, std::string_view payload)
{
    const uint8_t header = uint8_t(payload[0]);
    if (header != okHeader)
        return;   // continues with another method, or with more of this one
    asked.outcome = Outcome::Ok;
    asked.words = "connected";
    m_over = true;
    m_stage = Stage::Ready;
}

void MySqlParser::firstReply(Asked &asked, std::string_view payload, const Packet &packet)
{
    const uint8_t header = uint8_t(payload[0]);
    if (header == errorHeader) {
        failed(asked, payload);
    } else if (asked.command == 0 || asked.command == ChangeUser) {
        loginReply(asked, payload);
    } else if (asked.command == Statistics) {
        asked.outcome = Outcome::Ok;
        asked.words = limitedText(payload, 1000);
        m_over = true;
    } else if (asked.command == FieldList) {
        asked.awaits = Awaits::Columns;
        reply(asked, payload, packet);
    } else if (asked.command == Prepare && header == okHeader) {
        ByteReader reader(payload.substr(1));
        const auto id = uint32_t(reader.little(4));
        asked.left = size_t(reader.little(2));
        asked.parametersLeft = size_t(reader.little(2));
        asked.eofsLeft = (asked.left > 0) + (asked.parametersLeft > 0);
        asked.outcome = Outcome::Ok;
        asked.words = "prepared";
        asked.awaits = Awaits::Definitions;
        if (asked.statement) {
            asked.statement->parameters = asked.parametersLeft;
            if (m_statements.size() < 4096)
                m_statements.insert_or_assign(id, asked.statement);
        }
        m_over = asked.eofsLeft == 0;
    } else if (header == okHeader) {
        const Okay okay = readOkay(payload);
        if (asked.words.size() < 1000)
            asked.words += (asked.words.empty() ? "" : ", ") + counted(okay.affected, "row") + " affected"
                + (okay.warnings ? ", " + counted(okay.warnings, "warning") : "");
        if (!asked.count && (asked.changes || okay.affected))
            asked.count = okay.affected;
        asked.outcome = Outcome::Ok;
        m_over = !(okay.status & MoreResults);
    } else if (header == eofHeader && payload.size() < 9) {
        asked.outcome = Outcome::Ok;
        m_over = true;
    } else if (header == localHeader) {
        m_local = asked.requestOpen;
        m_localRows.clear();
    } else {
        ByteReader reader(payload);
        asked.left = size_t(lenenc(reader).value_or(0));
        asked.columns.clear();
        asked.awaits = Awaits::Columns;
        // MariaDB omits the column definitions if the client already has them from the prepare.
        if (!reader.atEnd() && reader.byte() == 0 && asked.statement) {
            asked.columns = asked.statement->columns;
            asked.awaits = m_eofs == false ? Awaits::Rows : Awaits::ColumnsEnd;
        }
        if (asked.left == 0)
            failed(asked, payload);
    }
}

// Parameters and columns of a statement being prepared.
void MySqlParser::definition(Asked &asked, std::string_view payload)
{
    if (isEof(payload)) {
        m_eofs = true;
        asked.eofsLeft -= asked.eofsLeft > 0;
    } else if (asked.parametersLeft > 0) {
        --asked.parametersLeft;
    } else if (asked.left > 0) {
        --asked.left;
        if (asked.statement && asked.statement->columns.size() < columnsMax)
            asked.statement->columns.push_back(readColumn(payload));
    }
    m_over = asked.parametersLeft + asked.left == 0 && (m_eofs == false || asked.eofsLeft == 0);
}

void MySqlParser::resultOver(Asked &asked, uint16_t status)
{
    asked.outcome = Outcome::Ok;
    if (asked.statement && asked.command == Execute)
        asked.statement->columns = asked.columns;
    if (asked.command == FieldList) {
        asked.words = std::to_string(asked.columns.size()) + " columns";
        m_over = true;
        return;
    }
    const uint64_t rows = asked.rows.size() - asked.rowsBefore;
    asked.rowsBefore = asked.rows.size();
    if (asked.words.size() < 1000)
        asked.words += (asked.words.empty() ? "" : ", ") + counted(rows, "row");
    asked.count = asked.rows.size();
    asked.awaits = Awaits::First;
    asked.columns.clear();
    m_over = !(status & MoreResults);
}

void MySqlParser::finish(base::Time time)
{
    if (m_asked.empty())
        return;
    Asked done = std::move(m_asked.front());
    m_asked.pop_front();
    m_local = false;
    if (done.requestOpen && m_into[0] == done.stream)
        m_into[0].reset();
    if (m_into[1] == done.stream)
        m_into[1].reset(); // the rest of a packet cut off by the next request
    m_sink.answer(done.stream, {.outcome = done.outcome, .words = done.words, .rows = done.count}, time);
    if (done.requestOpen)
        m_sink.messageEnd(done.stream, Half::Request, time);
    m_sink.messageEnd(done.stream, Half::Response, time);
    if (done.command != 0 || done.outcome != Outcome::Ok || m_stage != Stage::Ready || !(m_client & (Compress | ZstdCompress)))
        return;
    // From here on every packet is inside a compressed one: shown as it is, with a note.
    const uint64_t stream = m_nextStream++;
    m_sink.query(stream, {.scheme = "mysql", .verb = "COMPRESSED", .text = m_client & ZstdCompress ? "(what follows is compressed with zstd)" : "(what follows is compressed with zlib)",
                          .target = m_database, .begin = time}, time);
    m_sink.messageEnd(stream, Half::Request, time);
    m_sink.messageEnd(stream, Half::Response, time);
    m_stage = Stage::Tunnel;
}

} // namespace protocols::mysql
