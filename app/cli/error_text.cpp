// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/error_text.h"

#include "app/cli/options.h"

#include <fmt/format.h>

#include <cstring>

namespace cli {

namespace {

std::string refusalText(const capture::Error &error)
{
    switch (wire::Refusal(error.refusal)) {
    case wire::Refusal::Version:
        return "The helper uses a different protocol version: install cleartap and its helper from the same release.";
    case wire::Refusal::NotAllowed:
        return "You may not see these processes: name your own, or run as root.";
    case wire::Refusal::AttachForbidden:
        return "Your system does not let programs inspect your other programs (kernel.yama.ptrace_scope): allow it when asked for your password, or run as root.";
    case wire::Refusal::NoPrivilege:
        return "The helper lacks the privilege to load probes: run it as root, or start its service.";
    case wire::Refusal::NoBtf:
        return "This kernel has no type information (/sys/kernel/btf/vmlinux): boot a kernel with CONFIG_DEBUG_INFO_BTF.";
    case wire::Refusal::KernelTooOld:
        return "This kernel is too old: Linux 5.10 or later is needed.";
    case wire::Refusal::LoadFailed:
        return "The kernel refused the probes: run `cleartap-cli doctor` to see which part is missing.";
    case wire::Refusal::AttachFailed:
        return "The probes could not be attached: run `cleartap-cli doctor` to see why.";
    case wire::Refusal::NoSuchTarget:
        return "No such process, program, control group or interface: check the number, path or name.";
    case wire::Refusal::Busy:
        return "Too many captures are running: end another one first.";
    case wire::Refusal::Malformed:
    case wire::Refusal::Internal:
        break;
    }
    return "The helper refused the request: see its log.";
}

} // namespace

std::string errorText(const capture::Error &error)
{
    const auto sentence = [&]() -> std::string {
        switch (error.kind) {
        case capture::ErrorKind::NoHelper:
            return "No helper could be started: run as root, or install the cleartap-helper service.";
        case capture::ErrorKind::NotAuthorised:
            return "Permission was denied: run as root, or enter your password when asked.";
        case capture::ErrorKind::Refused:
            return refusalText(error);
        case capture::ErrorKind::Protocol:
            return "The helper violated the protocol, so the connection was closed: install matching versions.";
        case capture::ErrorKind::HelperLost:
            return "The helper ended unexpectedly; what was captured before is kept. Start again.";
        case capture::ErrorKind::DiskFull:
            return "The disk is full, so the capture was stopped; what was written is readable. Free some space.";
        case capture::ErrorKind::File:
            return fmt::format("The capture file cannot be used ({}): check the path and its permissions.",
                               strerror(error.errnoValue));
        case capture::ErrorKind::NotACapture:
            return "This is not a .cleartap, pcap or pcapng file that this version can read.";
        case capture::ErrorKind::Damaged:
            return fmt::format("The file is damaged from byte {} on; everything before it was read.", error.position);
        case capture::ErrorKind::NoLink:
            return "ssh could not reach the machine: check that `ssh` to it works.";
        case capture::ErrorKind::FarHelper:
            return "The helper could not be run on the machine: install the cleartap package there.";
        case capture::ErrorKind::FarPrivilege:
            return "You may not capture on the machine: log in as root, let sudo run cleartap-helper there without a password, or install the cleartap package, whose service needs neither.";
        case capture::ErrorKind::FarPassword:
            return "sudo on the machine asks for a password: let it run cleartap-helper without one, log in as root, or add the machine in the window, which asks you.";
        }
        return "An unknown error.";
    }();
    return error.detail.empty() ? sentence : sentence + " (" + error.detail + ")";
}

int exitOf(const capture::Error &error)
{
    switch (error.kind) {
    case capture::ErrorKind::DiskFull:
    case capture::ErrorKind::File:
    case capture::ErrorKind::NotACapture:
    case capture::ErrorKind::Damaged:
        return BadFile;
    default:
        return NoPrivilege;
    }
}

std::string harErrorText(const exporters::HarReadError &error)
{
    switch (error.kind) {
    case exporters::HarError::File: return strerror(error.errnoValue);
    case exporters::HarError::NotJson: return fmt::format("not JSON from byte {} on", error.position);
    case exporters::HarError::NotHar: return "it has no log.entries, so it is not a HAR file";
    case exporters::HarError::TooLarge: return "it is larger than can be read";
    }
    return "unknown error";
}

std::string fileText(const char *what, const std::string &path, int errnoValue)
{
    return fmt::format("Cannot {} {}: {}.", what, path != "-" ? path : strcmp(what, "read") == 0 ? "standard input" : "standard output", strerror(errnoValue));
}

} // namespace cli
