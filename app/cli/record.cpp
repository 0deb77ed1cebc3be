// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/command_files.h"
#include "app/cli/error_text.h"
#include "app/cli/recording.h"
#include "app/cli/verbs.h"
#include "app/cli/writing.h"
#include "app/base/created_file.h"
#include "app/capture/live_source.h"

#include <fmt/core.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstring>

namespace cli {

namespace {

// Runs until the command, the time limit or the user ends it, or nobody reads its lines any more. Returns the command's
// status, 0 without one.
int untilOver(Recording &recording, Command *command, const Options &options, const std::atomic<bool> &linesFailed)
{
    const auto begin = std::chrono::steady_clock::now();
    int status = 0;
    bool stopping = false;
    while (!recording.waitEnd(command ? 5 : 200)) {
        if (stopping)
            continue;
        const std::chrono::duration<double> past = std::chrono::steady_clock::now() - begin;
        const bool timeOver = options.duration && past.count() >= *options.duration;
        if (command && (interrupted() || timeOver))
            kill(command->pid(), interrupted() ? SIGINT : SIGTERM);
        const int ended = command ? command->poll() : -1;
        if (ended >= 0 || interrupted() || timeOver || (linesFailed && !command)) {
            recording.stop();
            stopping = true;
        }
    }
    // A failed capture must not take the command with it: wait for the command to end.
    while (command && (status = command->poll()) < 0) {
        const timespec pause{0, 5'000'000};
        nanosleep(&pause, nullptr);
        if (interrupted())
            kill(command->pid(), SIGINT);
    }
    return status;
}

void printSummary(const exchange::Store &store, const std::vector<session::Notice> &notices)
{
    const uint64_t events = printLosses(store);
    for (const session::Notice &notice : notices)
        if (notice.kind == session::Notice::Kind::RoleLost)
            fmt::print(stderr, "part of the helper exited: {}\n", notice.text);
    fmt::print(stderr, "{} {} on {} {}, {} bytes captured, {} events lost\n", store.size(),
               store.size() == 1 ? "exchange" : "exchanges", store.connections().size(),
               store.connections().size() == 1 ? "connection" : "connections", store.capturedBytes(), events);
}

} // namespace

int record(const Options &options)
{
    const auto filter = filterOf(options);
    if (!filter)
        return filter.error();
    const auto exporting = exportOptions(options);
    if (!exporting)
        return exporting.error();
    std::unique_ptr<LineWriter> lines;
    if (!options.jsonl.empty()) {
        auto created = LineWriter::create(options.jsonl, *exporting, *filter);
        if (!created)
            return fail(BadFile, fileText("write", options.jsonl, created.error()));
        lines = std::move(*created);
    }
    // Find out before the capture, not after it, if a file cannot be written.
    std::optional<exporters::OutputFile> har;
    if (!options.har.empty()) {
        auto created = exporters::OutputFile::create(options.har);
        if (!created)
            return fail(BadFile, fileText("write", options.har, created.error()));
        har.emplace(std::move(*created));
    }

    std::shared_ptr<KeyLog> secrets;
    if (!options.secrets.empty()) {
        auto created = KeyLog::create(options.secrets);
        if (!created)
            return fail(BadFile, fileText("write", options.secrets, created.error()));
        secrets = std::make_shared<KeyLog>(std::move(*created));
    }

    std::optional<Command> command;
    if (!options.command.empty()) {
        auto prepared = Command::prepare(options.command, options.writesToStandardOutput() ? Command::Output::Diverted
                                                                                           : Command::Output::Inherited);
        if (!prepared)
            return fail(NoPrivilege, fmt::format("Cannot start {}: {}.", options.command[0], strerror(prepared.error())));
        command.emplace(std::move(*prepared));
    }
    capture::LiveOptions live;
    live.start = startOf(options.scope, command ? uint32_t(command->pid()) : 0);
    live.commandFiles = commandFiles(options.command);
    live.start.callLimit = options.callLimit;
    readTlsFrom(options.tlsSource, secrets, live);
    live.savePath = options.save;
    auto source = capture::openLive(live);
    if (!source)
        return fail(exitOf(source.error()), errorText(source.error()));
    if (lines)
        if (const auto placed = lines->putInPlace(); !placed)
            return fail(BadFile, fileText("write", options.jsonl, placed.error()));

    catchInterrupt();
    std::atomic<bool> linesFailed = false;
    std::shared_ptr<const base::BodySource> bodies;
    Recording recording(std::move(*source), [&](const exchange::Store &store, const exchange::Store::Change &change) {
        if (!lines)
            return;
        if (!bodies)
            bodies = recording.bodies();
        for (const exchange::ExchangeId id : change.changed)
            lines->add(store, id, *bodies);
        for (exchange::ExchangeId id = change.firstNew; id < store.size(); ++id)
            lines->add(store, id, *bodies);
        if (!lines->flush())
            linesFailed = true;
    }, options.bodyMax, base::descriptorOfPath(options.jsonl) ? session::Pace::Prompt : session::Pace::Yielding);
    if (command) {
        if (const auto released = command->release(); !released) {
            recording.stop();
            while (!recording.waitEnd(1000)) { }
            return fail(released.error() == ENOENT ? 127 : 126,
                        fmt::format("Cannot run {}: {}.", options.command[0], strerror(released.error())));
        }
    }
    const int status = untilOver(recording, command ? &*command : nullptr, options, linesFailed);

    const exchange::Store &store = recording.store();
    int result = status;
    const auto note = [&](int exit, const std::string &text) {
        fail(exit, text);
        result = exit;
    };
    if (har)
        if (const auto written = writeHarFile(*har, *exporting, *filter, store, *recording.bodies()); !written)
            note(BadFile, fileText("write", options.har, written.error()));
    if (lines)
        if (const auto written = lines->finish(store, *recording.bodies()); !written)
            note(BadFile, fileText("write", options.jsonl, written.error()));
    if (secrets && secrets->error())
        note(BadFile, fileText("write", options.secrets, secrets->error()));
    if (recording.error())
        note(exitOf(*recording.error()), errorText(*recording.error()));
    printSummary(store, recording.notices());
    return result;
}

} // namespace cli
