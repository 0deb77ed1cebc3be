// SPDX-License-Identifier: GPL-3.0-or-later
// Names of operations: see follower_fuzz.h.
#include "tests/fuzz/follower_fuzz.h"

namespace {

constexpr const char *heads[] = { "content-type: application/json", "content-type: text/xml | soapaction: urn:a#B",
                                  "content-type: application/graphql", "content-type: application/json | content-encoding: gzip" };

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
