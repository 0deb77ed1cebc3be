// SPDX-License-Identifier: GPL-3.0-or-later
// The command line as a value.
#pragma once

#include "app/capture/live_source.h"
#include "app/exchange/builder.h"

#include <expected>
#include <optional>
#include <string>
#include <vector>

namespace cli {

// Exit statuses of cleartap-cli; record with a command exits with the command's own.
enum Exit : int { Success = 0, Usage = 2, NoPrivilege = 3, BadFile = 4 };

enum class Verb { Record, Watch, Coverage, Doctor, Convert };

struct Scope {
    std::optional<uint32_t> pid, uid;
    std::string exe, cgroup;
    bool all = false;
    bool named() const { return pid || uid || !exe.empty() || !cgroup.empty() || all; }
};

struct Options {
    Verb verb = Verb::Record;
    Scope scope;
    std::optional<double> duration;   // seconds; record, watch, coverage
    wire::TlsSource tlsSource = wire::TlsSource::Calls;   // record, watch
    uint32_t callLimit = 0;           // bytes captured per call; 0: the helper's limit
    uint64_t bodyMax = exchange::bodyMaxUsual;   // bytes kept per body; UINT64_MAX: all
    std::string filter;
    std::string secrets;              // record: file for the secrets of handshakes; empty: none
    std::string har, jsonl, save;     // files to write; "-": standard output
    bool writesToStandardOutput() const;
    bool unmasked = false;
    std::vector<std::string> protos;  // record, convert: protobuf descriptors, files or folders
    bool json = false;                // coverage, doctor
    std::string plan;                 // doctor: file to plan
    std::string in, out;              // convert; coverage: in, empty for the running processes
    std::vector<std::string> command; // after --
};

struct Stop {
    int status;
    std::string text;                 // for standard output if status is 0, otherwise for standard error
};

// Error: what to print before exiting (including help and version).
std::expected<Options, Stop> parse(int argc, char **argv);

// The scope in the helper's form; `child` is the command's process, 0 if none.
wire::Start startOf(const Scope &, uint32_t child);

} // namespace cli
