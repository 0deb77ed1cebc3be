// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/screen_mask.h"

#include "app/base/nameless_file.h"
#include "app/capture/capture_file.h"

#include <QElapsedTimer>

#include <algorithm>
#include <unistd.h>
#include <utility>

namespace ui {

// What masked rows refer to. Bytes that cannot be written are not there.
class ScreenMask::File final : public masked::Contents
{
public:
    File()
    {
        auto file = base::namelessFile();
        if (!file)
            return;
        m_descriptor = file->get();
        m_bodies = capture::fileBodies(std::move(*file));
    }
    void put(std::string_view bytes, std::vector<base::Slice> &slices) override
    {
        const uint64_t begin = m_size;
        while (!bytes.empty() && m_bodies) {
            const ssize_t count = pwrite(m_descriptor, bytes.data(), bytes.size(), off_t(m_size));
            if (count <= 0)
                break;
            m_size += uint64_t(count);
            bytes.remove_prefix(size_t(count));
        }
        if (m_size > begin)
            slices.push_back({begin, uint32_t(m_size - begin), 0});
    }
    std::shared_ptr<const base::BodySource> bodies() const { return m_bodies; }

private:
    int m_descriptor = -1;      // owned by m_bodies
    std::shared_ptr<const base::BodySource> m_bodies;
    uint64_t m_size = 0;
};

ScreenMask::ScreenMask(const exchange::Store &full, masking::Key key, masking::Rules rules)
    : m_masker(key, std::move(rules), &m_seen)
    , m_file(std::make_unique<File>())
    , m_learner(m_masker, m_none, {.bodyMax = bodyMax})
    , m_rows(m_masker, *m_file, {.bodyMax = bodyMax, .seen = &m_seen})
{
    for (exchange::ExchangeId id = 0; id < full.size(); ++id)
        await(id);
}

ScreenMask::~ScreenMask() = default;

std::shared_ptr<const base::BodySource> ScreenMask::bodies() const
{
    return m_file->bodies();
}

void ScreenMask::await(exchange::ExchangeId id)
{
    if (m_isWaiting.insert(id).second)
        m_waiting.push_back(id);
}

void ScreenMask::takeBatch(const exchange::Batch &batch)
{
    if (m_learning)
        return;     // all are taken from the store then
    for (const exchange::Process &process : batch.processes)
        m_ready.processes.push_back(m_rows.process(process));
    for (const exchange::Connection &connection : batch.connections)
        m_ready.connections.push_back(m_rows.connection(connection));
    for (const exchange::Coverage &coverage : batch.coverage)
        m_ready.coverage.push_back(m_rows.coverage(coverage));
    m_ready.tcp.insert(m_ready.tcp.end(), batch.tcp.begin(), batch.tcp.end());
    m_ready.endedConnections.insert(m_ready.endedConnections.end(), batch.endedConnections.begin(), batch.endedConnections.end());
    m_ready.endedProcesses.insert(m_ready.endedProcesses.end(), batch.endedProcesses.begin(), batch.endedProcesses.end());
    if (!batch.losses.empty())
        m_ready.losses = batch.losses;
    m_ready.capturedBytes = std::max(m_ready.capturedBytes, batch.capturedBytes);
}

void ScreenMask::takeChange(const exchange::Store &full, const exchange::Store::Change &change)
{
    for (const exchange::ExchangeId id : change.changed)
        await(id);
    for (exchange::ExchangeId id = change.firstNew; id < full.size(); ++id)
        await(id);
}

void ScreenMask::mask(const exchange::Store &full, const base::BodySource &bodies, exchange::ExchangeId id)
{
    const exporters::EntrySource entry = exporters::entrySource(full, id);
    const auto before = m_shown.find(id);
    exchange::Exchange row = m_rows.exchange(entry, bodies, before == m_shown.end() ? nullptr : &before->second);
    uint32_t &items = m_items[id];
    for (; items < full.itemCount(id); ++items)
        m_ready.items.emplace_back(id, m_rows.item(entry, full.item(id, items), bodies));
    if (row.state == exchange::State::InProgress)
        m_shown.insert_or_assign(id, row);
    else
        m_shown.erase(id);
    m_ready.exchanges.push_back(std::move(row));
}

exchange::Batch ScreenMask::advance(const exchange::Store &full, const base::BodySource &bodies, int untilMs)
{
    QElapsedTimer clock;
    clock.start();
    while (!m_waiting.empty() && clock.elapsed() < untilMs) {
        const exchange::ExchangeId id = m_waiting.front();
        m_waiting.pop_front();
        m_isWaiting.erase(id);
        if (m_learning)
            m_learner.learn(exporters::entrySource(full, id), full, bodies);
        else
            mask(full, bodies, id);
    }
    if (m_waiting.empty() && std::exchange(m_learning, false)) {
        m_learner.besideExchanges(full);
        m_ready = m_rows.besideExchanges(full);
        m_ready.losses.assign(full.losses().begin(), full.losses().end());
        for (exchange::ExchangeId id = 0; id < full.size(); ++id)
            await(id);
    }
    return std::exchange(m_ready, {});
}

} // namespace ui
