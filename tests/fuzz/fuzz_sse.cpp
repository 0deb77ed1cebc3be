// SPDX-License-Identifier: GPL-3.0-or-later
// Server-sent events: see body_parser_fuzz.h.
#include "tests/fuzz/body_parser_fuzz.h"

namespace {

constexpr const char *heads[] = { "Content-Type: text/event-stream", "Content-Type: text/event-stream | Content-Encoding: gzip",
                                  "Content-Type: text/event-stream | Content-Encoding: br", "Content-Type: text/event-stream | Content-Encoding: zstd" };

} // namespace

const fuzz::BodyParserTarget fuzz::target {heads, true};
