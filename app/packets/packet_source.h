// SPDX-License-Identifier: GPL-3.0-or-later
// A capture of packets that another program wrote (pcap, pcapng), as a source of frames: what the probes would have told of its
// connections, except for the processes.
#pragma once

#include "app/capture/live_source.h"

#include <expected>
#include <memory>
#include <string>

namespace packets {

struct PacketOptions {
    std::string keyLog;            // a file with the secrets of handshakes, besides those in the capture; empty: none
    std::string savePath;          // capture file, put in place once all packets were read; empty: a nameless file
    // Gets each frame, as that of a live capture does; the secrets first. Empty: TLS stays as it is.
    capture::LiveOptions::Rewrite rewrite;
};

// Whether a file begins like a capture of packets, packed or not.
bool looksLikePackets(const std::string &path);

// Errors: File (see detail for the key log), NotACapture, DiskFull. After Damaged everything before it was read.
std::expected<std::unique_ptr<capture::Source>, capture::Error> openPackets(const std::string &path, const PacketOptions &);

} // namespace packets
