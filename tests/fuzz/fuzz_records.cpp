// SPDX-License-Identifier: GPL-3.0-or-later
// Streamed records: see body_parser_fuzz.h.
#include "tests/fuzz/body_parser_fuzz.h"

namespace {

constexpr const char *heads[] = { "Content-Type: application/x-ndjson", "Content-Type: application/x-ndjson | Content-Encoding: gzip",
                                  "Content-Type: application/json-seq" };

} // namespace

const fuzz::BodyParserTarget fuzz::target {heads, true};
