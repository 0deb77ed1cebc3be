// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/error_text.h"
#include "app/cli/recording.h"
#include "app/cli/verbs.h"
#include "app/capture/live_source.h"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include <unordered_map>

namespace cli {

int coverage(const Options &options)
{
    capture::LiveOptions live;
    live.start = startOf(options.scope, 0);
    auto source = capture::openLive(live);
    if (!source)
        return fail(exitOf(source.error()), errorText(source.error()));
    // Running processes have been examined by the time the source is open; the report is in its first frames.
    Recording recording(std::move(*source), {});
    recording.waitEnd(300);
    recording.stop();
    while (!recording.waitEnd(1000)) { }
    if (recording.error())
        return fail(exitOf(*recording.error()), errorText(*recording.error()));

    const exchange::Store &store = recording.store();
    std::unordered_map<uint32_t, std::string> names;
    for (const exchange::Process &process : store.processes())
        names[process.pid] = process.comm;
    using Json = nlohmann::ordered_json;
    Json json = Json::array();
    for (const exchange::Coverage &line : store.coverage()) {
        if (line.pid == 0)
            continue;
        const char *state = !line.known ? "unknown" : line.readable ? "readable" : "not readable";
        if (options.json) {
            json.push_back({{"pid", line.pid},
                            {"process", names[line.pid]},
                            {"library", line.library},
                            {"version", line.version},
                            {"path", line.path},
                            {"foundBy", line.foundBy},
                            {"state", state},
                            {"reason", line.reason}});
        } else {
            fmt::print("{:>8}  {:<16} {:<13} {}{}{}{}{}\n", line.pid, names[line.pid], state, line.library,
                       line.version.empty() ? "" : " ", line.version, line.reason.empty() ? "" : ": ", line.reason);
        }
    }
    if (options.json)
        fmt::print("{}\n", json.dump(2, ' ', false, Json::error_handler_t::replace));
    else if (store.coverage().empty())
        fmt::print("No process in this scope has a TLS library loaded.\n");
    return Success;
}

} // namespace cli
