// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/file_system.h"

#include <linux/magic.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

namespace loader {
namespace {

constexpr size_t mountsBytesMax = 16u << 20; // the observed process controls how many there are

bool isFuse(const std::string &type)
{
    return type == "fuse" || type == "fuseblk" || type.starts_with("fuse.");
}

} // namespace

std::string typeOfDevice(std::istream &mountinfo, uint32_t device)
{
    const std::string wanted = std::to_string(device >> 20) + ':' + std::to_string(device & 0xfffff);
    size_t bytes = 0;
    for (std::string line; bytes < mountsBytesMax && std::getline(mountinfo, line); bytes += line.size()) {
        std::istringstream fields(line);
        std::string field, number;
        fields >> field >> field >> number;
        if (number != wanted)
            continue;
        while (fields >> field && field != "-") { } // any number of optional fields ends with it
        fields >> field;
        return field;
    }
    return {};
}

bool isServedByProgram(int place, uint32_t pid, uint32_t device)
{
    for (const std::string &of : { std::to_string(pid), std::string("self") }) {
        std::ifstream mounts("/proc/" + of + "/mountinfo");
        if (const std::string type = typeOfDevice(mounts, device); !type.empty())
            return isFuse(type);
    }
    // Mounted elsewhere, or not at all (memfd). FUSE tells its magic number to non-owners without asking the server.
    struct statfs status {};
    return fstatfs(place, &status) == 0 && status.f_type == FUSE_SUPER_MAGIC;
}

bool isOverlay(int fd)
{
    struct statfs status {};
    return fstatfs(fd, &status) == 0 && status.f_type == OVERLAYFS_SUPER_MAGIC;
}

} // namespace loader
