// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/packets/live_flows.h"

#include "privhelper/wire/reader.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <utility>

namespace packets {

namespace {

template<class Message> base::FlowId flowOf(const wire::Frame &frame)
{
    const auto message = wire::decode<Message>(frame.body);
    return message ? message->flow : 0;
}

// Of a message about one flow.
std::optional<base::FlowId> flowIn(const wire::Frame &frame)
{
    switch (frame.type) {
    case wire::Type::Data: {
        const auto view = wire::decodeData(frame.body);
        return view ? view->head.flow : 0;
    }
    case wire::Type::SameBytes: return flowOf<wire::SameBytes>(frame);
    case wire::Type::State: return flowOf<wire::State>(frame);
    case wire::Type::TcpReading: return flowOf<wire::TcpReading>(frame);
    case wire::Type::UpperLayer: return flowOf<wire::UpperLayer>(frame);
    case wire::Type::OtherEnd: return flowOf<wire::OtherEnd>(frame);
    case wire::Type::Unread: return flowOf<wire::Unread>(frame);
    case wire::Type::Tie: return flowOf<wire::Tie>(frame);
    case wire::Type::TlsFacts: return flowOf<wire::TlsFacts>(frame);
    case wire::Type::TlsEnd: return flowOf<wire::TlsEnd>(frame);
    case wire::Type::TlsLibrary: return 0;   // of an object whose socket's calls are not read
    default: return std::nullopt;
    }
}

// The relay drains both rings several times a second.
constexpr int64_t packetsWithin = 1'000'000'000;

// Of the messages that a busy capture gets; they all begin with it.
int64_t timeOf(const wire::Frame &frame)
{
    int64_t time = 0;
    switch (frame.type) {
    case wire::Type::Process:
    case wire::Type::ProcessExit:
    case wire::Type::Socket:
    case wire::Type::State:
    case wire::Type::Data:
    case wire::Type::SameBytes:
    case wire::Type::TcpReading:
    case wire::Type::Losses:
    case wire::Type::Packet:
        if (frame.body.size() >= sizeof time)
            std::memcpy(&time, frame.body.data(), sizeof time);
        return time;
    default: return 0;
    }
}

} // namespace

LiveFlows::LiveFlows(capture::LiveOptions::Rewrite next, bool keepsPackets)
    : m_next(std::move(next))
    , m_keepsPackets(keepsPackets)
{
}

bool LiveFlows::take(const wire::Frame &frame, wire::Bytes &out)
{
    const size_t before = out.size();
    m_now = std::max(m_now, timeOf(frame));
    releaseExits(m_now - packetsWithin, out);
    if (replace(frame, out))
        return true;
    if (out.size() == before)
        return false;
    pass(frame, out);
    return true;
}

void LiveFlows::releaseExits(int64_t until, wire::Bytes &out)
{
    for (; !m_exits.empty() && m_exits.front().time < until; m_exits.pop_front()) {
        const wire::Frame frame{wire::Type::ProcessExit, m_exits.front().body};
        if (!m_next || !m_next(frame, out))
            pass(frame, out);
    }
}

bool LiveFlows::replace(const wire::Frame &frame, wire::Bytes &out)
{
    switch (frame.type) {
    case wire::Type::Interface:
        if (const auto interface = wire::decode<wire::Interface>(frame.body))
            m_linkTypes[interface->index] = LinkType(interface->linkType);
        return false;
    case wire::Type::Packet:
        if (const auto view = wire::decodePacket(frame.body))
            piece(*view);
        forward(out);
        if (m_keepsPackets)
            pass(frame, out);
        return true;
    case wire::Type::Socket: {
        const auto socket = wire::decode<wire::Socket>(frame.body);
        if (!socket)
            return true;
        noteSocket(*socket);
        if (!passes(socket->flow))
            return true;
        break;
    }
    case wire::Type::ProcessExit:
        m_exits.push_back({timeOf(frame), {frame.body.begin(), frame.body.end()}});
        return true;
    case wire::Type::Stopped:
        deliver();
        m_tracker.finish();
        forward(out);
        releaseExits(std::numeric_limits<int64_t>::max(), out);
        if (!m_next || !m_next(frame, out))
            pass(frame, out);
        return true;
    default:
        if (const auto flow = flowIn(frame); flow && !passes(*flow))
            return true;
    }
    return m_next && m_next(frame, out);
}

void LiveFlows::noteSocket(const wire::Socket &socket)
{
    if (socket.protocol == 0) {
        if (m_passing.size() >= generation)
            m_passingBefore = std::exchange(m_passing, {});
        m_passing.insert(socket.flow);
        return;
    }
    if (m_owners.size() >= generation)
        m_ownersBefore = std::exchange(m_owners, {});
    m_owners[socket.flow] = {socket.pid, socket.tid, socket.uid, socket.netns, socket.cgroupId};
}

const PacketOwner *LiveFlows::ownerOf(const wire::Packet &packet)
{
    for (const auto *owners : {&m_owners, &m_ownersBefore}) {
        if (const auto found = owners->find(packet.flow); found != owners->end() && found->second.pid)
            return &found->second;
    }
    m_owner = {packet.pid};
    return packet.pid ? &m_owner : nullptr;
}

void LiveFlows::piece(const wire::PacketView &view)
{
    if (view.head.offset == 0) {
        deliver();
        m_head = view.head;
        m_bytes.clear();
        m_pending = true;
    } else if (!m_pending || view.head.offset != m_bytes.size() || view.head.time != m_head.time || view.head.captured != m_head.captured) {
        return;   // those before it were dropped
    }
    m_bytes.insert(m_bytes.end(), view.bytes.begin(), view.bytes.end());
    if (m_bytes.size() >= m_head.captured)
        deliver();
}

void LiveFlows::deliver()
{
    if (!std::exchange(m_pending, false))
        return;
    const auto linkType = m_linkTypes.find(m_head.interface);
    if (linkType == m_linkTypes.end())
        return;
    Packet packet;
    packet.time = m_head.time;
    packet.linkType = linkType->second;
    packet.bytes = m_bytes;
    packet.length = m_head.length;
    packet.way = m_head.direction ? PacketWay::Outbound : PacketWay::Inbound;
    const PacketOwner *owner = ownerOf(m_head);
    packet.sender = m_head.end == wire::PacketEnd::Sender ? owner : nullptr;
    packet.receiver = m_head.end == wire::PacketEnd::Receiver ? owner : nullptr;
    m_tracker.packet(packet);
}

void LiveFlows::forward(wire::Bytes &out)
{
    wire::FrameReader frames(m_frames);
    for (;;) {
        const auto frame = frames.next();
        if (!frame || !*frame)
            break;
        if (!m_next || !m_next(**frame, out))
            pass(**frame, out);
    }
    m_frames.clear();
}

void LiveFlows::pass(const wire::Frame &frame, wire::Bytes &out)
{
    const auto head = std::array{uint32_t(frame.body.size()), uint32_t(frame.type)};
    const auto bytes = std::as_bytes(std::span(head));
    out.insert(out.end(), bytes.begin(), bytes.end());
    out.insert(out.end(), frame.body.begin(), frame.body.end());
}

} // namespace packets
