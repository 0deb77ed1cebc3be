// SPDX-License-Identifier: GPL-3.0-or-later
// Shapeless keys whose name mentions their service, where name and value stand apart: in JSON, parameters, headers.
#pragma once

#include "app/masking/rule_set.h"

#include <string_view>

namespace masking {

// Whether `value` under `name` is a key of the service that the name mentions: datadog: "0f9a…".
bool isServiceValue(const RuleSet &, std::string_view name, std::string_view value);

} // namespace masking
