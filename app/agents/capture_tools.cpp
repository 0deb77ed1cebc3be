// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/agents/tool.h"

#include <fmt/format.h>

#include <array>

namespace agents {

namespace {

constexpr uint64_t durationUsual = 300, durationMost = 3600;   // seconds of a live capture
constexpr uint64_t waitUsual = 30, waitMost = 600;
constexpr auto step = std::chrono::milliseconds(250);

Json stateOf(Workbench &bench, const std::string &id, const OpenCapture &capture)
{
    Json json{{"capture", id}, {"name", bench.view.commandLine({capture.name()})}, {"state", capture.hasEnded() ? "ended" : "running"}};
    if (const auto status = capture.commandStatus())
        json["command_exit_status"] = *status;
    capture.look([&](const exchange::Store &store, const calls::Calls &) {
        json["exchanges"] = store.size();
        json["connections"] = store.connections().size();
        json["bytes_captured"] = store.capturedBytes();
        Json losses = Json::array();
        for (const exchange::Loss &loss : store.losses())
            losses.push_back({{"cause", loss.cause}, {"events", loss.events}, {"bytes", loss.bytes}});
        if (!losses.empty())
            json["losses"] = std::move(losses);
    });
    if (const std::string problem = capture.problem(); !problem.empty())
        json["problem"] = problem;
    return json;
}

std::optional<std::string> refusedCommand(const Workbench &bench, const std::vector<std::string> &command)
{
    if (command.empty() || bench.options.allowCommands)
        return std::nullopt;
    return "This server may not run commands. Ask the person to start it as `cleartap-cli mcp --allow-commands`, or capture a running program by pid or exe.";
}

Answer startCapture(Workbench &bench, Arguments &in, const Turn &)
{
    cli::Scope scope;
    const std::vector<std::string> command = in.texts("command");
    if (in.has("pid"))
        scope.pid = uint32_t(in.count("pid", 1, 1, 1u << 22));
    if (in.has("uid"))
        scope.uid = uint32_t(in.count("uid", 0, 0, UINT32_MAX - 1));
    scope.exe = in.text("exe");
    scope.cgroup = in.text("cgroup");
    scope.all = in.flag("all");
    const uint64_t seconds = in.count("seconds", durationUsual, 1, durationMost);
    if (const std::string problem = in.problem(); !problem.empty())
        return std::unexpected(problem);
    const int named = !command.empty() + scope.pid.has_value() + scope.uid.has_value() + !scope.exe.empty() + !scope.cgroup.empty() + scope.all;
    if (named > 1)
        return std::unexpected("Name one scope only: command, pid, exe, cgroup, uid or all.");
    if (const auto refused = refusedCommand(bench, command))
        return std::unexpected(*refused);
    capture::LiveOptions live;
    live.start = cli::startOf(scope, 0);
    cli::readTlsFrom(wire::TlsSource::Either, nullptr, live);
    const auto opened = bench.captures.start(std::move(live), command, std::chrono::seconds(seconds), bench.options.bodyMax);
    if (!opened)
        return std::unexpected(opened.error());
    return stateOf(bench, opened->id, *opened->capture);
}

Answer waitCapture(Workbench &bench, Arguments &in, const Turn &turn)
{
    const auto capture = captureOf(bench, in);
    const std::string id = in.text("capture");
    const uint64_t seconds = in.count("seconds", waitUsual, 1, waitMost);
    if (const auto refused = refusal(in, capture))
        return std::unexpected(*refused);
    const auto begin = std::chrono::steady_clock::now();
    const auto past = [&] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count(); };
    while (!turn.cancelled() && past() < double(seconds) && !(*capture)->waitEnd(step)) {
        uint32_t exchanges = 0;
        (*capture)->look([&](const exchange::Store &store, const calls::Calls &) { exchanges = store.size(); });
        turn.progress(past(), double(seconds), fmt::format("{} exchanges", exchanges));
    }
    return stateOf(bench, id, **capture);
}

Answer stopCapture(Workbench &bench, Arguments &in, const Turn &turn)
{
    const auto capture = captureOf(bench, in);
    const std::string id = in.text("capture");
    if (const auto refused = refusal(in, capture))
        return std::unexpected(*refused);
    (*capture)->stop();
    while (!turn.cancelled() && !(*capture)->waitEnd(step)) { }
    return stateOf(bench, id, **capture);
}

Answer listCaptures(Workbench &bench, Arguments &in, const Turn &)
{
    if (const std::string problem = in.problem(); !problem.empty())
        return std::unexpected(problem);
    Json list = Json::array();
    for (const auto &[id, capture] : bench.captures.all())
        list.push_back(stateOf(bench, id, *capture));
    return Json{{"captures", std::move(list)}};
}

Answer openFile(Workbench &bench, Arguments &in, const Turn &turn)
{
    const std::string path = in.requiredText("path");
    if (const std::string problem = in.problem(); !problem.empty())
        return std::unexpected(problem);
    const auto opened = bench.captures.openFile(path, bench.options.bodyMax);
    if (!opened)
        return std::unexpected(opened.error());
    while (!turn.cancelled() && !opened->capture->waitEnd(step)) {
        uint32_t exchanges = 0;
        opened->capture->look([&](const exchange::Store &store, const calls::Calls &) { exchanges = store.size(); });
        turn.progress(exchanges, 0, fmt::format("{} exchanges", exchanges));
    }
    if (turn.cancelled())
        bench.captures.close(opened->id);
    return stateOf(bench, opened->id, *opened->capture);
}

Answer closeCapture(Workbench &bench, Arguments &in, const Turn &)
{
    const auto capture = captureOf(bench, in);
    const std::string id = in.text("capture");
    if (const auto refused = refusal(in, capture))
        return std::unexpected(*refused);
    bench.captures.close(id);
    return Json{{"closed", id}};
}

constexpr std::string_view stateSchema = R"({"type":"object","properties":{
"capture":{"type":"string"},"name":{"type":"string"},"state":{"type":"string","enum":["running","ended"]},"command_exit_status":{"type":"integer"},
"exchanges":{"type":"integer"},"connections":{"type":"integer"},"bytes_captured":{"type":"integer"},"losses":{"type":"array"},"problem":{"type":"string"}},
"required":["capture","name","state","exchanges"]})";
constexpr std::string_view captureOnly = R"({"type":"object","properties":{"capture":{"type":"string","description":"Its id, such as c1"}},"required":["capture"],"additionalProperties":false})";

constexpr std::array<Tool, 6> rows{{
    {"start_capture", "Start a capture",
     "Begins to record what programs on this machine send and receive, decrypted, and returns at once with the capture's id. Give one scope: a command "
     "to run and observe with its children (the surest way: nothing is missed), or a running program by pid or exe, or a control group; without a scope, the user's own programs. Then "
     "let the traffic happen: wait_capture waits for the command to end, stop_capture ends a capture of running programs. Observed programs are not changed. If this fails for "
     "lack of privileges, tell the person what the error says.",
     R"({"type":"object","properties":{
"command":{"type":"array","items":{"type":"string"},"description":"Program and arguments, without a shell: [\"curl\",\"-s\",\"http://127.0.0.1:8080/\"]. Its standard input is empty; its output goes to the server's standard error."},
"pid":{"type":"integer","minimum":1,"description":"A running process, with its children"},
"exe":{"type":"string","description":"All processes that run this program: an absolute path"},
"cgroup":{"type":"string","description":"All processes of this control group, such as /system.slice/nginx.service"},
"uid":{"type":"integer","minimum":0,"description":"All processes of this user id; others than one's own need an administrator"},
"all":{"type":"boolean","description":"Every process of the machine; needs an administrator"},
"seconds":{"type":"integer","minimum":1,"maximum":3600,"default":300,"description":"Ends the capture after this time"}},"additionalProperties":false})",
     stateSchema, false, startCapture},
    {"wait_capture", "Wait for a capture",
     "Waits until a capture has ended (its command has exited, or its time is over), at most the given seconds, and returns its state. Call it again while the state is \"running\".",
     R"({"type":"object","properties":{"capture":{"type":"string","description":"Its id, such as c1"},
"seconds":{"type":"integer","minimum":1,"maximum":600,"default":30}},"required":["capture"],"additionalProperties":false})",
     stateSchema, true, waitCapture},
    {"stop_capture", "Stop a capture",
     "Ends a running capture and keeps what it holds for the other tools. A command that still runs is ended as well.", captureOnly, stateSchema, false, stopCapture},
    {"list_captures", "List the captures", "All captures that are open, live or from files, with their ids, states and numbers of exchanges.",
     R"({"type":"object","properties":{},"additionalProperties":false})",
     R"({"type":"object","properties":{"captures":{"type":"array","items":{"type":"object"}}},"required":["captures"]})", true, listCaptures},
    {"open_file", "Open a file", "Opens a saved capture (.cleartap) or a HAR file of any tool, and returns an id for the other tools.",
     R"({"type":"object","properties":{"path":{"type":"string"}},"required":["path"],"additionalProperties":false})", stateSchema, true, openFile},
    {"close_capture", "Close a capture", "Forgets a capture, which frees its memory. What was not exported is lost; a file stays. A command that still runs is ended.", captureOnly, {}, false,
     closeCapture},
}};

} // namespace

std::span<const Tool> captureTools()
{
    return rows;
}

} // namespace agents
