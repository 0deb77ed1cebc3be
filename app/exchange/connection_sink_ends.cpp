// SPDX-License-Identifier: GPL-3.0-or-later
// How exchanges end: with their messages, by a fault, with the connection or with the capture.
#include "app/exchange/connection_sink.h"

#include "app/exchange/message_parts.h"

namespace exchange {

using protocols::Fault;
using protocols::Half;

namespace {

// Bytes are missing because of the capture, or because a peer failed.
State stateOf(Fault fault)
{
    const bool lack = fault == Fault::Gap || fault == Fault::CompressionUnknown || fault == Fault::BeganBefore
        || fault == Fault::CaptureEnded || fault == Fault::BeyondLimit;
    return lack ? State::Cut : State::Failed;
}

State stateOf(const Exchange &exchange)
{
    return exchange.lostBytes ? State::Cut : State::Complete;
}

} // namespace

void ConnectionSink::messageEnd(uint64_t stream, Half which, base::Time time)
{
    if (m_captureEnds) {
        fault(stream, which, Fault::CaptureEnded, time); // a body that lasts until the close
        return;
    }
    Exchange &exchange = open(stream, time);
    Message &message = half(exchange, which);
    message.end = time;
    message.complete = message.bodyLost == 0 && message.fault == Fault::None;
    halfDone(stream, which, time);
}

void ConnectionSink::fault(uint64_t stream, Half which, Fault fault, base::Time time)
{
    Exchange &exchange = open(stream, time);
    if (m_captureEnds && fault == Fault::CutByClose)
        fault = Fault::CaptureEnded;
    Message &message = half(exchange, which);
    message.fault = fault;
    message.complete = false;
    message.end = time;
    m_faulted[which == Half::Request ? 0 : 1] = exchange.id;
    halfDone(stream, which, time);
}

void ConnectionSink::halfDone(uint64_t stream, Half which, base::Time)
{
    Open *known = find(stream);
    // The heads of an upgrade are complete, but what follows still belongs to this exchange.
    if (!known || known->staysOpen)
        return;
    (which == Half::Request ? known->requestDone : known->responseDone) = true;
    Exchange *exchange = m_builder.live(known->id);
    if (!exchange)
        return;
    // A response whose request was not seen, or was cut by its end, completes the exchange on its own.
    const bool done = known->responseDone && (known->requestDone || exchange->request.begin == 0);
    if (!done)
        return;
    exchange->tcp = m_builder.peekConnection(m_connection).tcp;
    const Fault fault = exchange->response.fault != Fault::None ? exchange->response.fault : exchange->request.fault;
    exchange->state = fault == Fault::None ? stateOf(*exchange) : stateOf(fault);
    m_builder.done(known->id);
    m_open.erase(m_open.begin() + (known - m_open.data()));
}

void ConnectionSink::finish(const Open &left, base::Time time)
{
    Exchange *exchange = m_builder.live(left.id);
    if (!exchange)
        return;
    if (left.isChannel) {
        exchange->state = stateOf(*exchange);
        exchange->request.complete = exchange->request.bodyLost == 0;
        exchange->response.complete = exchange->response.bodyLost == 0;
        exchange->tcp = m_builder.peekConnection(m_connection).tcp;
    } else {
        const Fault unfinished = m_captureEnds ? Fault::CaptureEnded : Fault::CutByClose;
        Message &message = left.requestDone ? exchange->response : exchange->request;
        if (message.fault == Fault::None)
            message.fault = unfinished;
        exchange->state = stateOf(unfinished);
    }
    if (!exchange->response.end)
        exchange->response.end = time;
    m_builder.done(left.id);
}

void ConnectionSink::finish(base::Time time)
{
    for (const Open &left : m_open)
        finish(left, time);
    m_open.clear();
    if (Exchange *exchange = m_builder.live(m_conversation)) {
        exchange->state = stateOf(*exchange);
        exchange->request.complete = exchange->request.bodyLost == 0;
        exchange->response.complete = exchange->response.bodyLost == 0;
        m_builder.done(m_conversation);
    }
    m_conversation = base::noId;
}

} // namespace exchange
