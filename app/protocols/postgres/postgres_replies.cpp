// SPDX-License-Identifier: GPL-3.0-or-later
// Server messages.
#include "app/protocols/byte_reader.h"
#include "app/protocols/postgres/postgres_parser.h"

#include <array>

namespace protocols::postgres {

void PostgresParser::replyPacket(const Packet &packet)
{
    const bool single = m_stage == Stage::Encryption && packet.bytes[0] != std::byte('E');
    const char type = char(packet.bytes[0]);
    const std::span<const std::byte> bytes = packet.bytes.subspan(std::min<size_t>(single ? 1 : 5, packet.bytes.size()));
    const std::string_view payload(reinterpret_cast<const char *>(bytes.data()), bytes.size());
    m_turns.answerBytes();
    m_type[1] = type;
    m_reply.clear();
    const bool unasked = type == 'A' || type == 'N' || type == 'S' || (type == 'E' && m_expected.empty());
    const bool copied = m_copy && m_expected.empty() && unit(*m_copy) && unit(*m_copy)->responseOpen;
    m_into[1] = !m_expected.empty() ? std::optional(m_expected.front().stream) : copied ? m_copy : std::nullopt;
    if (!single && unasked && !m_into[1]) {
        if (type == 'S') {
            tellBytes(Half::Response, packet);
            return;
        }
        if (!m_told) {
            m_told = m_nextStream++;
            m_sink.query(*m_told, {.scheme = "postgresql", .verb = "NOTICE", .text = "(unsolicited server messages)", .target = m_database, .begin = packet.begin}, packet.time);
            m_sink.messageEnd(*m_told, Half::Request, packet.time);
        }
        m_into[1] = m_told;
    }
    if (!m_into[1]) {
        tellBytes(Half::Response, packet);
        return;
    }
    tellBytes(Half::Response, packet);
    if (m_into[1] == m_told) {
        notice(type, payload, packet);
        if (type == 'E')
            m_sink.answer(*m_told, {.outcome = Outcome::Error, .words = errorWords(readError(payload)), .rows = {}}, packet.time);
        m_type[1] = 0;
    } else if (type == 'D' || type == 'd') {
        row(payload, packet);
    } else if ((type == 'A' || type == 'N') && !single) {
        notice(type, payload, packet);
    } else {
        m_reply = payload;
    }
}

void PostgresParser::row(std::string_view payload, const Packet &packet)
{
    Unit *target = unit(*m_into[1]);
    if (!target)
        return;
    if (!target->rows.wanted()) {
        target->rows.count();
        return;
    }
    Item item{.half = Half::Response, .kind = ItemKind::Row, .begin = packet.begin, .end = packet.time, .wireBytes = packet.total};
    if (!packet.bytes.empty() && packet.bytes[0] == std::byte('D')) {
        target->rows.add(m_sink, *m_into[1], item, rowText(payload, target->columns.empty() ? nullptr : &target->columns, target->formats.empty() ? nullptr : &target->formats));
        return;
    }
    target->rows.count();
    const auto slices = packet.slices(5, payload.size());
    item.kind = ItemKind::Record;
    item.label = "copy";
    item.slices = slices;
    item.lostBytes = packet.total - packet.bytes.size();
    m_sink.item(*m_into[1], item);
}

// NoticeResponse, NotificationResponse.
void PostgresParser::notice(char type, std::string_view payload, const Packet &packet)
{
    std::string json;
    if (type == 'A') {
        ByteReader reader(payload);
        const uint64_t process = reader.big(4);
        json = "{\"channel\":";
        appendQuoted(json, reader.text());
        json += ",\"payload\":";
        appendCell(json, reader.text());
        json += ",\"process\":" + std::to_string(process) + '}';
    } else {
        const ErrorFields fields = readError(payload);
        json = "{\"severity\":";
        appendQuoted(json, fields.severity);
        json += ",\"code\":";
        appendQuoted(json, fields.code);
        json += ",\"message\":";
        appendCell(json, fields.message);
        json += '}';
    }
    const std::array slices{m_sink.derive(std::as_bytes(std::span(json)))};
    m_sink.item(*m_into[1], {.half = Half::Response, .kind = ItemKind::Notice, .begin = packet.begin, .end = packet.time, .slices = slices,
                             .wireBytes = packet.total, .label = type == 'A' ? "notification" : "notice"});
}

void PostgresParser::replyEnd(base::Time time)
{
    const char type = m_type[1];
    if (!m_into[1] || type == 0 || m_expected.empty())
        return;
    if (m_stage == Stage::Encryption && type != 'E')
        encryptionReply(type, time);
    else
        reply(type, m_reply, time);
}

// "S": TLS begins with the next byte; its plaintext comes with its TLS object.
void PostgresParser::encryptionReply(char type, base::Time time)
{
    const uint64_t stream = m_expected.front().stream;
    m_expected.pop_front();
    m_stage = type == 'N' ? Stage::Start : Stage::Tunnel;
    if (Unit *asked = unit(stream)) {
        asked->outcome = Outcome::Ok;
        asked->words = type == 'N' ? "refused: continues unencrypted" : type == 'S' ? "accepted: TLS follows" : "accepted: GSS encryption follows";
    }
    finish(stream, time);
}

void PostgresParser::reply(char type, std::string_view payload, base::Time time)
{
    Unit *target = current();
    const What what = m_expected.front().what;
    const uint64_t stream = m_expected.front().stream;
    // A COPY that requests no rows is complete.
    if (target && target->requestOpen && target->verb == "COPY" && target->executed && !m_copy && type != 'G' && type != 'W'
        && type != '1' && type != '2' && type != 'n' && m_open == stream)
        closeUnit(time);
    switch (type) {
    case 'R':
        if (payload == std::string_view("\0\0\0\0", 4) && m_stage == Stage::Authentication) {
            m_stage = Stage::Ready;
            closeUnit(time);
        }
        break;
    case 'T':
        if (target)
            target->columns = readRowDescription(payload);
        [[fallthrough]];
    case 'n':
        if (what == What::DescribeStatement && target && m_expected.front().statement)
            m_expected.front().statement->columns = target->columns;
        if (what == What::DescribeStatement || what == What::DescribePortal)
            answered();
        if (what == What::DescribePortal && target)
            target->formats.clear();   // the columns tell them
        break;
    case 't':
        if (m_expected.front().statement && m_expected.front().statement->parameterTypes.size() <= payload.size()) {
            ByteReader reader(payload);
            auto &types = m_expected.front().statement->parameterTypes;
            types.clear();
            for (uint64_t count = reader.big(2); count > 0 && reader.good(); --count)
                types.push_back(uint32_t(reader.big(4)));
        }
        break;
    case '1':
    case '2':
    case '3':
        if (what == (type == '1' ? What::Parse : type == '2' ? What::Bind : What::Close)) {
            if (target && target->outcome == Outcome::Unknown)
                target->outcome = Outcome::Ok;
            answered();
        }
        break;
    case 'C':
        commandComplete(std::string(payload.substr(0, payload.find('\0'))), rowsOfTag(payload.substr(0, payload.find('\0'))), time);
        break;
    case 'I':
        commandComplete("empty statement", std::nullopt, time);
        break;
    case 's':
        commandComplete("more rows can be fetched", target ? std::optional(target->rows.size()) : std::nullopt, time);
        break;
    case 'G':
    case 'W':
        if (target && target->requestOpen)
            m_copy = stream;
        break;
    case 'V':
        if (target)
            target->outcome = Outcome::Ok;
        break;
    case 'E':
        errorReply(payload, time);
        break;
    case 'Z':
        readyReply(time);
        break;
    default:
        break;
    }
    finishIfOver(stream, time);
}

void PostgresParser::answered()
{
    m_expected.pop_front();
}

void PostgresParser::commandComplete(const std::string &words, std::optional<uint64_t> rows, base::Time)
{
    Unit *target = current();
    const What what = m_expected.front().what;
    if (!target || (what != What::Execute && what != What::Query))
        return;
    if (target->outcome != Outcome::Error)
        target->outcome = Outcome::Ok;
    if (target->words.size() < 1000)
        target->words += (target->words.empty() ? "" : ", ") + limitedText(words, 200);
    if (rows)
        target->affected = target->affected.value_or(0) + *rows;
    if (what == What::Execute)
        answered();
}

void PostgresParser::skip(Unit &left)
{
    left.outcome = Outcome::Error;
    left.words = "not executed: an earlier statement failed";
}

void PostgresParser::errorReply(std::string_view payload, base::Time time)
{
    const What what = m_expected.front().what;
    const uint64_t failed = m_expected.front().stream;
    if (Unit *target = current()) {
        target->outcome = Outcome::Error;
        target->words = errorWords(readError(payload));
    }
    m_copy.reset();
    if (what == What::Query || what == What::Function)
        return;
    if (what == What::Startup || what == What::Encryption) {
        // The connection is over.
        m_expected.pop_front();
        if (m_open == failed)
            closeUnit(time);
        return;
    }
    // The server ignores everything up to the next Sync.
    m_skipping = true;
    while (!m_expected.empty() && m_expected.front().what != What::Sync) {
        const uint64_t stream = m_expected.front().stream;
        m_expected.pop_front();
        if (Unit *left = unit(stream); left && stream != failed) {
            if (left->outcome == Outcome::Unknown)
                skip(*left);
            finishIfOver(stream, time);
        }
    }
    if (!m_expected.empty()) {
        if (Unit *last = unit(m_expected.front().stream); last && m_expected.front().stream != failed && last->outcome == Outcome::Unknown && last->executed)
            skip(*last);
    }
}

// ReadyForQuery ends the oldest thing that it can end.
void PostgresParser::readyReply(base::Time time)
{
    while (!m_expected.empty()) {
        const Expected oldest = m_expected.front();
        m_expected.pop_front();
        const bool last = oldest.what == What::Sync || oldest.what == What::Query || oldest.what == What::Startup || oldest.what == What::Function;
        if (oldest.what == What::Sync)
            m_skipping = false;
        if (Unit *target = unit(oldest.stream)) {
            if (oldest.what == What::Startup && target->outcome == Outcome::Unknown) {
                target->outcome = Outcome::Ok;
                target->words = "connected";
            }
            if (last && oldest.what != What::Sync && m_open == oldest.stream)
                closeUnit(time);
        }
        finishIfOver(oldest.stream, time);
        if (last)
            return;
    }
}

// Complete: the client has sent everything, and no answer is pending.
void PostgresParser::finishIfOver(uint64_t stream, base::Time time)
{
    const Unit *target = unit(stream);
    if (!target || target->requestOpen || !target->responseOpen)
        return;
    // Those of one unit are adjacent.
    if (!m_expected.empty() && (m_expected.front().stream == stream || m_expected.back().stream == stream))
        return;
    finish(stream, time);
}

void PostgresParser::finish(uint64_t stream, base::Time time)
{
    Unit *target = unit(stream);
    if (!target || !target->responseOpen)
        return;
    if (target->words.empty() && target->outcome == Outcome::Ok)
        target->words = target->verb == "DEALLOCATE" ? "closed" : target->parsed && !target->executed ? "prepared" : "";
    std::optional<uint64_t> rows = target->affected;
    if (!rows && target->rows.size() > 0)
        rows = target->rows.size();
    m_sink.answer(stream, {.outcome = target->outcome, .words = target->words, .rows = rows}, time);
    // The server answered before the request was complete: the rest of the request is no longer reported.
    for (std::optional<uint64_t> *place : {&m_copy, &m_open, &m_into[0]}) {
        if (target->requestOpen && *place == stream)
            place->reset();
    }
    target->responseOpen = false;
    endRequest(stream, time);
    m_sink.messageEnd(stream, Half::Response, time);
    m_units.erase(stream);
}

} // namespace protocols::postgres
