// SPDX-License-Identifier: GPL-3.0-or-later
// The sites of functions that move plaintext: (object, buffer, length, …). Behind the public functions of a library there
// is often one internal function that they all pass their arguments to; a probe on its first instruction, if the kernel
// emulates it, costs one trap where the public symbol costs a trap and a single step.
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
    // A function that returns the count may call one that returns success, and writes the count through its fourth or
    // fifth argument. Only a library's own conventions make that more than a guess.
    bool countsThroughPointers = true;
};

// What the choice needs to know about the file.
struct Surroundings {
    const ElfImage &image;
    const FoundFunctions &functions;
    const Linkage &linkage;
    std::set<std::string_view> harmless; // functions that never move data, whatever registers hold: error reporting
    std::set<uint64_t> foreign;          // public functions of other families: never looked through
};

// One site or more for the family's functions that the file defines, so that each call of any of them hits exactly one.
std::vector<Site> chooseDataSites(const Family &family, const Surroundings &around);

} // namespace analyzer
