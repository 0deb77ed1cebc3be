// SPDX-License-Identifier: GPL-3.0-or-later
// The sites of functions that move plaintext: (object, buffer, length, …). A library's public functions often pass
// their arguments on to one internal function; a probe on its first instruction, if the kernel can emulate it, costs
// one trap instead of the public symbol's trap and single step.
#pragma once

#include "privhelper/analyzer/function_flow.h"
#include "privhelper/analyzer/plan.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace analyzer {

struct DataFunction {
    std::string_view name;
    Result result; // at its own entry
};

struct Family {
    Role role;
    std::vector<DataFunction> members;
    // A function that returns the count may call one that returns success and writes the count through its fourth or
    // fifth argument. Only with a library's own conventions is that more than a guess.
    bool countsThroughPointers = true;
};

// What the choice needs to know about the file.
struct Surroundings {
    const ElfImage &image;
    const FoundFunctions &functions;
    const Linkage &linkage;
    std::set<std::string_view> harmless; // functions that never move data, whatever their arguments: error reporting
    std::set<uint64_t> foreign;          // public functions of other families: never traced into
};

// One or more sites for the family's functions defined in the file, so that each call to any of them hits exactly one.
std::vector<Site> chooseDataSites(const Family &family, const Surroundings &around);

} // namespace analyzer
