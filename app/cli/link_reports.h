// SPDX-License-Identifier: GPL-3.0-or-later
// What happens to the links to other machines, in sentences on standard error.
#pragma once

#include "app/capture/source.h"

#include <string>
#include <vector>

namespace cli {

// What changed from one state of a machine to the next; empty: nothing worth a line.
std::string linkText(const capture::MachineState &before, const capture::MachineState &now);

class LinkReports
{
public:
    // Prints what has changed since the last call.
    void tell(const std::vector<capture::MachineState> &machines);
    // At the end: what is missing of each machine.
    void conclude() const;

private:
    std::vector<capture::MachineState> m_told;
};

} // namespace cli
