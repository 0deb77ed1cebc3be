// SPDX-License-Identifier: GPL-3.0-or-later
// The terminal program's verbs and options as rows, read from the table that parses its command line.
#pragma once

#include <string>
#include <vector>

namespace describe {

enum class Value { None, File, Choice, Number, Text, Optional }; // Optional: only as --name=value

struct OptionRow {
    std::vector<std::string> names; // with their dashes; empty: an operand
    std::string help;
    std::string shown;              // what stands for the value: FILE, N, auto|calls; empty for a flag
    Value value = Value::None;
    std::vector<std::string> choices;
};

struct VerbRow {
    std::string name, help, footer;
    std::vector<OptionRow> options, operands;
};

struct CommandTable {
    std::vector<OptionRow> options; // of the program itself
    std::vector<VerbRow> verbs;
};

CommandTable commandTable();

// Text of a completion script for cleartap-cli.
std::string bashCompletion(const CommandTable &table);
std::string zshCompletion(const CommandTable &table);
std::string fishCompletion(const CommandTable &table);

// man(7) source: a subsection for each verb.
std::string manualOfVerbs(const CommandTable &table);

} // namespace describe
