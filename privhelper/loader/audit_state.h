// SPDX-License-Identifier: GPL-3.0-or-later
// The state of the audit log's chain between two entries, in a folder for root alone: `audit.state` (the current key) and
// `audit.key` (the first one). The latter is only needed to verify, and may be kept elsewhere.
#pragma once

#include "privhelper/loader/audit_chain.h"
#include "privhelper/loader/unique_fd.h"

#include <expected>
#include <string>
#include <utility>

namespace loader {

struct AuditError {
    std::string step; // "open audit.jsonl"
    int code = 0;     // errno
    std::string text() const;
};

// Creates the folder (0700) and those above it (0755) if needed. A descriptor of it, for openat().
std::expected<UniqueFd, AuditError> openAuditFolder(const std::string &path);

// At most a mebibyte; an error if the file is not there, and never through a link.
std::expected<std::string, AuditError> readAuditFile(int folder, const char *name);

// Locked against other processes as long as it exists.
class AuditState
{
public:
    // The first time a key is chosen. Error EBADMSG: the state is missing or damaged although there is a key.
    static std::expected<AuditState, AuditError> open(const std::string &folder);

    const AuditChain &chain() const { return m_chain; }
    int folder() const { return m_folder.get(); }
    // On disk when this returns, and the key before it overwritten.
    std::expected<void, AuditError> advance(const AuditChain &to);

private:
    explicit AuditState(UniqueFd folder)
        : m_folder(std::move(folder))
    {
    }
    std::expected<void, AuditError> begin();

    UniqueFd m_folder; // holds the lock
    AuditChain m_chain;
};

} // namespace loader
