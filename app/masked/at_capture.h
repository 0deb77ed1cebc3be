// SPDX-License-Identifier: GPL-3.0-or-later
// Masks secrets while capturing: stands between the helper and the capture file, parses what comes in memory, and has only
// masked rows written. What is not masked yet is held in memory: a head until it is complete, a body until its half has
// ended, bytes of an unfinished message.
#pragma once

#include "app/capture/live_source.h"
#include "app/exchange/builder.h"
#include "app/masked/held_bytes.h"
#include "app/masked/row_frames.h"
#include "app/session/pipeline.h"

#include <deque>
#include <memory>
#include <unordered_map>

namespace masked {

class AtCapture
{
public:
    // A longer body is cut, and counted so: a body is held as a whole before it is masked.
    static constexpr uint64_t bodyMaxUsual = 64 << 20;

    // `begin`: in the file, of the first frame that it will write.
    AtCapture(masking::Key, masking::Rules, uint64_t begin, uint64_t bodyMax = bodyMaxUsual);

    // Appends the frames to be written in place of this one. All frames of a capture must pass, and no others be written.
    void take(const wire::Frame &, wire::Bytes &out);

private:
    void rows(exchange::Batch &&, bool last);
    void release(const exchange::Store::Change &, const std::vector<base::ExchangeId> &ended);

    masking::SeenSecrets m_seen;
    masking::Masker m_masker;
    std::shared_ptr<HeldBytes> m_held = std::make_shared<HeldBytes>();
    session::Pipeline m_pipeline;
    exchange::Store m_store;                    // unmasked: what is in progress
    wire::Bytes m_frame;                        // the latest, with its head
    RowFrames m_frames;
    Rows m_rows;
    std::unordered_map<base::ExchangeId, exchange::Exchange> m_written;    // masked, of those in progress
    std::unordered_map<base::ExchangeId, uint32_t> m_items;                // how many of its items are written
    std::vector<exchange::Loss> m_losses;
    uint64_t m_leftOut = 0;
    struct Mark {
        int64_t time;
        std::pair<uint64_t, uint64_t> ends;     // of the held bytes at that time
    };
    std::deque<Mark> m_marks;
    int64_t m_now = 0;                          // of the latest data
    uint64_t m_sinceRelease = 0;
};

// Has a live capture of this machine masked before it is written, behind what already rewrites it.
void maskAtCapture(capture::LiveOptions &, masking::Key, masking::Rules, uint64_t bodyMax);

} // namespace masked
