// SPDX-License-Identifier: GPL-3.0-or-later
// Any file to a plan. The seeds are small libraries built from tests/data/elf/like_openssl.c.
#include "privhelper/analyzer/analyse.h"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const analyzer::Plan plan = analyzer::analyse(std::as_bytes(std::span(data, size)));
    if (plan.stacks.empty() == plan.problem.empty())
        std::abort();
    for (const analyzer::Stack &stack : plan.stacks) {
        if (stack.sites.empty() == stack.problem.empty())
            std::abort();
        for (const analyzer::Site &site : stack.sites) {
            if (site.fileOffset >= size)
                std::abort();
        }
    }
    return 0;
}
