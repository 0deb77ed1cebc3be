// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/error_text.h"
#include "app/cli/input_file.h"
#include "app/cli/recording.h"
#include "app/cli/verbs.h"
#include "app/cli/writing.h"
#include "app/base/created_file.h"
#include "app/capture/live_source.h"
#include "app/exporters/file_copy.h"
#include "app/exporters/har_reader.h"

#include <fmt/core.h>

#include <cstring>
#include <filesystem>
#include <string>

namespace cli {

namespace {

enum class Form { Unknown, Capture, Har, Lines };

Form formOf(const std::string &path)
{
    const std::string ending = std::filesystem::path(path).extension();
    return ending == ".cleartap" ? Form::Capture
        : ending == ".har"       ? Form::Har
        : ending == ".jsonl"     ? Form::Lines
                                 : Form::Unknown;
}

// Without an extension (standard output), HAR, which every tool reads.
Form formOfOutput(const std::string &path)
{
    return base::descriptorOfPath(path) ? Form::Har : formOf(path);
}

// `log`: the members of the input file's log other than entries.
int writeOut(const Options &options, const filter::Filter &filter, const exchange::Store &store,
             const base::BodySource &bodies, const std::string &log = {})
{
    auto exporting = exportOptions(options);
    if (!exporting)
        return exporting.error();
    exporting->log = log;
    if (formOfOutput(options.out) == Form::Har) {
        auto file = exporters::OutputFile::create(options.out);
        if (!file)
            return fail(BadFile, fileText("write", options.out, file.error()));
        const auto written = writeHarFile(*file, *exporting, filter, store, bodies);
        return written ? Success : fail(BadFile, fileText("write", options.out, written.error()));
    }
    auto lines = LineWriter::create(options.out, *exporting, filter);
    if (!lines)
        return fail(BadFile, fileText("write", options.out, lines.error()));
    const auto written = (*lines)->finish(store, bodies);
    return written ? Success : fail(BadFile, fileText("write", options.out, written.error()));
}

std::string harErrorText(const exporters::HarReadError &error)
{
    switch (error.kind) {
    case exporters::HarError::File: return strerror(error.errnoValue);
    case exporters::HarError::NotJson: return fmt::format("not JSON from byte {} on", error.position);
    case exporters::HarError::NotHar: return "it has no log.entries, so it is not a HAR file";
    case exporters::HarError::TooLarge: return "it is larger than can be read";
    }
    return "unknown error";
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

} // namespace

int convert(const Options &options)
{
    const auto input = openInput(options.in);
    if (!input)
        return fail(BadFile, fileText("read", options.in, input.error()));
    const Form from = input->path == options.in ? formOf(options.in) : looksLikeCapture(*input) ? Form::Capture : Form::Har;
    const Form to = formOfOutput(options.out);
    if (from == Form::Unknown || from == Form::Lines)
        return fail(Usage, fmt::format("Cannot read {}: name a .cleartap or .har file.", options.in));
    if (to == Form::Unknown)
        return fail(Usage, fmt::format("Unknown output format for {}: use the extension .har, .jsonl or .cleartap.", options.out));
    const auto filter = filterOf(options);
    if (!filter)
        return filter.error();
    if (to == Form::Capture) {
        if (from != Form::Capture)
            return fail(Usage, "A HAR file has no frames, so it cannot become a .cleartap file; convert it to .har or .jsonl.");
        if (!options.filter.empty())
            return fail(Usage, "A .cleartap file is copied whole: leave out --filter, or write .har or .jsonl.");
        return copyCapture(options, input->path);
    }
    if (from == Form::Har) {
        auto har = exporters::readHar(input->path);
        if (!har)
            return fail(BadFile, fmt::format("Cannot read {}: {}.", options.in, harErrorText(har.error())));
        exchange::Store store;
        store.apply(std::move(har->batch));
        sayWhatWasOdd(*har);
        return writeOut(options, *filter, store, *har->bodies, har->log);
    }
    auto source = capture::openSaved(input->path);
    if (!source)
        return fail(exitOf(source.error()), errorText(source.error()));
    Recording recording(std::move(*source), {}, options.bodyMax);
    while (!recording.waitEnd(1000)) { }
    const int written = writeOut(options, *filter, recording.store(), *recording.bodies());
    if (written == Success)
        printLosses(recording.store());
    if (written != Success || !recording.error())
        return written;
    return fail(exitOf(*recording.error()), errorText(*recording.error()));
}

} // namespace cli
