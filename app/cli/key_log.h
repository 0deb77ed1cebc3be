// SPDX-License-Identifier: GPL-3.0-or-later
// The secrets of handshakes in the format of RFC 9850, which Wireshark reads. Only if the user names a file for them.
#pragma once

#include "app/base/file_descriptor.h"
#include "privhelper/wire/messages.h"

#include <atomic>
#include <expected>
#include <string>

namespace cli {

class KeyLog
{
public:
    // A new file that only the user can read; one that exists is never written to. Error: errno.
    static std::expected<KeyLog, int> create(const std::string &path);
    KeyLog(KeyLog &&) noexcept;

    // Writes a line at once, so that a reader can follow. Without label or random there is none. From any thread: a line is one write.
    void add(const wire::Secret &);
    // The first errno of a failed write; 0: none. From any thread.
    int error() const { return m_error; }

    // Appends its line, or nothing without label or random. The caller wipes what it no longer needs.
    static void appendLine(const wire::Secret &, std::string &to);

private:
    explicit KeyLog(base::FileDescriptor file)
        : m_file(std::move(file))
    {
    }
    base::FileDescriptor m_file;
    std::atomic<int> m_error = 0;
};

} // namespace cli
