// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/confine/landlock.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <sys/syscall.h>
#include <unistd.h>

namespace confine {

namespace {

// linux/landlock.h as of 6.12; Debian 12's ends at version 2.
struct Rules {
    uint64_t files, network, scoped;
};
constexpr unsigned askVersion = 1; // LANDLOCK_CREATE_RULESET_VERSION
// Kinds of access to files that each version knows: all bits below.
constexpr std::array<unsigned, 5> fileKinds{13, 14, 15, 15, 16};
constexpr uint64_t bindAndConnect = 3;
constexpr uint64_t abstractSocketsAndSignals = 3;

} // namespace

int landlockVersion()
{
    const long version = syscall(SYS_landlock_create_ruleset, nullptr, 0, askVersion);
    return version > 0 ? int(version) : 0;
}

Outcome forbidFiles()
{
    const int version = landlockVersion();
    if (version == 0)
        return {};
    Rules rules{};
    rules.files = (uint64_t(1) << fileKinds[size_t(std::min(version, int(fileKinds.size())) - 1)]) - 1;
    rules.network = version >= 4 ? bindAndConnect : 0;
    rules.scoped = version >= 6 ? abstractSocketsAndSignals : 0;
    // Older kernels take a larger structure whose rest is zero.
    const int fd = int(syscall(SYS_landlock_create_ruleset, &rules, sizeof rules, 0));
    if (fd < 0)
        return failed("make Landlock rules", errno);
    const bool done = syscall(SYS_landlock_restrict_self, fd, 0) == 0;
    const int error = errno;
    close(fd);
    return done ? Outcome{} : failed("enforce Landlock rules", error);
}

} // namespace confine
