// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/road.h"

#include "app/session/quic_flow.h"
#include "app/session/words.h"
#include "privhelper/wire/names.h"

#include <algorithm>
#include <utility>

namespace session {

Pipeline::Road::Road(std::shared_ptr<const base::BodySource> captured, std::shared_ptr<base::DerivedBytes> derivedBytes, uint64_t bodyMax, Pipeline::Far far)
    : derived(std::move(derivedBytes))
    , clockAhead(far.clockAhead)
    , early(std::move(captured))
    , builder(*derived, bodyMax, std::move(far.ids), std::move(far.machine))
    , processes(builder, clock)
    , coverage(builder)
    , flows(builder)
    , objects(builder, flows, coverage)
{
}

base::Time Pipeline::Road::at(int64_t clockTime)
{
    const base::Time time = clock.time(clockTime);
    now = std::max(now, time);
    return time;
}

void Pipeline::Road::replayEarly()
{
    if (early.empty())
        return;
    const uint64_t lost = early.replay([this](const wire::Frame &frame, uint64_t position) { process(frame, position); });
    if (lost > 0)
        builder.lost("early frames could not be re-read", lost);
    coverage.attached(now);
}

void Pipeline::Road::data(const wire::DataView &view, uint64_t position)
{
    sent.sent(view, position);
    payload(view, position);
}

// From here on it makes no difference which end the bytes were copied at.
void Pipeline::Road::on(const wire::SameBytes &message)
{
    if (!sent.received(message, [this](const wire::DataView &view, uint64_t position) { payload(view, position); }))
        builder.lost("received, but lost where it was sent", message.moved);
}

void Pipeline::Road::payload(const wire::DataView &view, uint64_t position)
{
    if (view.head.has(wire::DataFlag::Peek))
        return;   // the same bytes come with the read that takes them
    const base::Time time = at(view.head.time);
    builder.captured(view.payload.size());
    const base::Bytes bytes{view.payload, position + wire::dataHeadSize};
    if (view.head.tls)
        objects.plaintext(view, bytes, time, processes.use(view.head.pid));
    else if (view.head.has(wire::DataFlag::Ciphertext))
        ciphertext(view, bytes, time);
    else
        flows.use(view.head.flow, view.head.pid).plain(view, bytes, time, processes.use(view.head.pid));
}

void Pipeline::Road::ciphertext(const wire::DataView &view, base::Bytes bytes, base::Time time)
{
    tls::ClientHello hello;
    const bool complete = flows.use(view.head.flow, view.head.pid).ciphertext(view, bytes, time, hello);
    if (view.head.pid)
        coverage.spoke(view.head.pid, processes.program(view.head.pid), complete ? &hello : nullptr, base::Direction(view.head.direction), time);
}

void Pipeline::Road::on(const wire::Started &message)
{
    clock.set(message, clockAhead);
    clockKnown = true;
}

void Pipeline::Road::on(const wire::Process &message)
{
    at(message.time);
    if (message.executed == 0)
        coverage.forked(message.pid, message.ppid);
    else if (message.executed == 1)
        coverage.executed(message.pid);
    processes.seen(message);
}

void Pipeline::Road::on(const wire::ProcessExit &message)
{
    const base::Time time = at(message.time);
    processes.exited(message);
    coverage.exited(message.pid, time);
    objects.exited(message.pid);
    flows.exited(message.pid, time);
}

void Pipeline::Road::on(const wire::Socket &message)
{
    flows.use(message.flow, message.pid).socket(message, at(message.time), processes.use(message.pid));
}

void Pipeline::Road::on(const wire::State &message)
{
    const base::Time time = at(message.time);
    if (message.newState == wire::TcpState::Close)
        sent.closed(message.flow);
    if (!Flow::isFreed(message))
        flows.use(message.flow).state(message, time);
    else if (Flow *flow = flows.find(message.flow))
        flow->state(message, time);
}

void Pipeline::Road::on(const wire::TcpSample &message)
{
    on(wire::TcpReading{message.time, message.flow, message.tcp});
}

void Pipeline::Road::on(const wire::TcpReading &message)
{
    const base::Time time = at(message.time);
    if (Flow *flow = flows.peek(message.flow))
        flow->tcp(message, time);
}

void Pipeline::Road::on(const wire::UpperLayer &message)
{
    if (Flow *flow = flows.peek(message.flow))
        flow->upperLayer(message.name);
}

void Pipeline::Road::on(const wire::OtherEnd &message)
{
    at(message.time);
    if (Flow *flow = flows.peek(message.flow))
        flow->otherEnd(message);
}

void Pipeline::Road::on(const wire::Unread &message)
{
    at(message.time);
    if (Flow *flow = flows.find(message.flow))
        flow->waitForReader();
}

void Pipeline::Road::on(const wire::DropReason &message)
{
    constexpr size_t reasonsMax = 1024;
    if (dropReasons.size() < reasonsMax)
        dropReasons[message.number] = message;
}

void Pipeline::Road::on(const wire::Drop &message)
{
    const base::Time time = at(message.time);
    const auto reason = dropReasons.find(message.reason);
    const bool named = reason != dropReasons.end();
    if (Flow *flow = flows.peek(message.flow))
        flow->dropped(message, named ? reason->second.name : "number " + std::to_string(message.reason), named && reason->second.kind == wire::DropKind::Firewall, time);
}

void Pipeline::Road::on(const wire::Translation &message)
{
    at(message.time);
    if (Flow *flow = flows.peek(message.flow))
        flow->translated(message);
}

void Pipeline::Road::on(const wire::LibraryFile &message)
{
    objects.told(message);
}

void Pipeline::Road::on(const wire::TlsLibrary &message)
{
    at(message.time);
    objects.used(message);
}

void Pipeline::Road::on(const wire::Tie &message)
{
    objects.tie(message, at(message.time));
}

void Pipeline::Road::on(const wire::TlsFacts &message)
{
    objects.facts(message, at(message.time));
}

void Pipeline::Road::on(const wire::TlsEnd &message)
{
    sent.closed(message.tls);
    objects.freed(message, at(message.time));
}

void Pipeline::Road::on(const wire::Undecrypted &message)
{
    at(message.time);
    const std::string cause = undecryptedName(message.cause);
    builder.lost((isQuicFlow(message.flow) ? "QUIC packets not decrypted: " : "TLS records not decrypted: ") + cause, message.bytes, std::max<uint64_t>(message.records, 1));
    if (Flow *flow = flows.peek(message.flow))
        flow->undecrypted(tls::Cause(std::min<unsigned>(message.cause, tls::causeCount)));
}

void Pipeline::Road::on(const wire::Coverage &message)
{
    coverage.take(message, at(message.time));
}

void Pipeline::Road::on(const wire::Losses &message)
{
    for (const wire::Loss &loss : message.counts)
        if (loss.events || loss.bytes)
            losses[wire::lossName(loss)] = {loss.events, loss.bytes};
    reportLosses();
}

void Pipeline::Road::reportLosses()
{
    std::vector<exchange::Loss> all;
    all.reserve(losses.size());
    for (const auto &[cause, total] : losses)
        all.push_back({cause, total.events, total.bytes});
    builder.losses(std::move(all));
}

void Pipeline::Road::settle(bool last)
{
    objects.settle(now, last);
    for (const FlowTable::Over &over : flows.settle(now, last, coverage)) {
        objects.socketGone(over.flow, now);
        builder.forgetConnection(over.connection);
    }
    coverage.settle(now);
}

} // namespace session
