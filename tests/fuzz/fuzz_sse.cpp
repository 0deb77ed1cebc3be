// SPDX-License-Identifier: GPL-3.0-or-later
// Server-sent events: see follower_fuzz.h.
#include "tests/fuzz/follower_fuzz.h"

namespace {

constexpr const char *heads[] = { "Content-Type: text/event-stream", "Content-Type: text/event-stream | Content-Encoding: gzip",
                                  "Content-Type: text/event-stream | Content-Encoding: br", "Content-Type: text/event-stream | Content-Encoding: zstd" };

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
