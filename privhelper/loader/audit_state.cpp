// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/audit_state.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <string_view>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

namespace loader {

namespace {

constexpr const char *stateName = "audit.state";
constexpr const char *newStateName = "audit.state.new";
constexpr const char *keyName = "audit.key";
constexpr const char *newKeyName = "audit.key.new";
constexpr std::string_view stateForm = "cleartap audit 1 ";
constexpr size_t fileMax = 1 << 20;

std::unexpected<AuditError> failed(std::string step, int code = errno)
{
    return std::unexpected(AuditError{std::move(step), code});
}

std::string textOf(const AuditChain &chain)
{
    return std::string(stateForm) + std::to_string(chain.number) + ' ' + hexOf(chain.key) + ' ' + hexOf(chain.last) + '\n';
}

std::optional<AuditChain> chainOf(std::string_view text)
{
    if (!text.starts_with(stateForm) || !text.ends_with('\n'))
        return std::nullopt;
    text.remove_prefix(stateForm.size());
    text.remove_suffix(1);
    AuditChain chain;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), chain.number);
    const std::string_view rest = text.substr(size_t(end - text.data()));
    if (error != std::errc() || rest.size() != 2 * 65 || rest[0] != ' ' || rest[65] != ' ')
        return std::nullopt;
    const auto key = bytesOf(rest.substr(1, 64));
    const auto last = bytesOf(rest.substr(66));
    if (!key || !last)
        return std::nullopt;
    chain.key = *key, chain.last = *last;
    return chain;
}

// A new file with this content, on disk.
std::expected<void, AuditError> writeNew(int folder, const char *name, std::string_view text)
{
    unlinkat(folder, name, 0);
    const UniqueFd file(openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file.isValid())
        return failed(std::string("create ") + name);
    if (write(file.get(), text.data(), text.size()) != ssize_t(text.size()) || fsync(file.get()) != 0)
        return failed(std::string("write ") + name);
    return {};
}

std::expected<void, AuditError> rename(int folder, const char *from, const char *to)
{
    if (renameat(folder, from, folder, to) != 0 || fsync(folder) != 0)
        return failed(std::string("rename ") + from);
    return {};
}

// As far as the file system overwrites in place.
void erase(int folder, const char *name)
{
    const UniqueFd file(openat(folder, name, O_WRONLY | O_NOFOLLOW | O_CLOEXEC));
    struct stat status{};
    if (!file.isValid() || fstat(file.get(), &status) != 0 || status.st_size > off_t(fileMax))
        return;
    const std::string zeros(size_t(status.st_size), '\0');
    if (pwrite(file.get(), zeros.data(), zeros.size(), 0) >= 0)
        fdatasync(file.get());
}

} // namespace

std::string AuditError::text() const
{
    return step + ": " + std::strerror(code);
}

std::expected<UniqueFd, AuditError> openAuditFolder(const std::string &path)
{
    // Created with its final mode: a later chmod would follow whatever somebody put in its place.
    for (size_t at = path.find('/', 1); at != path.npos; at = path.find('/', at + 1))
        mkdir(path.substr(0, at).c_str(), 0755);
    if (mkdir(path.c_str(), 0700) != 0 && errno != EEXIST)
        return failed("create " + path);
    UniqueFd folder(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!folder.isValid())
        return failed("open " + path);
    return folder;
}

std::expected<std::string, AuditError> readAuditFile(int folder, const char *name)
{
    const UniqueFd file(openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!file.isValid())
        return failed(std::string("open ") + name);
    std::string text;
    std::array<char, 4096> piece;
    while (text.size() < fileMax) {
        const ssize_t count = read(file.get(), piece.data(), piece.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return failed(std::string("read ") + name);
        if (count == 0)
            return text;
        text.append(piece.data(), size_t(count));
    }
    return failed(std::string("read ") + name, EFBIG);
}

std::expected<AuditState, AuditError> AuditState::open(const std::string &folder)
{
    auto place = openAuditFolder(folder);
    if (!place)
        return std::unexpected(std::move(place.error()));
    AuditState state(std::move(*place));
    while (flock(state.folder(), LOCK_EX) != 0) {
        if (errno != EINTR)
            return failed("lock " + folder);
    }
    struct stat status{};
    // The new one is complete, and the old one already erased, if the helper ended in between.
    for (const char *name : {stateName, newStateName}) {
        const auto text = readAuditFile(state.folder(), name);
        if (!text && text.error().code != ENOENT)
            return std::unexpected(text.error());
        const auto chain = text ? chainOf(*text) : std::nullopt;
        if (!chain)
            continue;
        state.m_chain = *chain;
        if (name == newStateName) {
            if (fstatat(state.folder(), keyName, &status, AT_SYMLINK_NOFOLLOW) != 0)
                renameat(state.folder(), newKeyName, state.folder(), keyName); // not there either, if it is kept elsewhere
            if (auto done = rename(state.folder(), newStateName, stateName); !done)
                return std::unexpected(std::move(done.error()));
        }
        return state;
    }
    if (fstatat(state.folder(), keyName, &status, AT_SYMLINK_NOFOLLOW) == 0 || fstatat(state.folder(), stateName, &status, AT_SYMLINK_NOFOLLOW) == 0)
        return failed("continue the audit log: " + folder + "/audit.state is damaged or missing. Move audit.key and audit.jsonl away to begin a new log", EBADMSG);
    if (auto done = state.begin(); !done)
        return std::unexpected(std::move(done.error()));
    return state;
}

std::expected<void, AuditError> AuditState::begin()
{
    if (getrandom(m_chain.key.data(), m_chain.key.size(), 0) != ssize_t(m_chain.key.size()))
        return failed("choose a key");
    if (auto done = writeNew(folder(), newKeyName, hexOf(m_chain.key) + '\n'); !done)
        return done;
    if (auto done = writeNew(folder(), newStateName, textOf(m_chain)); !done)
        return done;
    if (auto done = rename(folder(), newKeyName, keyName); !done)
        return done;
    return rename(folder(), newStateName, stateName);
}

std::expected<void, AuditError> AuditState::advance(const AuditChain &to)
{
    if (auto done = writeNew(folder(), newStateName, textOf(to)); !done)
        return done;
    erase(folder(), stateName);
    m_chain = to;
    return rename(folder(), newStateName, stateName);
}

} // namespace loader
