// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/analyzer_main.h"

#include "privhelper/analyzer/analyse.h"
#include "privhelper/analyzer/confine.h"
#include "privhelper/analyzer/plan_writer.h"

#include <unistd.h>

#include <cerrno>
#include <new>
#include <span>

namespace analyzer {

namespace {

Plan analyseWithinMemory(int elfFd)
{
    // The address space is limited; the file may make the analyzer allocate more than that.
    try {
        return analyse(elfFd);
    } catch (const std::bad_alloc &) {
        Plan plan;
        plan.problem = "Analysing the file would need more memory than is allowed for it.";
        return plan;
    }
}

bool writeAll(int fd, std::span<const std::byte> bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = write(fd, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes = bytes.subspan(static_cast<size_t>(written));
    }
    return true;
}

} // namespace

int analyzerMain(int elfFd, int replyFd)
{
    if (!confine(elfFd, replyFd))
        return static_cast<int>(Exit::NotConfined);
    const Plan plan = analyseWithinMemory(elfFd);
    return static_cast<int>(writeAll(replyFd, writePlan(plan)) ? Exit::Answered : Exit::NotWritten);
}

} // namespace analyzer
