// SPDX-License-Identifier: GPL-3.0-or-later
// Tries masking rules on exchanges, while the window keeps working: what they would hide, in numbers that grow. Reads the
// store here, on the GUI thread, a few exchanges at a time; masks on another thread.
#pragma once

#include "app/masked/secret_tally.h"
#include "ui/background/background.h"
#include "ui/workspace/capture_controller.h"
#include "ui/workspace/entry_queue.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <cstdint>
#include <memory>
#include <vector>

namespace ui {

struct TrialCounts {
    size_t done = 0, total = 0;             // exchanges
    std::vector<masked::HiddenKind> kinds = {};
    uint64_t beyond = 0;                    // places of further kinds
    uint64_t textBytes = 0;                 // looked at

    bool isComplete() const { return done == total; }
};

class MaskingTrial : public QObject
{
    Q_OBJECT
public:
    // More of a body is not looked at here; exports mask all of it.
    static constexpr uint64_t bodyMax = 4 << 20;

    // The controller outlives it.
    explicit MaskingTrial(CaptureController &, QObject *parent = nullptr);
    ~MaskingTrial() override;

    // Supersedes the trial before. changed() follows, also if there is nothing to look at.
    void start(std::vector<uint32_t> ids, const masking::Rules &);
    void cancel();
    // Of the latest start(), so far.
    const TrialCounts &counts() const { return m_counts; }

Q_SIGNALS:
    void changed();

private:
    void feed();
    void take(uint64_t generation, TrialCounts &&);

    CaptureController &m_capture;
    uint64_t m_generation = 0;
    std::shared_ptr<EntryQueue> m_work;
    TrialCounts m_counts;
    QTimer m_feed;
    Background m_background;
};

} // namespace ui
