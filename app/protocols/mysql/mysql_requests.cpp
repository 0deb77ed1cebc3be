// SPDX-License-Identifier: GPL-3.0-or-later
// Client packets.
#include "app/protocols/mysql/mysql_parser.h"
#include "app/protocols/sql_text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace protocols::mysql {

namespace {

constexpr const char *scheme = "mysql";
constexpr size_t textMax = 64 * 1024;

bool changesRows(std::string_view verb)
{
    static constexpr auto verbs = std::to_array<std::string_view>({"INSERT", "UPDATE", "DELETE", "REPLACE", "LOAD"});
    return std::find(verbs.begin(), verbs.end(), verb) != verbs.end();
}

std::string_view commandName(uint8_t command)
{
    switch (command) {
    case InitDb: return "USE";
    case FieldList: return "SHOW FIELDS";
    case Statistics: return "STATISTICS";
    case Ping: return "PING";
    case ChangeUser: return "CHANGE USER";
    case BinlogDump:
    case BinlogDumpGtid: return "BINLOG DUMP";
    case Prepare: return "PREPARE";
    case SendLongData: return "LONG DATA";
    case CloseStatement: return "DEALLOCATE";
    case ResetStatement: return "RESET STATEMENT";
    case SetOption: return "SET OPTION";
    case Fetch: return "FETCH";
    case ResetConnection: return "RESET";
    default: return "COMMAND";
    }
}

} // namespace

void MySqlParser::tell(uint64_t stream, std::string_view verb, std::string_view text, const Packet &packet)
{
    m_sink.query(stream, {.scheme = scheme, .verb = verb, .text = text, .target = m_database, .begin = packet.begin}, packet.time);
}

uint64_t MySqlParser::open(uint8_t command, std::string_view verb, const std::string &text, bool answered, const Packet &packet)
{
    // It was only kept open in case another packet follows.
    if (!m_asked.empty() && m_asked.front().awaits == Awaits::Definitions && m_asked.front().left + m_asked.front().parametersLeft == 0 && !m_eofs) {
        m_eofs = false;
        finish(packet.time);
    }
    asks(!m_asked.empty(), m_asked.size() >= m_limits.pipelineMax, packet.time);
    const uint64_t stream = m_nextStream++;
    tell(stream, verb, text, packet);
    m_into[0] = stream;
    m_answerTold = answered;
    if (!answered)
        return stream;
    if (!answerToCome(stream, packet.time))
        return stream;
    Asked &asked = m_asked.emplace_back();
    asked.stream = stream;
    asked.command = command;
    asked.changes = changesRows(verb);
    return stream;
}

void MySqlParser::requestPacket(const Packet &packet, std::string_view payload)
{
    const bool isCommand = packet.bytes.size() > 3 && packet.bytes[3] == std::byte(0);
    m_endsRequest = false;
    if (m_local) {
        localData(packet, payload);
    } else if (m_stage == Stage::Start || m_stage == Stage::Login) {
        login(packet, payload);
    } else if (isCommand && !payload.empty()) {
        command(packet, payload);
        if (m_stage == Stage::Tunnel || !m_into[0])
            return;
    } else if (!m_asked.empty() && m_asked.front().command == ChangeUser) {
        m_into[0] = m_asked.front().stream;   // continues with its password
    }
    tellBytes(Half::Request, packet);
    // The parameter item follows the bytes that contain it.
    if (isCommand && !payload.empty() && uint8_t(payload[0]) == Execute && m_into[0] && m_executed)
        execute(*m_into[0], *m_executed, payload, packet);
    m_executed.reset();
}

void MySqlParser::login(const Packet &packet, std::string_view payload)
{
    if (m_stage == Stage::Login) {
        if (!m_asked.empty())
            m_into[0] = m_asked.front().stream;
        return;
    }
    m_stage = Stage::Login;
    const Login read = readLogin(payload);
    m_client = read.capabilities;
    if (m_client && m_server)
        m_client &= m_server;
    m_eofs = !(m_client & DeprecateEof);
    m_database = read.database;
    const std::string text = "user=" + read.user + (read.database.empty() ? "" : " database=" + read.database);
    // Opened by the server's greeting; inside TLS there is none.
    if (m_asked.empty())
        open(0, "CONNECT", text, true, packet);
    else
        m_into[0] = m_asked.front().stream;
    if (m_asked.empty())
        return;
    tell(m_asked.front().stream, read.wantsTls ? "STARTTLS" : "CONNECT", read.wantsTls ? "SSLRequest" : text, packet);
    if (read.wantsTls) {
        m_asked.front().outcome = Outcome::Ok;
        m_asked.front().words = "TLS follows";
        m_endsRequest = true;
    }
}

// Skips what CLIENT_QUERY_ATTRIBUTES puts before the text: number of attributes, number of sets, the attributes.
std::string_view MySqlParser::withoutAttributes(std::string_view query) const
{
    // Present only if both sides support them. If the greeting was not seen (inside TLS, joined late), the first byte
    // decides: a statement does not begin with a control character, and no client sends as many attributes as a letter
    // would mean.
    const bool greeted = m_server != 0;
    const bool agreed = m_client & QueryAttributes;
    const bool text = query.empty() || uint8_t(query[0]) >= ' ' || query[0] == '\n' || query[0] == '\r' || query[0] == '\t';
    if (greeted ? !agreed : text || (!agreed && !query.starts_with(std::string_view("\0\1", 2))))
        return query;
    ByteReader reader(query);
    const uint64_t count = lenenc(reader).value_or(0);
    lenenc(reader);
    if (count == 0 || count > 1000)
        return reader.rest();
    const std::string_view nulls = reader.take(size_t(count + 7) / 8);
    reader.byte();
    std::vector<uint16_t> types;
    for (uint64_t i = 0; i < count && reader.good(); ++i) {
        types.push_back(uint16_t(reader.little(2)));
        lenencText(reader);
    }
    std::string ignored;
    for (size_t i = 0; i < types.size() && reader.good(); ++i) {
        if (!(uint8_t(nulls[i / 8]) >> i % 8 & 1))
            appendBinaryValue(ignored, reader, uint8_t(types[i]), types[i] & 0x8000);
    }
    return reader.rest();
}

void MySqlParser::command(const Packet &packet, std::string_view payload)
{
    ByteReader reader(payload);
    const uint8_t code = reader.byte();
    const uint64_t beyond = packet.total - packet.bytes.size();   // of a long packet
    m_endsRequest = true;
    switch (code) {
    case Quit:
        return;
    case QueryCommand: {
        const std::string text(withoutAttributes(reader.rest()));
        const std::string verb = sqlVerb(text);
        open(code, verb.empty() ? "QUERY" : verb, limitedText(text, textMax, beyond), true, packet);
        // Its data follows once the server asks for it.
        m_endsRequest = verb != "LOAD" || m_asked.empty();
        return;
    }
    case Prepare: {
        auto statement = std::make_shared<Statement>();
        statement->text = limitedText(reader.rest(), textMax, beyond);
        m_lastPrepared = statement;
        open(code, "PREPARE", statement->text, true, packet);
        if (!m_asked.empty() && m_asked.back().stream == *m_into[0])
            m_asked.back().statement = std::move(statement);
        return;
    }
    case Execute:
    case BulkExecute:
    case Fetch:
    case CloseStatement:
    case ResetStatement:
    case SendLongData: {
        const auto id = uint32_t(reader.little(4));
        const auto known = m_statements.find(id);
        // MariaDB: the last one prepared, whose id the client does not know yet.
        std::shared_ptr<Statement> statement = id == 0xffffffff ? m_lastPrepared : known == m_statements.end() ? nullptr : known->second;
        const std::string text = statement ? statement->text : "(prepared statement " + std::to_string(id) + ": its text is not in the capture)";
        const bool runs = code == Execute || code == BulkExecute;
        const std::string verb = !runs ? std::string(commandName(code)) : statement ? sqlVerb(text) : "EXECUTE";
        const bool answered = code != CloseStatement && code != SendLongData;
        open(code, verb.empty() ? "EXECUTE" : verb, text, answered, packet);
        if (answered && !m_asked.empty() && m_asked.back().stream == *m_into[0]) {
            m_asked.back().statement = statement;
            if (code == Fetch) {
                m_asked.back().awaits = Awaits::Rows;
                m_asked.back().columns = statement ? statement->columns : std::vector<Column>();
            }
        }
        if (code == CloseStatement)
            m_statements.erase(id);
        if (code == Execute)
            m_executed = statement;
        return;
    }
    case InitDb:
        open(code, commandName(code), limitedText(reader.rest()), true, packet);
        m_database = limitedText(reader.rest(), 256);
        return;
    case ChangeUser: {
        const std::string user = limitedText(reader.text(), 256);
        if (m_client & SecureConnection)
            reader.take(reader.byte());
        else
            reader.text();
        m_database = limitedText(reader.text(), 256);
        open(code, commandName(code), "user=" + user + " database=" + m_database, true, packet);
        m_endsRequest = false;
        return;
    }
    default:
        open(code, commandName(code), code == FieldList ? limitedText(reader.text()) : code < 0x20 ? std::string() : "command " + std::to_string(code), true, packet);
    }
}

// The parameters as one item: a JSON array.
void MySqlParser::execute(uint64_t stream, Statement &statement, std::string_view payload, const Packet &packet)
{
    ByteReader reader(payload);
    reader.take(5);
    const uint8_t flags = reader.byte();
    reader.take(4);
    size_t count = statement.parameters;
    if (flags & 8)   // PARAMETER_COUNT_AVAILABLE
        count = size_t(lenenc(reader).value_or(0));
    if (count == 0 || count > 65535)
        return;
    const std::string_view nulls = reader.take((count + 7) / 8);
    if (reader.byte() == 1) {
        statement.types.clear();
        for (size_t i = 0; i < count && reader.good(); ++i) {
            statement.types.push_back(uint16_t(reader.little(2)));
            if (m_client & QueryAttributes)
                lenencText(reader);
        }
    }
    if (!reader.good() || statement.types.size() != count)
        return;
    std::string json = "[";
    bool whole = true;
    size_t i = 0;
    for (; i < count && whole && json.size() <= TextRows::rowMax; ++i) {
        json += i > 0 ? "," : "";
        if (uint8_t(nulls[i / 8]) >> i % 8 & 1)
            json += "null";
        else
            whole = appendBinaryValue(json, reader, uint8_t(statement.types[i]), statement.types[i] & 0x8000);
    }
    closeCut(json, false, count - i);
    const std::array slices{m_sink.derive(std::as_bytes(std::span(json)))};
    m_sink.item(stream, {.half = Half::Request, .kind = ItemKind::Record, .begin = packet.begin, .end = packet.time, .slices = slices,
                         .wireBytes = packet.total, .label = "parameters"});
}

// LOAD DATA LOCAL: chunks of the file, then an empty packet.
void MySqlParser::localData(const Packet &packet, std::string_view payload)
{
    if (m_asked.empty())
        return;
    m_into[0] = m_asked.front().stream;
    m_endsRequest = packet.total == 4;
    if (m_endsRequest) {
        m_local = false;
        return;
    }
    const bool wanted = m_localRows.wanted();
    m_localRows.count();
    if (!wanted)
        return;
    const auto slices = packet.slices(4, payload.size());
    m_sink.item(*m_into[0], {.half = Half::Request, .kind = ItemKind::Record, .begin = packet.begin, .end = packet.time, .slices = slices,
                             .wireBytes = packet.total - 4, .lostBytes = packet.total - packet.bytes.size(), .label = "copy"});
}

void MySqlParser::requestEnd(base::Time time)
{
    if (!std::exchange(m_endsRequest, false) || !m_into[0])
        return;
    const uint64_t stream = *m_into[0];
    const auto asked = std::find_if(m_asked.begin(), m_asked.end(), [stream](const Asked &one) { return one.stream == stream; });
    if (asked != m_asked.end() && !asked->requestOpen)
        return;
    m_sink.messageEnd(stream, Half::Request, time);
    if (asked == m_asked.end()) {
        // It has no reply.
        if (!m_answerTold)
            m_sink.messageEnd(stream, Half::Response, time);
        return;
    }
    asked->requestOpen = false;
    if (m_stage == Stage::Login && asked->outcome == Outcome::Ok) {
        finish(time);
        m_stage = Stage::Tunnel;
    }
}

} // namespace protocols::mysql
