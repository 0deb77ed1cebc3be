// SPDX-License-Identifier: GPL-3.0-or-later
// Finds functions by name, in this order: dynamic symbols, symbol table, .gnu_debugdata; each source is searched only
// for names that the earlier ones did not have.
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
    uint64_t size = 0; // bytes; 0 if the table does not say
};

struct FoundFunctions {
    std::map<std::string, Function, std::less<>> byName;
    std::string foundBy; // the sources that contributed, best first: "dynamic symbols, symbol table"
    bool stripped = false; // there is no symbol table except the dynamic one

    const Function *find(std::string_view name) const
    {
        const auto found = byName.find(name);
        return found == byName.end() ? nullptr : &found->second;
    }
};

FoundFunctions findFunctions(const ElfImage &image, const std::set<std::string_view> &wanted);

} // namespace analyzer
