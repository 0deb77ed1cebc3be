// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/policy.h"

#include "privhelper/loader/as_caller.h"
#include "privhelper/loader/proc_file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <mntent.h>
#include <sys/stat.h>
#include <utility>

namespace loader {

namespace {

using wire::Refusal;
using wire::Refused;

std::unexpected<Refused> refused(Refusal reason, std::string detail)
{
    return std::unexpected(Refused{reason, std::move(detail)});
}

// Where cgroup2 is mounted; empty if it is not.
std::string controlGroupMount()
{
    const std::unique_ptr<FILE, int (*)(FILE *)> mounts(setmntent("/proc/self/mounts", "re"), endmntent);
    std::array<char, 4096> buffer;
    mntent entry{};
    while (mounts && getmntent_r(mounts.get(), &entry, buffer.data(), int(buffer.size()))) {
        if (std::strcmp(entry.mnt_type, "cgroup2") == 0)
            return entry.mnt_dir;
    }
    return {};
}

bool leavesItsRoot(const std::string &path)
{
    return ("/" + path + "/").find("/../") != std::string::npos;
}

// The group's path below the mount: "." and "./x" are relative to the caller's own group; may include the mount
// point.
std::string belowMount(const Peer &caller, const std::string &mount, const std::string &path)
{
    if (path == "." || path.starts_with("./")) {
        const std::string own = controlGroupOf(uint32_t(caller.pid));
        return own.empty() ? own : own + path.substr(1);
    }
    if (path == mount || path.starts_with(mount + "/"))
        return path.substr(mount.size()) + "/";
    return path;
}

// The inode number of the group's directory, looked up as the caller.
std::expected<uint64_t, Refused> controlGroup(const Peer &caller, const std::string &path)
{
    const std::string mount = controlGroupMount();
    if (mount.empty())
        return refused(Refusal::NoSuchTarget, "cgroup2 is not mounted");
    if (path.empty() || leavesItsRoot(path))
        return refused(Refusal::Malformed, "not a path below the cgroup2 mount");
    const std::string below = belowMount(caller, mount, path);
    if (below.empty())
        return refused(Refusal::NoSuchTarget, "the client is not in a cgroup2 control group");
    const auto fd = openAsCaller(caller, mount + "/" + below, O_PATH | O_DIRECTORY | O_NOFOLLOW);
    if (!fd)
        return refused(Refusal::NoSuchTarget, path + ": " + std::strerror(fd.error()));
    struct stat status{};
    if (fstat(fd->get(), &status) != 0)
        return refused(Refusal::NoSuchTarget, path + ": " + std::strerror(errno));
    return status.st_ino;
}

// The kernel's identity of an executable, opened as the caller: client paths are never opened with privilege.
std::expected<FileId, Refused> executable(const Peer &caller, const std::string &path)
{
    if (!path.starts_with('/'))
        return refused(Refusal::Malformed, "not an absolute path");
    const auto fd = openWhereCallerIs(caller, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
    if (!fd)
        return refused(fd.error() == EACCES ? Refusal::NotAllowed : Refusal::NoSuchTarget,
                       path + ": " + std::strerror(fd.error()));
    struct stat status{};
    if (fstat(fd->get(), &status) != 0 || !S_ISREG(status.st_mode))
        return refused(Refusal::NoSuchTarget, path + ": not a regular file");
    auto id = identifyFile(fd->get());
    if (!id)
        return refused(Refusal::NoSuchTarget, path + ": " + id.error().step + ": " + std::strerror(id.error().code));
    return *id;
}

// Fills in what the request names; checks only whether the target exists, not permission.
std::expected<ScopeConfig, Refused> scopeOf(const wire::Start &wish, const Peer &caller)
{
    ScopeConfig scope;
    scope.callerUid = caller.uid;
    scope.callerGid = caller.gid;
    scope.followChildren = wish.followChildren;
    scope.callLimit = wish.callLimit == 0 ? FLOW_CALL_MAX : std::min<uint32_t>(wish.callLimit, FLOW_CALL_MAX);
    switch (wish.scope) {
    case wire::ScopeKind::OwnUid:
        scope.mode = ScopeMode::Uid;
        scope.uid = caller.uid;
        break;
    case wire::ScopeKind::Uid:
        scope.mode = ScopeMode::Uid;
        scope.uid = wish.id;
        break;
    case wire::ScopeKind::Pid:
        scope.mode = ScopeMode::Pids;
        scope.pids = {wish.id};
        if (wish.id == 0 || wish.id > INT32_MAX || !isProcess(pid_t(wish.id)))
            return refused(Refusal::NoSuchTarget, "no process " + std::to_string(wish.id));
        break;
    case wire::ScopeKind::Cgroup: {
        scope.mode = ScopeMode::Cgroup;
        const auto id = controlGroup(caller, wish.path);
        if (!id)
            return std::unexpected(id.error());
        scope.cgroupId = *id;
        break;
    }
    case wire::ScopeKind::Exe: {
        scope.mode = ScopeMode::Exe;
        const auto id = executable(caller, wish.path);
        if (!id)
            return std::unexpected(id.error());
        scope.exe = *id;
        break;
    }
    case wire::ScopeKind::All: scope.mode = ScopeMode::All; break;
    }
    return scope;
}

// What is requested beyond what the kernel grants the caller anyway.
enum class Beyond : uint8_t {
    Nothing,
    Attaching, // a security module forbids debuggers to attach to the caller's own processes
    Own,       // processes that the caller may not trace at all
};

std::expected<Beyond, Refused> askedOfOwn(const Peer &caller, const TraceAnswers &answers)
{
    const auto may = answers.attachToOwn(caller);
    if (!may)
        return refused(Refusal::Internal, std::string("ask whether you may attach to your processes: ") + std::strerror(may.error()));
    return *may ? Beyond::Nothing : Beyond::Attaching;
}

std::expected<Beyond, Refused> askedOfProcess(const Peer &caller, pid_t pid, const TraceAnswers &answers)
{
    for (const auto &[right, beyond] : {std::pair(TraceRight::Attach, Beyond::Nothing), std::pair(TraceRight::Read, Beyond::Attaching)}) {
        const auto may = answers.trace(caller, pid, right);
        if (may)
            return beyond == Beyond::Attaching && startedByCaller(caller, pid) ? Beyond::Nothing : beyond;
        if (may.error() != EACCES && may.error() != EPERM)
            return refused(Refusal::NoSuchTarget, "process " + std::to_string(pid) + ": " + std::strerror(may.error()));
    }
    return Beyond::Own;
}

std::expected<Beyond, Refused> askedFor(const wire::Start &wish, const Peer &caller, const TraceAnswers &answers)
{
    switch (wish.scope) {
    case wire::ScopeKind::OwnUid:
    case wire::ScopeKind::Cgroup:
    case wire::ScopeKind::Exe: break;
    case wire::ScopeKind::Uid:
        if (wish.id != caller.uid)
            return Beyond::Own;
        break;
    case wire::ScopeKind::All: return Beyond::Own;
    case wire::ScopeKind::Pid: return askedOfProcess(caller, pid_t(wish.id), answers);
    }
    return askedOfOwn(caller, answers);
}

std::string refusalText(Beyond beyond, const char *action, const AuthorizationAnswer &answer)
{
    std::string text;
    if (beyond == Beyond::Attaching) {
        const std::string scope = readProc("/proc/sys/kernel/yama/ptrace_scope", 1);
        text = "this machine does not let programs attach to other programs of the same user";
        text += (scope.empty() ? std::string() : " (kernel.yama.ptrace_scope is " + scope + ")") + ", and ";
    }
    return text + (answer.result == Authorization::Denied ? "polkit did not allow " + std::string(action)
                                                          : "polkit could not be asked: " + answer.detail);
}

} // namespace

std::expected<Decision, wire::Refused> decide(const wire::Start &wish, const Peer &caller, const Authorize &authorize,
                                              const TraceAnswers &answers)
{
    auto scope = scopeOf(wish, caller);
    if (!scope)
        return std::unexpected(scope.error());
    if (caller.uid == 0) {
        scope->ptraceRule = false;
        return Decision{std::move(*scope), "root"};
    }
    const auto beyond = askedFor(wish, caller, answers);
    if (!beyond)
        return std::unexpected(beyond.error());
    if (*beyond == Beyond::Nothing)
        return Decision{std::move(*scope), "own processes"};
    const char *action = *beyond == Beyond::Own ? captureOthersAction : captureOwnAction;
    const AuthorizationAnswer answer = authorize(caller, action);
    if (answer.result != Authorization::Granted)
        return refused(*beyond == Beyond::Own ? Refusal::NotAllowed : Refusal::AttachForbidden, refusalText(*beyond, action, answer));
    if (*beyond == Beyond::Own) {
        scope->ptraceRule = false;
        return Decision{std::move(*scope), "polkit"};
    }
    scope->attachAllowed = true;
    return Decision{std::move(*scope), "own processes, by polkit"};
}

} // namespace loader
