// SPDX-License-Identifier: GPL-3.0-or-later
// Streamed records: see follower_fuzz.h.
#include "tests/fuzz/follower_fuzz.h"

namespace {

constexpr const char *heads[] = { "Content-Type: application/x-ndjson", "Content-Type: application/x-ndjson | Content-Encoding: gzip",
                                  "Content-Type: application/json-seq" };

} // namespace

extern "C" int LLVMFuzzerInitialize(int *, char ***)
{
    fuzz::writeFollowerSeeds(heads);
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz::checkFollowers(data, size, heads, true);
    return 0;
}
