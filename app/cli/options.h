// SPDX-License-Identifier: GPL-3.0-or-later
// The command line as a value.
#pragma once

#include "app/capture/live_source.h"
#include "app/exchange/builder.h"
#include "app/masking/masker.h"

#include <expected>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace cli {

// Exit statuses of cleartap-cli; record with a command exits with the command's own.
enum Exit : int { Success = 0, Usage = 2, NoPrivilege = 3, BadFile = 4, Unmet = 5 };

enum class Verb { Record, Watch, Coverage, Doctor, Convert, Mcp };

struct Scope {
    std::optional<uint32_t> pid, uid;
    std::string exe, cgroup;
    bool all = false;
    bool named() const { return pid || uid || !exe.empty() || !cgroup.empty() || all; }
};

struct Options {
    Verb verb = Verb::Record;
    Scope scope;
    std::vector<std::string> machines;   // record, watch: other machines to capture, through ssh
    bool withThisMachine = false;        // likewise: this one too
    bool capturesHere() const { return machines.empty() || withThisMachine; }
    std::optional<double> duration;   // seconds; record, watch, coverage
    wire::TlsSource tlsSource = wire::TlsSource::Either;   // record, watch
    uint32_t callLimit = 0;           // bytes captured per call; 0: the helper's limit
    uint64_t bodyMax = exchange::bodyMaxUsual;   // bytes kept per body; UINT64_MAX: all
    std::string filter;
    std::string secrets;              // record: file for the secrets of handshakes; empty: none
    std::optional<std::vector<std::string>> packets;   // record: interfaces at which packets are captured; empty: loopback, and those that are up
    uint32_t snap = 0;                // likewise: bytes of each packet; 0: all
    bool fromPackets = false;         // record: exchanges are read from packets
    bool pcapngSecrets = false;       // likewise: the secrets of handshakes go into the pcapng file
    std::string har, jsonl, save, golden, pcapng;   // files to write; "-": standard output
    std::string otlp;                 // record: a collector's URL, or a file
    std::string metrics;              // record: where to listen for scrapers; empty: nowhere
    std::string until;                // record, watch: a filter; the recording ends when an exchange matches it
    std::string failOn;               // record, watch, convert: a filter that nothing may match
    std::string expect;               // likewise: a file of expectations
    std::string report;               // likewise: a file for the results, as JUnit XML
    bool writesToStandardOutput() const;
    bool hasChecks() const { return !until.empty() || !failOn.empty() || !expect.empty(); }
    bool unmasked = false;
    bool maskAtCapture = false;       // record: before anything is written
    bool masked = false;              // convert: mask in a .cleartap file too
    bool halves = false;              // watch: a line for each half of a call between two programs of this machine
    masking::Mode maskMode = masking::Mode::Tag;   // record, convert, mcp
    std::string maskRules;            // likewise, and watch: a file with rules besides the user's own; empty: none
    std::vector<std::string> protos;  // record, convert: protobuf descriptors, files or folders
    bool json = false;                // coverage, doctor
    std::string plan;                 // doctor: file to plan
    std::string in, out;              // convert; watch, coverage: in, empty for the running processes
    std::string keyLog;               // convert, watch: a file with the secrets for packets of another program, or for pcapng; empty: none
    std::vector<std::string> command; // after --
    bool allowCommands = false;       // mcp: agents may run commands
    std::vector<std::string> files;   // mcp: captures to open at the start
};

struct Stop {
    int status;
    std::string text;                 // for standard output if status is 0, otherwise for standard error
};

// The verbs with their options, bound to `options`, which must live as long: for parse(), completions and the manual.
void addVerbs(CLI::App &app, Options &options);

// Error: what to print before exiting (including help and version).
std::expected<Options, Stop> parse(int argc, char **argv);

// The scope in the helper's form; `child` is the command's process, 0 if none.
wire::Start startOf(const Scope &, uint32_t child);
// The same with where it is, and without the child: its files, and how TLS is read, are the caller's.
capture::LiveOptions liveOptionsOf(const Options &);

} // namespace cli
