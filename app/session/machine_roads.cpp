// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/machine_roads.h"

#include "app/capture/ssh.h"
#include "privhelper/wire/reader.h"

#include <iterator>
#include <utility>

namespace session {

namespace {

constexpr size_t sessionsMax = 4096;   // of a file: later ones are not read
// What crosses a network is on its way for longer.
constexpr base::Duration underWayFar = 1'000'000'000;

template<class Row> void append(std::vector<Row> &from, std::vector<Row> &into)
{
    if (into.empty())
        into = std::move(from);
    else
        into.insert(into.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
    from.clear();
}

} // namespace

struct MachineRoads::Road {
    std::unique_ptr<Pipeline> pipeline;
    std::string machine;   // empty: this one
    std::vector<exchange::Loss> losses;
    uint64_t bytes = 0;
};

MachineRoads::MachineRoads(std::shared_ptr<const base::BodySource> captured, std::shared_ptr<base::DerivedBytes> derived, uint64_t bodyMax)
    : m_captured(std::move(captured))
    , m_derived(std::move(derived))
    , m_bodyMax(bodyMax)
{
}

MachineRoads::~MachineRoads() = default;

MachineRoads::Road &MachineRoads::current()
{
    Road &road = m_roads[m_current];
    if (!road.pipeline)
        road.pipeline = std::make_unique<Pipeline>(m_captured, m_derived, m_bodyMax, Pipeline::Far{{}, 0, m_ids});
    return road;
}

void MachineRoads::begin(const wire::Machine &machine)
{
    // Session 0 is this machine's first, which a file begins with that has no other.
    if (machine.session != 0 && !m_roads.contains(machine.session)) {
        if (m_roads.size() >= sessionsMax)
            return;
        Road road;
        road.machine = machine.destination.empty() ? std::string() : capture::machineName(machine.destination);
        const int64_t ahead = machine.clockOffset == wire::Machine::unknownOffset ? 0 : machine.clockOffset;
        road.pipeline = std::make_unique<Pipeline>(m_captured, m_derived, m_bodyMax, Pipeline::Far{road.machine, ahead, m_ids});
        m_roads.emplace(machine.session, std::move(road));
    }
    m_current = machine.session;
}

void MachineRoads::take(const wire::Frame &frame, uint64_t bodyPosition)
{
    if (frame.type == wire::Type::Machine) {
        if (const auto machine = wire::decode<wire::Machine>(frame.body))
            begin(*machine);
    } else if (frame.type == wire::Type::LinkLost) {
        const auto lost = wire::decode<wire::LinkLost>(frame.body);
        const auto road = lost ? m_roads.find(lost->session) : m_roads.end();
        if (road == m_roads.end() || lost->session == 0)
            return;
        road->second.pipeline->linkLost(lost->time);
        end(road->second);
        m_roads.erase(road);
        m_current = 0;
    } else {
        current().pipeline->take(frame, bodyPosition);
        if (frame.type == wire::Type::Stopped && m_roads.size() > 1)
            stopped();
    }
}

// Others go on: what was in progress here is not any more.
void MachineRoads::stopped()
{
    end(current());
    m_roads.erase(m_current);
    m_current = 0;
}

// Its rows stay as far as they have come; its numbers count on.
void MachineRoads::end(Road &road)
{
    road.pipeline->finish();
    exchange::Batch last = road.pipeline->drain();
    takeOver(last, m_ended, road);
    for (const exchange::Loss &loss : std::exchange(road.losses, {})) {
        exchange::Loss &past = m_pastLosses[{road.machine, loss.cause}];
        past = {loss.cause, past.events + loss.events, past.bytes + loss.bytes};
    }
    m_pastBytes += std::exchange(road.bytes, 0);
}

void MachineRoads::takeOver(exchange::Batch &from, exchange::Batch &into, Road &road)
{
    append(from.processes, into.processes);
    append(from.connections, into.connections);
    append(from.exchanges, into.exchanges);
    append(from.items, into.items);
    append(from.tcp, into.tcp);
    append(from.endedConnections, into.endedConnections);
    append(from.endedProcesses, into.endedProcesses);
    append(from.coverage, into.coverage);
    road.bytes = from.capturedBytes;
    if (from.losses.empty())
        return;
    road.losses = std::move(from.losses);
    m_lossesChanged = true;
}

void MachineRoads::tellLosses(exchange::Batch &into) const
{
    auto all = m_pastLosses;
    for (const auto &[session, road] : m_roads) {
        for (const exchange::Loss &loss : road.losses) {
            exchange::Loss &sum = all[{road.machine, loss.cause}];
            sum = {loss.cause, sum.events + loss.events, sum.bytes + loss.bytes};
        }
    }
    for (auto &[key, loss] : all) {
        if (!key.first.empty())
            loss.cause = key.first + ": " + loss.cause;
        into.losses.push_back(std::move(loss));
    }
}

void MachineRoads::passed(int64_t boot, base::Time day)
{
    for (auto &[session, road] : m_roads) {
        if (road.machine.empty())
            road.pipeline->passed(boot);
        else
            road.pipeline->passedByDay(day - underWayFar);
    }
}

void MachineRoads::skipped(uint64_t messages)
{
    current().pipeline->skipped(messages);
}

void MachineRoads::finish()
{
    for (auto &[session, road] : m_roads)
        road.pipeline->finish();
}

exchange::Batch MachineRoads::drain()
{
    exchange::Batch batch = std::exchange(m_ended, {});
    for (auto &[session, road] : m_roads) {
        exchange::Batch news = road.pipeline->drain();
        if (batch.empty() && m_roads.size() == 1 && road.machine.empty())
            return news;
        takeOver(news, batch, road);
    }
    batch.capturedBytes = m_pastBytes;
    for (const auto &[session, road] : m_roads)
        batch.capturedBytes += road.bytes;
    if (std::exchange(m_lossesChanged, false))
        tellLosses(batch);
    return batch;
}

} // namespace session
