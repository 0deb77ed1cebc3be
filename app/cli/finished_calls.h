// SPDX-License-Identifier: GPL-3.0-or-later
// Which exchanges can be written, now that they have ended. The halves of a call are written together, so one that ends
// first waits for the other: no longer than `patience` for one that may come, and than `longPatience` for one in progress,
// as what was written is released, and no longer known to the other. Nor does it wait longer than that for its cause. A
// capture that is read later than it is recorded may hold the other half unread: it is waited for until what came meanwhile
// was read, but no longer than `unreadPatience`. Each exchange is given once.
#pragma once

#include "app/calls/calls.h"

#include <chrono>
#include <map>
#include <optional>
#include <vector>

namespace cli {

class FinishedCalls
{
public:
    using Clock = std::chrono::steady_clock;
    using Ids = std::vector<exchange::ExchangeId>;
    static constexpr std::chrono::milliseconds patience{1000}, longPatience{5000}, unreadPatience{30000};

    // After each change of the store and update of the calls: what has now ended. Ascending within a call.
    Ids take(const exchange::Store &, const calls::Calls &, const exchange::Store::Change &, const Ids &joined, Clock::time_point now,
             Clock::time_point readTo);
    // What has waited long enough. `readTo`: what came before that was read.
    Ids overdue(Clock::time_point now, Clock::time_point readTo);
    // The rest at the end of a capture, also what has not ended.
    Ids all();

    // What has ended, but waits for its other half.
    Ids waiting() const;
    // Of what has not been given yet.
    std::optional<exchange::ExchangeId> oldest() const;

private:
    void look(const exchange::Store &, const calls::Calls &, exchange::ExchangeId, Clock::time_point now, Ids &out);

    struct Open {
        Clock::time_point since = Clock::time_point::max();   // when it was seen to have ended; until then: max
        std::chrono::milliseconds patience{};
        bool isEnded() const { return since != Clock::time_point::max(); }
    };
    std::map<exchange::ExchangeId, Open> m_open;   // not given yet
};

} // namespace cli
