// SPDX-License-Identifier: GPL-3.0-or-later
// Files that may contain a TLS library: mapped by processes, or installed.
#pragma once

#include "bpf/flow_event.h"
#include "privhelper/loader/probe_session.h"

#include <cstdint>
#include <expected>
#include <map>
#include <vector>

namespace loader {

inline constexpr size_t filesOfOwnerMax = 256; // open at a time, of one user; root's are the system's
inline constexpr const char *tooManyFiles = "Too many files were mapped at once, so this one was not analysed.";

// Closes the files that one user has too many of, and says so in them.
class OpenFiles
{
public:
    void limit(ExecutableFile &file);

private:
    std::map<uint32_t, size_t> m_byOwner;
};

// Without duplicates: the TLS libraries mapped by the processes, and their programs, which may contain one; also the
// system's TLS libraries, and node, since a newly started program makes its first request before a file of a hundred
// megabytes has been analysed. Libraries come first.
std::vector<ExecutableFile> tlsFiles(const std::vector<uint32_t> &pids);

// Files that a client has opened: those of a command that it is about to start.
std::vector<ExecutableFile> handedFiles(const std::vector<UniqueFd> &handed);

enum class NoFile : uint8_t { NotWanted, Gone };
// The file in a notice, if it may contain a TLS library; also Gone if something else is mapped there by now.
std::expected<ExecutableFile, NoFile> noticedFile(const flow_mapping &mapping);

} // namespace loader
