// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/masking_trial.h"

#include <chrono>
#include <optional>
#include <utility>

namespace ui {

namespace {

constexpr int feedEveryMs = 5;
constexpr auto toldEvery = std::chrono::milliseconds(150);

// Of a list that no capture is behind yet.
class NoBodies final : public base::BodySource
{
public:
    std::expected<std::vector<std::byte>, int> read(std::span<const base::Slice>, size_t) const override { return std::unexpected(ENODATA); }
};

} // namespace

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
    m_work->cancel();
    m_work.reset();
}

void MaskingTrial::start(std::vector<uint32_t> ids, const masking::Rules &rules)
{
    cancel();
    m_counts = { .total = ids.size() };
    m_work = std::make_shared<EntryQueue>(std::move(ids));
    auto bodies = m_capture.capturedBodies();
    if (!bodies)
        bodies = std::make_shared<NoBodies>();
    const masked::SecretTally::Options options { .bodyMax = bodyMax, .hints = !m_capture.isMasked() };
    m_background.start(
        [this, work = m_work, bodies = std::move(bodies), rules, options, generation = m_generation, total = m_work->total()](const Background::Superseded &superseded) {
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
    const auto make = [&](uint32_t id) { return id < store.size() ? std::optional(exporters::entrySource(store, id)) : std::nullopt; };
    if (m_work->fill(make))
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
