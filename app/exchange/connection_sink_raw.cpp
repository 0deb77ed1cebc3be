// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes that no message takes: the rest of a faulted exchange, else a conversation.
#include "app/exchange/connection_sink.h"

#include "app/exchange/message_parts.h"
#include "app/protocols/protocol_info.h"

namespace exchange {

using protocols::Half;

Half ConnectionSink::halfOf(base::Direction direction) const
{
    const bool server = m_builder.peekConnection(m_connection).side == base::Side::Server;
    return (direction == base::Direction::Sent) != server ? Half::Request : Half::Response;
}

Exchange &ConnectionSink::conversation(base::Time time)
{
    if (m_conversation != base::noId)
        if (Exchange *exchange = m_builder.peekLive(m_conversation))
            return *exchange;
    Exchange &exchange = m_builder.newRow(m_connection, Kind::Conversation, time);
    exchange.protocol = protocols::protocolInfo(m_protocol).startTls ? m_protocol : protocols::Protocol::Opaque;
    if (m_process != base::noId)
        exchange.process = m_process;
    exchange.tid = m_tid;
    m_conversation = exchange.id;
    return exchange;
}

void ConnectionSink::explainConversation(std::string_view words)
{
    if (Exchange *exchange = m_builder.live(m_conversation))
        exchange->reason = words;
}

void ConnectionSink::raw(base::Direction direction, base::Bytes bytes, base::Time time)
{
    if (m_carried)
        return;
    const Half which = halfOf(direction);
    Exchange *exchange = m_builder.peekLive(m_faulted[which == Half::Request ? 0 : 1]);
    if (!exchange)
        exchange = &conversation(time);
    Message &message = half(*exchange, which);
    if (!message.begin)
        message.begin = time;
    append(message.body, bytes.slice());
    message.bodyBytes += bytes.data.size();
    message.end = time;
    m_builder.grown(exchange->id, time);
    if (exchange->kind == Kind::Conversation)
        m_builder.item(exchange->id, {.half = which, .begin = time, .end = time, .slices = {bytes.slice()},
                                      .wireBytes = bytes.data.size()});
}

void ConnectionSink::rawLost(base::Direction direction, uint64_t lost, base::Time time)
{
    if (m_carried)
        return;
    const Half which = halfOf(direction);
    Exchange &exchange = conversation(time);
    half(exchange, which).bodyLost += lost;
    exchange.lostBytes += lost;
    ++exchange.lostEvents;
    m_builder.connection(m_connection).lostBytes += lost;
    m_builder.live(exchange.id);
    if (exchange.kind == Kind::Conversation)
        m_builder.item(exchange.id, {.half = which, .begin = time, .end = time, .wireBytes = lost, .lostBytes = lost});
}

} // namespace exchange
