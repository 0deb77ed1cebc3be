// SPDX-License-Identifier: GPL-3.0-or-later
// A JSON value as text again.
#pragma once

#include "app/decode/json_writer.h"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace exporters {

// The reader has limited the depth, and this does not go deeper either.
void writeJson(const nlohmann::ordered_json &, decode::JsonWriter &);
void appendJson(const nlohmann::ordered_json &, std::string &out);

} // namespace exporters
