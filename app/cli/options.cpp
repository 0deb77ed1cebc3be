// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/options.h"

#include "app/base/created_file.h"
#include "app/capture/ssh.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <map>
#include <set>
#include <sstream>

namespace cli {

namespace {

void addScope(CLI::App *verb, Scope &scope)
{
    auto *group = verb->add_option_group("SCOPE", "which processes to capture (default: your own; with COMMAND: the command and its children, JSON-RPC on their standard input and output included)");
    group->add_option("--pid", scope.pid, "one process and its children, JSON-RPC on their standard input and output included")->check(CLI::Range(1u, 1u << 22));
    group->add_option("--exe", scope.exe, "processes that run this program")->type_name("FILE");
    group->add_option("--uid", scope.uid, "processes of this user id");
    group->add_option("--cgroup", scope.cgroup, "processes in this control group, e.g. /system.slice/nginx.service; . is this terminal's own");
    group->add_flag("--all", scope.all, "every process on this machine");
    group->require_option(0, 1);
}

void addMachines(CLI::App *verb, Options &options)
{
    verb->add_option("--on", options.machines, "capture on another machine instead, through ssh and its configuration, e.g. user@host or ssh://user@host:port; may be repeated. "
                                       "It runs cleartap-helper there as root, by sudo without a password, or as its service allows; a copy, removed afterwards, if none is installed. "
                                       "Without a SCOPE it captures every process, or the user's own if not as root. COMMAND runs on this machine")
        ->type_name("USER@HOST")
        ->allow_extra_args(false)
        ->check(CLI::Validator([](std::string &text) {
            return capture::isDestination(text) ? std::string() : '"' + text + "\" is not the name of a machine; use user@host or ssh://user@host:port";
        }, ""));
    verb->add_flag("--with-this-machine", options.withThisMachine, "capture this machine too, beside those of --on");
}

void addCallLimit(CLI::App *verb, uint32_t &limit)
{
    verb->add_option("--call-limit", limit, "bytes captured per call, e.g. 1M; the rest is a counted gap (default and maximum: 64M)")
        ->transform(CLI::AsSizeValue(false))
        ->check(CLI::Range(1u, 64u << 20));
}

void addTlsSource(CLI::App *verb, wire::TlsSource &source)
{
    const std::map<std::string, wire::TlsSource> sources{
        {"auto", wire::TlsSource::Either}, {"calls", wire::TlsSource::Calls}, {"secrets", wire::TlsSource::Secrets}};
    verb->add_option_function<std::string>("--tls-source", [&source, sources](const std::string &name) { source = sources.at(name); },
                                           "how TLS is read: by calls of its library, or by the secrets of its handshakes, which costs the "
                                           "programs less but needs OpenSSL, BoringSSL, GnuTLS, Go or rustls, and connections from their start (default: auto, "
                                           "which means calls, but secrets where calls cannot be probed: rustls)")
        ->type_name("auto|calls|secrets")
        ->check(CLI::IsMember({"auto", "calls", "secrets"}));
}

void addMaxBody(CLI::App *verb, uint64_t &max)
{
    // The transformation added last runs first. Without it a negative size would be taken for a huge one.
    verb->add_option("--max-body", max, "bytes kept per body, e.g. 10M; the rest is counted as lost; 0 or none: no limit (default: 1G)")
        ->type_name("SIZE")
        ->transform(CLI::AsSizeValue(false))
        ->transform(CLI::Validator([](std::string &text) {
            if (text == "none")
                text = "0";
            const size_t unit = std::min(text.find_first_not_of("0123456789"), text.size());
            const bool isSize = unit > 0 && (unit == text.size() || strchr("bkmgtBKMGT", text[unit]));
            return isSize ? std::string() : '"' + text + "\" is not a size; use 4096, 10M, 1G, or none";
        }, ""));
}

void addProtos(CLI::App *verb, std::vector<std::string> &protos)
{
    verb->add_option("--proto", protos, "decode gRPC messages with this .proto file, folder of .proto files, or descriptor set; may be repeated")
        ->check(CLI::ExistingPath)
        ->allow_extra_args(false);
}

void addPackets(CLI::App *verb, Options &options)
{
    auto *group = verb->add_option_group("PACKETS", "the packets at interfaces too, nothing in which is masked");
    const auto interfaces = [&options](const std::string &text) {
        std::vector<std::string> &names = options.packets.emplace();
        std::istringstream words(text);
        for (std::string name; std::getline(words, name, ',');)
            if (!name.empty())
                names.push_back(name);
    };
    group->add_option_function<std::string>("--packets", interfaces,
                                            "capture packets, and keep them in the file of --save: at loopback and the interfaces that are up, or at those named, as in --packets=lo,eth0. With --all "
                                            "every packet, else those of the captured processes' sockets")
        ->type_name("INTERFACE,…")
        ->expected(0, 1);
    group->add_option("--pcapng", options.pcapng, "write the packets as pcapng, for Wireshark, at the end: until then a temporary file grows with the capture")->type_name("FILE");
    group->add_option("--snap", options.snap, "bytes captured of each packet, e.g. 128 for headers (default: all)")->type_name("BYTES")->check(CLI::Range(1u, 528'384u));
    group->add_flag("--from-packets", options.fromPackets, "read exchanges from the packets, instead of the sockets' calls, and TLS by the secrets of its handshakes: connections as they were "
                                                            "at the interface, those of other machines that pass through included");
    group->add_flag("--pcapng-secrets", options.pcapngSecrets, "write the secrets of handshakes into the pcapng file; with it anybody can decrypt these connections (needs --tls-source secrets or --from-packets)");
}

void addKeyLog(CLI::App *verb, std::string &path)
{
    verb->add_option("--keys", path, "decrypt a pcap or pcapng file with the secrets in this key log (SSLKEYLOGFILE), besides those in the file itself; a .cleartap file to .pcapng: write them into it")
        ->type_name("FILE")
        ->check(CLI::ExistingFile);
}

void addMaskRules(CLI::App *verb, std::string &path)
{
    verb->add_option("--mask-rules", path, "mask by the rules in this file too, besides your own in ~/.config/cleartap/masking.rules; a line each: header NAME, name NAME, or form NAME = REGEX")->type_name("FILE");
}

void addMasking(CLI::App *verb, Options &options)
{
    verb->add_flag("--unmasked", options.unmasked, "do not mask secrets");
    verb->add_option("--mask-mode", options.maskMode, "tag: the same tag for the same secret; length: asterisks, as many; full: just \"masked\" (default: tag)")
        ->type_name("tag|length|full")
        ->transform(CLI::CheckedTransformer(std::map<std::string, masking::Mode>{{"tag", masking::Mode::Tag}, {"length", masking::Mode::SameLength}, {"full", masking::Mode::Full}}).description(""));
    addMaskRules(verb, options.maskRules);
}

void addChecks(CLI::App *verb, Options &options, bool live)
{
    auto *group = verb->add_option_group("CHECKS", "exit with status 5 if they are not met");
    if (live)
        group->add_option("--until", options.until, "end the recording when an exchange matches this filter; not met if none does")->type_name("FILTER");
    group->add_option("--fail-on", options.failOn, "not met if an exchange matches this filter; each is named on standard error")->type_name("FILTER");
    group->add_option("--expect", options.expect, "not met unless all expectations in this file are: each \"expect NAME\", then \"filter FILTER\", and any of "
                                                  "\"none\", \"count N\", \"at least N\", \"at most N\", \"p95 < 200ms\", \"max < 1s\", a line each")->type_name("FILE");
    group->add_option("--report", options.report, "write the results to a file, as JUnit XML")->type_name("FILE");
}

std::array<std::string, 7> outputs(const Options &options)
{
    return {options.har, options.jsonl, options.save, options.golden, options.report, options.otlp, options.pcapng};
}

// The descriptor in which two outputs would be mixed.
std::optional<std::string> twoOutputsOfOneDescriptor(const Options &options)
{
    std::set<int> taken;
    for (const std::string &path : outputs(options))
        if (const auto descriptor = base::descriptorOfPath(path); descriptor && !taken.insert(*descriptor).second)
            return *descriptor == 1 ? "Standard output" : path;
    return std::nullopt;
}

// Whether the rules apply to anything that is written or said.
bool masksAnything(const Options &options)
{
    switch (options.verb) {
    case Verb::Record:
        return options.maskAtCapture || options.hasChecks() || !options.har.empty() || !options.jsonl.empty() || !options.golden.empty() || !options.otlp.empty();
    case Verb::Watch: return options.hasChecks();
    case Verb::Convert: return options.masked || options.hasChecks() || !(options.out.ends_with(".cleartap") || options.out.ends_with(".pcapng"));
    default: return true;
    }
}

const char *unmaskedText(Verb verb)
{
    return verb == Verb::Watch ? "watch shows exchanges as they are, and masks only what checks say of them: add a check, or leave out --mask-rules."
        : verb == Verb::Convert ? "This file is copied as it is: add --masked, or leave out --mask-rules."
                                : "What is saved holds the bytes as they are: add --mask-at-capture, or leave out --mask-rules.";
}

std::string lastLine(std::string text)
{
    while (!text.empty() && text.back() == '\n')
        text.pop_back();
    return text;
}

} // namespace

void addVerbs(CLI::App &app, Options &options)
{
    app.description("See the traffic of the programs on this machine: decrypted, without a proxy or a certificate.");
    app.name("cleartap-cli");
    app.set_version_flag("--version", "cleartap-cli " CLEARTAP_VERSION);
    app.require_subcommand(1);

    auto *record = app.add_subcommand("record", "capture to files; with -- COMMAND until the command ends");
    addScope(record, options.scope);
    addMachines(record, options);
    addCallLimit(record, options.callLimit);
    addMaxBody(record, options.bodyMax);
    addTlsSource(record, options.tlsSource);
    record->add_option("--duration", options.duration, "stop after this many seconds")->check(CLI::Range(0.001, 1e9));
    record->add_option("--filter", options.filter, "write only exchanges that match");
    record->add_option("--har", options.har, "write a HAR file, from all exchanges at the end: until then memory and a temporary file grow with the capture")->type_name("FILE");
    record->add_option("--jsonl", options.jsonl, "write one JSON object per line as exchanges end")->type_name("FILE");
    record->add_option("--save", options.save, "write a .cleartap file that can be opened again")->type_name("FILE");
    record->add_option("--secrets", options.secrets, "write the secrets of handshakes to a new file, as a key log; with them anybody can decrypt these connections (needs --tls-source secrets)")->type_name("FILE");
    record->add_option("--golden", options.golden, "write a file for tests to compare: sorted JSON lines without times, pids and ports (kept in memory until the end)")->type_name("FILE");
    record->add_option("--otlp", options.otlp, "send exchanges as spans to an OpenTelemetry collector, as they end (OTLP over HTTP, e.g. http://127.0.0.1:4318), or write them to a file")->type_name("URL|FILE");
    record->add_option("--metrics", options.metrics, "serve counts of exchanges to Prometheus at http://ADDRESS/metrics while recording; a port alone is on the loopback")->type_name("ADDRESS");
    addPackets(record, options);
    addChecks(record, options, true);
    record->footer("A file named - is standard output; what COMMAND writes there then goes to standard error.");
    record->add_flag("--mask-at-capture", options.maskAtCapture, "mask secrets before anything is written, in memory: no file gets them, --save holds masked rows, and bodies beyond 64 MiB are cut");
    addMasking(record, options);
    addProtos(record, options.protos);

    auto *watch = app.add_subcommand("watch", "show exchanges in the terminal as they end");
    addScope(watch, options.scope);
    addMachines(watch, options);
    addCallLimit(watch, options.callLimit);
    watch->add_option("FILE", options.in, "a saved .cleartap file, or a pcap or pcapng file, instead of the running processes");
    addKeyLog(watch, options.keyLog);
    addMaxBody(watch, options.bodyMax);
    addTlsSource(watch, options.tlsSource);
    watch->add_option("--filter", options.filter, "show only exchanges that match");
    watch->add_flag("--halves", options.halves, "show a call between two captured programs as two lines, one for each end");
    watch->add_option("--duration", options.duration, "stop after this many seconds")->check(CLI::Range(0.001, 1e9));

    addChecks(watch, options, true);
    addMaskRules(watch, options.maskRules);

    auto *coverage = app.add_subcommand("coverage", "list every process that uses TLS, and whether it can be read");
    addScope(coverage, options.scope);
    coverage->add_option("FILE", options.in, "a saved .cleartap file instead of the running processes");
    coverage->add_option("--duration", options.duration, "how many seconds to watch for TLS on sockets (default: 0.3)")->check(CLI::Range(0.001, 1e9));
    coverage->add_flag("--json", options.json, "as JSON");

    auto *doctor = app.add_subcommand("doctor", "check what works on this machine, and how to fix what does not");
    doctor->add_flag("--json", options.json, "as JSON");
    doctor->add_option("--plan", options.plan, "show where this program or library would be probed, and why there")
        ->check(CLI::ExistingFile);

    auto *convert = app.add_subcommand("convert", "convert between formats, chosen by file extension: .cleartap .har .jsonl .golden, and .pcapng if IN holds packets; IN may be pcap or pcapng");
    convert->add_option("IN", options.in, "- is standard input")->required();
    convert->add_option("OUT", options.out, "- is standard output, which gets HAR; none: only check IN");
    convert->add_option("--filter", options.filter, "write only exchanges that match");
    addKeyLog(convert, options.keyLog);
    addChecks(convert, options, false);
    addMaxBody(convert, options.bodyMax);
    convert->add_flag("--masked", options.masked, "mask secrets in a .cleartap file too: it then holds rows instead of the calls' bytes");
    addMasking(convert, options);
    addProtos(convert, options.protos);

    auto *mcp = app.add_subcommand("mcp", "serve agents: a server of the Model Context Protocol on standard input and output");
    mcp->add_option("FILE", options.files, "captures and HAR files to open at the start")->check(CLI::ExistingFile);
    mcp->add_flag("--allow-commands", options.allowCommands, "let agents run commands, with your rights, to observe them");
    addMaxBody(mcp, options.bodyMax);
    addMasking(mcp, options);
    addProtos(mcp, options.protos);
    mcp->footer("Agents may begin and end captures, list, count, read, compare and explain exchanges, and write new HAR files, with your rights and no more.\n"
                "Secrets in all of it are masked unless you say --unmasked here: agents cannot.");
}

std::expected<Options, Stop> parse(int argc, char **argv)
{
    Options options;
    CLI::App app;
    addVerbs(app, options);

    // Everything after -- is the command, whatever it looks like.
    int own = argc;
    for (int i = 1; i < argc; ++i) {
        if (strcmp(argv[i], "--") == 0) {
            own = i;
            options.command.assign(argv + i + 1, argv + argc);
            break;
        }
    }
    try {
        app.parse(own, argv);
    } catch (const CLI::ParseError &error) {
        // CLI11 only reports a missing subcommand, even for an unknown word or option.
        constexpr std::string_view verbs = "available commands: record, watch, coverage, doctor, convert, mcp";
        if (own < 2)
            return std::unexpected(Stop{Usage, fmt::format("A command is missing; {}.", verbs)});
        const auto all = app.get_subcommands([](const CLI::App *) { return true; });
        const auto isNamed = [&](const CLI::App *verb) { return verb->get_name() == argv[1]; };
        if (argv[1][0] != '-' && std::none_of(all.begin(), all.end(), isNamed))
            return std::unexpected(Stop{Usage, fmt::format("Unknown command {}; {}.", argv[1], verbs)});
        const std::string option = std::string(argv[1]).substr(0, strcspn(argv[1], "="));
        if (argv[1][0] == '-' && !app.get_option_no_throw(option))
            return std::unexpected(Stop{Usage, fmt::format("Unknown option {} before the command; {}.", option, verbs)});
        std::ostringstream out, err;
        const int status = app.exit(error, out, err);
        return std::unexpected(status == 0 ? Stop{Success, lastLine(out.str())} : Stop{Usage, lastLine(err.str())});
    }
    if (options.bodyMax == 0)
        options.bodyMax = UINT64_MAX;
    options.verb = app.got_subcommand("record") ? Verb::Record
        : app.got_subcommand("watch")           ? Verb::Watch
        : app.got_subcommand("coverage")        ? Verb::Coverage
        : app.got_subcommand("doctor")          ? Verb::Doctor
        : app.got_subcommand("mcp")             ? Verb::Mcp
                                                : Verb::Convert;
    if (options.verb == Verb::Watch && options.in.empty() && !options.keyLog.empty())
        return std::unexpected(Stop{Usage, "Only a pcap or pcapng file needs --keys: name the file."});
    if ((options.verb == Verb::Coverage || options.verb == Verb::Watch) && !options.in.empty() && (options.scope.named() || options.duration))
        return std::unexpected(Stop{Usage, "A saved file holds what was captured: leave out the scope and --duration."});
    if (options.withThisMachine && options.machines.empty())
        return std::unexpected(Stop{Usage, "--with-this-machine goes with --on: without it, this machine is what is captured."});
    if (!options.scope.exe.empty() && options.machines.empty())
        if (const std::string problem = CLI::ExistingFile(options.scope.exe); !problem.empty())
            return std::unexpected(Stop{Usage, "--exe: " + problem});
    if (options.verb == Verb::Watch && !options.in.empty() && !options.machines.empty())
        return std::unexpected(Stop{Usage, "A saved file holds what was captured: leave out --on."});
    if (own < argc && options.verb != Verb::Record)
        return std::unexpected(Stop{Usage, "Only record takes a command after --."});
    if (own < argc && options.command.empty())
        return std::unexpected(Stop{Usage, "A command is missing after --."});
    if (!options.secrets.empty() && options.tlsSource != wire::TlsSource::Secrets)
        return std::unexpected(Stop{Usage, "Only --tls-source secrets captures the secrets that --secrets writes."});
    if (options.fromPackets)
        options.tlsSource = wire::TlsSource::Secrets;
    if (options.fromPackets && options.snap)
        return std::unexpected(Stop{Usage, "--from-packets needs whole packets: leave out --snap."});
    if (options.pcapngSecrets && (options.pcapng.empty() || options.tlsSource != wire::TlsSource::Secrets))
        return std::unexpected(Stop{Usage, "--pcapng-secrets needs --pcapng FILE, and --tls-source secrets or --from-packets."});
    if (options.snap && !options.packets && options.pcapng.empty())
        return std::unexpected(Stop{Usage, "--snap is about packets: add --packets or --pcapng."});
    if (options.packets && options.pcapng.empty() && options.save.empty() && !options.fromPackets)
        return std::unexpected(Stop{Usage, "The packets would be written nowhere: name a file with --pcapng or --save."});
    if (options.packets && options.packets->size() > wire::interfacesMax)
        return std::unexpected(Stop{Usage, fmt::format("Name at most {} interfaces.", wire::interfacesMax)});
    if ((options.packets || options.fromPackets || !options.pcapng.empty()) && !options.machines.empty() && options.verb == Verb::Record)
        return std::unexpected(Stop{Usage, "Packets are captured on this machine alone: leave out --on."});
    if ((options.packets || options.fromPackets || !options.pcapng.empty()) && options.maskAtCapture)
        return std::unexpected(Stop{Usage, "Packets cannot be masked: leave out --mask-at-capture."});
    if (options.verb == Verb::Record && !options.hasChecks() && options.secrets.empty() && options.har.empty() && options.jsonl.empty() && options.save.empty() && options.golden.empty() && options.otlp.empty() && options.metrics.empty() && options.pcapng.empty())
        return std::unexpected(Stop{Usage, "Nothing would be written or checked: name a file with --har, --jsonl, --save, --golden, --otlp, --pcapng or --secrets, or add --metrics or a check."});
    if (options.maskAtCapture && (options.unmasked || !options.secrets.empty()))
        return std::unexpected(Stop{Usage, fmt::format("--mask-at-capture keeps no secret: leave out {}.", options.unmasked ? "--unmasked" : "--secrets")});
    if (options.maskAtCapture && !options.machines.empty())
        return std::unexpected(Stop{Usage, "--mask-at-capture masks on this machine alone: leave out --on."});
    if (!options.maskRules.empty() && options.unmasked)
        return std::unexpected(Stop{Usage, "--mask-rules and --unmasked contradict each other: leave out one."});
    if (!options.maskRules.empty() && !masksAnything(options))
        return std::unexpected(Stop{Usage, unmaskedText(options.verb)});
    if (options.masked && options.unmasked)
        return std::unexpected(Stop{Usage, "--masked and --unmasked contradict each other: leave out one."});
    if (options.verb == Verb::Convert && !options.hasChecks() && options.out.empty())
        return std::unexpected(Stop{Usage, "Name the file to write, or a check: --fail-on or --expect."});
    if (!options.report.empty() && !options.hasChecks())
        return std::unexpected(Stop{Usage, "There is nothing to report: add --until, --fail-on or --expect."});
    if (const auto twice = twoOutputsOfOneDescriptor(options))
        return std::unexpected(Stop{Usage, fmt::format("{} would be written twice: give one of the outputs another name.", *twice)});
    return options;
}

bool Options::writesToStandardOutput() const
{
    return std::ranges::any_of(outputs(*this), [](const std::string &path) { return base::descriptorOfPath(path) == 1; });
}

capture::LiveOptions liveOptionsOf(const Options &options)
{
    capture::LiveOptions live;
    live.ownScope = !options.scope.named();
    live.start = startOf(options.scope, 0);
    live.start.callLimit = options.callLimit;
    if (!options.capturesHere())
        live.machines.clear();
    for (const std::string &machine : options.machines) {
        capture::FarMachine far{machine};
        // Paths of another machine are looked up there.
        if (!options.scope.exe.empty()) {
            far.start = live.start;
            far.start->path = options.scope.exe;
        }
        live.machines.emplace_back(std::move(far));
    }
    return live;
}

wire::Start startOf(const Scope &scope, uint32_t child)
{
    wire::Start start;
    if (scope.all) {
        start.scope = wire::ScopeKind::All;
    } else if (scope.pid || (child && !scope.named())) {
        start.scope = wire::ScopeKind::Pid;
        start.id = scope.pid.value_or(child);
    } else if (scope.uid) {
        start.scope = wire::ScopeKind::Uid;
        start.id = *scope.uid;
    } else if (!scope.cgroup.empty()) {
        start.scope = wire::ScopeKind::Cgroup;
        start.path = scope.cgroup;
    } else if (!scope.exe.empty()) {
        start.scope = wire::ScopeKind::Exe;
        char resolved[PATH_MAX];
        start.path = realpath(scope.exe.c_str(), resolved) ? resolved : scope.exe;
    }
    return start;
}

} // namespace cli
