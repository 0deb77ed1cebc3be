// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/error_text.h"
#include "app/cli/recording.h"
#include "app/cli/reports.h"
#include "app/cli/verbs.h"
#include "app/capture/live_source.h"
#include "app/sources/open_sources.h"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <string>
#include <unordered_map>

namespace cli {

namespace {

void printLine(const exchange::Coverage &line, const std::string &process)
{
    fmt::print("{:>8}  {:<16} {:<13} {}{}{}{}{}\n", line.pid, process, coverageState(line), line.library,
               line.version.empty() ? "" : " ", line.version, line.reason.empty() ? "" : ": ", line.reason);
}

} // namespace

int coverage(const Options &options)
{
    capture::LiveOptions live;
    live.start = startOf(options.scope, 0);
    live.tlsSource = wire::TlsSource::Either; // as captures usually do: what that can read is readable
    auto source = options.in.empty() ? sources::open({capture::ThisMachine{}}, live) : sources::open({capture::SavedFile{options.in}});
    if (!source)
        return fail(exitOf(source.error()), errorText(source.error()));
    // Running processes have been examined by the time the source is open; the report is in its first frames. What
    // speaks TLS without a known library is only seen when it does.
    constexpr double moment = 0.3;
    Recording recording(std::move(*source), {}, Keep::All);
    if (options.in.empty()) {
        catchInterrupt();
        const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(options.duration.value_or(moment));
        while (!interrupted() && std::chrono::steady_clock::now() < end && !recording.waitEnd(50)) { }
        recording.stop();
    }
    while (!recording.waitEnd(1000)) { }
    if (recording.error())
        return fail(exitOf(*recording.error()), errorText(*recording.error()));

    const exchange::Store &store = recording.store();
    if (options.json) {
        fmt::print("{}\n", coverageJson(store).dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
        return Success;
    }
    std::unordered_map<uint32_t, std::string> names;
    for (const exchange::Process &process : store.processes())
        names[process.pid] = process.comm;
    size_t lines = 0;
    for (const exchange::Coverage &line : store.coverage()) {
        if (line.pid == 0)
            continue;
        ++lines;
        printLine(line, names[line.pid]);
    }
    if (lines == 0)
        fmt::print("No process in this scope has a TLS library loaded, and none spoke TLS.\n");
    return Success;
}

} // namespace cli
