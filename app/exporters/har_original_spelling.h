// SPDX-License-Identifier: GPL-3.0-or-later
// Normalises what tools spell in different ways.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace exporters {

// Times become UTC, HTTP versions their standard names, numeric texts numbers. An invalid status becomes 0, and
// `_status` keeps the original. Unreadable values stay unchanged.
void spellAsHar(nlohmann::ordered_json &entry);

} // namespace exporters
