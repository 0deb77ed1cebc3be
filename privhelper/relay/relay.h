// SPDX-License-Identifier: GPL-3.0-or-later
// The role process between the kernel's ring buffer and one client's socket.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace relay {

// Descriptors that the loader passes to this role.
inline constexpr int ringFd = 3;
inline constexpr int clientFd = 4;
inline constexpr int noticesFd = 5;
inline constexpr int packetsFd = 6; // if packets are captured

// What a relay has dropped, in all and with those before it: several may follow each other in a capture.
struct Totals {
    uint64_t events = 0; // Data and Packet frames, dropped for a slow client
    uint64_t bytes = 0;  // their payload
    uint64_t bad = 0;    // records that could not be read
};

struct Options {
    int ring = ringFd;         // BPF_MAP_TYPE_RINGBUF
    int client = clientFd;     // stream socket, written only
    int notices = noticesFd;   // from the loader: complete wire frames to pass on; closing or shutting it down requests the
                               // end, before which the Totals are written to it
    size_t ringBytes = 0;      // size of the ring's data area
    size_t queueBytes = size_t(64) << 20;
    Totals before = {};
    int packets = -1;          // BPF_MAP_TYPE_RINGBUF of packets; -1: none
    size_t packetsBytes = 0;
};

// How the role ended; the process's exit status.
enum class Exit : uint8_t {
    Done = 0,        // ended by the loader, everything has been written
    ClientGone = 10, // the client closed its socket
    Stalled = 11,    // at the end the client accepted nothing for ten seconds
    RingBroken = 12, // the ring's memory is inconsistent
    BadNotice = 13,  // the loader sent something that is not a frame
    NoRing = 14,     // the ring could not be mapped
    NotConfined = 15,
};

std::string_view exitText(Exit);

// Runs the role until its end: maps the ring, drops all privileges, drains.
Exit run(const Options &options);

} // namespace relay
