// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/memcached/memcached_parser.h"

#include <algorithm>
#include <utility>

namespace protocols::memcached {

namespace {

constexpr size_t lineTextMax = 64 * 1024;
constexpr size_t wordsMax = 1000;
constexpr size_t soughtMax = 512;   // of a line, while out of step
constexpr size_t keyBytesMax = 1 << 20;

std::string_view textOf(std::span<const std::byte> bytes) { return {reinterpret_cast<const char *>(bytes.data()), bytes.size()}; }

// "key", and "value" with the available part of the data after the line.
std::string valueJson(std::string_view key, std::string_view more, std::string_view packet, size_t size, uint64_t data)
{
    std::string json = "{\"key\":";
    appendQuoted(json, limitedText(key, 1000));
    json += more;
    json += ",\"value\":";
    const std::string_view here = packet.substr(std::min(size, packet.size())).substr(0, size_t(data));
    appendCell(json, here, data - here.size());
    return json + '}';
}

bool fits(Reply reply, bool meta, Answer::Kind kind)
{
    using Kind = Answer::Kind;
    if (kind == Kind::Error || (reply == Reply::Stats && kind != Kind::Value))
        return true;
    if (reply == Reply::Values)
        return kind == Kind::Value || kind == Kind::End;
    return meta ? kind == Kind::Meta : kind == Kind::Done || kind == Kind::Other;
}

std::string numberMember(const char *name, std::string_view number)
{
    std::string json;
    if (!number.empty()) {
        json = std::string(",\"") + name + "\":";
        appendNumber(json, number);
    }
    return json;
}

} // namespace

MemcachedParser::MemcachedParser(Direction requestDirection, bool fromStart, const Limits &limits, Sink &sink)
    : PacketParser(requestDirection, fromStart, limits, sink)
{
}

std::optional<uint64_t> MemcachedParser::lengthOf(Half half, std::span<const std::byte> bytes)
{
    const auto whole = [&](const auto &line) -> std::optional<uint64_t> {
        if (!line)
            return std::nullopt;
        if (line->size == 0)
            return bytes.size() < m_limits.headMax ? std::optional<uint64_t>(0) : std::nullopt;
        return line->total();
    };
    return half == Half::Request ? whole(readCommand(textOf(bytes))) : whole(readAnswer(textOf(bytes)));
}

Verdict MemcachedParser::startsAt(Half half, std::span<const std::byte> bytes)
{
    // The server's direction gets back in step with a turn, never by its content.
    if (half == Half::Response)
        return Verdict::No;
    const std::string_view text = textOf(bytes.first(std::min(bytes.size(), soughtMax)));
    const auto command = readCommand(text);
    if (!command)
        return Verdict::No;
    if (command->size == 0)
        return text.size() < soughtMax ? Verdict::NeedMore : Verdict::No;
    return command->wellFormed ? Verdict::Yes : Verdict::No;
}

void MemcachedParser::packet(Half half, const Packet &packet)
{
    m_into[index(half)].reset();
    if (half == Half::Request)
        request(packet);
    else
        reply(packet);
}

void MemcachedParser::request(const Packet &packet)
{
    const std::string_view text = textOf(packet.bytes);
    const Command command = readCommand(text).value_or(Command());
    const bool answers = command.reply != Reply::None;
    if (answers)
        asks(!m_asked.empty(), m_asked.size() >= m_limits.pipelineMax || m_keyBytes >= keyBytesMax, packet.time);
    const uint64_t stream = m_nextStream++;
    m_sink.query(stream, {.scheme = "memcached", .verb = command.verb, .text = limitedText(command.line, lineTextMax), .target = {}, .begin = packet.begin}, packet.time);
    m_into[0] = stream;
    m_unanswered = !answers;
    tellBytes(Half::Request, packet);
    if (command.hasData) {
        TextRows data;
        data.add(m_sink, stream, {.half = Half::Request, .kind = ItemKind::Record, .begin = packet.begin, .end = packet.time, .wireBytes = command.data},
                 valueJson(command.key, {}, text, command.size, command.data));
    }
    if (!answers || !answerToCome(stream, packet.time))
        return;
    Asked &asked = m_asked.emplace_back();
    asked.stream = stream;
    asked.reply = command.reply;
    asked.meta = command.meta;
    asked.quiet = command.quiet;
    if (command.meta) {
        asked.key = command.key;
        asked.opaque = command.opaque;
        m_keyBytes += asked.key.size() + asked.opaque.size();
    }
}

// A quiet command is answered only by the value it asked for, or by an error; not if it succeeded or found nothing.
std::optional<size_t> MemcachedParser::answered(const Answer &answer) const
{
    size_t quiet = 0;
    while (quiet < m_asked.size() && m_asked[quiet].quiet)
        ++quiet;
    const bool behind = quiet < m_asked.size();
    if (quiet == 0)
        return behind ? std::optional<size_t>(0) : std::nullopt;
    // The reply that ends a batch is recognisable, and so is the command it answers.
    if (behind && (answer.line == "MN" || (answer.kind != Answer::Kind::Meta && answer.kind != Answer::Kind::Error)))
        return quiet;
    for (size_t i = 0; i < quiet + size_t(behind); ++i) {
        const Asked &asked = m_asked[i];
        if (answer.opaque.empty() ? !answer.key.empty() && answer.key == asked.key : answer.opaque == asked.opaque)
            return i;
    }
    return std::nullopt;
}

// The first `count` commands were quiet, and a later one's reply is here.
void MemcachedParser::passQuiet(size_t count, base::Time time)
{
    for (; count > 0; --count) {
        const Asked done = std::move(m_asked.front());
        m_asked.pop_front();
        m_keyBytes -= done.key.size() + done.opaque.size();
        if (done.silent)
            m_sink.answer(done.stream, {.outcome = Outcome::Unknown, .words = "one of several quiet commands, some of which were answered", .rows = {}}, time);
        else
            m_sink.answer(done.stream, {.outcome = Outcome::Ok, .words = "quiet: no answer", .rows = {}}, time);
        m_sink.messageEnd(done.stream, Half::Response, time);
    }
}

void MemcachedParser::reply(const Packet &packet)
{
    const Answer answer = readAnswer(textOf(packet.bytes)).value_or(Answer());
    m_over = false;
    const std::optional<size_t> place = answered(answer);
    if (!place) {
        for (size_t i = 0; i < m_asked.size() && m_asked[i].quiet; ++i)
            m_asked[i].silent = true;
        tellBytes(Half::Response, packet);
        return;
    }
    passQuiet(*place, packet.time);
    Asked &asked = m_asked.front();
    if (!fits(asked.reply, asked.meta, answer.kind)) {
        tellBytes(Half::Response, packet);
        return m_replies.loseStep(packet.time);
    }
    m_into[1] = asked.stream;
    tellBytes(Half::Response, packet);
    m_kind = answer.kind;
    switch (answer.kind) {
    case Answer::Kind::Value:
        row(asked, packet, answer);
        return;
    case Answer::Kind::Meta:
        // Between the lines of a dump.
        if (asked.reply == Reply::Stats && answer.line != "EN")
            return row(asked, packet, answer);
        if (answer.hasData)
            row(asked, packet, answer);
        m_words = limitedText(answer.line, wordsMax);
        break;
    case Answer::Kind::End:
        m_words.clear();
        break;
    default:
        if (asked.reply == Reply::Stats && answer.kind == Answer::Kind::Other)
            return row(asked, packet, answer);
        m_words = limitedText(answer.line, wordsMax);
    }
    m_over = true;
}

void MemcachedParser::row(Asked &asked, const Packet &packet, const Answer &answer)
{
    if (!asked.rows.wanted())
        return asked.rows.count();
    std::string json;
    if (answer.hasData) {
        const bool value = answer.kind == Answer::Kind::Value;
        json = valueJson(value || !answer.key.empty() ? answer.key : std::string_view(asked.key), value ? numberMember("flags", answer.flags) + numberMember("cas", answer.cas) : std::string(),
                         textOf(packet.bytes), answer.size, answer.data);
    } else if (answer.line.starts_with("STAT ")) {
        const std::string_view rest = answer.line.substr(5);
        const size_t blank = std::min(rest.find(' '), rest.size());
        json = "{\"name\":";
        appendCell(json, rest.substr(0, blank));
        json += ",\"value\":";
        appendCell(json, rest.substr(std::min(blank + 1, rest.size())));
        json += '}';
    } else {
        appendCell(json, answer.line);
    }
    asked.rows.add(m_sink, asked.stream, {.half = Half::Response, .kind = ItemKind::Row, .begin = packet.begin, .end = packet.time,
                                          .wireBytes = answer.hasData ? answer.data : answer.line.size()},
                   json);
}

void MemcachedParser::packetEnd(Half half, base::Time time)
{
    if (half == Half::Response) {
        if (std::exchange(m_over, false))
            finish(time);
        return;
    }
    if (!m_into[0])
        return;
    m_sink.messageEnd(*m_into[0], Half::Request, time);
    if (std::exchange(m_unanswered, false))
        m_sink.messageEnd(*m_into[0], Half::Response, time);
}

// The first waiting command has its reply.
void MemcachedParser::finish(base::Time time)
{
    if (m_asked.empty())
        return;
    const Asked done = std::move(m_asked.front());
    m_asked.pop_front();
    m_keyBytes -= done.key.size() + done.opaque.size();
    m_into[1].reset();
    const bool counts = done.rows.size() > 0 || (done.reply != Reply::Line && (m_kind == Answer::Kind::End || m_kind == Answer::Kind::Meta));
    const Outcome outcome = m_kind == Answer::Kind::Error ? Outcome::Error : m_kind == Answer::Kind::Other ? Outcome::Unknown : Outcome::Ok;
    m_sink.answer(done.stream, {.outcome = outcome, .words = m_words, .rows = counts ? std::optional(done.rows.size()) : std::nullopt}, time);
    m_sink.messageEnd(done.stream, Half::Response, time);
}

void MemcachedParser::outOfStep(Half half, Fault fault, base::Time time)
{
    m_over = false;
    if (half == Half::Request) {
        m_into[0].reset();
        m_replies.loseStep(time);
    }
    giveUpReplies(half == Half::Response ? fault : Fault::Gap, time);
}

void MemcachedParser::giveUpReplies(Fault fault, base::Time time)
{
    m_over = false;
    for (const Asked &asked : m_asked)
        m_sink.fault(asked.stream, Half::Response, fault, time);
    m_asked.clear();
    m_keyBytes = 0;
    m_into[1].reset();
}

void MemcachedParser::end(Direction direction, base::Time time)
{
    if (direction == m_requestDirection) {
        m_requests.end(time);
        return;
    }
    m_replies.end(time);
    m_repliesEnded = true;
    giveUpReplies(Fault::CutByClose, time);
}

std::unique_ptr<Parser> create(Direction requestDirection, bool fromStart, const Limits &limits, Sink &sink)
{
    return std::make_unique<MemcachedParser>(requestDirection, fromStart, limits, sink);
}

} // namespace protocols::memcached
