// SPDX-License-Identifier: GPL-3.0-or-later
#include "packaging/describe/command_table.h"

#include <fmt/format.h>

#include <algorithm>

namespace describe {

namespace {

// Help texts are read beside the option: up to the first mark that begins a further explanation.
std::string shortHelp(const std::string &help)
{
    return help.substr(0, std::min({help.find(';'), help.find(": "), help.find(" ("), help.find(", e.g.")}));
}

std::string escaped(const std::string &text, std::string_view marks)
{
    std::string out;
    for (const char c : text) {
        if (marks.find(c) != marks.npos)
            out += '\\';
        out += c;
    }
    return out;
}

// In single quotes of a shell.
std::string quoted(const std::string &text)
{
    std::string out = "'";
    for (const char c : text)
        out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + '\'';
}

std::string namesOf(const std::vector<OptionRow> &options)
{
    std::string names;
    for (const OptionRow &option : options)
        names += fmt::format("{}{}", names.empty() ? "" : " ", fmt::join(option.names, " "));
    return names;
}

std::string verbNames(const CommandTable &table)
{
    std::string names;
    for (const VerbRow &verb : table.verbs)
        names += (names.empty() ? "" : " ") + verb.name;
    return names;
}

std::string bashValues(const VerbRow &verb)
{
    std::string cases;
    for (const OptionRow &option : verb.options) {
        const std::string names = fmt::format("{}", fmt::join(option.names, "|"));
        switch (option.value) {
        case Value::None:
        case Value::Optional: break;
        case Value::File: cases += fmt::format("                {}) return ;;\n", names); break;
        case Value::Choice:
            cases += fmt::format("                {}) COMPREPLY=($(compgen -W '{}' -- \"$cur\")); return ;;\n", names, fmt::join(option.choices, " "));
            break;
        case Value::Number:
        case Value::Text: cases += fmt::format("                {}) compopt +o default; return ;;\n", names); break;
        }
    }
    return cases;
}

std::string zshValue(const OptionRow &option)
{
    switch (option.value) {
    case Value::None: return {};
    case Value::File: return ":file:_files";
    case Value::Choice: return fmt::format(":value:({})", fmt::join(option.choices, " "));
    case Value::Optional: return fmt::format("::{}: ", escaped(option.shown, ":"));
    case Value::Number:
    case Value::Text: break;
    }
    return fmt::format(":{}: ", option.shown);
}

std::string zshOption(const OptionRow &option)
{
    const std::string help = escaped(shortHelp(option.help), "[]:\\");
    std::string lines;
    for (const std::string &name : option.names)
        lines += fmt::format("                {} \\\n", quoted(fmt::format("{}{}[{}]{}", name, option.value == Value::Optional ? "=-" : "", help, zshValue(option))));
    return lines;
}

std::string fishOption(const std::string &condition, const OptionRow &option)
{
    std::string line = fmt::format("complete -c cleartap-cli -n {}", quoted(condition));
    for (const std::string &name : option.names)
        line += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    switch (option.value) {
    case Value::None:
    case Value::Optional: break;
    case Value::File: line += " -r -F"; break;
    case Value::Choice: line += fmt::format(" -x -a {}", quoted(fmt::format("{}", fmt::join(option.choices, " ")))); break;
    case Value::Number:
    case Value::Text: line += " -x"; break;
    }
    return line + " -d " + quoted(shortHelp(option.help)) + '\n';
}

} // namespace

std::string bashCompletion(const CommandTable &table)
{
    std::string verbs;
    for (const VerbRow &verb : table.verbs) {
        verbs += fmt::format("        {})\n            case $prev in\n{}            esac\n", verb.name, bashValues(verb));
        verbs += fmt::format("            [[ $cur == -* ]] && COMPREPLY=($(compgen -W '{}' -- \"$cur\"))\n            ;;\n", namesOf(verb.options));
    }
    return fmt::format(R"(# bash completion for cleartap-cli
_cleartap_cli() {{
    local cur=${{COMP_WORDS[COMP_CWORD]}} prev=${{COMP_WORDS[COMP_CWORD-1]}} i
    COMPREPLY=()
    for ((i = 2; i < COMP_CWORD; i++)); do
        [[ ${{COMP_WORDS[i]}} == -- ]] || continue
        if declare -F _command_offset >/dev/null; then
            _command_offset $((i + 1))
        elif ((COMP_CWORD == i + 1)); then
            COMPREPLY=($(compgen -c -- "$cur"))
        fi
        return
    done
    if ((COMP_CWORD == 1)); then
        compopt +o default
        COMPREPLY=($(compgen -W '{} {}' -- "$cur"))
        return
    fi
    case ${{COMP_WORDS[1]}} in
{}    esac
}}
complete -o default -F _cleartap_cli cleartap-cli
)", verbNames(table), namesOf(table.options), verbs);
}

std::string zshCompletion(const CommandTable &table)
{
    std::string descriptions, verbs, options;
    for (const OptionRow &option : table.options)
        options += zshOption(option);
    for (const VerbRow &verb : table.verbs) {
        descriptions += fmt::format("                {}\n", quoted(verb.name + ':' + escaped(shortHelp(verb.help), ":\\")));
        verbs += fmt::format("        {})\n            _arguments \\\n", verb.name);
        for (const OptionRow &option : verb.options)
            verbs += zshOption(option);
        for (const OptionRow &operand : verb.operands)
            verbs += fmt::format("                {} \\\n", quoted(fmt::format(":{}:_files", operand.shown)));
        verbs += verb.name == "record" ? "                '*::command:_normal'\n            ;;\n" : "                && return\n            ;;\n";
    }
    return fmt::format(R"(#compdef cleartap-cli
local state line
_arguments -C \
{}                '1:verb:->verb' \
                '*::argument:->argument'
case $state in
verb)
    local -a verbs=(
{}    )
    _describe verb verbs
    ;;
argument)
    case $line[1] in
{}    esac
    ;;
esac
)", options, descriptions, verbs);
}

std::string fishCompletion(const CommandTable &table)
{
    std::string text = "# fish completion for cleartap-cli\n";
    text += "complete -c cleartap-cli -n __fish_use_subcommand -f\n";
    for (const OptionRow &option : table.options)
        text += fishOption("__fish_use_subcommand", option);
    for (const VerbRow &verb : table.verbs) {
        text += fmt::format("complete -c cleartap-cli -n __fish_use_subcommand -f -a {} -d {}\n", verb.name, quoted(shortHelp(verb.help)));
        for (const OptionRow &option : verb.options)
            text += fishOption("__fish_seen_subcommand_from " + verb.name, option);
    }
    return text + "complete -c cleartap-cli -n 'contains -- -- (commandline -opc)' -x -a '(__fish_complete_subcommand --fcs-skip=2)'\n";
}

} // namespace describe
