// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/peer.h"

#include "privhelper/loader/proc_file.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <climits>
#include <unistd.h>
#include <sys/socket.h>

namespace loader {

std::expected<Peer, int> peerOf(int socket)
{
    ucred credentials{};
    socklen_t size = sizeof credentials;
    if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0)
        return std::unexpected(errno);
    Peer peer;
    peer.pid = credentials.pid, peer.uid = credentials.uid, peer.gid = credentials.gid;
    peer.groups.resize(64);
    for (;;) {
        size = socklen_t(peer.groups.size() * sizeof(gid_t));
        if (getsockopt(socket, SOL_SOCKET, SO_PEERGROUPS, peer.groups.data(), &size) == 0) {
            peer.groups.resize(size / sizeof(gid_t));
            break;
        }
        if (errno != ERANGE)
            return std::unexpected(errno);
        peer.groups.resize(size / sizeof(gid_t));
    }
    peer.startTicks = startTicksOf(peer.pid);
    std::array<char, PATH_MAX> exe;
    const std::string link = procPath(uint32_t(peer.pid), "exe");
    if (const ssize_t length = readlink(link.c_str(), exe.data(), exe.size()); length > 0)
        peer.exe.assign(exe.data(), size_t(length));
    return peer;
}

uint64_t startTicksOf(pid_t pid)
{
    const std::string stat = readProc(procPath(uint32_t(pid), "stat"));
    // The name, in parentheses, may contain anything; then follow the state (field 3) and numbers.
    size_t at = stat.rfind(')');
    for (int field = 2; field < 22 && at != stat.npos; ++field)
        at = stat.find(' ', at + 1);
    uint64_t ticks = 0;
    if (at != stat.npos)
        std::from_chars(stat.data() + at + 1, stat.data() + stat.size(), ticks);
    return ticks;
}

bool isProcess(pid_t pid)
{
    return fieldOf(readProc(procPath(uint32_t(pid), "status")), "Tgid") == std::to_string(pid);
}

} // namespace loader
