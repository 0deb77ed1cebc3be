// SPDX-License-Identifier: GPL-3.0-or-later
// One spelling for what tools spell in many ways.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace exporters {

// Times become UTC, versions of HTTP their names, numbers that were texts numbers. A status that is none becomes 0, and
// `_status` keeps what stood there. What cannot be read stays as it is.
void spellAsHar(nlohmann::ordered_json &entry);

} // namespace exporters
