// SPDX-License-Identifier: GPL-3.0-or-later
// The command line as a value.
#pragma once

#include "app/capture/live_source.h"

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
    std::optional<double> duration;   // seconds
    uint32_t callLimit = 0;           // bytes captured of one call; 0: the helper's limit
    std::string filter;
    std::string har, jsonl, save;     // files to write; "-": standard output
    bool writesToStandardOutput() const;
    bool unmasked = false;
    std::vector<std::string> protos;  // record, convert: protobuf descriptions, files or folders
    bool json = false;                // coverage, doctor
    std::string plan;                 // doctor: file to plan
    std::string in, out;              // convert
    std::vector<std::string> command; // after --
};

struct Stop {
    int status;
    std::string text;                 // for standard output when status is 0, else for standard error
};

// Error: what to print before leaving (help and version too).
std::expected<Options, Stop> parse(int argc, char **argv);

// The scope as the helper takes it; `child` is the command's process, 0 without one.
wire::Start startOf(const Scope &, uint32_t child);

} // namespace cli
