// SPDX-License-Identifier: GPL-3.0-or-later
// The system's ssh: how other machines are reached, with the user's own configuration, agent and jump hosts.
#pragma once

#include "app/base/file_descriptor.h"

#include <expected>
#include <functional>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace capture {

// Whether it may be given to ssh: "host", "user@host", or "ssh://[user@]host[:port]", without anything that ssh, or a command in
// its configuration, could take for an option or for the shell's.
bool isDestination(std::string_view);
// What rows call the machine: "web1:2222" for "ssh://deploy@web1:2222".
std::string machineName(std::string_view destination);

// A running ssh whose standard input and output are a socket of ours.
class Ssh
{
public:
    // Whether it may ask, on the terminal, for passphrases and whether a host is known. Without a terminal an unanswered question
    // would hold up everything.
    enum class Asking : uint8_t { Forbidden, OnTerminal };
    // `remote` is run by the user's shell there. `born` gets the process before it runs ssh. Error: errno.
    static std::expected<Ssh, int> start(const std::string &destination, const std::string &remote, Asking, const std::function<void(pid_t)> &born = {});

    int socket() const { return m_socket.get(); }
    base::FileDescriptor takeSocket() { return std::move(m_socket); }
    pid_t pid() const { return m_pid; }
    base::FileDescriptor takeErrors() { return std::move(m_errors); }

private:
    base::FileDescriptor m_socket;
    base::FileDescriptor m_errors;
    pid_t m_pid = 0;
};

// The last line that ssh, or a program there, wrote to standard error, without control characters; may be empty.
std::string lastWords(int errors);

} // namespace capture
