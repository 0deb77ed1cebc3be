// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/options.h"

#include "app/base/created_file.h"

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
    auto *group = verb->add_option_group("SCOPE", "which processes to capture (default: your own; with COMMAND: the command and its children)");
    group->add_option("--pid", scope.pid, "one process and its children")->check(CLI::Range(1u, 1u << 22));
    group->add_option("--exe", scope.exe, "processes that run this program")->check(CLI::ExistingFile);
    group->add_option("--uid", scope.uid, "processes of this user id");
    group->add_option("--cgroup", scope.cgroup, "processes in this control group, e.g. /system.slice/nginx.service; . is this terminal's own");
    group->add_flag("--all", scope.all, "every process on this machine");
    group->require_option(0, 1);
}

void addCallLimit(CLI::App *verb, uint32_t &limit)
{
    verb->add_option("--call-limit", limit, "bytes captured per call, e.g. 1M; the rest is a counted gap (default and maximum: 64M)")
        ->transform(CLI::AsSizeValue(false))
        ->check(CLI::Range(1u, 64u << 20));
}

void addTlsSource(CLI::App *verb, wire::TlsSource &source)
{
    // What is best is still the calls: they read every library, and connections older than the capture.
    const std::map<std::string, wire::TlsSource> sources{
        {"auto", wire::TlsSource::Calls}, {"calls", wire::TlsSource::Calls}, {"secrets", wire::TlsSource::Secrets}};
    verb->add_option_function<std::string>("--tls-source", [&source, sources](const std::string &name) { source = sources.at(name); },
                                           "how TLS is read: by calls of its library, or by the secrets of its handshakes, which costs the "
                                           "programs less but needs OpenSSL or GnuTLS, and connections from their start (default: auto, which means calls)")
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

std::array<std::string, 3> outputs(const Options &options)
{
    return {options.har, options.jsonl, options.save};
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

std::string lastLine(std::string text)
{
    while (!text.empty() && text.back() == '\n')
        text.pop_back();
    return text;
}

} // namespace

std::expected<Options, Stop> parse(int argc, char **argv)
{
    Options options;
    CLI::App app{"See the traffic of the programs on this machine: decrypted, without a proxy or a certificate."};
    app.name("cleartap-cli");
    app.set_version_flag("--version", "cleartap-cli " CLEARTAP_VERSION);
    app.require_subcommand(1);

    auto *record = app.add_subcommand("record", "capture to files; with -- COMMAND until the command ends");
    addScope(record, options.scope);
    addCallLimit(record, options.callLimit);
    addMaxBody(record, options.bodyMax);
    addTlsSource(record, options.tlsSource);
    record->add_option("--duration", options.duration, "stop after this many seconds")->check(CLI::Range(0.001, 1e9));
    record->add_option("--filter", options.filter, "write only exchanges that match");
    record->add_option("--har", options.har, "write a HAR file");
    record->add_option("--jsonl", options.jsonl, "write one JSON object per line as exchanges end");
    record->add_option("--save", options.save, "write a .cleartap file that can be opened again");
    record->add_option("--secrets", options.secrets, "write the secrets of handshakes to a new file, as a key log; with them anybody can decrypt these connections (needs --tls-source secrets)");
    record->footer("A file named - is standard output; what COMMAND writes there then goes to standard error.");
    record->add_flag("--unmasked", options.unmasked, "do not mask secrets");
    addProtos(record, options.protos);

    auto *watch = app.add_subcommand("watch", "show exchanges in the terminal as they end");
    addScope(watch, options.scope);
    addCallLimit(watch, options.callLimit);
    addMaxBody(watch, options.bodyMax);
    addTlsSource(watch, options.tlsSource);
    watch->add_option("--filter", options.filter, "show only exchanges that match");
    watch->add_option("--duration", options.duration, "stop after this many seconds")->check(CLI::Range(0.001, 1e9));

    auto *coverage = app.add_subcommand("coverage", "list every process that uses TLS, and whether it can be read");
    addScope(coverage, options.scope);
    coverage->add_option("FILE", options.in, "a saved .cleartap file instead of the running processes");
    coverage->add_option("--duration", options.duration, "how many seconds to watch for TLS on sockets (default: 0.3)")->check(CLI::Range(0.001, 1e9));
    coverage->add_flag("--json", options.json, "as JSON");

    auto *doctor = app.add_subcommand("doctor", "check what works on this machine, and how to fix what does not");
    doctor->add_flag("--json", options.json, "as JSON");
    doctor->add_option("--plan", options.plan, "show where this program or library would be probed, and why there")
        ->check(CLI::ExistingFile);

    auto *convert = app.add_subcommand("convert", "convert between formats, chosen by file extension: .cleartap .har .jsonl");
    convert->add_option("IN", options.in, "- is standard input")->required();
    convert->add_option("OUT", options.out, "- is standard output, which gets HAR")->required();
    convert->add_option("--filter", options.filter, "write only exchanges that match");
    addMaxBody(convert, options.bodyMax);
    convert->add_flag("--unmasked", options.unmasked, "do not mask secrets");
    addProtos(convert, options.protos);

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
        constexpr std::string_view verbs = "available commands: record, watch, coverage, doctor, convert";
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
    options.verb = record->parsed() ? Verb::Record
        : watch->parsed()           ? Verb::Watch
        : coverage->parsed()        ? Verb::Coverage
        : doctor->parsed()          ? Verb::Doctor
                                    : Verb::Convert;
    if (options.verb == Verb::Coverage && !options.in.empty() && (options.scope.named() || options.duration))
        return std::unexpected(Stop{Usage, "A saved file holds what was captured: leave out the scope and --duration."});
    if (own < argc && options.verb != Verb::Record)
        return std::unexpected(Stop{Usage, "Only record takes a command after --."});
    if (own < argc && options.command.empty())
        return std::unexpected(Stop{Usage, "A command is missing after --."});
    if (!options.secrets.empty() && options.tlsSource != wire::TlsSource::Secrets)
        return std::unexpected(Stop{Usage, "Only --tls-source secrets captures the secrets that --secrets writes."});
    if (options.verb == Verb::Record && options.secrets.empty() && options.har.empty() && options.jsonl.empty() && options.save.empty())
        return std::unexpected(Stop{Usage, "Nothing would be written: name a file with --har, --jsonl, --save or --secrets."});
    if (const auto twice = twoOutputsOfOneDescriptor(options))
        return std::unexpected(Stop{Usage, fmt::format("{} would be written twice: give one of the outputs another name.", *twice)});
    return options;
}

bool Options::writesToStandardOutput() const
{
    return std::ranges::any_of(outputs(*this), [](const std::string &path) { return base::descriptorOfPath(path) == 1; });
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
