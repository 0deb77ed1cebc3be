// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/capture/helper_start.h"

#include "app/capture/errors.h"

#include <array>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <sstream>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace capture {

namespace {

Error noHelper(std::string detail, int errnoValue = 0)
{
    return errorOf(ErrorKind::NoHelper, std::move(detail), errnoValue);
}

std::string besideThisProgram(const char *name)
{
    std::array<char, PATH_MAX> self;
    const ssize_t length = readlink("/proc/self/exe", self.data(), self.size());
    if (length <= 0)
        return {};
    std::string path(self.data(), size_t(length));
    return path.substr(0, path.rfind('/') + 1) + name;
}

std::string findInPath(const char *program)
{
    const char *path = std::getenv("PATH");
    std::istringstream places(path ? path : "/usr/bin:/bin");
    for (std::string place; std::getline(places, place, ':');) {
        std::string file = place + "/" + program;
        if (place.starts_with('/') && access(file.c_str(), X_OK) == 0)
            return file;
    }
    return {};
}

bool hasDisplay()
{
    return std::getenv("DISPLAY") || std::getenv("WAYLAND_DISPLAY");
}

// The command prefix for becoming root: empty for root, else pkexec on a desktop and sudo in a terminal.
std::expected<std::vector<std::string>, Error> prefix(const LiveOptions &options)
{
    if (geteuid() == 0)
        return {};
    if (!options.mayAskForPrivilege)
        return std::unexpected(errorOf(ErrorKind::NotAuthorised, "no helper is running, and starting one would require asking for privileges", EPERM));
    const base::FileDescriptor terminal(open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY));
    if (const std::string pkexec = findInPath("pkexec"); !pkexec.empty() && (hasDisplay() || !terminal.isValid()))
        return std::vector<std::string>{pkexec};
    if (const std::string sudo = findInPath("sudo"); !sudo.empty())
        return terminal.isValid() ? std::vector<std::string>{sudo, "--"} : std::vector<std::string>{sudo, "--non-interactive", "--"};
    return std::unexpected(noHelper("no helper is running, and neither pkexec nor sudo is there to start one", EPERM));
}

} // namespace

std::string findHelper(const LiveOptions &options)
{
    if (!options.helperPath.empty())
        return options.helperPath;
    for (const std::string &path : {besideThisProgram("cleartap-helper"), besideThisProgram("../libexec/cleartap-helper"), std::string("/usr/libexec/cleartap-helper"),
                                    std::string("/usr/lib/cleartap/cleartap-helper")}) {
        if (!path.empty() && access(path.c_str(), X_OK) == 0)
            return path;
    }
    return {};
}

std::expected<StartedHelper, Error> startHelper(const LiveOptions &options)
{
    const std::string helper = findHelper(options);
    if (helper.empty() || access(helper.c_str(), X_OK) != 0)
        return std::unexpected(noHelper("cleartap-helper was not found" + (helper.empty() ? "" : " at " + helper), ENOENT));
    auto command = prefix(options);
    if (!command)
        return std::unexpected(command.error());
    StartedHelper started;
    started.asked = !command->empty();
    // At 0, because pkexec and sudo close all descriptors except the standard three.
    command->insert(command->end(), {helper, "--inherit", "0"});
    std::vector<char *> arguments;
    for (std::string &argument : *command)
        arguments.push_back(argument.data());
    arguments.push_back(nullptr);

    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        return std::unexpected(noHelper("socketpair", errno));
    started.socket.reset(pair[0]);
    const base::FileDescriptor theirs(pair[1]);

    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_adddup2(&actions, theirs.get(), 0);
    posix_spawn_file_actions_adddup2(&actions, 2, 1); // standard output may be the user's own data
    posix_spawn_file_actions_addclosefrom_np(&actions, 3);
    // Shielded from the terminal's signals: Ctrl-C ends the recording, and the recording ends the helper. A password
    // prompt needs the terminal, and the helper it starts ignores those signals itself.
    if (!started.asked)
        posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    const int error = posix_spawn(&started.child, arguments[0], &actions, &attributes, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (error != 0)
        return std::unexpected(noHelper(command->front(), error));
    return started;
}

} // namespace capture
