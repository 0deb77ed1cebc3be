// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/call_lookup.h"
#include "app/cli/checks.h"
#include "app/cli/error_text.h"
#include "app/cli/exchange_line.h"
#include "app/cli/input_file.h"
#include "app/cli/link_reports.h"
#include "app/cli/recording.h"
#include "app/cli/verbs.h"
#include "app/cli/writing.h"
#include "app/capture/live_source.h"
#include "app/sources/open_sources.h"

#include <fmt/core.h>

#include <chrono>
#include <cstdio>
#include <span>

#include <unistd.h>

namespace cli {

namespace {

std::expected<std::unique_ptr<capture::Source>, capture::Error> openWanted(const Options &options)
{
    if (!options.in.empty())
        return sources::open({capture::SavedFile{options.in, options.keyLog}});
    capture::LiveOptions live = liveOptionsOf(options);
    readTlsFrom(options.tlsSource, nullptr, live);
    return sources::open(live.machines, live);
}

} // namespace

int watch(const Options &options)
{
    const auto filter = filterOf(options);
    if (!filter)
        return filter.error();
    const auto exporting = options.hasChecks() ? exportOptions(options) : std::expected<exporters::ExportOptions, int>(std::in_place);
    if (!exporting)
        return exporting.error();
    const auto checks = Checks::create(options, *exporting);
    if (!checks)
        return checks.error();
    auto source = openWanted(options);
    if (!source)
        return fail(exitOf(source.error()), errorText(source.error()));

    catchInterrupt();
    const bool colour = isatty(STDOUT_FILENO);
    fmt::print("{}\n", lineHeader(colour));
    std::fflush(stdout);
    // Of a call's halves the client's is shown, with both processes, unless each is wanted.
    std::shared_ptr<const base::BodySource> bodies;
    Recording recording(std::move(*source), [&](const exchange::Store &store, const calls::Calls &calls, std::span<const exchange::ExchangeId> ids) {
        if (!bodies)
            bodies = recording.bodies();
        (*checks)->take(store, calls, ids, *bodies);
        CallLookup contents(store, calls, *bodies);
        for (const exchange::ExchangeId id : ids) {
            const exchange::ExchangeId other = calls.otherHalf(id);
            if (!options.halves && calls.isSecond(id))
                continue;
            const bool matches = filter->matches(store, id, &contents) || (!options.halves && other != base::noId && filter->matches(store, other, &contents));
            if (!matches)
                continue;
            const calls::Account account = calls::account(store, calls, id);
            fmt::print("{}\n", exchangeLine(store, id, colour, &account));
        }
        std::fflush(stdout);
    }, Keep::InProgress, options.bodyMax);
    const auto begin = std::chrono::steady_clock::now();
    bool stopping = false;
    LinkReports links;
    while (!recording.waitEnd(100)) {
        links.tell(recording.machines());
        const std::chrono::duration<double> past = std::chrono::steady_clock::now() - begin;
        if (!stopping && (interrupted() || (*checks)->untilSeen() || std::ferror(stdout) || (options.duration && past.count() >= *options.duration))) {
            recording.stop();
            stopping = true;
        }
    }
    links.tell(recording.machines());
    links.conclude();
    printLosses(recording.store());
    if (recording.error())
        return fail(exitOf(*recording.error()), errorText(*recording.error()));
    return (*checks)->conclude(Success);
}

} // namespace cli
