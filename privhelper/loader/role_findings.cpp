// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/role_findings.h"

#include "privhelper/loader/launch.h"
#include "privhelper/loader/proc_file.h"

#include <algorithm>
#include <array>
#include <cap-ng.h>
#include <charconv>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace loader {

namespace {

using wire::Finding;
using wire::FindingState;

constexpr int confinedWithinMs = 5000;
constexpr const char *notConfined = "Its kernel or its service forbids what confines it; captures are refused.";

uint64_t hexOf(std::string_view text)
{
    uint64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value, 16);
    return value;
}

std::string capabilityNames(uint64_t set)
{
    std::string names;
    for (unsigned capability = 0; capability < 64; ++capability) {
        if ((set >> capability & 1) == 0)
            continue;
        const char *name = capng_capability_to_name(capability);
        names += (names.empty() ? "" : " ") + (name ? std::string(name) : std::to_string(capability));
    }
    return names;
}

Privileges privilegesOfProcess(pid_t pid)
{
    return privilegesOf(readProc(procPath(uint32_t(pid), "status")));
}

bool runsThisProgram(pid_t pid)
{
    std::array<char, 4096> own, other;
    const ssize_t ownLength = readlink("/proc/self/exe", own.data(), own.size());
    const ssize_t otherLength = readlink(procPath(uint32_t(pid), "exe").c_str(), other.data(), other.size());
    return ownLength > 0 && std::string_view(own.data(), size_t(ownLength)) == std::string_view(other.data(), size_t(std::max<ssize_t>(otherLength, 0)));
}

Finding unprivilegedRole(const char *name, const char *role)
{
    Finding failed{FindingState::Bad, name, "cannot be confined", notConfined};
    int pipes[2];
    if (pipe2(pipes, O_CLOEXEC) != 0)
        return failed;
    const UniqueFd reading(pipes[0]);
    UniqueFd writing(pipes[1]);
    const UniqueFd nothing(open("/dev/null", O_RDONLY | O_CLOEXEC));
    const std::array descriptors{nothing.get(), writing.get()};
    auto process = launch({"confined", role}, descriptors, true);
    if (!process)
        return failed;
    writing.reset();
    process->go();
    ConfinedSays says;
    pollfd waits{reading.get(), POLLIN, 0};
    const bool said = poll(&waits, 1, confinedWithinMs) == 1 && read(reading.get(), &says, sizeof says) == ssize_t(sizeof says);
    const Privileges found = privilegesOfProcess(process->pid());
    process->kill();
    process->wait();
    if (!said || !says.confined)
        return failed;
    const bool none = found.user != 0 && found.permitted == 0 && found.filtered && found.noNewPrivileges;
    return {none ? FindingState::Good : FindingState::Bad, name,
            textOf(found) + (says.landlock > 0 ? "; no files, by Landlock " + std::to_string(says.landlock) : "; no Landlock in this kernel"),
            none ? "" : notConfined};
}

} // namespace

Privileges privilegesOf(std::string_view status)
{
    Privileges result;
    result.user = idsOf(status, "Uid")[1];
    result.permitted = hexOf(fieldOf(status, "CapPrm"));
    result.effective = hexOf(fieldOf(status, "CapEff"));
    result.filtered = fieldOf(status, "Seccomp") == "2";
    result.noNewPrivileges = fieldOf(status, "NoNewPrivs") == "1";
    return result;
}

std::string textOf(const Privileges &privileges)
{
    const std::string capabilities = privileges.permitted == 0 ? "no capabilities"
        : privileges.effective == 0                            ? "none but for its children: " + capabilityNames(privileges.permitted)
                                                               : capabilityNames(privileges.permitted);
    return "user " + std::to_string(privileges.user) + "; " + capabilities
        + (privileges.filtered ? "; system calls filtered" : "; system calls not filtered")
        + (privileges.noNewPrivileges ? "; no new privileges" : "; may gain privileges");
}

std::vector<Finding> roleFindings()
{
    std::vector<Finding> findings;
    if (const pid_t parent = getppid(); runsThisProgram(parent))
        findings.push_back({FindingState::Good, "Listener", textOf(privilegesOfProcess(parent)), ""});
    findings.push_back({FindingState::Good, "Session", textOf(privilegesOfProcess(getpid())), ""});
    findings.push_back(unprivilegedRole("Relay", "relay"));
    findings.push_back(unprivilegedRole("Analyzer", "analyzer"));
    return findings;
}

} // namespace loader
