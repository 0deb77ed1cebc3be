// SPDX-License-Identifier: GPL-3.0-or-later
// gRPC and gRPC-Web calls: see body_parser_fuzz.h.
#include "tests/fuzz/body_parser_fuzz.h"

namespace {

constexpr const char *heads[] = { "content-type: application/grpc", "content-type: application/grpc | grpc-encoding: gzip",
                                  "content-type: application/grpc-web", "content-type: application/grpc-web-text" };

} // namespace

const fuzz::BodyParserTarget fuzz::target {heads};
