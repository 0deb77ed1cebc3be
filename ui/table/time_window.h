// SPDX-License-Identifier: GPL-3.0-or-later
// The time range that the waterfall shows: that of the visible rows.
#pragma once

#include "app/base/time.h"

namespace ui {

struct TimeWindow {
    base::Time begin = 0;
    base::Duration length = 0;    // 0: nothing is visible
    // True: every bar begins at the left edge, so that lengths can be compared; otherwise bars are placed in time.
    bool aligned = false;
    bool operator==(const TimeWindow &) const = default;
};

} // namespace ui
