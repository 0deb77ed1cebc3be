// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/agents/tool.h"

#include "app/cli/error_text.h"
#include "app/cli/reports.h"
#include "app/cli/writing.h"

#include <fmt/format.h>

#include <array>
#include <cerrno>

#include <sys/stat.h>

namespace agents {

namespace {

Answer coverageTool(Workbench &bench, Arguments &in, const Turn &turn)
{
    const std::string id = in.text("capture");
    const auto capture = id.empty() ? nullptr : bench.captures.find(id);
    if (const std::string problem = in.problem(); !problem.empty())
        return std::unexpected(problem);
    if (!id.empty() && !capture)
        return std::unexpected(fmt::format("There is no capture {}: list_captures says which there are.", id.substr(0, 50)));
    Json list = Json::array();
    if (capture) {
        capture->look([&](const exchange::Store &store, const calls::Calls &) { list = cli::coverageJson(store); });
        return Json{{"processes", std::move(list)}};
    }
    capture::LiveOptions live;
    live.start = cli::startOf({}, 0);
    live.tlsSource = wire::TlsSource::Either;
    auto source = capture::openLive(live);
    if (!source)
        return std::unexpected(cli::errorText(source.error()));
    // What runs has been examined by now; who speaks TLS without a known library is only seen when it does.
    constexpr int moment = 300;
    cli::Recording recording(std::move(*source), {}, cli::Keep::All);
    recording.waitEnd(moment);
    recording.stop();
    while (!turn.cancelled() && !recording.waitEnd(100)) { }
    recording.look([&](const exchange::Store &store, const calls::Calls &) { list = cli::coverageJson(store); });
    return Json{{"processes", std::move(list)}};
}

Answer doctorTool(Workbench &, Arguments &in, const Turn &)
{
    if (const std::string problem = in.problem(); !problem.empty())
        return std::unexpected(problem);
    const auto findings = capture::examine({});
    if (!findings)
        return std::unexpected(cli::errorText(findings.error()));
    return Json{{"findings", cli::findingsJson(*findings)}};
}

Answer exportHar(Workbench &bench, Arguments &in, const Turn &turn)
{
    const auto capture = captureOf(bench, in);
    const auto filter = filterOf(in);
    const std::string path = in.requiredText("path");
    if (const auto refused = refusal(in, capture))
        return std::unexpected(*refused);
    if (!filter)
        return std::unexpected(filter.error());
    if (!(*capture)->hasEnded())
        return std::unexpected("The capture still runs: end it with stop_capture first.");
    if (!path.ends_with(".har"))
        return std::unexpected("The name of a HAR file ends with .har.");
    struct stat status{};
    if (lstat(path.c_str(), &status) == 0)
        return std::unexpected(fmt::format("{} exists already: choose another name.", path));
    auto file = exporters::OutputFile::create(path);
    if (!file)
        return std::unexpected(cli::fileText("write", path, file.error()));
    std::expected<exporters::ExportReport, int> written = std::unexpected(EIO);
    exporters::ExportOptions options = bench.view.options();
    options.progress = [&](size_t done) {
        if (done % 1000 == 0)
            turn.progress(double(done), 0, fmt::format("{} exchanges written", done));
        return !turn.cancelled();
    };
    (*capture)->look([&](const exchange::Store &store, const calls::Calls &calls) {
        written = cli::writeHarFile(*file, options, *filter, store, calls, *(*capture)->bodies());
    });
    if (!written)
        return std::unexpected(cli::fileText("write", path, written.error()));
    return Json{{"path", path},
                {"exchanges", written->entries + written->queries + written->channels + written->conversations + written->failed + written->unreadable},
                {"masked", options.masked},
                {"secrets_masked", written->masked.count}};
}

constexpr std::array<Tool, 3> rows{{
    {"coverage", "Which programs can be read",
     "Lists each process that uses TLS, with its library, whether Cleartap can read it, and if not, why and what would help. Of a capture, or of what runs now. Use it when expected exchanges are missing.",
     R"({"type":"object","properties":{"capture":{"type":"string","description":"Its id, such as c1; without it, the user's running programs"}},"additionalProperties":false})",
     R"({"type":"object","properties":{"processes":{"type":"array","items":{"type":"object"}}},"required":["processes"]})", true, coverageTool},
    {"doctor", "Check this machine", "Says what works on this machine and how to fix what does not: kernel, privileges, hooks. Use it when start_capture fails.",
     R"({"type":"object","properties":{},"additionalProperties":false})",
     R"({"type":"object","properties":{"findings":{"type":"array","items":{"type":"object"}}},"required":["findings"]})", true, doctorTool},
    {"export_har", "Export a HAR file",
     "Writes the exchanges of an ended capture, or those that match a filter, to a new HAR file that only the user can read; an existing file is never written to. The person can open it with cleartap, or in a browser's developer tools.",
     R"({"type":"object","properties":{"capture":{"type":"string","description":"Its id, such as c1"},"path":{"type":"string","description":"Of the new file; ends with .har"},
"filter":{"type":"string"}},"required":["capture","path"],"additionalProperties":false})",
     R"({"type":"object","properties":{"path":{"type":"string"},"exchanges":{"type":"integer"},"masked":{"type":"boolean"},"secrets_masked":{"type":"integer"}},"required":["path","exchanges","masked"]})",
     false, exportHar},
}};

} // namespace

std::span<const Tool> machineTools()
{
    return rows;
}

} // namespace agents
