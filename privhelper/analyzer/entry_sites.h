// SPDX-License-Identifier: GPL-3.0-or-later
// The sites of functions whose arguments alone are wanted, or whose return is but not a count: the cheapest instruction
// among those that each call executes first, while the arguments are still in their registers.
#pragma once

#include "privhelper/analyzer/data_sites.h"

#include <optional>

namespace analyzer {

struct EntryFunction {
    std::string_view name;
    Role role;
    int arguments;    // the first so many must still be in their registers
    bool wantsReturn; // then only the first instruction will do: elsewhere the return address is not on top of the stack
};

// Nothing where the file does not define the function, or the kernel takes no probe there.
std::optional<Site> chooseEntrySite(const EntryFunction &wanted, const Surroundings &around);
// The same for a function that was found in another way than by its name.
std::optional<Site> chooseEntrySite(const EntryFunction &wanted, const Function &function, const Surroundings &around);

} // namespace analyzer
