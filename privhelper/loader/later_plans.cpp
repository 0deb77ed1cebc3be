// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/later_plans.h"

#include "privhelper/loader/plan_cache.h"
#include "privhelper/loader/plan_request.h"

#include <algorithm>
#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <unistd.h>

namespace loader {
namespace {

using Clock = std::chrono::steady_clock;

// The client's socket, and what its output goes to, must not stay open for the sake of a plan.
void closeAllBut(const std::vector<UniqueFd> &files)
{
    std::vector<int> kept;
    kept.reserve(files.size());
    for (const UniqueFd &file : files)
        kept.push_back(file.get());
    std::ranges::sort(kept);
    UniqueFd nothing(open("/dev/null", O_RDWR | O_CLOEXEC));
    for (int standard = STDIN_FILENO; standard <= STDERR_FILENO; standard++) {
        if (!nothing.isValid() || dup2(nothing.get(), standard) < 0)
            close(standard);
    }
    nothing.reset();
    unsigned next = STDERR_FILENO + 1;
    for (const int fd : kept) {
        if (static_cast<unsigned>(fd) > next)
            close_range(next, static_cast<unsigned>(fd) - 1, 0);
        next = static_cast<unsigned>(fd) + 1;
    }
    close_range(next, ~0U, 0);
}

void plan(int file, PlanCache &plans, Clock::time_point until, const std::string &selfExe)
{
    const std::string contents = plans.key(file);
    if (contents.empty() || plans.find(file))
        return;
    auto request = PlanRequest::start(file, selfExe.c_str());
    if (!request)
        return;
    for (;;) {
        const auto deadline = std::min(until, request->deadline());
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
        pollfd waited { request->pollFd(), POLLIN, 0 };
        if (left.count() <= 0 || poll(&waited, 1, static_cast<int>(left.count())) < 0)
            return;
        if (const auto result = request->advance()) {
            if (*result && plans.key(file) == contents)
                plans.keep(contents, request->answer());
            return;
        }
    }
}

} // namespace

void planLater(std::vector<UniqueFd> files, const std::string &folder, const std::string &selfExe)
{
    if (files.empty() || fork() != 0)
        return;
    if (files.size() > laterPlansMax)
        files.resize(laterPlansMax);
    closeAllBut(files);
    setpriority(PRIO_PROCESS, 0, 19);
    PlanCache plans(folder, selfExe);
    if (plans.claim()) {
        const auto until = Clock::now() + laterPlansWithin;
        for (const UniqueFd &file : files)
            plan(file.get(), plans, until, selfExe);
    }
    _exit(0);
}

} // namespace loader
