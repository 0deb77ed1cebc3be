// SPDX-License-Identifier: GPL-3.0-or-later
// The interfaces of this process's network namespace at which packets can be captured.
#pragma once

#include "privhelper/loader/load_error.h"

#include <cstdint>
#include <expected>
#include <string>
#include <vector>

namespace loader {

struct NetworkInterface {
    uint32_t index = 0;      // the kernel's
    std::string name;
    uint16_t linkType = 0;   // which header its packets begin with: the number in LINKTYPE_ of tcpdump.org
    bool loopback = false;
};

// Those named, or if none is: loopback and those that are up, at most interfacesMax, without those whose link layer is
// unknown. Errors: NoSuchTarget, with a sentence in detail.
std::expected<std::vector<NetworkInterface>, LoadError> interfacesNamed(const std::vector<std::string> &names);

inline constexpr size_t interfacesMax = 64;

// The inode number of this process's network namespace; 0: unknown.
uint32_t networkNamespace();

} // namespace loader
