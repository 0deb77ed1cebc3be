// SPDX-License-Identifier: GPL-3.0-or-later
// On what kind of file system a file lies, found without asking that file system.
#pragma once

#include <cstdint>
#include <istream>
#include <string>

namespace loader {

// FUSE: reading waits for a program of somebody. place: descriptor, perhaps of O_PATH; device: major << 20 | minor, as
// the mounts of process `pid` or ours list it.
bool isServedByProgram(int place, uint32_t pid, uint32_t device);

// An overlay: its files have one identity where they are opened, and before Linux 6.8 another one where they are mapped.
bool isOverlay(int fd);

// The type of the first file system with this device in /proc/PID/mountinfo (proc(5)); empty when there is none.
std::string typeOfDevice(std::istream &mountinfo, uint32_t device);

} // namespace loader
