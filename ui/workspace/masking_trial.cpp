// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/masking_trial.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace ui {

namespace {

constexpr size_t waitingMax = 256;          // entries between the two threads
constexpr size_t takenAtOnce = 64;
constexpr int feedEveryMs = 5;
constexpr auto toldEvery = std::chrono::milliseconds(150);

// Of a list that no capture is behind yet.
class NoBodies final : public base::BodySource
{
public:
    std::expected<std::vector<std::byte>, int> read(std::span<const base::Slice>, size_t) const override { return std::unexpected(ENODATA); }
};

} // namespace

struct MaskingTrial::Work {
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<exporters::EntrySource> waiting;
    bool complete = false, cancelled = false;

    // Empty: no more will come.
    std::optional<exporters::EntrySource> take()
    {
        std::unique_lock lock(mutex);
        changed.wait(lock, [this] { return !waiting.empty() || complete || cancelled; });
        if (waiting.empty() || cancelled)
            return std::nullopt;
        auto entry = std::move(waiting.front());
        waiting.pop_front();
        return entry;
    }
};

MaskingTrial::MaskingTrial(CaptureController &capture, QObject *parent)
    : QObject(parent)
    , m_capture(capture)
    , m_background(this, 1, QThread::LowPriority)
{
    m_feed.setInterval(feedEveryMs);
    connect(&m_feed, &QTimer::timeout, this, &MaskingTrial::feed);
    connect(&capture, &CaptureController::emptied, this, &MaskingTrial::cancel);
}

MaskingTrial::~MaskingTrial()
{
    cancel(); // or the thread would wait for more
}

void MaskingTrial::cancel()
{
    m_feed.stop();
    m_background.cancel();
    ++m_generation;
    if (!m_work)
        return;
    {
        const std::lock_guard lock(m_work->mutex);
        m_work->cancelled = true;
    }
    m_work->changed.notify_one();
    m_work.reset();
}

void MaskingTrial::start(std::vector<uint32_t> ids, const masking::Rules &rules)
{
    cancel();
    m_ids = std::move(ids);
    m_next = 0;
    m_counts = { .total = m_ids.size() };
    m_work = std::make_shared<Work>();
    auto bodies = m_capture.capturedBodies();
    if (!bodies)
        bodies = std::make_shared<NoBodies>();
    const masked::SecretTally::Options options { .bodyMax = bodyMax, .hints = !m_capture.isMasked() };
    m_background.start(
        [this, work = m_work, bodies = std::move(bodies), rules, options, generation = m_generation, total = m_ids.size()](const Background::Superseded &superseded) {
            masked::SecretTally tally(rules, options);
            size_t done = 0;
            const auto counts = [&] { return TrialCounts { done, total, tally.kinds(), tally.beyond(), tally.textBytes() }; };
            auto told = std::chrono::steady_clock::now();
            while (const auto entry = work->take()) {
                tally.take(*entry, *bodies);
                ++done;
                if (std::chrono::steady_clock::now() - told < toldEvery || superseded())
                    continue;
                post(this, [this, generation, now = counts()]() mutable { take(generation, std::move(now)); });
                told = std::chrono::steady_clock::now();
            }
            done = total; // what has gone since is not there to be counted
            return counts();
        },
        [this, generation = m_generation](TrialCounts counts) { take(generation, std::move(counts)); });
    m_feed.start();
}

void MaskingTrial::feed()
{
    const exchange::Store &store = m_capture.captured();
    {
        const std::lock_guard lock(m_work->mutex);
        for (size_t taken = 0; taken < takenAtOnce && m_next < m_ids.size() && m_work->waiting.size() < waitingMax; ++taken, ++m_next)
            if (m_ids[m_next] < store.size())
                m_work->waiting.push_back(exporters::entrySource(store, m_ids[m_next]));
        m_work->complete = m_next == m_ids.size();
    }
    m_work->changed.notify_one();
    if (m_next == m_ids.size())
        m_feed.stop();
}

void MaskingTrial::take(uint64_t generation, TrialCounts &&counts)
{
    if (generation != m_generation)
        return;
    m_counts = std::move(counts);
    Q_EMIT changed();
}

} // namespace ui
