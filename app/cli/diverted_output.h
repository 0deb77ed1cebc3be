// SPDX-License-Identifier: GPL-3.0-or-later
// Sends a command's standard output to standard error while cleartap-cli's own carries the recording.
#pragma once

#include <expected>
#include <string>

#include <sys/types.h>

namespace cli {

class DivertedOutput
{
public:
    // Starts the process that forwards it, which says so once when there is output: `command` is the name shown.
    // Error: errno.
    static std::expected<DivertedOutput, int> start(const std::string &command);
    DivertedOutput(DivertedOutput &&) noexcept;
    DivertedOutput &operator=(DivertedOutput &&) = delete;
    ~DivertedOutput();              // waits until all is forwarded, but not for processes the command left running

    int descriptor() const { return m_end; }
    // Call once the command has it.
    void closeOwn();

private:
    DivertedOutput(pid_t pid, int end)
        : m_pid(pid)
        , m_end(end)
    {
    }
    pid_t m_pid;
    int m_end;
};

} // namespace cli
