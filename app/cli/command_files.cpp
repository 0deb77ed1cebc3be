// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command_files.h"

#include "app/cli/find_program.h"
#include "app/cli/loaded_libraries.h"
#include "app/cli/script.h"

#include <algorithm>
#include <filesystem>

namespace cli {

namespace {

namespace fs = std::filesystem;

constexpr size_t filesMax = 64;         // accepted by the helper (PROTOCOL.md)
constexpr size_t argumentsMax = 8;      // checked for being programs
constexpr uintmax_t ownStackMin = 256 * 1024; // bytes of the smallest program that contains a TLS library
constexpr size_t interpretersMax = 5;   // levels of scripts interpreted by scripts, as in the kernel

class Collector
{
public:
    void program(const std::string &path)
    {
        const std::string interpreter = started(path);
        if (interpreter.empty())
            return;
        // After what is certain to run.
        guessed(programsIn(path));
    }

    // What a shell is told after -c.
    void text(const std::string &script)
    {
        guessed(programsInText(script));
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
    // Small programs without a TLS library have no TLS: a script names many.
    void guessed(const std::vector<std::string> &programs)
    {
        for (const std::string &program : programs) {
            std::error_code failed;
            if (fs::file_size(program, failed) >= ownStackMin || !interpreterOf(program).empty() || !loadedLibraries(program).empty())
                started(program);
        }
    }

    // The program, or what the kernel runs for it. Returns the interpreter; empty: it needs none.
    std::string started(std::string path)
    {
        std::string first;
        for (size_t i = 0; i < interpretersMax && isProgram(path); ++i) {
            const std::string interpreter = interpreterOf(path);
            if (interpreter.empty()) {
                binary(path);
                break;
            }
            if (first.empty())
                first = interpreter;
            path = interpreter;
        }
        return first;
    }

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

std::vector<std::string> commandFiles(const std::vector<std::string> &command)
{
    Collector files;
    for (size_t i = 0; i < std::min(command.size(), argumentsMax); ++i) {
        if (i > 0 && command[i - 1].starts_with('-') && command[i - 1].ends_with('c'))
            files.text(command[i]);
        else
            files.program(findProgram(command[i]));
    }
    for (const std::string &directory : pathsInEnvironment("LD_LIBRARY_PATH", ""))
        files.beside(directory);
    return files.take();
}

} // namespace cli
