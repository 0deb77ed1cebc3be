// SPDX-License-Identifier: GPL-3.0-or-later
// The part of time that the waterfall shows: what the visible rows cover.
#pragma once

#include "app/base/time.h"

namespace ui {

struct TimeWindow {
    base::Time begin = 0;
    base::Duration length = 0;    // 0: nothing is visible
    // True: every bar begins at the left edge, so that lengths compare; else bars lie where they happened.
    bool aligned = false;
    bool operator==(const TimeWindow &) const = default;
};

} // namespace ui
