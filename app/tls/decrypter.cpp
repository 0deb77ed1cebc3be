// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tls/decrypter.h"

#include <algorithm>
#include <utility>

namespace tls {

using base::Direction;

// The splitter's sink for one direction, during one call.
class Decrypter::Records final : public RecordSplitter::Sink
{
public:
    Records(Decrypter &decrypter, Direction direction, tls::Sink &sink)
        : m_decrypter(decrypter)
        , m_direction(direction)
        , m_sink(sink)
    {
    }
    void record(const Record &record, Missing missing, base::Time time) override
    {
        m_decrypter.record(m_direction, record, missing, time, m_sink);
    }
    RecordSplitter::Verdict isRecord(const Record &record, Missing missing, base::Time time) override
    {
        Side &side = m_decrypter.side(m_direction);
        if (!side.held.empty())
            return RecordSplitter::Verdict::Unsure;
        switch (side.half.find(record, missing, time, m_sink)) {
        case Half::Found::Yes: return RecordSplitter::Verdict::Yes;
        case Half::Found::No: return RecordSplitter::Verdict::No;
        case Half::Found::Unsure: break;
        }
        return RecordSplitter::Verdict::Unsure;
    }

private:
    Decrypter &m_decrypter;
    Direction m_direction;
    tls::Sink &m_sink;
};

// Notes that application data has been opened.
class Decrypter::Counted final : public tls::Sink
{
public:
    Counted(bool &opened, tls::Sink &to)
        : m_opened(opened)
        , m_to(to)
    {
    }
    void plaintext(Direction direction, std::span<const std::byte> bytes, base::Time time) override
    {
        m_opened = true;
        m_to.plaintext(direction, bytes, time);
    }
    void lost(Direction direction, const Loss &loss, base::Time time) override { m_to.lost(direction, loss, time); }
    void alert(Direction direction, uint8_t level, uint8_t description, base::Time time) override
    {
        m_to.alert(direction, level, description, time);
    }

private:
    bool &m_opened;
    tls::Sink &m_to;
};

Decrypter::Decrypter(SecretStore &store, uint32_t owner)
    : Decrypter(store, owner, Limits())
{
}

Decrypter::Decrypter(SecretStore &store, uint32_t owner, const Limits &limits)
    : m_store(store)
    , m_owner(owner)
    , m_limits(limits)
    , m_buffer(RecordCipher::bufferSize)
    , m_sides{Side(Direction::Received, *this), Side(Direction::Sent, *this)}
{
}

Decrypter::~Decrypter()
{
    if (m_facts.clientRandom)
        m_store.release(*m_facts.clientRandom);
}

void Decrypter::bytes(Direction direction, std::span<const std::byte> bytes, base::Time time, Sink &sink)
{
    Counted counted(m_opened, sink);
    Records records(*this, direction, counted);
    side(direction).splitter.bytes(bytes, time, records);
}

void Decrypter::gap(Direction direction, uint64_t length)
{
    if (length > 0)
        side(direction).splitter.gap(length);
}

void Decrypter::record(Direction direction, const Record &record, Missing missing, base::Time time, Sink &sink)
{
    Side &to = side(direction);
    if (!to.held.empty() || to.half.take(record, missing, time, false, sink) == Half::Taken::Later)
        hold(direction, record, missing, time, sink);
    if (m_pumped != m_facts.changes)
        pump(sink);
}

void Decrypter::hold(Direction direction, const Record &record, Missing missing, base::Time time, Sink &sink)
{
    Side &to = side(direction);
    while (!to.held.empty() && to.heldBytes + record.bytes.size() > m_limits.heldBytes) {
        const Held &oldest = to.held.front();
        to.half.drop({oldest.record}, oldest.missing, time, sink);
        to.heldBytes -= oldest.record.size();
        to.held.pop_front();
    }
    to.held.push_back({{record.bytes.begin(), record.bytes.end()}, missing, time, m_order++});
    to.heldBytes += record.bytes.size();
}

bool Decrypter::takeHeld(Side &from, bool now, Sink &sink)
{
    const Held &first = from.held.front();
    if (from.half.take({first.record}, first.missing, first.time, now, sink) == Half::Taken::Later)
        return false;
    from.heldBytes -= first.record.size();
    from.held.pop_front();
    return true;
}

// What was held in the order in which it arrived, as far as possible: an answer must not overtake its request.
void Decrypter::pump(Sink &sink)
{
    for (bool progress = true; progress;) {
        progress = false;
        m_pumped = m_facts.changes;
        std::array<Side *, 2> order{&m_sides[0], &m_sides[1]};
        if (!order[0]->held.empty() && !order[1]->held.empty() && order[1]->held.front().order < order[0]->held.front().order)
            std::swap(order[0], order[1]);
        for (Side *from : order) {
            if (!progress && !from->held.empty())
                progress = takeHeld(*from, false, sink);
        }
    }
}

void Decrypter::secretAdded(Sink &sink)
{
    Counted counted(m_opened, sink);
    pump(counted);
}

void Decrypter::expire(base::Time now, Sink &sink)
{
    Counted counted(m_opened, sink);
    for (Side &from : m_sides)
        while (!from.held.empty() && now - from.held.front().time > m_limits.holdMax)
            takeHeld(from, true, counted);
    if (waits())
        pump(counted);
}

void Decrypter::end(base::Time time, Sink &sink)
{
    Counted counted(m_opened, sink);
    pump(counted);
    for (const Direction direction : {Direction::Received, Direction::Sent}) {
        Side &from = side(direction);
        while (!from.held.empty())
            takeHeld(from, true, counted);
        if (const Missing left = from.splitter.unrecorded(); left.bytes > 0)
            sink.lost(direction, {left.captured ? Cause::NotRecords : Cause::Gap, left.bytes, 0}, time);
        from.splitter = {};
    }
}

} // namespace tls
