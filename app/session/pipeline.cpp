// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/pipeline.h"

#include "app/session/road.h"

#include <algorithm>

namespace session {

Pipeline::Pipeline(std::shared_ptr<const base::BodySource> captured, std::shared_ptr<base::DerivedBytes> derived, uint64_t bodyMax)
    : Pipeline(std::move(captured), std::move(derived), bodyMax, {{}, 0, std::make_shared<exchange::NextIds>()})
{
}

Pipeline::Pipeline(std::shared_ptr<const base::BodySource> captured, std::shared_ptr<base::DerivedBytes> derived, uint64_t bodyMax, Far far)
    : m(std::make_unique<Road>(std::move(captured), std::move(derived), bodyMax, std::move(far)))
{
}

Pipeline::~Pipeline() = default;

void Pipeline::take(const wire::Frame &frame, uint64_t bodyPosition)
{
    if (frame.type == wire::Type::Rows || frame.type == wire::Type::Contents) {
        if (const auto rows = frame.type == wire::Type::Rows ? wire::decode<wire::Rows>(frame.body) : std::unexpected(wire::ReadError::None))
            m->rows.take(*rows);
        return;
    }
    if (!m->clockKnown && frame.type != wire::Type::Started) {
        m->early.add(frame, bodyPosition);
        return;
    }
    m->process(frame, bodyPosition);
    m->replayEarly();
}

// A data message's bytes go to their socket or TLS object: ByteStream orders them, ProtocolSlot creates the parser that
// reads them, BodySlots those that read the bodies, ConnectionSink builds exchanges from the results.
void Pipeline::Road::process(const wire::Frame &frame, uint64_t bodyPosition)
{
    switch (frame.type) {
    case wire::Type::Data:
        if (const auto view = wire::decodeData(frame.body))
            data(*view, bodyPosition);
        break;
    case wire::Type::SameBytes: message<wire::SameBytes>(frame); break;
    case wire::Type::Started: message<wire::Started>(frame); break;
    case wire::Type::Process: message<wire::Process>(frame); break;
    case wire::Type::ProcessExit: message<wire::ProcessExit>(frame); break;
    case wire::Type::Socket: message<wire::Socket>(frame); break;
    case wire::Type::State: message<wire::State>(frame); break;
    case wire::Type::TcpSample: message<wire::TcpSample>(frame); break;
    case wire::Type::TcpReading: message<wire::TcpReading>(frame); break;
    case wire::Type::UpperLayer: message<wire::UpperLayer>(frame); break;
    case wire::Type::OtherEnd: message<wire::OtherEnd>(frame); break;
    case wire::Type::DropReason: message<wire::DropReason>(frame); break;
    case wire::Type::Drop: message<wire::Drop>(frame); break;
    case wire::Type::Translation: message<wire::Translation>(frame); break;
    case wire::Type::Unread: message<wire::Unread>(frame); break;
    case wire::Type::LibraryFile: message<wire::LibraryFile>(frame); break;
    case wire::Type::TlsLibrary: message<wire::TlsLibrary>(frame); break;
    case wire::Type::Tie: message<wire::Tie>(frame); break;
    case wire::Type::TlsFacts: message<wire::TlsFacts>(frame); break;
    case wire::Type::TlsEnd: message<wire::TlsEnd>(frame); break;
    case wire::Type::Undecrypted: message<wire::Undecrypted>(frame); break;
    case wire::Type::Coverage: message<wire::Coverage>(frame); break;
    case wire::Type::Losses: message<wire::Losses>(frame); break;
    default: break;   // answers and reports: for the session and the terminal program
    }
}

void Pipeline::passed(int64_t boot)
{
    if (m->clockKnown)
        m->now = std::max(m->now, m->clock.timeOfBoot(uint64_t(boot)));
}

void Pipeline::passedByDay(base::Time time)
{
    if (m->clockKnown)
        m->now = std::max(m->now, time);
}

void Pipeline::linkLost(base::Time time)
{
    m->now = std::max(m->now, time);
    m->builder.lost("the link was lost: all until it was back", 0);
}

void Pipeline::skipped(uint64_t messages)
{
    m->losses["messages from a newer helper"] = {messages, 0};
    m->reportLosses();
}

void Pipeline::finish()
{
    m->replayEarly();
    m->settle(true);
    m->rows.finish();
}

exchange::Batch Pipeline::drain()
{
    m->settle(false);
    exchange::Batch batch = m->builder.drain();
    m->rows.moveTo(batch);
    return batch;
}

Pipeline::Sizes Pipeline::sizes() const
{
    return {m->flows.size(), m->objects.size(), m->builder.liveConnections(), m->builder.liveProcesses(), m->coverage.size(),
            m->flows.pending() + m->objects.pending()};
}

} // namespace session
