// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/agents/serve.h"

#include "app/agents/stdio.h"
#include "app/cli/verbs.h"
#include "app/cli/writing.h"

#include <fmt/core.h>

#include <cstdio>

#include <unistd.h>

namespace agents {

int serve(const cli::Options &options)
{
    auto exporting = cli::exportOptions(options);
    if (!exporting)
        return exporting.error();
    Workbench bench{options, ExchangeView(std::move(*exporting))};
    for (const std::string &path : options.files) {
        const auto opened = bench.captures.openFile(path, options.bodyMax);
        if (!opened)
            return cli::fail(cli::BadFile, opened.error());
        fmt::print(stderr, "{} is {}\n", opened->id, path);
    }
    cli::catchInterrupt();
    Server server(bench);
    if (isatty(STDIN_FILENO))
        fmt::print(stderr, "This speaks the Model Context Protocol: let an agent's program start it. Ctrl-D ends it.\n");
    serveStreams(server, STDIN_FILENO, STDOUT_FILENO, cli::interrupted);
    return cli::Success;
}

} // namespace agents
