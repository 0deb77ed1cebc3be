// SPDX-License-Identifier: GPL-3.0-or-later
// Identifiers shared by all folders: flows, TLS objects, processes, directions.
#pragma once

#include <cstdint>

namespace base {

using FlowId = uint64_t;       // one kernel socket; 0: unknown
using TlsId = uint64_t;        // one TLS object; 0: none
using ExchangeId = uint32_t;   // dense, from 0, in the order of start; also the row in the store
using ConnectionId = uint32_t; // dense, from 0
using ProcessId = uint32_t;    // dense, from 0: one process lifetime, not a pid
inline constexpr uint32_t noId = 0xffffffffu;

// Seen from the observed program.
enum class Direction : uint8_t { Received = 0, Sent = 1 };
// Client: the observed program sends requests. Server: it answers them.
enum class Side : uint8_t { Unknown = 0, Client = 1, Server = 2 };

} // namespace base
