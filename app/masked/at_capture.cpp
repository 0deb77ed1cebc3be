// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masked/at_capture.h"

#include "app/capture/capture_file.h"
#include "privhelper/wire/reader.h"

#include <algorithm>
#include <utility>

namespace masked {

namespace {

constexpr uint64_t releaseEvery = 4 << 20;
// A body that grows is reported once a second: until then nobody says which bytes it needs.
constexpr int64_t reportedWithin = 2'000'000'000;

// What the session itself reads, which says nothing of a program's bytes.
bool isOfSession(wire::Type type)
{
    switch (type) {
    case wire::Type::Welcome:
    case wire::Type::Refused:
    case wire::Type::Started:
    case wire::Type::Stopped:
    case wire::Type::RoleLost:
    case wire::Type::Finding: return true;
    default: return false;
    }
}

} // namespace

AtCapture::AtCapture(masking::Key key, masking::Rules rules, uint64_t begin, uint64_t bodyMax)
    : m_masker(key, std::move(rules), &m_seen)
    , m_pipeline(m_held, m_held, bodyMax)
    , m_frames(begin)
    , m_rows(m_masker, m_frames, {.bodyMax = bodyMax, .seen = &m_seen})
{
}

void AtCapture::take(const wire::Frame &frame, wire::Bytes &out)
{
    if (frame.type == wire::Type::Secret)
        return;
    // As it would be in a file: frames that come before the time of day is known are read again as a whole.
    m_frame.clear();
    wire::encodeWhole(frame.type, frame.body, m_frame);
    m_pipeline.take(frame, m_held->hold(m_frame) + wire::frameHeadSize);
    m_sinceRelease += m_frame.size();
    if (const auto view = frame.type == wire::Type::Data ? wire::decodeData(frame.body) : std::unexpected(wire::ReadError::None))
        m_now = std::max(m_now, view->head.time);
    const bool last = frame.type == wire::Type::Stopped;
    if (last)
        m_pipeline.finish();
    rows(m_pipeline.drain(), last);
    if (isOfSession(frame.type))
        m_frames.put(frame);
    const wire::Bytes frames = m_frames.take();
    out.insert(out.end(), frames.begin(), frames.end());
}

void AtCapture::rows(exchange::Batch &&batch, bool last)
{
    if (batch.empty() && !last)
        return;
    exchange::Batch masked;
    for (const exchange::Process &process : batch.processes)
        masked.processes.push_back(m_rows.process(process));
    for (const exchange::Connection &connection : batch.connections)
        masked.connections.push_back(m_rows.connection(connection));
    for (const exchange::Coverage &coverage : batch.coverage)
        masked.coverage.push_back(m_rows.coverage(coverage));
    if (!batch.losses.empty())
        m_losses = batch.losses;
    masked.tcp = batch.tcp;
    masked.endedConnections = batch.endedConnections;
    masked.endedProcesses = batch.endedProcesses;
    masked.capturedBytes = batch.capturedBytes;
    const bool newLosses = !batch.losses.empty();
    const exchange::Store::Change change = m_store.apply(std::move(batch));
    std::vector<base::ExchangeId> ids = change.changed, ended;
    for (base::ExchangeId id = change.firstNew; id < m_store.size(); ++id)
        ids.push_back(id);
    for (const base::ExchangeId id : ids) {
        const exporters::EntrySource entry = exporters::entrySource(m_store, id);
        const auto before = m_written.find(id);
        exchange::Exchange row = m_rows.exchange(entry, *m_held, before == m_written.end() ? nullptr : &before->second);
        uint32_t &written = m_items[id];
        for (; written < m_store.itemCount(id); ++written)
            masked.items.emplace_back(id, m_rows.item(entry, m_store.item(id, written), *m_held));
        if (row.state == exchange::State::InProgress) {
            m_written.insert_or_assign(id, row);
        } else {
            m_written.erase(id);
            m_items.erase(id);
            ended.push_back(id);
        }
        masked.exchanges.push_back(std::move(row));
    }
    const exchange::Loss left = m_rows.leftOut();
    if (newLosses || left.events != m_leftOut) {
        masked.losses = m_losses;
        if (left.events)
            masked.losses.push_back(left);
        m_leftOut = left.events;
    }
    if (!masked.empty() || last)
        m_frames.put(masked);
    release(change, ended);
}

void AtCapture::release(const exchange::Store::Change &change, const std::vector<base::ExchangeId> &ended)
{
    m_store.release(ended, change, {});
    if (m_sinceRelease < releaseEvery)
        return;
    m_sinceRelease = 0;
    m_marks.push_back({m_now, m_held->ends()});
    while (m_marks.size() > 1 && m_marks[1].time <= m_now - reportedWithin)
        m_marks.pop_front();
    if (m_marks.front().time <= m_now - reportedWithin)
        m_held->release(m_store.slicesOf({}), m_marks.front().ends);
}

void maskAtCapture(capture::LiveOptions &options, masking::Key key, masking::Rules rules, uint64_t bodyMax)
{
    struct Chain {
        capture::LiveOptions::Rewrite before;
        AtCapture masking;
        wire::Bytes frames = {};        // what the former made of one
        Chain(capture::LiveOptions::Rewrite rewrite, masking::Key ownKey, masking::Rules ownRules, uint64_t most)
            : before(std::move(rewrite))
            , masking(ownKey, std::move(ownRules), capture::fileHeadSize, most)
        {
        }
    };
    options.dropsUnknown = true;
    options.makeRewrite = [before = std::move(options.makeRewrite), key, rules = std::move(rules), most = std::min(bodyMax, AtCapture::bodyMaxUsual)] {
        const auto chain = std::make_shared<Chain>(before ? before() : capture::LiveOptions::Rewrite(), key, rules, most);
        return [chain](const wire::Frame &frame, wire::Bytes &out) {
            chain->frames.clear();
            if (!chain->before || !chain->before(frame, chain->frames)) {
                chain->masking.take(frame, out);
                return true;
            }
            wire::FrameReader reader(chain->frames);
            while (const auto next = reader.next().value_or(std::nullopt))
                chain->masking.take(*next, out);
            return true;
        };
    };
}

} // namespace masked
