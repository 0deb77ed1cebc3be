// SPDX-License-Identifier: GPL-3.0-or-later
// gRPC and gRPC-Web calls: see follower_fuzz.h.
#include "tests/fuzz/follower_fuzz.h"

namespace {

constexpr const char *heads[] = { "content-type: application/grpc", "content-type: application/grpc | grpc-encoding: gzip",
                                  "content-type: application/grpc-web", "content-type: application/grpc-web-text" };

} // namespace

extern "C" int LLVMFuzzerInitialize(int *, char ***)
{
    fuzz::writeFollowerSeeds(heads);
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz::checkFollowers(data, size, heads);
    return 0;
}
