// SPDX-License-Identifier: GPL-3.0-or-later
// Why the capture engine could not do a step: the code determines what the client is told, the rest is for the log.
#pragma once

#include <cstdint>
#include <string>

namespace loader {

enum class LoadFailure : uint8_t {
    NoPrivilege,  // capabilities are missing
    NoBtf,        // the kernel has no type information
    KernelTooOld, // no ring buffer, no kind of uprobe
    Rejected,     // the verifier or the kernel rejected a program
    Attach,       // a probe could not be attached
    NoSuchTarget, // the process, file or control group is gone
    Internal,
};

struct LoadError {
    LoadFailure failure = LoadFailure::Internal;
    int code = 0;         // errno, 0 if there is none
    std::string step;     // "load the socket side", "attach SSL_read"
    std::string detail;   // the last lines of the verifier's or libbpf's text; may be empty
};

// For a failed libbpf call: takes the kept text, and distinguishes a rejection by the verifier (which is EACCES or
// EPERM too) from a missing privilege.
LoadError libbpfError(int code, std::string step);

} // namespace loader
