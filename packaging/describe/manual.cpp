// SPDX-License-Identifier: GPL-3.0-or-later
#include "packaging/describe/command_table.h"

#include <fmt/format.h>

namespace describe {

namespace {

// man(7): a line must not begin with a dot or a quote, and hyphens of options are no hyphens of words.
std::string roff(const std::string &text)
{
    std::string out;
    for (const char c : text) {
        if (c == '\\')
            out += "\\e";
        else if (c == '-')
            out += "\\-";
        else
            out += c;
    }
    return out.starts_with('.') || out.starts_with('\'') ? "\\&" + out : out;
}

std::string sentence(std::string text)
{
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z')
        text[0] = char(text[0] - 'a' + 'A');
    return text.ends_with('.') ? text : text + '.';
}

} // namespace

std::string manualOfVerbs(const CommandTable &table)
{
    std::string text;
    for (const VerbRow &verb : table.verbs) {
        text += fmt::format(".SS {}\n{}\n", roff(verb.name), roff(sentence(verb.help)));
        for (const OptionRow &operand : verb.operands)
            text += fmt::format(".TP\n.I {}\n{}\n", roff(operand.shown), roff(sentence(operand.help.empty() ? "a file" : operand.help)));
        for (const OptionRow &option : verb.options) {
            std::string names;
            for (const std::string &name : option.names)
                names += fmt::format("{}\\fB{}\\fR", names.empty() ? "" : ", ", roff(name));
            const bool optional = option.value == Value::Optional;
            text += fmt::format(".TP\n{}{}{}{}{}\n{}\n", names, option.shown.empty() ? "" : optional ? "[=\\fI" : " \\fI", roff(option.shown), option.shown.empty() ? "" : "\\fR",
                                optional ? "]" : "", roff(sentence(option.help)));
        }
        if (!verb.footer.empty())
            text += fmt::format(".PP\n{}\n", roff(verb.footer));
    }
    return text;
}

} // namespace describe
