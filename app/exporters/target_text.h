// SPDX-License-Identifier: GPL-3.0-or-later
// What an exchange is about, in one line: its URL, a query's server and statement, or the server of a connection.
#pragma once

#include "app/exporters/har_writer.h"

#include <string>

namespace exporters {

// `masker` null: nothing is masked. Needs the entry's exchange and connection only.
std::string targetText(const EntrySource &, const masking::Masker *masker);

} // namespace exporters
