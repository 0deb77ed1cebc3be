// SPDX-License-Identifier: GPL-3.0-or-later
// Server messages.
#include "app/protocols/redis/redis_parser.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <initializer_list>
#include <utility>

namespace protocols::redis {

namespace {

// An array whose first element does not end within this is not a push.
constexpr size_t heldMax = 2 * RespReader::textMax;

bool oneOf(std::string_view word, std::initializer_list<std::string_view> words)
{
    return std::find(words.begin(), words.end(), word) != words.end();
}

bool confirms(std::string_view word)
{
    return oneOf(word, {"subscribe", "psubscribe", "ssubscribe", "unsubscribe", "punsubscribe", "sunsubscribe"});
}

} // namespace

void RedisParser::replyBytes(base::Bytes piece, base::Time time)
{
    m_turns.answerBytes();
    while (!piece.data.empty()) {
        if (!m_replies.inStep) {
            m_sink.raw(direction(Half::Response), piece, time);
            return;
        }
        if (!m_replies.reader.inValue()) {
            m_replies.begin = time;
            m_replies.valueBytes = 0;
            replyBegins(char(piece.data[0]));
        }
        size_t used = 0;
        const RespReader::Status status = m_replies.reader.read(piece.data, used);
        m_replies.valueBytes += used;
        deliver(m_replies, Half::Response, piece.sub(0, used), time);
        piece = piece.sub(used);
        if (status == RespReader::Status::Malformed || (m_value.undecided && m_replies.held.size() > heldMax)) {
            replyBroken(Fault::MalformedFrame, time);
            continue;
        }
        if (status != RespReader::Status::Token)
            continue;
        replyToken(time);
        if (m_replies.reader.valueEnded())
            replyEnd(time);
    }
}

// The first byte of a value tells what it answers, unless unsolicited messages are possible.
void RedisParser::replyBegins(char type)
{
    m_value = {};
    m_value.type = type;
    m_row.clear();
    if (std::exchange(m_afterAttribute, false))
        return;
    m_replies.stream.reset();
    const bool mayTell = m_feed || (!m_outstanding.empty() && m_outstanding.front().asks != Asks::Reply);
    m_value.undecided = type == '>' || (type == '*' && mayTell);
    if (m_value.undecided)
        return;
    if (!m_outstanding.empty()) {
        m_replies.stream = m_outstanding.front().stream;
        m_rows.clear();
    } else if (m_feed) {
        m_replies.stream = m_feed;
        m_value.notice = true;
    }
}

// The first element tells what an array is, if unsolicited messages are possible.
void RedisParser::decideReply(const Token &token, base::Time time)
{
    m_value.undecided = false;
    const std::string_view word = token.depth == 1 ? token.text : std::string_view();
    const bool asked = !m_outstanding.empty() && m_outstanding.front().asks != Asks::Reply;
    m_value.confirmation = confirms(word) && asked;
    const bool told = m_value.type == '>' || m_outstanding.empty() || oneOf(word, {"message", "pmessage", "smessage"});
    if (m_value.confirmation || !told) {
        m_replies.stream = m_outstanding.front().stream;
        m_rows.clear();
    } else {
        m_value.notice = true;
        if (!m_feed) {
            m_feed = m_nextStream++;
            m_feedUnasked = true;
            m_sink.query(*m_feed, {.scheme = "redis", .verb = "PUSH", .text = limitedText(word, 64), .target = {}, .begin = m_replies.begin}, time);
            m_sink.messageEnd(*m_feed, Half::Request, time);
        }
        m_replies.stream = m_feed;
    }
    flush(m_replies, Half::Response, time);
    if (m_value.array && (m_value.notice || m_value.confirmation) && token.depth > 0)
        m_row.add({.type = '*', .size = 1});
}

void RedisParser::replyToken(base::Time time)
{
    const Token &token = m_replies.reader.token();
    if (m_value.type == '|') {
        m_afterAttribute = m_replies.reader.valueEnded();   // precedes the reply, and is not one
        return;
    }
    if (token.depth == 0) {
        m_value.array = token.aggregate() && !token.null;
        if (!m_value.array)
            m_value.words = replyWords(token);
        m_value.error = token.type == '-' || token.type == '!';
        m_rowFrom = m_value.array ? m_replies.valueBytes : 0;
    }
    if (m_value.undecided && (token.depth == 1 || m_replies.reader.valueEnded()))
        decideReply(token, time);
    if (m_value.undecided || (m_value.array && token.depth == 0))
        return;
    if (m_value.notice || m_value.confirmation) {
        if (m_value.confirmation && token.depth == 1 && token.type == ':')
            std::from_chars(token.text.data(), token.text.data() + token.text.size(), m_subscriptions);
        m_row.add(token);
        return;
    }
    if (m_replies.stream)
        element(token, time);
}

// Each element of an array is a row, each pair of a map.
void RedisParser::element(const Token &token, base::Time time)
{
    const bool pairs = m_value.type == '%';
    if (!m_value.inRow) {
        m_value.inRow = true;
        m_value.keepsRow = m_rows.wanted();
        m_rowBegin = time;
        if (pairs)
            m_row.add({.type = '%', .size = 2});
    }
    if (m_value.keepsRow)
        m_row.add(token);
    if (m_replies.reader.depth() > 1)
        return;
    if (pairs)
        m_value.halfPair = !m_value.halfPair;
    if (pairs && m_value.halfPair)
        return;
    m_value.inRow = false;
    const bool text = m_value.array || ((token.type == '$' || token.type == '=') && !token.null);
    if (text && m_value.keepsRow) {
        m_row.close();
        m_rows.add(m_sink, *m_replies.stream,
                   {.half = Half::Response, .kind = ItemKind::Row, .begin = m_rowBegin, .end = time, .wireBytes = m_replies.valueBytes - m_rowFrom},
                   m_row.text());
    } else if (text) {
        m_rows.count();
    }
    m_rowFrom = m_replies.valueBytes;
    m_row.clear();
}

void RedisParser::replyEnd(base::Time time)
{
    if (m_value.type == '|')
        return;
    if (!m_replies.stream) {
        flush(m_replies, Half::Response, time);
        return;
    }
    const uint64_t stream = *m_replies.stream;
    m_replies.stream.reset();
    if (m_value.notice || m_value.confirmation) {
        const std::array slices{m_sink.derive(std::as_bytes(std::span(m_row.text())))};
        m_sink.item(stream, {.half = Half::Response, .kind = ItemKind::Notice, .begin = m_replies.begin, .end = time,
                             .slices = slices, .wireBytes = m_replies.valueBytes});
    }
    if (m_value.notice)
        return;
    if (m_value.confirmation) {
        confirmed(time);
        return;
    }
    const Asks asks = m_outstanding.front().asks;
    m_outstanding.pop_front();
    const std::string words = m_value.array ? counted(m_rows.size(), "element") : m_value.words;
    m_sink.answer(stream, {.outcome = m_value.error ? Outcome::Error : Outcome::Ok, .words = words,
                           .rows = m_value.array ? std::optional(m_rows.size()) : std::nullopt}, time);
    if (asks == Asks::Monitor && !m_value.error && !m_feed) {
        m_feed = stream;
        m_feedUnasked = false;
        return;
    }
    m_sink.messageEnd(stream, Half::Response, time);
}

// One channel more or less; each is confirmed separately.
void RedisParser::confirmed(base::Time time)
{
    Outstanding &front = m_outstanding.front();
    const bool last = front.confirmations > 0 ? --front.confirmations == 0 : m_subscriptions == 0;
    if (!last)
        return;
    const Outstanding done = front;
    m_outstanding.pop_front();
    m_sink.answer(done.stream, {.outcome = Outcome::Ok, .words = counted(m_subscriptions, "subscription"), .rows = {}}, time);
    if (done.asks == Asks::Subscribe && (!m_feed || m_feedUnasked)) {
        if (m_feed)
            m_sink.messageEnd(*m_feed, Half::Response, time);
        m_feed = done.stream;
        m_feedUnasked = false;
        return;
    }
    m_sink.messageEnd(done.stream, Half::Response, time);
    if (m_subscriptions == 0 && m_feed) {
        m_sink.messageEnd(*m_feed, Half::Response, time);
        m_feed.reset();
    }
}

void RedisParser::replyBroken(Fault fault, base::Time time)
{
    if (m_replies.inStep && m_replies.reader.inValue() && m_replies.stream && m_replies.stream != m_feed) {
        m_sink.fault(*m_replies.stream, Half::Response, fault, time);
        m_outstanding.pop_front();
    }
    giveUpReplies(Fault::Gap, time);
    m_replies.stream.reset();
    flush(m_replies, Half::Response, time);
    m_replies.inStep = false;
    m_replies.reader.restart();
    m_afterAttribute = false;
}

void RedisParser::giveUpReplies(Fault fault, base::Time time)
{
    for (const Outstanding &request : m_outstanding)
        m_sink.fault(request.stream, Half::Response, fault, time);
    m_outstanding.clear();
}

} // namespace protocols::redis
