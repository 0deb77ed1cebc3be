// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/capabilities.h"

#include "privhelper/loader/unique_fd.h"

#include <algorithm>
#include <cap-ng.h>
#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <initializer_list>
#include <string>
#include <sys/prctl.h>
#include <sys/resource.h>

namespace loader {

namespace {

constexpr std::initializer_list<unsigned> always{CAP_BPF,    CAP_PERFMON, CAP_SYS_PTRACE, CAP_DAC_READ_SEARCH,
                                                 CAP_SETUID, CAP_SETGID,  CAP_SETPCAP,    CAP_KILL};

// SYS_ADMIN: kernels without uprobe_multi; SYS_RESOURCE: kernels before 5.11 charge BPF memory to RLIMIT_MEMLOCK.
constexpr std::initializer_list<unsigned> toOpen{CAP_SYS_ADMIN, CAP_SYS_RESOURCE, CAP_CHECKPOINT_RESTORE};

// The same, and NET_ADMIN for packets, which a listener's sessions cannot have.
constexpr std::initializer_list<unsigned> toOpenAlone{CAP_SYS_ADMIN, CAP_SYS_RESOURCE, CAP_CHECKPOINT_RESTORE, CAP_NET_ADMIN};

// Keeps the capabilities in `some` and `more` that the process has; the rest is dropped for it and its children.
bool keepOnly(std::initializer_list<unsigned> more, std::initializer_list<unsigned> some = always)
{
    capng_clear(CAPNG_SELECT_BOTH);
    if (capng_get_caps_process() != 0)
        return false;
    for (unsigned capability = 0; capability <= unsigned(CAP_LAST_CAP); ++capability) {
        const auto among = [capability](const auto &list) { return std::ranges::find(list, capability) != list.end(); };
        if (!among(some) && !among(more))
            capng_update(CAPNG_DROP, capng_type_t(CAPNG_EFFECTIVE | CAPNG_PERMITTED | CAPNG_INHERITABLE | CAPNG_BOUNDING_SET),
                         capability);
    }
    // The bounding set first: changing it needs a capability that the second call may drop.
    const bool bounded = !capng_have_capability(CAPNG_EFFECTIVE, CAP_SETPCAP) || capng_apply(CAPNG_SELECT_BOUNDS) == 0;
    return bounded && capng_apply(CAPNG_SELECT_CAPS) == 0;
}

bool leaveNoTraces()
{
    const rlimit none{0, 0};
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && setrlimit(RLIMIT_CORE, &none) == 0;
}

// Without uprobe_multi each probe needs a descriptor. Raised as far as allowed: if there are too few, the remaining
// files are reported as not attached.
void raiseDescriptors()
{
    constexpr rlim_t wanted = 65536;
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted)
        return;
    limit.rlim_cur = std::min(limit.rlim_max, wanted);
    const rlimit raised{wanted, std::max(limit.rlim_max, wanted)}; // with CAP_SYS_RESOURCE
    if (setrlimit(RLIMIT_NOFILE, &raised) != 0)
        setrlimit(RLIMIT_NOFILE, &limit);
}

// Tried on this process itself: its first mapping is its own program.
bool opensMappings()
{
    std::string range;
    std::ifstream("/proc/self/maps") >> range;
    const UniqueFd fd(open(("/proc/self/map_files/" + range).c_str(), O_PATH | O_CLOEXEC));
    return fd.isValid();
}

} // namespace

bool enterListening()
{
    if (!leaveNoTraces() || !keepOnly(toOpen))
        return false;
    capng_clear(CAPNG_SELECT_CAPS);
    if (capng_get_caps_process() != 0)
        return false;
    for (unsigned capability = 0; capability <= unsigned(CAP_LAST_CAP); ++capability)
        capng_update(CAPNG_DROP, CAPNG_EFFECTIVE, capability);
    return capng_apply(CAPNG_SELECT_CAPS) == 0;
}

bool enterOpening()
{
    raiseDescriptors();
    return leaveNoTraces() && keepOnly(toOpenAlone);
}

bool enterRemoving()
{
    return leaveNoTraces() && keepOnly({CAP_NET_ADMIN}, {});
}

bool enterRunning(bool attachesPerfUprobes)
{
    if (attachesPerfUprobes)
        return keepOnly({CAP_SYS_ADMIN}); // opens mappings too
    return keepOnly({CAP_CHECKPOINT_RESTORE}) && (opensMappings() || keepOnly({}));
}

} // namespace loader
