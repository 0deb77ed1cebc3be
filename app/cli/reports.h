// SPDX-License-Identifier: GPL-3.0-or-later
// What coverage and doctor report, as JSON.
#pragma once

#include "app/exchange/store.h"
#include "privhelper/wire/messages.h"

#include <nlohmann/json_fwd.hpp>

#include <span>

namespace cli {

// A list: one object per process and TLS library.
nlohmann::ordered_json coverageJson(const exchange::Store &);
// A list: one object per finding.
nlohmann::ordered_json findingsJson(std::span<const wire::Finding>);
// "readable", "not readable", "unknown"
const char *coverageState(const exchange::Coverage &);

} // namespace cli
