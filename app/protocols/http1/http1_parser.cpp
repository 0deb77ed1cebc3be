// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/http1/http1_parser.h"

#include "app/protocols/http1/text.h"
#include "app/protocols/http2/http2_parser.h"

namespace protocols::http1 {

Http1Parser::Http1Parser(Direction requestDirection, bool fromStart, const Limits &limits, Sink &sink)
    : m_requestDirection(requestDirection)
    , m_limits(limits)
    , m_sink(sink)
    , m_requests(Half::Request, fromStart, limits, *this)
    , m_responses(Half::Response, fromStart, limits, *this)
    , m_hadLoss(!fromStart)
    , m_beganBefore(!fromStart)
{
}

void Http1Parser::bytes(Direction direction, base::Bytes bytes, base::Time time)
{
    if (m_successor)
        m_successor->bytes(direction, bytes, time);
    else
        reader(direction).bytes(bytes, time);
}

void Http1Parser::gap(Direction direction, uint64_t length, base::Time time)
{
    if (m_successor)
        m_successor->gap(direction, length, time);
    else
        reader(direction).gap(length, time);
}

void Http1Parser::end(Direction direction, base::Time time)
{
    if (m_successor) {
        m_successor->end(direction, time);
        return;
    }
    reader(direction).end(time);
    if (direction != m_requestDirection) {
        m_responsesEnded = true;
        giveUpAnswers(Fault::CutByClose, time);
    }
}

Framing Http1Parser::requestHead(const RequestHead &head, base::Time time)
{
    const Asked asked = askedBy(head.method);
    m_beganBefore = false;
    m_requestStream = m_nextStream++;
    m_sink.requestHead(m_requestStream, head, time);
    if (m_pairsLost || m_responsesEnded) {
        m_sink.fault(m_requestStream, Half::Response, m_pairsLost ? Fault::Gap : Fault::CutByClose, time);
    } else {
        if (m_outstanding.size() >= m_limits.pipelineMax) {
            // The responses are not in the capture, or were never sent.
            m_sink.fault(m_outstanding.front().stream, Half::Response, Fault::Gap, time);
            m_outstanding.pop_front();
            m_hadLoss = true;
        }
        m_outstanding.push_back({ m_requestStream, asked, head.begin });
    }
    return requestFraming(asked, head.fields);
}

// Finds the request for the response that began at `begin`.
void Http1Parser::associate(base::Time begin, base::Time now)
{
    if (m_outstanding.size() > 1 && m_outstanding[1].begin < begin) {
        if (!m_hadLoss) {
            m_pipelined = true;
        } else if (!m_pipelined) {
            do {
                m_sink.fault(m_outstanding.front().stream, Half::Response, Fault::Gap, now);
                m_outstanding.pop_front();
            } while (m_outstanding.size() > 1 && m_outstanding[1].begin < begin);
        }
    }
    const bool tooEarly = m_hadLoss && !m_outstanding.empty() && m_outstanding.front().begin > begin;
    if (!m_outstanding.empty() && !tooEarly) {
        m_response = m_outstanding.front();
        m_responseMatched = true;
        return;
    }
    if (m_interim && !m_responseMatched)
        return; // the same response as the informational head before it
    m_response = { m_nextStream++, Asked::Other, begin };
    m_responseMatched = false;
    m_sink.fault(m_response.stream, Half::Request, m_beganBefore ? Fault::BeganBefore : Fault::UnexpectedResponse, now);
}

Framing Http1Parser::responseHead(const ResponseHead &head, base::Time time)
{
    associate(head.begin, time);
    m_sink.responseHead(m_response.stream, head, time);
    const Framing framing = responseFraming(m_response.asked, head.status, head.fields);
    m_interim = framing.kind == Framing::Kind::Interim;
    if (m_interim)
        return framing;
    if (m_responseMatched)
        m_outstanding.pop_front();
    if (framing.kind == Framing::Kind::Tunnel) {
        m_upgrade = "CONNECT";
        if (head.status == 101) {
            m_upgrade.clear();
            for (const Field &field : head.fields) {
                if (equalsNoCase(field.name, "upgrade"))
                    m_upgrade = field.value;
            }
        }
    } else if (m_response.asked == Asked::Connect) {
        m_requests.refuseTunnel(time);
    }
    return framing;
}

void Http1Parser::body(Half half, base::Bytes bytes, base::Time time) { m_sink.body(stream(half), half, bytes, time); }

void Http1Parser::bodyLost(Half half, uint64_t bytes, base::Time time)
{
    m_sink.bodyLost(stream(half), half, bytes, time);
}

void Http1Parser::trailers(Half half, std::span<const Field> fields, std::span<const base::Slice> slices, base::Time time)
{
    m_sink.trailers(stream(half), half, fields, slices, time);
}

void Http1Parser::messageEnd(Half half, Fault fault, base::Time time)
{
    // An informational head that was cut, or a switch to h2c: the response itself is still to come.
    if (half == Half::Response && (m_interim || equalsNoCase(m_upgrade, "h2c")))
        return;
    if (fault == Fault::None)
        m_sink.messageEnd(stream(half), half, time);
    else
        m_sink.fault(stream(half), half, fault, time);
}

void Http1Parser::raw(Half half, base::Bytes bytes, base::Time time)
{
    if (m_successor)
        m_successor->bytes(direction(half), bytes, time);
    else
        m_sink.raw(direction(half), bytes, time);
}

void Http1Parser::rawLost(Half half, uint64_t bytes, base::Time time) { m_sink.rawLost(direction(half), bytes, time); }

void Http1Parser::framingLost(Half, base::Time time)
{
    m_hadLoss = true;
    if (m_pipelined && !m_pairsLost) {
        m_pairsLost = true;
        giveUpAnswers(Fault::Gap, time);
    }
}

void Http1Parser::giveUpAnswers(Fault fault, base::Time time)
{
    for (const Outstanding &request : m_outstanding)
        m_sink.fault(request.stream, Half::Response, fault, time);
    m_outstanding.clear();
}

void Http1Parser::tunnel(base::Time time)
{
    if (equalsNoCase(m_upgrade, "h2c")) {
        // The response comes as stream 1 of HTTP/2, so the exchange stays here.
        m_successor = std::make_unique<http2::Http2Parser>(m_requestDirection, m_response.stream, m_nextStream, m_limits, m_sink);
        m_requests.becomeTunnel(time);
        return;
    }
    m_sink.upgraded(m_response.stream, m_upgrade, time);
    m_requests.becomeTunnel(time);
}

std::unique_ptr<Parser> create(Direction requestDirection, bool fromStart, const Limits &limits, Sink &sink)
{
    return std::make_unique<Http1Parser>(requestDirection, fromStart, limits, sink);
}

} // namespace protocols::http1
