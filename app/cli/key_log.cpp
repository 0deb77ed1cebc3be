// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/key_log.h"

#include <cerrno>
#include <fcntl.h>
#include <cstring>
#include <span>
#include <unistd.h>
#include <utility>

namespace cli {

std::expected<KeyLog, int> KeyLog::create(const std::string &path)
{
    base::FileDescriptor file(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (!file.isValid())
        return std::unexpected(errno);
    return KeyLog(std::move(file));
}

KeyLog::KeyLog(KeyLog &&other) noexcept
    : m_file(std::move(other.m_file))
    , m_error(other.m_error.load())
{
}

void KeyLog::appendLine(const wire::Secret &secret, std::string &line)
{
    if (!secret.randomKnown || secret.label.empty())
        return;
    const auto hex = [&line](std::span<const uint8_t> bytes) {
        line += ' ';
        for (const uint8_t byte : bytes) {
            line += "0123456789abcdef"[byte >> 4];
            line += "0123456789abcdef"[byte & 15];
        }
    };
    line += secret.label;
    hex(secret.random);
    hex(std::span(secret.bytes).first(secret.length));
    line += '\n';
}

void KeyLog::add(const wire::Secret &secret)
{
    std::string line;
    line.reserve(256);   // moved nowhere, so that nothing is left of it below
    appendLine(secret, line);
    if (line.empty() || m_error)
        return;
    const ssize_t written = write(m_file.get(), line.data(), line.size());
    if (written != ssize_t(line.size()))
        m_error = written < 0 ? errno : ENOSPC;
    explicit_bzero(line.data(), line.size());
}

} // namespace cli
