// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/coverage_advice.h"

namespace exchange {

std::string_view adviceOn(const Coverage &line)
{
    if (line.readable)
        return {};
    if (!line.known)
        return "Start the capture again once this program is running, so that its files are examined again.";
    // Its functions were found, so what is missing is the kernel's.
    if (!line.foundBy.empty() && !line.path.empty())
        return "cleartap-cli doctor tells what this kernel lacks.";
    // Either end of a connection shows both directions.
    return "Capture the program at the other end of the connection if it runs on this machine.";
}

} // namespace exchange
