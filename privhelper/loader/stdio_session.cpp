// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/stdio_session.h"

#include "privhelper/loader/launch.h"
#include "privhelper/loader/proc_file.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace loader {

namespace {

constexpr std::string_view serviceSocket = "/run/cleartap/helper.sock";
constexpr size_t generationsMax = 16;

std::string because(const char *what, int error = errno)
{
    return std::string(what) + ": " + std::strerror(error);
}

std::expected<UniqueFd, std::string> ownSession()
{
    // The client ends it, not a signal to the group that ssh started.
    for (const int number : {SIGINT, SIGQUIT, SIGHUP})
        signal(number, SIG_IGN);
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        return std::unexpected(because("socketpair"));
    UniqueFd ours(pair[0]);
    const UniqueFd theirs(pair[1]);
    const UniqueFd nobodyCounts(open("/dev/null", O_WRONLY | O_CLOEXEC)); // its place among other clients
    const std::array descriptors{theirs.get(), nobodyCounts.get()};
    auto session = launch({"session"}, descriptors, false, Surroundings::Service);
    if (!session)
        return std::unexpected(because("start a session", session.error()));
    session->go();
    return ours;
}

std::expected<UniqueFd, std::string> serviceSession()
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, serviceSocket.data(), serviceSocket.size());
    UniqueFd fd(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!fd.isValid() || connect(fd.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        return std::unexpected("not root, and no service is running there: " + because("/run/cleartap/helper.sock"));
    return fd;
}

// 0 if it is gone.
uint32_t parentOf(uint32_t pid)
{
    const std::string status = readProc(procPath(pid, "status"));
    const std::string_view text = fieldOf(status, "PPid");
    uint32_t parent = 0;
    std::from_chars(text.data(), text.data() + text.size(), parent);
    return parent;
}

bool servesSsh(uint32_t pid)
{
    const std::string status = readProc(procPath(pid, "status"));
    const std::string_view name = fieldOf(status, "Name");
    return name.starts_with("sshd") || name == "dropbear";
}

} // namespace

std::expected<UniqueFd, std::string> sessionForStdio()
{
    return geteuid() == 0 ? ownSession() : serviceSession();
}

std::vector<uint32_t> carriersOf(const Peer &caller)
{
    std::vector<uint32_t> between;
    for (uint32_t pid = parentOf(uint32_t(caller.pid)); pid > 1 && between.size() < generationsMax; pid = parentOf(pid)) {
        between.push_back(pid);
        if (servesSsh(pid))
            return between;
    }
    return {};
}

} // namespace loader
