// SPDX-License-Identifier: GPL-3.0-or-later
// Names of things that cross folders: flows, TLS objects, processes, directions.
#pragma once

#include <cstdint>

namespace base {

using FlowId = uint64_t;       // one kernel socket; 0: unknown
using TlsId = uint64_t;        // one TLS object; 0: none
using ExchangeId = uint32_t;   // dense, from 0, in the order of start; also the row in the store
using ConnectionId = uint32_t; // dense, from 0
using ProcessId = uint32_t;    // dense, from 0: a process that lived once, not a pid
inline constexpr uint32_t noId = 0xffffffffu;

// Seen from the observed program.
enum class Direction : uint8_t { Received = 0, Sent = 1 };
// Client: the observed program asks. Server: it answers.
enum class Side : uint8_t { Unknown = 0, Client = 1, Server = 2 };

} // namespace base
