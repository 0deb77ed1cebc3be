// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/link_reports.h"

#include "app/capture/ssh.h"

#include <fmt/format.h>

#include <cmath>

namespace cli {

namespace {

double seconds(int64_t ns)
{
    return double(ns) / 1e9;
}

std::string clockText(const capture::MachineState &machine)
{
    return fmt::format("its clock is {:.3f} s {} this machine's, give or take {:.1f} ms; times are shown by this machine's",
                       std::abs(seconds(machine.clockOffsetNs)), machine.clockOffsetNs < 0 ? "behind" : "ahead of", double(machine.clockUncertaintyNs) / 1e6);
}

} // namespace

std::string linkText(const capture::MachineState &before, const capture::MachineState &now)
{
    const std::string name = capture::machineName(now.destination);
    if (now.state == capture::LinkState::Lost && (before.state != capture::LinkState::Lost || before.losses != now.losses))
        return fmt::format("{}: the link is lost ({}); what its programs do is not captured until it is back", name, now.reason);
    if (now.state == capture::LinkState::Live && before.missedNs != now.missedNs)
        return fmt::format("{}: the link is back; {:.1f} s are missing", name, seconds(now.missedNs - before.missedNs));
    if (before.name.empty() && !now.name.empty())
        return fmt::format("{}: linked ({}); {}", name, now.name, clockText(now));
    return {};
}

void LinkReports::tell(const std::vector<capture::MachineState> &machines)
{
    m_told.resize(machines.size());
    for (size_t i = 0; i < machines.size(); ++i) {
        if (const std::string text = linkText(m_told[i], machines[i]); !text.empty())
            fmt::print(stderr, "{}\n", text);
        m_told[i] = machines[i];
    }
}

void LinkReports::conclude() const
{
    for (const capture::MachineState &machine : m_told)
        if (machine.losses > 0)
            fmt::print(stderr, "{}: the link was lost {}; at least {:.1f} s are missing\n", capture::machineName(machine.destination),
                       machine.losses == 1 ? "once" : fmt::format("{} times", machine.losses), seconds(machine.missedNs));
}

} // namespace cli
