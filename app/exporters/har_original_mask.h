// SPDX-License-Identifier: GPL-3.0-or-later
// Masks secrets in the structured parts of an imported entry.
#pragma once

#include "app/exporters/entry_context.h"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace exporters {

// URLs, fields, cookies and the query string of a request or response.
void maskHalf(nlohmann::ordered_json &half, EntryContext &);
// A list of decoded parameters.
void maskParameters(nlohmann::ordered_json &holder, const char *list, EntryContext &);
// The command line in `_process`.
void maskProcess(nlohmann::ordered_json &entry, EntryContext &);
// A text of unknown format: JSON, or a form.
std::string maskedText(const nlohmann::ordered_json &, EntryContext &);

} // namespace exporters
