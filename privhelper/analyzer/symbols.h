// SPDX-License-Identifier: GPL-3.0-or-later
// Where the wanted functions are, by name. The ladder of finding: dynamic symbols, symbol table, .gnu_debugdata; each
// rung is asked only for the names that the rungs before it did not have.
#pragma once

#include "privhelper/analyzer/elf_image.h"

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace analyzer {

struct Function {
    std::string name;
    uint64_t address = 0;
    uint64_t size = 0; // bytes; 0 when the table does not say
};

struct FoundFunctions {
    std::map<std::string, Function, std::less<>> byName;
    std::string foundBy; // the rungs that gave something, best first: "dynamic symbols, symbol table"
    bool stripped = false; // there is no symbol table besides the dynamic one

    const Function *find(std::string_view name) const
    {
        const auto found = byName.find(name);
        return found == byName.end() ? nullptr : &found->second;
    }
};

FoundFunctions findFunctions(const ElfImage &image, const std::set<std::string_view> &wanted);

} // namespace analyzer
