// SPDX-License-Identifier: GPL-3.0-or-later
// The role process between the kernel's ring buffer and one client's socket.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace relay {

// Descriptors at which the loader leaves what this role works with.
inline constexpr int ringFd = 3;
inline constexpr int clientFd = 4;
inline constexpr int noticesFd = 5;

struct Options {
    int ring = ringFd;         // BPF_MAP_TYPE_RINGBUF
    int client = clientFd;     // stream socket, written only
    int notices = noticesFd;   // from the loader: whole wire frames to pass on; its end asks for the end
    size_t ringBytes = 0;      // size of the ring's data area
    size_t queueBytes = size_t(64) << 20;
};

// How the role ended; the process's exit status.
enum class Exit : uint8_t {
    Done = 0,        // the loader ended it, everything has been written
    ClientGone = 10, // the client closed its socket
    Stalled = 11,    // at the end the client took nothing for ten seconds
    RingBroken = 12, // the ring's memory contradicts itself
    BadNotice = 13,  // the loader sent what is no frame
    NoRing = 14,     // the ring could not be mapped
    NotConfined = 15,
};

std::string_view exitText(Exit);

// Runs the role until its end: maps the ring, gives up every privilege, drains.
Exit run(const Options &options);

} // namespace relay
