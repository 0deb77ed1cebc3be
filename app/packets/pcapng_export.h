// SPDX-License-Identifier: GPL-3.0-or-later
// Writes the packets of a capture file of ours as pcapng: interfaces, directions, and the processes at the ends of each
// connection, as a comment on its first packet and, for programs, in a custom option of each packet. Nothing is masked.
#pragma once

#include "app/capture/source.h"

#include <cstdint>
#include <expected>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace packets {

struct PcapngOptions {
    std::string application;       // "Cleartap 0.1"
    // A key log (RFC 9850), which goes in front of all packets: whoever has the file can then decrypt them. Empty: none.
    std::string_view keyLog;
};

struct PcapngReport {
    uint64_t packets = 0;
    uint64_t connections = 0;      // of TCP, and pairs of ends that speak UDP
    uint64_t withProcess = 0;      // packets of which a process is known
    uint64_t lost = 0;             // packets for which there was no room while they were captured
};

// Gets the file's bytes in order; false: no more can be written.
using PcapngOut = std::function<bool(std::span<const std::byte>)>;

// `captureFile`: open for reading; stays the caller's. A capture without packets becomes a file without any, and without
// interfaces if it was not to capture packets. Errors: File, Damaged. What `out` refuses ends it, without an error.
std::expected<PcapngReport, capture::Error> writePcapng(int captureFile, const PcapngOptions &, const PcapngOut &out);

} // namespace packets
