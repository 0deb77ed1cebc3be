// SPDX-License-Identifier: GPL-3.0-or-later
// Starts this executable again in another role.
#pragma once

#include "privhelper/loader/unique_fd.h"

#include <expected>
#include <span>
#include <string>
#include <sys/types.h>
#include <vector>

namespace loader {

// What the role finds in its environment: nothing, or where the service may write.
enum class Surroundings { None, Service };

// A child in its role. It waits for go(), so that its pid can first be registered where needed.
class Role
{
public:
    Role(Role &&) noexcept = default;
    Role &operator=(Role &&) noexcept = default;
    ~Role() = default; // does not end the process

    pid_t pid() const { return m_pid; }
    int endFd() const { return m_end.get(); } // readable once the process has ended
    void go() { m_gate.reset(); }

    // Waits for the process to end. Text: "ended with status 12", "was killed by signal 9 (Killed)".
    struct End {
        int status = 0; // exit status; -1: killed
        std::string text;
    };
    End wait();
    void kill();

private:
    friend std::expected<Role, int> launch(const std::vector<std::string> &, std::span<const int>, bool, Surroundings);
    Role() = default;
    pid_t m_pid = 0;
    UniqueFd m_end;
    UniqueFd m_gate;
};

// The words of `role` follow "--role"; descriptors become 3, 4, … in the child, which has no others except the standard
// three. With diesWithUs the child is killed when this process ends. Error: errno.
std::expected<Role, int> launch(const std::vector<std::string> &role, std::span<const int> descriptors, bool diesWithUs,
                                Surroundings surroundings = Surroundings::None);

} // namespace loader
