// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/redis/redis_parser.h"

#include "app/protocols/redis/recognise.h"

#include <algorithm>

namespace protocols::redis {

namespace {
constexpr size_t commandTextMax = 64 * 1024;
constexpr size_t secondMax = 64;
} // namespace

RedisParser::RedisParser(Direction requestDirection, bool fromStart, const Limits &limits, Sink &sink)
    : m_requestDirection(requestDirection)
    , m_limits(limits)
    , m_sink(sink)
    , m_requests(true, fromStart)
    , m_replies(false, fromStart)
    , m_row(TextRows::rowMax)
{
}

void RedisParser::bytes(Direction direction, base::Bytes bytes, base::Time time)
{
    if (m_replication)
        m_sink.raw(direction, bytes, time);
    else if (direction == m_requestDirection)
        requestBytes(bytes, time);
    else
        replyBytes(bytes, time);
}

void RedisParser::deliver(DirectionStream &stream, Half half, base::Bytes bytes, base::Time time)
{
    if (bytes.data.empty())
        return;
    if (stream.stream)
        m_sink.body(*stream.stream, half, bytes, time);
    else
        stream.held.append(bytes);
}

// Passes the held bytes to their exchange or, without one, to the conversation.
void RedisParser::flush(DirectionStream &stream, Half half, base::Time time)
{
    if (stream.held.empty())
        return;
    stream.held.forEach(0, stream.held.size(), [&](base::Bytes run) {
        if (stream.stream)
            m_sink.body(*stream.stream, half, run, time);
        else
            m_sink.raw(direction(half), run, time);
    });
    stream.held.consume(stream.held.size());
}

void RedisParser::requestBytes(base::Bytes piece, base::Time time)
{
    while (!piece.data.empty()) {
        if (m_replication) {
            m_sink.raw(m_requestDirection, piece, time);
            return;
        }
        if (!m_requests.inStep) {
            seekRequest(piece, time);
            return;
        }
        if (!m_requests.reader.inValue()) {
            m_requests.begin = time;
            m_requests.stream.reset();
            m_verb.clear(), m_text.clear(), m_second.clear();
            m_beyond = 0;
            m_arguments = 0;
            m_emptyCommand = false;
        }
        size_t most = piece.data.size();
        if (!m_requests.stream)
            most = std::min(most, m_limits.headMax - m_requests.held.size());
        size_t used = 0;
        const RespReader::Status status = m_requests.reader.read(piece.data.first(most), used);
        deliver(m_requests, Half::Request, piece.sub(0, used), time);
        piece = piece.sub(used);
        if (status == RespReader::Status::Token)
            argument(m_requests.reader.token());
        if (status == RespReader::Status::Malformed) {
            requestBroken(Fault::MalformedFrame, time);
            continue;
        }
        if (!m_requests.inStep)
            continue;
        if (status == RespReader::Status::Token && m_requests.reader.valueEnded()) {
            if (m_emptyCommand)
                flush(m_requests, Half::Request, time);
            else
                commandEnd(time);
        } else if (!m_requests.stream && m_requests.held.size() >= m_limits.headMax) {
            command(false, time);
        }
    }
}

void RedisParser::argument(const Token &token)
{
    if (token.type == 'i') {
        std::string_view rest = token.text;
        while (true) {
            rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
            if (rest.empty())
                break;
            const std::string_view word = rest.substr(0, rest.find_first_of(" \t"));
            argument({.type = '$', .text = word, .size = word.size()});
            rest.remove_prefix(word.size());
        }
        m_emptyCommand = m_arguments == 0;
        return;
    }
    if (token.depth == 0 && token.type == '*') {
        m_emptyCommand = token.size == 0;
        return;
    }
    ++m_arguments;
    if (m_arguments == 1) {
        m_verb = limitedText(token.text, 64);
        std::transform(m_verb.begin(), m_verb.end(), m_verb.begin(), [](char c) { return c >= 'a' && c <= 'z' ? char(c - 32) : c; });
    }
    if (m_arguments == 2)
        m_second = token.text.substr(0, secondMax);
    if (m_text.size() <= commandTextMax) {
        appendArgument(m_text, token.text);
        m_beyond += token.type == '$' ? token.size - token.text.size() : 0;
    } else {
        m_beyond += token.text.size() + 1;
    }
}

// Opens the exchange of the command just read, or of as much of it as is kept.
void RedisParser::command(bool whole, base::Time time)
{
    const uint64_t stream = m_nextStream++;
    m_requests.stream = stream;
    if (!whole)
        m_beyond += m_requests.reader.pending();
    std::string text = limitedText(m_text, commandTextMax, m_beyond);
    if (!whole && m_beyond == 0)
        text += "… (more follows)";
    m_sink.query(stream, {.scheme = "redis", .verb = m_verb, .text = text, .target = {}, .begin = m_requests.begin}, time);
    if (m_turns.request(!m_outstanding.empty()) && !m_replies.inStep && !m_turns.overlap()) {
        m_replies.inStep = true;
        m_replies.reader.restart();
    }
    flush(m_requests, Half::Request, time);
}

void RedisParser::commandEnd(base::Time time)
{
    if (!m_requests.stream)
        command(true, time);
    const uint64_t stream = *m_requests.stream;
    m_sink.messageEnd(stream, Half::Request, time);
    if (m_verb == "PSYNC" || m_verb == "SYNC") {
        m_sink.answer(stream, {.outcome = Outcome::Unknown, .words = "replication follows", .rows = {}}, time);
        m_sink.messageEnd(stream, Half::Response, time);
        giveUpReplies(Fault::Gap, time);
        m_replication = true;
        return;
    }
    if (m_repliesEnded || !m_replies.inStep) {
        m_sink.fault(stream, Half::Response, m_repliesEnded ? Fault::CutByClose : Fault::Gap, time);
        return;
    }
    if (m_outstanding.size() >= m_limits.pipelineMax) {
        replyBroken(Fault::Gap, time);
        m_sink.fault(stream, Half::Response, Fault::Gap, time);
        return;
    }
    Asks asks = Asks::Reply;
    if (m_verb == "SUBSCRIBE" || m_verb == "PSUBSCRIBE" || m_verb == "SSUBSCRIBE")
        asks = Asks::Subscribe;
    else if (m_verb == "UNSUBSCRIBE" || m_verb == "PUNSUBSCRIBE" || m_verb == "SUNSUBSCRIBE")
        asks = Asks::Unsubscribe;
    else if (m_verb == "MONITOR")
        asks = Asks::Monitor;
    m_outstanding.push_back({stream, asks, m_arguments - 1});
}

// The command cannot be followed any further: nothing certain follows, in either direction.
void RedisParser::requestBroken(Fault fault, base::Time time)
{
    m_requests.inStep = false;
    if (m_requests.reader.inValue() || !m_requests.held.empty()) {
        if (!m_requests.stream && m_arguments > 0)
            command(false, time);
        flush(m_requests, Half::Request, time);
        if (m_requests.stream) {
            m_sink.fault(*m_requests.stream, Half::Request, fault, time);
            m_sink.fault(*m_requests.stream, Half::Response, fault, time);
        }
    }
    m_requests.stream.reset();
    m_requests.reader.restart();
    replyBroken(Fault::Gap, time);
}

// Out of step, only an array of bulk strings marks the start of a command.
void RedisParser::seekRequest(base::Bytes piece, base::Time time)
{
    Carry &held = m_requests.held;
    held.append(piece);
    const std::span<const std::byte> all = held.data();
    size_t at = 0;
    while (at < all.size()) {
        const Verdict verdict = startsCommand(all.subspan(at));
        if (verdict == Verdict::NeedMore)
            break;
        if (verdict == Verdict::Yes) {
            m_requests.inStep = true;
            break;
        }
        ++at;
    }
    held.forEach(0, at, [&](base::Bytes run) { m_sink.raw(m_requestDirection, run, time); });
    held.consume(at);
    if (!m_requests.inStep)
        return;
    std::vector<std::pair<std::vector<std::byte>, uint64_t>> runs;
    held.forEach(0, held.size(), [&](base::Bytes run) { runs.emplace_back(std::vector(run.data.begin(), run.data.end()), run.filePosition); });
    held.consume(held.size());
    for (const auto &[run, position] : runs)
        requestBytes({run, position}, time);
}

void RedisParser::gap(Direction direction, uint64_t length, base::Time time)
{
    if (m_replication) {
        m_sink.rawLost(direction, length, time);
        return;
    }
    const bool requests = direction == m_requestDirection;
    DirectionStream &stream = requests ? m_requests : m_replies;
    const Half half = requests ? Half::Request : Half::Response;
    if (!requests)
        m_turns.answerBytes();
    if (stream.inStep && requests && stream.reader.inValue() && !stream.stream && m_arguments > 0)
        command(false, time);
    if (stream.inStep && stream.stream && stream.reader.skip(length)) {
        m_sink.bodyLost(*stream.stream, half, length, time);
        stream.valueBytes += length;
        return;
    }
    if (stream.stream && stream.reader.inValue()) {
        m_sink.bodyLost(*stream.stream, half, length, time);
    } else {
        flush(stream, half, time);
        m_sink.rawLost(direction, length, time);
    }
    if (!stream.inStep)
        return;
    if (requests)
        requestBroken(Fault::Gap, time);
    else
        replyBroken(Fault::Gap, time);
}

void RedisParser::end(Direction direction, base::Time time)
{
    if (direction == m_requestDirection) {
        if (m_requests.inStep && m_requests.reader.inValue() && !m_requests.stream && m_arguments > 0)
            command(false, time);
        flush(m_requests, Half::Request, time);
        return;
    }
    m_repliesEnded = true;
    flush(m_replies, Half::Response, time);
    if (m_feed)
        m_sink.messageEnd(*m_feed, Half::Response, time);
    m_feed.reset();
    m_replies.stream.reset();
    giveUpReplies(Fault::CutByClose, time);
}

std::unique_ptr<Parser> create(Direction requestDirection, bool fromStart, const Limits &limits, Sink &sink)
{
    return std::make_unique<RedisParser>(requestDirection, fromStart, limits, sink);
}

} // namespace protocols::redis
