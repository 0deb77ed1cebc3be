// SPDX-License-Identifier: GPL-3.0-or-later
// Where a command's standard output goes while cleartap-cli's own is what it records: to standard error.
#pragma once

#include <expected>
#include <string>

#include <sys/types.h>

namespace cli {

class DivertedOutput
{
public:
    // Starts the process that passes it on, and that says so once when there is something to pass on: `command` is
    // what it calls the writer. Error: errno.
    static std::expected<DivertedOutput, int> start(const std::string &command);
    DivertedOutput(DivertedOutput &&) noexcept;
    DivertedOutput &operator=(DivertedOutput &&) = delete;
    ~DivertedOutput();              // waits until it is passed on, but not for what the command left running

    int descriptor() const { return m_end; }
    // Once the command has it.
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
