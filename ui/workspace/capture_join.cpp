// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/capture_join.h"

#include <algorithm>
#include <cerrno>
#include <utility>

namespace ui {

namespace {

// Bits 48 to 61 of a slice's position identify the capture: a file stays below 256 TiB.
constexpr int captureShift = 48;
constexpr uint64_t offsetMask = (uint64_t(1) << captureShift) - 1;
constexpr size_t capturesMax = (size_t(1) << 14) - 1;

void shift(uint32_t &id, uint32_t by)
{
    if (id != base::noId)
        id += by;
}

} // namespace

class CaptureJoin::Bodies : public base::BodySource
{
public:
    explicit Bodies(std::vector<std::shared_ptr<const base::BodySource>> sources)
        : m_sources(std::move(sources))
    {
    }

    // Slices of one exchange are in one capture, so this is almost always one read.
    std::expected<std::vector<std::byte>, int> read(std::span<const base::Slice> slices, size_t limit) const override
    {
        std::vector<std::byte> joined;
        for (size_t from = 0; from < slices.size() && joined.size() < limit;) {
            const size_t capture = captureOf(slices[from]);
            std::vector<base::Slice> own;
            for (; from < slices.size() && captureOf(slices[from]) == capture; ++from) {
                base::Slice slice = slices[from];
                slice.position = (slice.position & base::Slice::derivedBit) | (slice.position & offsetMask);
                own.push_back(slice);
            }
            if (capture >= m_sources.size() || !m_sources[capture])
                return std::unexpected(EIO);
            auto part = m_sources[capture]->read(own, limit - joined.size());
            if (!part)
                return part;
            joined.empty() ? joined.swap(*part) : void(joined.insert(joined.end(), part->begin(), part->end()));
        }
        return joined;
    }

private:
    static size_t captureOf(const base::Slice &slice) { return size_t(slice.fileOffset() >> captureShift); }

    std::vector<std::shared_ptr<const base::BodySource>> m_sources;
};

bool CaptureJoin::begin(const exchange::Store &store, std::shared_ptr<const base::BodySource> bodies)
{
    if (m_sources.size() >= capturesMax)
        return false;
    m_sources.push_back(std::move(bodies));
    m_exchanges = store.size();
    m_connections = uint32_t(store.connections().size());
    m_processes = uint32_t(store.processes().size());
    m_lossesBefore.assign(store.losses().begin(), store.losses().end());
    m_bytesBefore = store.capturedBytes();
    return true;
}

void CaptureJoin::reset()
{
    *this = CaptureJoin();
}

exchange::Batch CaptureJoin::shifted(exchange::Batch &&batch) const
{
    exchange::Batch out = std::move(batch);
    const auto place = [capture = uint64_t(m_sources.size() - 1) << captureShift](std::vector<base::Slice> &slices) {
        for (base::Slice &slice : slices)
            slice.position |= capture;
    };
    for (auto &process : out.processes)
        shift(process.id, m_processes);
    for (auto &connection : out.connections) {
        shift(connection.id, m_connections);
        shift(connection.mergedInto, m_connections);
        shift(connection.process, m_processes);
    }
    for (auto &id : out.endedConnections)
        shift(id, m_connections);
    for (auto &id : out.endedProcesses)
        shift(id, m_processes);
    for (auto &exchange : out.exchanges) {
        shift(exchange.id, m_exchanges);
        shift(exchange.connection, m_connections);
        shift(exchange.process, m_processes);
        for (auto *message : { &exchange.request, &exchange.response })
            for (auto *slices : { &message->head, &message->body, &message->trailers })
                place(*slices);
        place(exchange.interim);
        place(exchange.original);
    }
    for (auto &[id, item] : out.items) {
        shift(id, m_exchanges);
        place(item.slices);
    }
    for (auto &[id, figures] : out.tcp)
        shift(id, m_connections);
    if (!out.losses.empty()) {
        for (const auto &before : m_lossesBefore) {
            const auto same = std::ranges::find(out.losses, before.cause, &exchange::Loss::cause);
            if (same == out.losses.end()) {
                out.losses.push_back(before);
            } else {
                same->events += before.events;
                same->bytes += before.bytes;
            }
        }
    }
    out.capturedBytes += m_bytesBefore;
    return out;
}

std::shared_ptr<const base::BodySource> CaptureJoin::bodies() const
{
    return std::make_shared<Bodies>(m_sources);
}

} // namespace ui
