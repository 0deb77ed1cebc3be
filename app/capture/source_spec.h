// SPDX-License-Identifier: GPL-3.0-or-later
// What a capture reads, as a value: this machine, another one, a file.
#pragma once

#include "privhelper/wire/messages.h"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace capture {

struct ThisMachine {
    bool operator==(const ThisMachine &) const = default;
};

// Through ssh.
struct FarMachine {
    std::string destination;                // as ssh knows it: "user@host", "ssh://user@host:port"
    std::optional<wire::Start> start = {};  // what to capture there; none: as everywhere
};

// A saved capture, or packets that another program captured. Read alone.
struct SavedFile {
    std::string path;
    std::string keyLog = {};                // packets: a file with the secrets of their handshakes; empty: none
    std::string savePath = {};              // packets: the capture file that they become; empty: a nameless one
};

using SourceSpec = std::variant<ThisMachine, FarMachine, SavedFile>;

// What a word on the command line means: "ssh://…" another machine, anything else a file.
inline SourceSpec sourceNamed(std::string_view word)
{
    if (word.starts_with("ssh://"))
        return FarMachine{std::string(word)};
    return SavedFile{std::string(word)};
}

} // namespace capture
