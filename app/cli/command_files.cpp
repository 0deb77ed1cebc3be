// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command_files.h"

#include "app/cli/loaded_libraries.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string_view>

#include <sys/stat.h>
#include <unistd.h>

namespace cli {

namespace {

namespace fs = std::filesystem;

constexpr size_t filesMax = 64;         // accepted by the helper (PROTOCOL.md)
constexpr size_t argumentsMax = 8;      // checked for being programs
constexpr size_t interpretersMax = 5;   // levels of scripts interpreted by scripts, as in the kernel
constexpr size_t firstLineMax = 256;    // BINPRM_BUF_SIZE

bool isProgram(const std::string &path)
{
    struct stat status{};
    return stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) && access(path.c_str(), X_OK) == 0;
}

std::vector<std::string> split(const std::string &text, char separator)
{
    std::vector<std::string> parts;
    std::istringstream stream(text);
    for (std::string part; std::getline(stream, part, separator);)
        parts.push_back(part);
    return parts;
}

std::string environment(const char *name, const char *otherwise)
{
    const char *value = std::getenv(name);
    return value ? value : otherwise;
}

// "#!INTERPRETER ARGUMENT": the interpreter, or with env(1) the program that it starts. Empty: not a script.
std::string interpreterOf(const std::string &path)
{
    std::array<char, firstLineMax> start{};
    std::ifstream file(path, std::ios::binary);
    file.read(start.data(), start.size());
    std::string line(start.data(), size_t(file.gcount()));
    if (!line.starts_with("#!"))
        return {};
    line.resize(std::min(line.find('\n'), line.size()));
    std::istringstream words(line.substr(2));
    std::string interpreter, word;
    words >> interpreter;
    if (fs::path(interpreter).filename() != "env")
        return interpreter;
    while (words >> word) {
        if (!word.starts_with('-') && word.find('=') == std::string::npos)
            return findProgram(word);
    }
    return interpreter;
}

class Collector
{
public:
    void program(std::string path)
    {
        for (size_t i = 0; i < interpretersMax && isProgram(path); ++i) {
            const std::string interpreter = interpreterOf(path);
            if (interpreter.empty())
                return binary(path);
            path = interpreter;
        }
    }

    // Loaded later, by name: libraries that a program in its own directory ships with (conda, a vendor's /opt).
    void beside(const std::string &directory)
    {
        std::error_code none;
        for (const fs::directory_entry &entry : fs::directory_iterator(directory, none)) {
            const std::string name = entry.path().filename();
            if (name.find(".so") != std::string::npos
                && (name.starts_with("libssl") || name.starts_with("libcrypto") || name.starts_with("libgnutls")))
                add(entry.path());
        }
    }

    std::vector<std::string> take() { return std::move(m_files); }

private:
    void binary(const std::string &path)
    {
        add(path);
        for (const std::string &library : loadedLibraries(path))
            add(library);
        beside(fs::path(path).parent_path().parent_path() / "lib");
    }

    void add(const std::string &path)
    {
        std::error_code failed;
        const std::string file = fs::canonical(path, failed);
        if (!failed && m_files.size() < filesMax && std::ranges::find(m_files, file) == m_files.end())
            m_files.push_back(file);
    }

    std::vector<std::string> m_files;
};

} // namespace

std::string findProgram(const std::string &name)
{
    if (name.empty())
        return {};
    if (name.find('/') != std::string::npos)
        return isProgram(name) ? name : std::string();
    for (const std::string &directory : split(environment("PATH", "/bin:/usr/bin"), ':')) {
        if (const std::string path = (directory.empty() ? "." : directory) + '/' + name; isProgram(path))
            return path;
    }
    return {};
}

std::vector<std::string> commandFiles(const std::vector<std::string> &command)
{
    Collector files;
    for (size_t i = 0; i < std::min(command.size(), argumentsMax); ++i)
        files.program(findProgram(command[i]));
    for (const std::string &directory : split(environment("LD_LIBRARY_PATH", ""), ':'))
        files.beside(directory);
    return files.take();
}

} // namespace cli
