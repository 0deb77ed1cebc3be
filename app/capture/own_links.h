// SPDX-License-Identifier: GPL-3.0-or-later
// Which frames of this machine's helper are about the links to others: the ssh that carries them, and what it starts. To keep
// these would be to capture the capture.
#pragma once

#include "privhelper/wire/messages.h"

#include <cstdint>
#include <set>

namespace capture {

class OwnLinks
{
public:
    // A process that carries a link, from before it runs on.
    void add(uint32_t pid);
    bool areAny() const { return !m_processes.empty(); }
    // Whether the next frame is about one of them.
    bool own(const wire::Frame &frame);

private:
    bool isOwnProcess(uint32_t pid) const { return m_processes.contains(pid); }

    std::set<uint32_t> m_processes;
    std::set<uint64_t> m_flows;
};

} // namespace capture
