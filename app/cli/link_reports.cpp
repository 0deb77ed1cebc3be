// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/link_reports.h"

#include "app/capture/ssh.h"
#include "app/cli/error_text.h"

#include <fmt/format.h>

#include <cmath>

namespace cli {

namespace {

double seconds(int64_t ns)
{
    return double(ns) / 1e9;
}

constexpr int64_t lateNs = 2'000'000'000;   // what comes later than this is worth a line

std::string nameOf(const capture::MachineState &machine)
{
    return machine.isHere() ? "this machine" : capture::machineName(machine.destination);
}

bool isLate(const capture::MachineState &machine)
{
    return machine.lagNs > lateNs;
}

std::string clockText(const capture::MachineState &machine)
{
    return fmt::format("its clock is {:.3f} s {} this machine's, give or take {:.1f} ms; times are shown by this machine's",
                       std::abs(seconds(machine.clockOffsetNs)), machine.clockOffsetNs < 0 ? "behind" : "ahead of", double(machine.clockUncertaintyNs) / 1e6);
}

} // namespace

std::string linkText(const capture::MachineState &before, const capture::MachineState &now)
{
    const std::string name = nameOf(now);
    if (now.state == capture::LinkState::Over && now.failure && !before.failure)
        return fmt::format("{}: its capture ended, others go on: {}", name, errorText(*now.failure));
    if (now.state == capture::LinkState::Lost && (before.state != capture::LinkState::Lost || before.losses != now.losses))
        return fmt::format("{}: the link is lost ({}); what its programs do is not captured until it is back", name, now.reason);
    if (now.state == capture::LinkState::Live && before.missedNs != now.missedNs)
        return fmt::format("{}: the link is back; {:.1f} s are missing", name, seconds(now.missedNs - before.missedNs));
    if (before.name.empty() && !now.name.empty() && !now.isHere())
        return fmt::format("{}: linked ({}); {}", name, now.name, clockText(now));
    if (isLate(now) && !isLate(before))
        return fmt::format("{}: what it sends comes {:.1f} s late", name, seconds(now.lagNs));
    return {};
}

std::string summaryText(const capture::MachineState &machine)
{
    const std::string lag = machine.lagNs < 0 ? "" : fmt::format(", the newest {:.0f} ms late", double(machine.lagNs) / 1e6);
    return fmt::format("{}: {:.1f} MB received{}, {} events lost", nameOf(machine), double(machine.receivedBytes) / 1e6, lag, machine.lostEvents);
}

void LinkReports::tell(const std::vector<capture::MachineState> &machines)
{
    m_told.resize(machines.size());
    for (size_t i = 0; i < machines.size(); ++i) {
        // The capture of one machine alone says itself how it ended.
        if (const std::string text = machines.size() == 1 && machines[i].isHere() ? "" : linkText(m_told[i], machines[i]); !text.empty())
            fmt::print(stderr, "{}\n", text);
        m_told[i] = machines[i];
    }
}

void LinkReports::conclude() const
{
    if (m_told.size() > 1)
        for (const capture::MachineState &machine : m_told)
            fmt::print(stderr, "{}\n", summaryText(machine));
    for (const capture::MachineState &machine : m_told)
        if (machine.losses > 0)
            fmt::print(stderr, "{}: the link was lost {}; at least {:.1f} s are missing\n", nameOf(machine),
                       machine.losses == 1 ? "once" : fmt::format("{} times", machine.losses), seconds(machine.missedNs));
}

} // namespace cli
