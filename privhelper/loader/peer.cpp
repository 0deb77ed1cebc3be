// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/peer.h"

#include "privhelper/loader/unique_fd.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <climits>
#include <fcntl.h>
#include <sys/socket.h>

namespace loader {

namespace {

// The first 4 KiB of a file of /proc.
std::string readProc(const std::string &path)
{
    const UniqueFd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    std::array<char, 4096> buffer;
    const ssize_t count = fd.isValid() ? read(fd.get(), buffer.data(), buffer.size()) : 0;
    return {buffer.data(), size_t(count > 0 ? count : 0)};
}

} // namespace

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
    const std::string link = "/proc/" + std::to_string(peer.pid) + "/exe";
    if (const ssize_t length = readlink(link.c_str(), exe.data(), exe.size()); length > 0)
        peer.exe.assign(exe.data(), size_t(length));
    return peer;
}

uint64_t startTicksOf(pid_t pid)
{
    const std::string stat = readProc("/proc/" + std::to_string(pid) + "/stat");
    // The name, in parentheses, may hold anything; after it come the state (field 3) and numbers.
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
    const std::string status = readProc("/proc/" + std::to_string(pid) + "/status");
    return status.find("\nTgid:\t" + std::to_string(pid) + "\n") != status.npos;
}

} // namespace loader
