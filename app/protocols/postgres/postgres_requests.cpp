// SPDX-License-Identifier: GPL-3.0-or-later
// Client messages.
#include "app/protocols/byte_reader.h"
#include "app/protocols/postgres/postgres_parser.h"
#include "app/protocols/sql_text.h"

#include <array>
#include <utility>

namespace protocols::postgres {

namespace {

constexpr size_t textMax = 64 * 1024;

std::string verbOf(std::string_view statement)
{
    std::string verb = sqlVerb(statement);
    return verb.empty() ? "QUERY" : verb;
}

std::vector<uint16_t> readShorts(ByteReader &reader)
{
    std::vector<uint16_t> values;
    for (uint64_t count = reader.big(2); count > 0 && reader.good(); --count)
        values.push_back(uint16_t(reader.big(2)));
    return values;
}

} // namespace

void PostgresParser::requestPacket(const Packet &packet)
{
    const char type = char(packet.bytes[0]);
    m_type[0] = type;
    if (m_stage == Stage::Start || m_stage == Stage::Encryption) {
        m_type[0] = 0;
        firstMessage(packet);
    } else if (type == 'Q') {
        simpleQuery(packet);
    } else if (type == 'F') {
        closeUnit(packet.time);
        m_into[0] = openUnit("CALL", "(function call)", packet);
        owe(What::Function);
    } else if (type == 'p') {
        m_into[0] = m_open;   // passwords and other authentication data: part of the startup, never shown
    } else if (type == 'd' || type == 'c' || type == 'f') {
        copyMessage(type, packet);
        return;
    } else if (type == 'X') {
        closeUnit(packet.time);
        return;               // Terminate: has no reply
    } else {
        extended(type, packet);
        return;
    }
    if (m_into[0])
        tellBytes(Half::Request, packet);
}

// The startup message, or one of its predecessors, which have a request code in place of the version.
void PostgresParser::firstMessage(const Packet &packet)
{
    ByteReader reader(packet.bytes.subspan(4));
    const auto code = uint32_t(reader.big(4));
    if (code == sslRequest || code == gssRequest) {
        m_stage = Stage::Encryption;
        m_into[0] = openUnit(code == sslRequest ? "STARTTLS" : "STARTGSS", code == sslRequest ? "SSLRequest" : "GSSENCRequest", packet);
        owe(What::Encryption);
        return;
    }
    if (code == cancelRequest) {
        m_stage = Stage::Cancel;
        m_into[0] = openUnit("CANCEL", "backend " + std::to_string(reader.big(4)), packet);
        owe(What::Startup);
        return;
    }
    m_stage = Stage::Authentication;
    std::string text, user;
    while (reader.good() && reader.peek() != 0) {
        const std::string name = limitedText(reader.text(), 256), value = limitedText(reader.text(), 1024);
        if (name == "user")
            user = value;
        if (name == "database")
            m_database = value;
        text.append(text.empty() ? "" : " ").append(name).append("=").append(value);
    }
    if (m_database.empty())
        m_database = user;   // the server's default
    m_into[0] = openUnit("CONNECT", std::move(text), packet);
    owe(What::Startup);
}

void PostgresParser::simpleQuery(const Packet &packet)
{
    closeUnit(packet.time);
    m_stage = m_stage == Stage::Authentication ? Stage::Ready : m_stage;
    const std::string_view statement = ByteReader(packet.bytes.subspan(std::min<size_t>(5, packet.bytes.size()))).text();
    const std::string text = limitedText(statement, textMax, packet.whole() ? 0 : packet.total - packet.bytes.size() - 1);   // a NUL ends it
    m_into[0] = openUnit(verbOf(statement), text, packet);
    owe(What::Query);
    Unit &made = *unit(*m_into[0]);
    made.executed = true;
}

// The unit that a message of the extended protocol belongs to.
PostgresParser::Unit *PostgresParser::extendedUnit(const std::shared_ptr<Statement> &statement, const Packet &packet)
{
    if (m_open && unit(*m_open) && unit(*m_open)->executed)
        closeUnit(packet.time);
    if (!m_open) {
        const std::string text = statement ? statement->text : std::string();
        openUnit(!statement ? "SYNC" : statement->known ? verbOf(text) : "EXECUTE", text, packet);
    }
    return unit(*m_open);
}

void PostgresParser::extended(char type, const Packet &packet)
{
    m_stage = Stage::Ready;
    ByteReader reader(packet.bytes.subspan(std::min<size_t>(5, packet.bytes.size())));
    const auto intoOpen = [&] {
        m_into[0] = m_open;
        tellBytes(Half::Request, packet);
    };
    switch (type) {
    case 'P':
        parseMessage(reader, packet);
        intoOpen();
        return;
    case 'B':
        bindMessage(reader, packet);
        return;
    case 'D':
    case 'C': {
        const bool statementNamed = reader.byte() == 'S';
        const std::string_view name = reader.text();
        const auto statement = statementNamed ? m_statements.statement(name) : m_statements.portal(name).statement;
        Unit &target = *extendedUnit(statement, packet);
        if (type == 'D') {
            owe(statementNamed ? What::DescribeStatement : What::DescribePortal, statement);
        } else {
            owe(What::Close);
            if (statementNamed)
                m_statements.closeStatement(name);
            else
                m_statements.closePortal(name);
            if (!target.parsed && !target.executed && statementNamed) {
                target.verb = "DEALLOCATE";
                tell(*m_open, target, packet.begin, packet.time);
            }
        }
        intoOpen();
        return;
    }
    case 'E': {
        const Portal portal = m_statements.portal(reader.text());
        Unit &target = *extendedUnit(portal.statement, packet);
        target.executed = true;
        target.formats = portal.formats;
        if (target.columns.empty())
            target.columns = portal.statement->columns;
        if (target.text != portal.statement->text) {
            target.text = portal.statement->text;
            target.verb = portal.statement->known ? verbOf(target.text) : "EXECUTE";
            tell(*m_open, target, packet.begin, packet.time);
        }
        owe(What::Execute);
        intoOpen();
        return;
    }
    case 'S':
        if (!m_open)
            extendedUnit({}, packet);
        if (Unit *target = unit(*m_open); !target->executed && target->parsed && target->verb != "PREPARE") {
            target->verb = "PREPARE";
            tell(*m_open, *target, packet.begin, packet.time);
        }
        // A Sync sent before the rows of a COPY is not answered.
        if (Unit *target = unit(*m_open); !std::exchange(target->synced, true))
            owe(What::Sync);
        intoOpen();
        return;
    default:   // 'H', Flush
        if (m_open)
            intoOpen();
    }
}

void PostgresParser::parseMessage(ByteReader reader, const Packet &packet)
{
    const std::string name(reader.text().substr(0, 1024));
    const std::string_view text = reader.text();
    // A long statement that is not kept whole is followed by a NUL and its parameter types, usually none.
    const uint64_t rest = packet.total - packet.bytes.size();
    const uint64_t beyond = reader.good() || rest <= 3 ? 0 : rest - 3;
    Statement statement{.text = limitedText(text, textMax, beyond), .known = true, .parameterTypes = {}, .columns = {}};
    for (uint64_t count = reader.big(2); count > 0 && reader.good(); --count)
        statement.parameterTypes.push_back(uint32_t(reader.big(4)));
    if (m_open && unit(*m_open) && (unit(*m_open)->parsed || unit(*m_open)->verb == "DEALLOCATE"))
        closeUnit(packet.time);
    const auto shared = m_statements.prepare(name, std::move(statement));
    extendedUnit(shared, packet)->parsed = true;
    owe(What::Parse);
}

void PostgresParser::bindMessage(ByteReader reader, const Packet &packet)
{
    const std::string name(reader.text().substr(0, 1024));
    const auto statement = m_statements.statement(reader.text());
    Unit &target = *extendedUnit(statement, packet);
    m_into[0] = m_open;
    if (target.text != statement->text && !target.parsed) {
        target.text = statement->text;
        target.verb = statement->known ? verbOf(target.text) : "EXECUTE";
        tell(*m_open, target, packet.begin, packet.time);
    }
    tellBytes(Half::Request, packet);
    parameters(*m_open, *statement, reader, packet);
    const std::vector<uint16_t> parameterFormats = readShorts(reader);
    for (uint64_t count = reader.big(2); count > 0 && reader.good(); --count) {
        const auto length = int32_t(reader.big(4));
        reader.take(length < 0 ? 0 : size_t(length));
    }
    m_statements.bind(name, {statement, readShorts(reader)});
    owe(What::Bind);
}

// A single item: a JSON array of them all.
void PostgresParser::parameters(uint64_t stream, const Statement &statement, ByteReader reader, const Packet &packet)
{
    const std::vector<uint16_t> formats = readShorts(reader);
    const auto count = size_t(reader.big(2));
    if (count == 0)
        return;
    std::string json = "[";
    size_t i = 0;
    for (; i < count; ++i) {
        const auto length = int32_t(reader.big(4));
        const bool whole = length < 0 || size_t(length) <= reader.left();
        if (!reader.good() || json.size() > TextRows::rowMax)
            break;
        json += i > 0 ? "," : "";
        const uint16_t format = formats.empty() ? 0 : formats.size() == 1 ? formats[0] : i < formats.size() ? formats[i] : 0;
        if (length < 0)
            json += "null";
        else
            appendValue(json, whole ? reader.take(size_t(length)) : reader.rest(),
                        i < statement.parameterTypes.size() ? statement.parameterTypes[i] : 0, format == 1, whole ? 0 : size_t(length) - reader.left());
        if (!whole) {
            ++i;
            break;
        }
    }
    closeCut(json, false, count - i);
    const std::array slices{m_sink.derive(std::as_bytes(std::span(json)))};
    m_sink.item(stream, {.half = Half::Request, .kind = ItemKind::Record, .begin = packet.begin, .end = packet.time, .slices = slices,
                         .wireBytes = packet.total, .label = "parameters"});
}

// CopyData, CopyDone, CopyFail: the rows of COPY FROM STDIN.
void PostgresParser::copyMessage(char type, const Packet &packet)
{
    if (!m_copy || !unit(*m_copy) || !unit(*m_copy)->requestOpen) {
        tellBytes(Half::Request, packet);
        return;
    }
    m_into[0] = m_copy;
    tellBytes(Half::Request, packet);
    TextRows &copied = unit(*m_copy)->copied;
    if (type != 'd')
        return;
    if (!copied.wanted()) {
        copied.count();
        return;
    }
    const size_t size = packet.bytes.size() > 5 ? packet.bytes.size() - 5 : 0;
    copied.count();
    const auto slices = packet.slices(5, size);
    m_sink.item(*m_copy, {.half = Half::Request, .kind = ItemKind::Record, .begin = packet.begin, .end = packet.time, .slices = slices,
                          .wireBytes = packet.total - 5, .lostBytes = packet.total - packet.bytes.size(), .label = "copy"});
}

void PostgresParser::requestEnd(base::Time time)
{
    const char type = m_type[0];
    if (!m_into[0])
        return;
    const uint64_t stream = *m_into[0];
    Unit *target = unit(stream);
    if (!target)
        return;
    target->lastRequest = time;
    if (type == 0) {
        if (m_stage != Stage::Authentication) {
            m_open.reset();
            endRequest(stream, time);
        }
        return;
    }
    if (type == 'c' || type == 'f') {
        m_copy.reset();
        target->copyDone = true;
        if (target->synced)
            return;
        if (m_open == stream)
            m_open.reset();
        endRequest(stream, time);
        return;
    }
    // The rows of a COPY follow once the server asks for them.
    if (type != 'F' && target->verb == "COPY" && target->executed && target->responseOpen && !target->copyDone)
        return;
    if (type == 'Q' || type == 'F' || type == 'S')
        closeUnit(time);
}

} // namespace protocols::postgres
