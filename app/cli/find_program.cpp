// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/find_program.h"

#include <cstdlib>
#include <sstream>

#include <sys/stat.h>
#include <unistd.h>

namespace cli {

bool isProgram(const std::string &path)
{
    struct stat status{};
    return stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) && access(path.c_str(), X_OK) == 0;
}

std::vector<std::string> pathsInEnvironment(const char *name, const char *otherwise)
{
    const char *value = std::getenv(name);
    std::vector<std::string> paths;
    std::istringstream all(value ? value : otherwise);
    for (std::string path; std::getline(all, path, ':');)
        paths.push_back(path);
    return paths;
}

std::string findProgram(const std::string &name)
{
    if (name.empty())
        return {};
    if (name.find('/') != std::string::npos)
        return isProgram(name) ? name : std::string();
    for (const std::string &directory : pathsInEnvironment("PATH", "/bin:/usr/bin")) {
        if (const std::string path = (directory.empty() ? "." : directory) + '/' + name; isProgram(path))
            return path;
    }
    return {};
}

} // namespace cli
