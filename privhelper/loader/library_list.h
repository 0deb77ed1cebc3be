// SPDX-License-Identifier: GPL-3.0-or-later
// Which files may hold a TLS library: mapped by processes, or installed.
#pragma once

#include "bpf/flow_event.h"
#include "privhelper/loader/probe_session.h"

#include <cstdint>
#include <expected>
#include <vector>

namespace loader {

// Files that the processes have mapped, each once: their TLS libraries and their programs, which may hold one; and the
// system's TLS libraries, and node: a program that begins has made its first request before a file of a hundred megabytes
// is looked through. Libraries come first.
std::vector<ExecutableFile> tlsFiles(const std::vector<uint32_t> &pids);

// Files that a client has opened: those of a command that it is about to start.
std::vector<ExecutableFile> handedFiles(std::vector<UniqueFd> handed);

enum class NoFile : uint8_t { NotWanted, Gone };
// The file that a notice tells of, where it may hold a TLS library; Gone too when something else is mapped there by now.
std::expected<ExecutableFile, NoFile> noticedFile(const flow_mapping &mapping);

} // namespace loader
