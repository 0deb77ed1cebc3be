// SPDX-License-Identifier: GPL-3.0-or-later
#include "packaging/describe/command_table.h"

#include "app/cli/options.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace describe {

namespace {

std::vector<std::string> split(const std::string &text, char at)
{
    std::vector<std::string> parts;
    size_t begin = 0;
    for (size_t end = text.find(at); end != text.npos; end = text.find(at, begin)) {
        parts.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    parts.push_back(text.substr(begin));
    return parts;
}

// The library's name of a type is "TYPE:CHECK:CHECK".
void describeValue(const CLI::Option &option, OptionRow &row)
{
    if (option.get_expected_max() == 0) // a flag
        return;
    if (option.get_expected_min() == 0) {
        row.value = Value::Optional;
        row.shown = option.get_type_name();
        return;
    }
    const std::vector<std::string> words = split(option.get_type_name(), ':');
    const std::string &type = words.front();
    const auto isFile = [](const std::string &word) { return word.starts_with("FILE") || word.starts_with("PATH"); };
    if (type.find('|') != type.npos) {
        row.value = Value::Choice;
        row.choices = split(type, '|');
        row.shown = type;
    } else if (std::ranges::any_of(words, isFile)) {
        row.value = Value::File;
        row.shown = std::ranges::find_if(words, isFile)->substr(0, 4);
    } else if (type == "TEXT") {
        row.value = Value::Text;
        row.shown = type;
    } else {
        row.value = Value::Number;
        row.shown = type == "SIZE" ? type : type == "FLOAT" ? "SEC" : "N";
    }
}

OptionRow rowOf(const CLI::Option &option)
{
    OptionRow row;
    for (const std::string &name : option.get_snames())
        row.names.push_back('-' + name);
    for (const std::string &name : option.get_lnames())
        row.names.push_back("--" + name);
    row.help = option.get_description();
    describeValue(option, row);
    return row;
}

// The options of a group stand among those of its verb.
void addOptions(const CLI::App &app, std::vector<OptionRow> &options, std::vector<OptionRow> &operands)
{
    for (const CLI::Option *option : app.get_options()) {
        if (app.get_name().empty() && option == app.get_help_ptr())
            continue; // a group has its own, which cannot be given
        OptionRow row = rowOf(*option);
        if (row.names.empty()) {
            row.shown = option->get_name(true);
            row.value = Value::File;
        }
        (row.names.empty() ? operands : options).push_back(std::move(row));
    }
    for (const CLI::App *group : app.get_subcommands([](const CLI::App *one) { return one->get_name().empty(); }))
        addOptions(*group, options, operands);
}

} // namespace

CommandTable commandTable()
{
    cli::Options options;
    CLI::App app;
    cli::addVerbs(app, options);
    CommandTable table;
    std::vector<OptionRow> none;
    addOptions(app, table.options, none);
    for (const CLI::App *verb : app.get_subcommands([](const CLI::App *one) { return !one->get_name().empty(); })) {
        VerbRow row;
        row.name = verb->get_name();
        row.help = verb->get_description();
        row.footer = verb->get_footer();
        addOptions(*verb, row.options, row.operands);
        table.verbs.push_back(std::move(row));
    }
    return table;
}

} // namespace describe
