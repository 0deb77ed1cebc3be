// SPDX-License-Identifier: GPL-3.0-or-later
// Masks the rows of a capture for the screen: a few at a time, so that the window stays responsive. A row is shown once it
// is masked. What one row gives away as a secret is masked in all: those that are there first are gone through twice.
#pragma once

#include "app/masked/masked_rows.h"
#include "app/masking/masker.h"

#include <deque>
#include <memory>
#include <unordered_map>
#include <unordered_set>

namespace ui {

class ScreenMask
{
public:
    // Nobody reads more of a body than this on a screen; the rest is not there while it is masked.
    static constexpr uint64_t bodyMax = 4 << 20;

    // Begins with all rows of `full`, those that are not masked.
    ScreenMask(const exchange::Store &full, masking::Key, masking::Rules = {});
    ~ScreenMask();

    // `batch` is about to be applied to the full store, `change` is what that changed.
    void takeBatch(const exchange::Batch &);
    void takeChange(const exchange::Store &full, const exchange::Store::Change &change);
    // Whether rows wait to be masked.
    bool waits() const { return m_learning || !m_waiting.empty() || !m_ready.empty(); }
    // Masks until `untilMs` have passed; returns what there is for the masked store.
    exchange::Batch advance(const exchange::Store &full, const base::BodySource &, int untilMs);
    // Reads what masked rows refer to.
    std::shared_ptr<const base::BodySource> bodies() const;

private:
    class File;
    void mask(const exchange::Store &, const base::BodySource &, exchange::ExchangeId);
    void await(exchange::ExchangeId);

    masking::SeenSecrets m_seen;
    masking::Masker m_masker;
    std::unique_ptr<File> m_file;
    masked::NoContents m_none;
    masked::Rows m_learner, m_rows;
    exchange::Batch m_ready;
    std::deque<exchange::ExchangeId> m_waiting;
    std::unordered_set<exchange::ExchangeId> m_isWaiting;
    std::unordered_map<exchange::ExchangeId, exchange::Exchange> m_shown;    // of those in progress
    std::unordered_map<exchange::ExchangeId, uint32_t> m_items;              // how many of each are masked
    bool m_learning = true;                 // nothing is shown until the secrets of all are known
};

} // namespace ui
