// SPDX-License-Identifier: GPL-3.0-or-later
// What happens to the machines of a capture, in sentences on standard error.
#pragma once

#include "app/capture/source.h"

#include <string>
#include <vector>

namespace cli {

// What changed from one state of a machine to the next; empty: nothing worth a line.
std::string linkText(const capture::MachineState &before, const capture::MachineState &now);

// Of one machine among several: what came from it, how late, and what was lost.
std::string summaryText(const capture::MachineState &machine);

class LinkReports
{
public:
    // Prints what has changed since the last call.
    void tell(const std::vector<capture::MachineState> &machines);
    // At the end: of each of several machines, what came and what is missing.
    void conclude() const;

private:
    std::vector<capture::MachineState> m_told;
};

} // namespace cli
