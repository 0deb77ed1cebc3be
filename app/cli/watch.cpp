// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/error_text.h"
#include "app/cli/exchange_line.h"
#include "app/cli/recording.h"
#include "app/cli/verbs.h"
#include "app/cli/writing.h"
#include "app/capture/live_source.h"
#include "app/session/content_search.h"

#include <fmt/core.h>

#include <chrono>
#include <cstdio>

#include <unistd.h>

namespace cli {

int watch(const Options &options)
{
    const auto filter = filterOf(options);
    if (!filter)
        return filter.error();
    capture::LiveOptions live;
    live.start = startOf(options.scope, 0);
    live.start.callLimit = options.callLimit;
    readTlsFrom(options.tlsSource, nullptr, live);
    auto source = capture::openLive(live);
    if (!source)
        return fail(exitOf(source.error()), errorText(source.error()));

    catchInterrupt();
    const bool colour = isatty(STDOUT_FILENO);
    fmt::print("{}\n", lineHeader(colour));
    std::fflush(stdout);
    const auto print = [&](const exchange::Store &store, exchange::ExchangeId id, filter::ContentLookup &contents) {
        if (store.state(id) != exchange::State::InProgress && filter->matches(store, id, &contents))
            fmt::print("{}\n", exchangeLine(store, id, colour));
    };
    std::shared_ptr<const base::BodySource> bodies;
    Recording recording(std::move(*source), [&](const exchange::Store &store, const exchange::Store::Change &change) {
        if (!bodies)
            bodies = recording.bodies();
        session::DirectLookup contents(store, *bodies);
        for (const exchange::ExchangeId id : change.changed)
            print(store, id, contents);
        for (exchange::ExchangeId id = change.firstNew; id < store.size(); ++id)
            print(store, id, contents);
        std::fflush(stdout);
    }, options.bodyMax);
    const auto begin = std::chrono::steady_clock::now();
    bool stopping = false;
    while (!recording.waitEnd(100)) {
        const std::chrono::duration<double> past = std::chrono::steady_clock::now() - begin;
        if (!stopping && (interrupted() || std::ferror(stdout) || (options.duration && past.count() >= *options.duration))) {
            recording.stop();
            stopping = true;
        }
    }
    printLosses(recording.store());
    if (recording.error())
        return fail(exitOf(*recording.error()), errorText(*recording.error()));
    return Success;
}

} // namespace cli
