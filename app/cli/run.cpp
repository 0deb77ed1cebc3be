// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/verbs.h"

#include <fmt/core.h>

#include <cstdio>

namespace cli {

int fail(int status, const std::string &text)
{
    fmt::print(stderr, "cleartap-cli: {}\n", text);
    return status;
}

int run(int argc, char **argv, int (*mcp)(const Options &))
{
    const auto options = parse(argc, argv);
    if (!options) {
        if (options.error().status == Success)
            fmt::print("{}\n", options.error().text);
        else
            fail(options.error().status, options.error().text);
        return options.error().status;
    }
    switch (options->verb) {
    case Verb::Record: return record(*options);
    case Verb::Watch: return watch(*options);
    case Verb::Coverage: return coverage(*options);
    case Verb::Doctor: return doctor(*options);
    case Verb::Convert: return convert(*options);
    case Verb::Mcp: return mcp(*options);
    }
    return Usage;
}

} // namespace cli
