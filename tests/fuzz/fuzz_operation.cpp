// SPDX-License-Identifier: GPL-3.0-or-later
// Names of operations: see body_parser_fuzz.h.
#include "tests/fuzz/body_parser_fuzz.h"

namespace {

constexpr const char *heads[] = { "content-type: application/json", "content-type: text/xml | soapaction: urn:a#B",
                                  "content-type: application/graphql", "content-type: application/json | content-encoding: gzip" };

} // namespace

const fuzz::BodyParserTarget fuzz::target {heads};
