// SPDX-License-Identifier: GPL-3.0-or-later
// What agents can do: each tool is a row with the words from which a model learns when to use it.
#pragma once

#include "app/agents/arguments.h"
#include "app/agents/captures.h"
#include "app/agents/exchange_view.h"
#include "app/cli/options.h"
#include "app/filter/filter.h"

#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace agents {

// What a server has: one for each process.
struct Workbench {
    const cli::Options &options;     // how the person started it
    ExchangeView view;
    Captures captures = {};
};

// One request: tells its client how far it is, and learns whether the answer is still wanted.
struct Turn {
    std::function<void(double done, double all, const std::string &words)> progress;
    std::function<bool()> cancelled;
};

// An object; or a sentence that says what went wrong, and what to do instead.
using Answer = std::expected<Json, std::string>;

struct Tool {
    std::string_view name, title, description;
    std::string_view input;          // JSON Schema 2020-12 of the arguments
    std::string_view output = {};    // of the answer; empty: none
    bool onlyReads = true;           // changes nothing on this machine
    Answer (*call)(Workbench &, Arguments &, const Turn &);
};

// All of them, in the order in which they are listed.
std::span<const Tool> tools();
const Tool *findTool(std::string_view name);

std::span<const Tool> captureTools();     // begin and end captures
std::span<const Tool> exchangeTools();    // look at what they hold
std::span<const Tool> machineTools();     // this machine; files

// The argument "capture", or why there is none of that name.
using NamedCapture = std::expected<std::shared_ptr<OpenCapture>, std::string>;
NamedCapture captureOf(Workbench &, Arguments &);
NamedCapture captureOf(const Workbench &, const std::string &id);
// Why nothing can be done: an argument is wrong, or there is no such capture. Asked once all arguments have been read.
std::optional<std::string> refusal(const Arguments &, const NamedCapture &);
// The argument "filter". Error: a sentence.
std::expected<filter::Filter, std::string> filterOf(Arguments &);

} // namespace agents
