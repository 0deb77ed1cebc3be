// SPDX-License-Identifier: GPL-3.0-or-later
// The kind of file system a file is on, determined without accessing that file system.
#pragma once

#include <cstdint>
#include <istream>
#include <string>

namespace loader {

// FUSE: reading waits for a user-space program. place: a descriptor, possibly O_PATH; device: major << 20 | minor, as
// in the mount list of process `pid` or our own.
bool isServedByProgram(int place, uint32_t pid, uint32_t device);

// An overlay: its files have one identity when opened and, before Linux 6.8, another when mapped.
bool isOverlay(int fd);

// The type of the first file system with this device in /proc/PID/mountinfo (proc(5)); empty if there is none.
std::string typeOfDevice(std::istream &mountinfo, uint32_t device);

} // namespace loader
