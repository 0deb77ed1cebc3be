// SPDX-License-Identifier: GPL-3.0-or-later
// Prints the completion of cleartap-cli for a shell, or the verbs of its manual page: run while building, not installed.
#include "packaging/describe/command_table.h"

#include <cstdio>
#include <string_view>

int main(int argc, char *argv[])
{
    const std::string_view form = argc == 2 ? argv[1] : "";
    const describe::CommandTable table = describe::commandTable();
    std::string text;
    if (form == "bash")
        text = describe::bashCompletion(table);
    else if (form == "zsh")
        text = describe::zshCompletion(table);
    else if (form == "fish")
        text = describe::fishCompletion(table);
    else if (form == "man")
        text = describe::manualOfVerbs(table);
    else {
        std::fputs("usage: describe_cli bash|zsh|fish|man\n", stderr);
        return 2;
    }
    return std::fputs(text.c_str(), stdout) < 0 || std::fflush(stdout) != 0 ? 1 : 0;
}
