// SPDX-License-Identifier: GPL-3.0-or-later
// Stands between a helper that captures packets and the capture file: puts the flows that the packets make in place of those
// that the sockets' calls made, so that exchanges are read from what was on the wire. Unix sockets, processes and secrets pass.
#pragma once

#include "app/capture/live_source.h"
#include "app/packets/flow_tracker.h"
#include "privhelper/wire/reader.h"

#include <deque>
#include <map>
#include <set>

namespace packets {

class LiveFlows
{
public:
    // `next` gets what takes the place of the helper's frames (decrypts it); empty: nothing does. With `keepsPackets` the packets
    // themselves are written too.
    LiveFlows(capture::LiveOptions::Rewrite next, bool keepsPackets);

    // As LiveOptions::rewrite.
    bool take(const wire::Frame &, wire::Bytes &out);

private:
    bool replace(const wire::Frame &, wire::Bytes &out);
    void releaseExits(int64_t until, wire::Bytes &out);
    void piece(const wire::PacketView &);
    void deliver();
    void noteSocket(const wire::Socket &);
    const PacketOwner *ownerOf(const wire::Packet &);
    bool passes(base::FlowId flow) const { return m_passing.contains(flow) || m_passingBefore.contains(flow); }
    // Gives the flows' new frames to `next`.
    void forward(wire::Bytes &out);
    static void pass(const wire::Frame &, wire::Bytes &out);

    static constexpr size_t generation = size_t(1) << 15;   // sockets remembered before the oldest are forgotten

    capture::LiveOptions::Rewrite m_next;
    bool m_keepsPackets;
    wire::Bytes m_frames;
    FlowTracker m_tracker{m_frames};
    std::map<uint32_t, LinkType> m_linkTypes;           // by interface
    std::map<base::FlowId, PacketOwner> m_owners, m_ownersBefore;
    std::set<base::FlowId> m_passing, m_passingBefore;  // neither TCP nor UDP
    PacketOwner m_owner;                                // of the packet at hand
    // Events overtake packets: an exit waits, as with it the process's name and its secrets are forgotten.
    struct Exit {
        int64_t time = 0;
        wire::Bytes body;
    };
    std::deque<Exit> m_exits;
    int64_t m_now = 0;                                  // the latest time of a message
    wire::Packet m_head;                                // of the packet whose pieces are coming
    wire::Bytes m_bytes;
    bool m_pending = false;
};

} // namespace packets
