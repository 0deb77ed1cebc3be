// SPDX-License-Identifier: GPL-3.0-or-later
// A command that starts only once the capture is ready for it.
#pragma once

#include "app/cli/diverted_output.h"

#include <expected>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace cli {

class Command
{
public:
    enum class Output { Inherited, Diverted };  // diverted: to standard error
    enum class Input { Inherited, None };       // none: it is at its end at once
    // Forks; the child waits for release(). Error: errno.
    static std::expected<Command, int> prepare(const std::vector<std::string> &arguments, Output = Output::Inherited, Input = Input::Inherited);
    Command(Command &&) noexcept;
    ~Command();              // a child never released exits without running the command

    pid_t pid() const { return m_pid; }
    // Lets it run. Error: errno of exec (ENOENT: no such program).
    std::expected<void, int> release();
    // Exit status as in a shell (128 + signal), once it has ended; -1: still running.
    int poll();

private:
    Command(pid_t pid, int gate, int report);
    pid_t m_pid;
    int m_gate;
    int m_report;            // receives the errno of a failed exec
    int m_status = -1;
    std::optional<DivertedOutput> m_output;
};

} // namespace cli
