// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/capture/own_links.h"

#include "privhelper/wire/reader.h"

#include <cstring>

namespace capture {

namespace {

constexpr size_t processesMax = 4096, flowsMax = 65'536;   // beyond them there are rows of it

// All that are about a flow begin with time and flow (PROTOCOL.md).
uint64_t flowOf(const wire::Frame &frame)
{
    uint64_t flow = 0;
    if (frame.body.size() >= sizeof(int64_t) + sizeof flow)
        std::memcpy(&flow, frame.body.data() + sizeof(int64_t), sizeof flow);
    return flow;
}

} // namespace

void OwnLinks::add(uint32_t pid)
{
    if (m_processes.size() < processesMax)
        m_processes.insert(pid);
}

bool OwnLinks::own(const wire::Frame &frame)
{
    switch (frame.type) {
    case wire::Type::Process: {
        const auto process = wire::decode<wire::Process>(frame.body);
        if (process && isOwnProcess(process->ppid))   // a jump host's
            add(process->pid);
        return process && isOwnProcess(process->pid);
    }
    case wire::Type::ProcessExit: {
        const auto exit = wire::decode<wire::ProcessExit>(frame.body);
        return exit && m_processes.erase(exit->pid) > 0;   // the number may be another's soon
    }
    case wire::Type::Socket: {
        const auto socket = wire::decode<wire::Socket>(frame.body);
        if (!socket || !isOwnProcess(socket->pid))
            return false;
        if (m_flows.size() < flowsMax)
            m_flows.insert(socket->flow);
        return true;
    }
    case wire::Type::Data: {
        constexpr size_t pidPosition = 32;
        uint32_t pid = 0;
        if (frame.body.size() >= pidPosition + sizeof pid)
            std::memcpy(&pid, frame.body.data() + pidPosition, sizeof pid);
        return isOwnProcess(pid) || m_flows.contains(flowOf(frame));
    }
    case wire::Type::State:
    case wire::Type::TcpReading:
    case wire::Type::UpperLayer:
    case wire::Type::Unread:
    case wire::Type::OtherEnd: return m_flows.contains(flowOf(frame));
    default: return false;
    }
}

} // namespace capture
