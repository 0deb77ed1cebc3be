// SPDX-License-Identifier: GPL-3.0-or-later
// Timestamps in the formats that HAR files use.
#pragma once

#include "app/base/time.h"

#include <string>
#include <string_view>

namespace exporters {

// ISO 8601 ("2026-11-22T11:03:44.123+01:00", with "+0100", a blank for the T, without seconds, or without a zone, which
// is read as UTC), HTTP's date ("Sun, 22 Nov 2026 11:03:44 GMT"), or seconds or milliseconds since 1970. 0 if invalid.
base::Time parseTime(std::string_view);
// Number of fractional digits of its seconds.
unsigned fractionDigits(std::string_view);

} // namespace exporters
