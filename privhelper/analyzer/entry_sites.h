// SPDX-License-Identifier: GPL-3.0-or-later
// The sites of functions of which only the arguments are needed, or the return and perhaps the returned count: the cheapest of the
// instructions that every call executes first, while the arguments are still in their registers.
#pragma once

#include "privhelper/analyzer/data_sites.h"

#include <optional>

namespace analyzer {

struct EntryFunction {
    std::string_view name;
    Role role;
    int arguments;    // this many must still be in their registers
    bool wantsReturn; // only instructions at which the return address is still on top of the stack
};

// nullopt if the file does not define the function, or the kernel accepts no probe there.
std::optional<Site> chooseEntrySite(const EntryFunction &wanted, const Surroundings &around);
// The same for a function that was not found by its name.
std::optional<Site> chooseEntrySite(const EntryFunction &wanted, const Function &function, const Surroundings &around);

} // namespace analyzer
