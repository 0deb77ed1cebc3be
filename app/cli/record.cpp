// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/checks.h"
#include "app/cli/command.h"
#include "app/cli/command_files.h"
#include "app/cli/error_text.h"
#include "app/cli/key_log.h"
#include "app/cli/link_reports.h"
#include "app/cli/metrics_server.h"
#include "app/cli/otlp_export.h"
#include "app/cli/pcapng_file.h"
#include "app/cli/recording.h"
#include "app/cli/verbs.h"
#include "app/cli/writing.h"
#include "app/base/created_file.h"
#include "app/capture/live_source.h"
#include "app/masked/at_capture.h"
#include "app/packets/live_flows.h"
#include "app/sources/open_sources.h"

#include <fmt/core.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstring>
#include <span>

namespace cli {

namespace {

// Runs until the command, the time limit, the user or the exchange that it waits for ends it, or nobody reads its lines any more. Returns the
// command's status, 0 without one.
int untilOver(Recording &recording, Command *command, const Options &options, const Checks &checks, const std::atomic<bool> &linesFailed)
{
    LinkReports links;
    const auto begin = std::chrono::steady_clock::now();
    int status = 0;
    bool stopping = false;
    while (!recording.waitEnd(command ? 5 : 200)) {
        links.tell(recording.machines());
        if (stopping)
            continue;
        const std::chrono::duration<double> past = std::chrono::steady_clock::now() - begin;
        const bool timeOver = checks.untilSeen() || (options.duration && past.count() >= *options.duration);
        if (command && (interrupted() || timeOver))
            kill(command->pid(), interrupted() ? SIGINT : SIGTERM);
        const int ended = command ? command->poll() : -1;
        if (ended >= 0 || interrupted() || timeOver || (linesFailed && !command)) {
            recording.stop();
            stopping = true;
        }
    }
    links.tell(recording.machines());
    links.conclude();
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
    const auto checks = Checks::create(options, *exporting);
    if (!checks)
        return checks.error();
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
    std::optional<exporters::OutputFile> golden;
    std::optional<exporters::GoldenLines> goldenLines;
    if (!options.golden.empty()) {
        auto created = exporters::OutputFile::create(options.golden);
        if (!created)
            return fail(BadFile, fileText("write", options.golden, created.error()));
        golden.emplace(std::move(*created));
        goldenLines.emplace(*exporting);
    }

    const auto spans = OtlpExport::create(options, *exporting, *filter);
    if (!spans)
        return spans.error();

    const auto metrics = MetricsServer::create(options, *filter);
    if (!metrics)
        return metrics.error();

    std::shared_ptr<KeyLog> secrets;
    if (!options.secrets.empty()) {
        auto created = KeyLog::create(options.secrets);
        if (!created)
            return fail(BadFile, fileText("write", options.secrets, created.error()));
        secrets = std::make_shared<KeyLog>(std::move(*created));
    }

    std::optional<exporters::OutputFile> pcapng;
    std::shared_ptr<KeptSecrets> kept;
    if (!options.pcapng.empty()) {
        auto created = exporters::OutputFile::create(options.pcapng);
        if (!created)
            return fail(BadFile, fileText("write", options.pcapng, created.error()));
        pcapng.emplace(std::move(*created));
        if (options.pcapngSecrets)
            kept = std::make_shared<KeptSecrets>();
    }

    std::optional<Command> command;
    if (!options.command.empty()) {
        auto prepared = Command::prepare(options.command, options.writesToStandardOutput() ? Command::Output::Diverted
                                                                                           : Command::Output::Inherited);
        if (!prepared)
            return fail(NoPrivilege, fmt::format("Cannot start {}: {}.", options.command[0], strerror(prepared.error())));
        command.emplace(std::move(*prepared));
    }
    capture::LiveOptions live = liveOptionsOf(options);
    if (command && options.capturesHere()) {
        live.start = startOf(options.scope, uint32_t(command->pid()));
        live.start.callLimit = options.callLimit;
        live.commandFiles = commandFiles(options.command);
    }
    if (options.packets || pcapng || options.fromPackets)
        live.packets = wire::CapturePackets{options.snap, options.packets.value_or(std::vector<std::string>())};
    readTlsFrom(options.tlsSource, [secrets, kept](const wire::Secret &secret) {
        if (secrets)
            secrets->add(secret);
        if (kept)
            kept->add(secret);
    }, live);
    if (options.fromPackets)
        live.makeRewrite = [decrypt = std::move(live.makeRewrite), packetsToo = options.packets || pcapng] {
            return [flows = std::make_shared<packets::LiveFlows>(decrypt(), packetsToo)](const wire::Frame &frame, wire::Bytes &out) { return flows->take(frame, out); };
        };
    live.savePath = options.save;
    if (options.maskAtCapture)
        masked::maskAtCapture(live, exporting->key, exporting->rules, options.bodyMax);
    auto source = sources::open(live.machines, live);
    if (!source)
        return fail(exitOf(source.error()), errorText(source.error()));
    const int captureFile = (*source)->captureFile();
    if (lines)
        if (const auto placed = lines->putInPlace(); !placed)
            return fail(BadFile, fileText("write", options.jsonl, placed.error()));

    catchInterrupt();
    // A HAR file is in order of start, and masks a secret wherever it occurs: it needs all rows at the end. A pcapng file has its
    // secrets in front, so it needs the whole file.
    const Keep keep = har || pcapng ? Keep::All : Keep::InProgress;
    // What somebody waits for while the capture runs; and there is nothing to yield to if the observed programs run elsewhere.
    const bool prompt = !options.machines.empty() || base::descriptorOfPath(options.jsonl) || options.hasChecks() || golden || *spans || *metrics;
    const session::Pace pace = prompt                                     ? session::Pace::Prompt
        : keep == Keep::InProgress && options.save.empty() ? session::Pace::CatchingUp
                                                           : session::Pace::Yielding;
    std::atomic<bool> linesFailed = false;
    std::shared_ptr<const base::BodySource> bodies;
    Recording recording(std::move(*source), [&](const exchange::Store &store, const calls::Calls &calls, std::span<const exchange::ExchangeId> ids) {
        if (!bodies)
            bodies = recording.bodies();
        (*checks)->take(store, calls, ids, *bodies);
        if (*spans)
            (*spans)->take(store, calls, ids, *bodies);
        if (*metrics)
            (*metrics)->take(store, ids, *bodies);
        if (golden)
            addGolden(*goldenLines, *filter, store, calls, ids, *bodies);
        if (!lines)
            return;
        lines->add(store, calls, ids, *bodies);
        if (!lines->flush())
            linesFailed = true;
    }, keep, options.bodyMax, pace);
    if (command) {
        if (const auto released = command->release(); !released) {
            recording.stop();
            while (!recording.waitEnd(1000)) { }
            return fail(released.error() == ENOENT ? 127 : 126,
                        fmt::format("Cannot run {}: {}.", options.command[0], strerror(released.error())));
        }
    }
    const int ended = untilOver(recording, command ? &*command : nullptr, options, **checks, linesFailed);
    // The command was ended because all has been seen.
    const int status = (*checks)->untilSeen() ? Success : ended;

    const exchange::Store &store = recording.store();
    int result = status;
    const auto note = [&](int exit, const std::string &text) {
        fail(exit, text);
        result = exit;
    };
    if (har)
        if (const auto written = writeHarFile(*har, *exporting, *filter, store, recording.calls(), *recording.bodies()); !written)
            note(BadFile, fileText("write", options.har, written.error()));
    if (lines)
        if (const auto written = lines->finish(); !written)
            note(BadFile, fileText("write", options.jsonl, written.error()));
    if (golden)
        if (const auto written = writeGoldenFile(*golden, *goldenLines); !written)
            note(BadFile, fileText("write", options.golden, written.error()));
    if (pcapng)
        if (const int written = writePcapngFile(*pcapng, options.pcapng, captureFile, kept ? kept->keyLog() : std::string_view()); written != Success)
            result = written;
    if (secrets && secrets->error())
        note(BadFile, fileText("write", options.secrets, secrets->error()));
    if (recording.error())
        note(exitOf(*recording.error()), errorText(*recording.error()));
    if (*spans)
        if (const int written = (*spans)->conclude(); written != Success)
            result = written;
    printSummary(store, recording.notices());
    return (*checks)->conclude(result);
}

} // namespace cli
