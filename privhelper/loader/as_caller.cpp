// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/as_caller.h"

#include "privhelper/loader/proc_file.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/openat2.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

namespace loader {

namespace {

union Control {
    cmsghdr header;
    char space[CMSG_SPACE(sizeof(int))];
};

// The child's answer: errno, or 0 with a descriptor attached.
void answer(int socket, int error, int fd)
{
    iovec piece{&error, sizeof error};
    msghdr message{};
    message.msg_iov = &piece;
    message.msg_iovlen = 1;
    Control control{};
    if (fd >= 0) {
        message.msg_control = &control;
        message.msg_controllen = sizeof control;
        control.header.cmsg_level = SOL_SOCKET;
        control.header.cmsg_type = SCM_RIGHTS;
        control.header.cmsg_len = CMSG_LEN(sizeof fd);
        std::memcpy(CMSG_DATA(&control.header), &fd, sizeof fd);
    }
    sendmsg(socket, &message, MSG_NOSIGNAL);
}

std::expected<UniqueFd, int> takeAnswer(int socket)
{
    int error = 0;
    iovec piece{&error, sizeof error};
    Control control{};
    msghdr message{};
    message.msg_iov = &piece;
    message.msg_iovlen = 1;
    message.msg_control = &control;
    message.msg_controllen = sizeof control;
    ssize_t count = 0;
    do
        count = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    while (count < 0 && errno == EINTR);
    UniqueFd fd;
    if (const cmsghdr *header = CMSG_FIRSTHDR(&message); count > 0 && header && header->cmsg_type == SCM_RIGHTS) {
        int received = -1;
        std::memcpy(&received, CMSG_DATA(header), sizeof received);
        fd.reset(received);
    }
    if (count != sizeof error)
        return std::unexpected(EIO);
    if (error != 0)
        return std::unexpected(error);
    if (!fd.isValid())
        return std::unexpected(EIO);
    return fd;
}

} // namespace

bool becomeCaller(const Peer &caller)
{
    if (setgroups(caller.groups.size(), caller.groups.data()) != 0
        || setresgid(caller.gid, caller.gid, caller.gid) != 0 || setresuid(caller.uid, caller.uid, caller.uid) != 0)
        return false;
    if (caller.uid == 0)
        return true; // root is checked as root, with its existing capabilities
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> none{};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && syscall(SYS_capset, &header, none.data()) == 0;
}

namespace {

// In a child that becomes the caller. `open`: a descriptor, or -1 and errno.
template<class Open> std::expected<UniqueFd, int> openInChild(const Peer &caller, Open open)
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
        return std::unexpected(errno);
    const UniqueFd ours(pair[0]);
    UniqueFd theirs(pair[1]);
    const pid_t child = fork();
    if (child < 0)
        return std::unexpected(errno);
    if (child == 0) {
        int fd = -1;
        int error = 0;
        if (becomeCaller(caller))
            fd = open();
        if (fd < 0)
            error = errno;
        answer(theirs.get(), error, fd);
        _exit(0);
    }
    theirs.reset();
    auto result = takeAnswer(ours.get());
    while (waitpid(child, nullptr, 0) < 0 && errno == EINTR) { }
    return result;
}

// A client that hides itself (not dumpable) shows nobody its root: its path is then one of this machine's.
int openBelowRootOf(pid_t pid, const char *path, int flags)
{
    const UniqueFd root(open(procPath(uint32_t(pid), "root").c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!root.isValid())
        return open(path, flags | O_CLOEXEC);
    open_how how{};
    how.flags = uint64_t(unsigned(flags | O_CLOEXEC));
    how.resolve = RESOLVE_IN_ROOT;
    return int(syscall(SYS_openat2, root.get(), path, &how, sizeof how));
}

} // namespace

std::expected<UniqueFd, int> openAsCaller(const Peer &caller, const std::string &path, int flags)
{
    return openInChild(caller, [&] { return open(path.c_str(), flags | O_CLOEXEC); });
}

std::expected<UniqueFd, int> openWhereCallerIs(const Peer &caller, const std::string &path, int flags)
{
    auto file = openInChild(caller, [&] { return openBelowRootOf(caller.pid, path.c_str(), flags); });
    // Else the process id may have been another's meanwhile.
    if (file && startTicksOf(caller.pid) != caller.startTicks)
        return std::unexpected(ESRCH);
    return file;
}

} // namespace loader
