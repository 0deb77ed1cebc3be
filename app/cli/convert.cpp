// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/checks.h"
#include "app/cli/error_text.h"
#include "app/cli/input_file.h"
#include "app/cli/pcapng_file.h"
#include "app/cli/recording.h"
#include "app/cli/verbs.h"
#include "app/cli/writing.h"
#include "app/base/created_file.h"
#include "app/base/file_descriptor.h"
#include "app/capture/live_source.h"
#include "app/exporters/file_copy.h"
#include "app/exporters/har_reader.h"
#include "app/masked/masked_capture.h"
#include "app/packets/packet_source.h"
#include "app/sources/open_sources.h"

#include <fmt/core.h>

#include <numeric>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace cli {

namespace {

enum class Form { Unknown, None, Capture, Har, Lines, Golden, Packets };   // Packets: of other programs, or for them

Form formOf(const std::string &path)
{
    const std::string ending = std::filesystem::path(path).extension();
    return ending == ".cleartap" ? Form::Capture
        : ending == ".har"       ? Form::Har
        : ending == ".jsonl"     ? Form::Lines
        : ending == ".golden"    ? Form::Golden
        : ending == ".pcapng"    ? Form::Packets
                                 : Form::Unknown;
}

// Packets by their first bytes, as other programs' files have all kinds of names.
Form formOfInput(const InputFile &input, const std::string &name)
{
    if (packets::looksLikePackets(input.path))
        return Form::Packets;
    if (input.path == name)
        return formOf(name) == Form::Packets ? Form::Unknown : formOf(name);
    return looksLikeCapture(input) ? Form::Capture : Form::Har;
}

// Without an extension (standard output), HAR, which every tool reads.
Form formOfOutput(const std::string &path)
{
    return path.empty() ? Form::None : base::descriptorOfPath(path) ? Form::Har : formOf(path);
}

struct Rows {
    const exchange::Store &store;
    const calls::Calls &calls;
    const base::BodySource &bodies;
};

std::vector<exchange::ExchangeId> all(const Rows &rows)
{
    std::vector<exchange::ExchangeId> ids(rows.store.size());
    std::iota(ids.begin(), ids.end(), 0);
    return ids;
}

// Error: errno.
std::expected<void, int> writeLines(const Options &options, const exporters::ExportOptions &exporting, const filter::Filter &filter, const Rows &rows)
{
    auto lines = LineWriter::create(options.out, exporting, filter);
    if (!lines)
        return std::unexpected(lines.error());
    (*lines)->add(rows.store, rows.calls, all(rows), rows.bodies);
    if (const auto written = (*lines)->finish(); !written)
        return std::unexpected(written.error());
    return {};
}

std::expected<void, int> writeFile(const Options &options, const exporters::ExportOptions &exporting, const filter::Filter &filter, const Rows &rows)
{
    if (formOfOutput(options.out) == Form::Lines)
        return writeLines(options, exporting, filter, rows);
    auto file = exporters::OutputFile::create(options.out);
    if (!file)
        return std::unexpected(file.error());
    if (formOfOutput(options.out) == Form::Golden) {
        exporters::GoldenLines lines(exporting);
        addGolden(lines, filter, rows.store, rows.calls, all(rows), rows.bodies);
        return writeGoldenFile(*file, lines);
    }
    if (const auto written = writeHarFile(*file, exporting, filter, rows.store, rows.calls, rows.bodies); !written)
        return std::unexpected(written.error());
    return {};
}

// `log`: the members of the input file's log other than entries.
int writeOut(const Options &options, const filter::Filter &filter, const Rows &rows, const std::string &log = {})
{
    auto exporting = exportOptions(options);
    if (!exporting)
        return exporting.error();
    exporting->log = log;
    const auto checks = Checks::create(options, *exporting);
    if (!checks)
        return checks.error();
    if (formOfOutput(options.out) != Form::None)
        if (const auto written = writeFile(options, *exporting, filter, rows); !written)
            return fail(BadFile, fileText("write", options.out, written.error()));
    (*checks)->take(rows.store, rows.calls, all(rows), rows.bodies);
    return (*checks)->conclude(Success);
}

void sayWhatWasOdd(const exporters::HarFile &har)
{
    const exporters::HarSkipped &skipped = har.skipped;
    if (skipped.all() > 0) {
        std::string why;
        const auto add = [&why](uint64_t count, const char *words) {
            if (count > 0)
                why += fmt::format("{}{} {}", why.empty() ? "" : ", ", count, words);
        };
        add(skipped.notObjects, "no objects");
        add(skipped.withoutRequest, "with neither request nor response");
        add(skipped.otherForm, "of an unknown format");
        fmt::print(stderr, "cleartap-cli: {} invalid {} skipped: {}\n", skipped.all(), skipped.all() == 1 ? "entry was" : "entries were", why);
    }
    if (har.replaced > 0)
        fmt::print(stderr, "cleartap-cli: {} lone {} replaced by U+FFFD\n", har.replaced, har.replaced == 1 ? "surrogate was" : "surrogates were");
}

int writeMasked(const Options &options, const Rows &rows)
{
    const auto exporting = exportOptions(options);
    if (!exporting)
        return exporting.error();
    auto file = exporters::OutputFile::create(options.out);
    if (!file)
        return fail(BadFile, fileText("write", options.out, file.error()));
    const auto written = masked::writeCapture(rows.store, rows.bodies, *file, *exporting);
    if (!written)
        return fail(BadFile, fileText("write", options.out, written.error()));
    if (const auto committed = file->commit(); !committed)
        return fail(BadFile, fileText("write", options.out, committed.error()));
    const uint64_t left = written->leftOut.events;
    fmt::print(stderr, "cleartap-cli: {} {} masked in {} {}{}\n", written->masked.count, written->masked.count == 1 ? "value was" : "values were", written->exchanges,
               written->exchanges == 1 ? "exchange" : "exchanges", left ? fmt::format("; {} {} left out, which could not be searched or rewritten", left, left == 1 ? "body was" : "bodies were") : "");
    return Success;
}

int copyCapture(const Options &options, const std::string &from)
{
    const auto source = capture::openSaved(from);
    if (!source)
        return fail(exitOf(source.error()), errorText(source.error()));
    auto file = exporters::OutputFile::create(options.out);
    if (!file)
        return fail(BadFile, fileText("write", options.out, file.error()));
    const auto copied = exporters::copyFile(from, *file);
    return copied ? Success : fail(BadFile, fileText("write", options.out, copied.error()));
}

// Error: errno.
std::expected<std::string, int> contentsOf(const std::string &path)
{
    constexpr size_t most = size_t(256) << 20;
    const base::FileDescriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat status{};
    if (!file.isValid() || fstat(file.get(), &status) != 0)
        return std::unexpected(errno);
    if (!S_ISREG(status.st_mode) || size_t(status.st_size) > most)
        return std::unexpected(S_ISREG(status.st_mode) ? EFBIG : EINVAL);
    std::string text(size_t(status.st_size), '\0');
    for (size_t done = 0; done < text.size();) {
        const ssize_t count = read(file.get(), text.data() + done, text.size() - done);
        if (count < 0 && errno != EINTR)
            return std::unexpected(errno);
        if (count == 0)
            text.resize(done);
        done += size_t(std::max<ssize_t>(count, 0));
    }
    return text;
}

// The packets that a capture holds. The key log, if one is named, goes with them.
int savePackets(const Options &options, const std::string &from)
{
    const auto source = capture::openSaved(from);
    if (!source)
        return fail(exitOf(source.error()), errorText(source.error()));
    std::string keyLog;
    if (!options.keyLog.empty()) {
        auto read = contentsOf(options.keyLog);
        if (!read)
            return fail(BadFile, fileText("read", options.keyLog, read.error()));
        keyLog = std::move(*read);
    }
    auto file = exporters::OutputFile::create(options.out);
    if (!file)
        return fail(BadFile, fileText("write", options.out, file.error()));
    const int written = writePcapngFile(*file, options.out, (*source)->captureFile(), keyLog);
    explicit_bzero(keyLog.data(), keyLog.size());
    return written;
}

// What was read of packets, decrypted, as frames.
int saveCapture(const Options &options, const std::string &from)
{
    const auto source = sources::open({capture::SavedFile{from, options.keyLog, options.out}});
    if (!source)
        return fail(exitOf(source.error()), errorText(source.error()));
    for (;;) {
        const auto run = (*source)->next(0);
        if (!run)
            return fail(exitOf(run.error()), errorText(run.error()));
        if (run->end)
            return Success;
    }
}

} // namespace

int convert(const Options &options)
{
    const auto input = openInput(options.in);
    if (!input)
        return fail(BadFile, fileText("read", options.in, input.error()));
    const Form from = formOfInput(*input, options.in);
    const Form to = formOfOutput(options.out);
    if (from != Form::Capture && from != Form::Har && from != Form::Packets)
        return fail(Usage, fmt::format("Cannot read {}: name a .cleartap, .har, pcap or pcapng file.", options.in));
    if (!options.keyLog.empty() && from != Form::Packets && !(from == Form::Capture && to == Form::Packets))
        return fail(Usage, "Only packets need --keys: leave it out.");
    if (to == Form::Unknown)
        return fail(Usage, fmt::format("Unknown output format for {}: use the extension .har, .jsonl, .golden, .cleartap or .pcapng.", options.out));
    const auto filter = filterOf(options);
    if (!filter)
        return filter.error();
    if (to == Form::Packets) {
        if (from != Form::Capture)
            return fail(Usage, "Only a .cleartap file that was recorded with --packets holds packets for pcapng.");
        if (!options.filter.empty() || !options.failOn.empty() || !options.expect.empty())
            return fail(Usage, "Packets are written whole and unread: leave out --filter and the checks.");
        return savePackets(options, input->path);
    }
    if (to == Form::Capture) {
        if (from == Form::Har && !options.masked)
            return fail(Usage, "A HAR file has no frames, so it can only become a .cleartap file with --masked; or convert it to .har or .jsonl.");
        if (!options.filter.empty())
            return fail(Usage, "A .cleartap file is copied whole: leave out --filter, or write .har or .jsonl.");
        if (!options.failOn.empty() || !options.expect.empty())
            return fail(Usage, "A .cleartap file is copied unread: leave out the checks, or the file to write.");
        if (!options.masked)
            return from == Form::Packets ? saveCapture(options, input->path) : copyCapture(options, input->path);
    } else if (options.masked) {
        return fail(Usage, "--masked is for .cleartap files: in all others secrets are masked anyway.");
    }
    if (from == Form::Har) {
        auto har = exporters::readHar(input->path);
        if (!har)
            return fail(BadFile, fmt::format("Cannot read {}: {}.", options.in, harErrorText(har.error())));
        exchange::Store store;
        calls::Calls calls;
        calls.update(store, store.apply(std::move(har->batch)));
        sayWhatWasOdd(*har);
        if (to == Form::Capture)
            return writeMasked(options, {store, calls, *har->bodies});
        return writeOut(options, *filter, {store, calls, *har->bodies}, har->log);
    }
    auto source = sources::open({capture::SavedFile{input->path, options.keyLog}});
    if (!source)
        return fail(exitOf(source.error()), errorText(source.error()));
    Recording recording(std::move(*source), {}, Keep::All, options.bodyMax);
    while (!recording.waitEnd(1000)) { }
    const Rows rows{recording.store(), recording.calls(), *recording.bodies()};
    const int written = to == Form::Capture ? writeMasked(options, rows) : writeOut(options, *filter, rows);
    if (written == Success || written == Unmet)
        printLosses(recording.store());
    if (written != Success || !recording.error())
        return written;
    return fail(exitOf(*recording.error()), errorText(*recording.error()));
}

} // namespace cli
