// SPDX-License-Identifier: GPL-3.0-or-later
// Which files may hold a TLS library: mapped by processes, or installed.
#pragma once

#include "bpf/flow_event.h"
#include "privhelper/loader/probe_session.h"

#include <cstdint>
#include <vector>

namespace loader {

// Files that the processes have mapped, each once, the system's TLS libraries, and node: a program that begins has made its
// first request before a file of a hundred megabytes is looked through.
std::vector<ExecutableFile> tlsFiles(const std::vector<uint32_t> &pids);

enum class MappingResult : uint8_t { Given, NotWanted, Gone };
// Adds the file of a notice where it may hold a TLS library.
MappingResult addMapping(const flow_mapping &mapping, std::vector<ExecutableFile> &files);

} // namespace loader
