// SPDX-License-Identifier: GPL-3.0-or-later
// Serialises a JSON value.
#pragma once

#include "app/decode/json_writer.h"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace exporters {

// The reader limits the depth, and so does this.
void writeJson(const nlohmann::ordered_json &, decode::JsonWriter &);
void appendJson(const nlohmann::ordered_json &, std::string &out);

} // namespace exporters
