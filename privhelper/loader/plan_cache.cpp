// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/plan_cache.h"

#include "privhelper/loader/plan_reader.h"
#include "privhelper/loader/service_folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string_view>

namespace loader {
namespace {

// A kept plan: this head, the builder's text, the answer.
struct Head {
    std::array<char, 8> magic;
    uint32_t builderBytes;
    uint32_t answerBytes;
    uint64_t checksum; // of what follows
};
constexpr std::array<char, 8> magic { 'C', 'T', 'P', 'L', 'A', 'N', '0', '1' };

// FNV-1a: against torn writes. Nobody but root can write here.
uint64_t checksumOf(std::span<const std::byte> bytes)
{
    uint64_t sum = 0xcbf29ce484222325;
    for (const std::byte byte : bytes)
        sum = (sum ^ static_cast<uint64_t>(byte)) * 0x100000001b3;
    return sum;
}

std::string hex(uint64_t value)
{
    std::array<char, 17> text {};
    snprintf(text.data(), text.size(), "%llx", static_cast<unsigned long long>(value));
    return text.data();
}

std::string described(const struct stat &status)
{
    const auto nanoseconds = [](const timespec &time) { return static_cast<uint64_t>(time.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(time.tv_nsec); };
    return hex(status.st_dev) + '-' + hex(status.st_ino) + '-' + hex(static_cast<uint64_t>(status.st_size)) + '-' + hex(nanoseconds(status.st_mtim)) + '-'
        + hex(nanoseconds(status.st_ctim));
}

uint64_t sizeOf(int fd)
{
    struct stat status { };
    return fstat(fd, &status) == 0 ? static_cast<uint64_t>(status.st_size) : 0;
}

} // namespace

std::string planFolder()
{
    return serviceFolder("CACHE_DIRECTORY", "/var/cache/cleartap");
}

PlanCache::PlanCache(const std::string &folder, const std::string &selfExe, const std::vector<std::string> &trusted)
{
    struct stat status { };
    if (stat(selfExe.c_str(), &status) != 0)
        return;
    m_builder = described(status);
    for (const std::string &path : trusted) {
        if (stat(path.c_str(), &status) == 0)
            m_devices.insert(status.st_dev);
    }
    // Created with its final mode: a later chmod would follow whatever somebody put in its place.
    if (mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
        return;
    UniqueFd place(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (place.isValid() && fstat(place.get(), &status) == 0 && status.st_uid == geteuid() && (status.st_mode & 077) == 0)
        m_folder = std::move(place);
}

std::string PlanCache::key(int fd) const
{
    struct stat status { };
    if (!m_folder.isValid() || fstat(fd, &status) != 0 || !S_ISREG(status.st_mode) || !m_devices.contains(status.st_dev))
        return {};
    return described(status);
}

std::optional<analyzer::Plan> PlanCache::find(int fd) const
{
    const std::string key = this->key(fd);
    if (key.empty())
        return std::nullopt;
    const UniqueFd file(openat(m_folder.get(), key.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    if (!file.isValid())
        return std::nullopt;
    std::vector<std::byte> bytes(sizeof(Head) + m_builder.size() + analyzer::reply::bytesMax);
    const ssize_t count = read(file.get(), bytes.data(), bytes.size());
    bytes.resize(count > 0 ? static_cast<size_t>(count) : 0);
    Head head { };
    if (bytes.size() >= sizeof head) {
        std::memcpy(&head, bytes.data(), sizeof head);
        const std::span<const std::byte> rest = std::span<const std::byte>(bytes).subspan(sizeof head);
        if (head.magic == magic && head.builderBytes == m_builder.size() && rest.size() == size_t(head.builderBytes) + head.answerBytes
            && std::memcmp(rest.data(), m_builder.data(), m_builder.size()) == 0 && checksumOf(rest) == head.checksum) {
            if (auto plan = readPlan(rest.subspan(head.builderBytes), sizeOf(fd)))
                return plan;
        }
    }
    // Damaged, or of another build.
    unlinkat(m_folder.get(), key.c_str(), 0);
    return std::nullopt;
}

void PlanCache::keep(const std::string &key, std::span<const std::byte> answer)
{
    if (key.empty())
        return;
    if (!m_plans)
        m_plans = names().size();
    if (*m_plans >= plansMax) {
        for (const std::string &name : names())
            unlinkat(m_folder.get(), name.c_str(), 0);
        m_plans = 0;
    }
    const UniqueFd file(openat(m_folder.get(), key.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file.isValid())
        return;
    std::vector<std::byte> bytes(sizeof(Head));
    const auto append = [&](const void *from, size_t size) {
        const auto *first = static_cast<const std::byte *>(from);
        bytes.insert(bytes.end(), first, first + size);
    };
    append(m_builder.data(), m_builder.size());
    append(answer.data(), answer.size());
    const Head head { magic, static_cast<uint32_t>(m_builder.size()), static_cast<uint32_t>(answer.size()), checksumOf(std::span(bytes).subspan(sizeof(Head))) };
    std::memcpy(bytes.data(), &head, sizeof head);
    if (write(file.get(), bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()))
        unlinkat(m_folder.get(), key.c_str(), 0);
    ++*m_plans;
}

bool PlanCache::claim() const
{
    return m_folder.isValid() && flock(m_folder.get(), LOCK_EX | LOCK_NB) == 0;
}

std::vector<std::string> PlanCache::names() const
{
    const int place = openat(m_folder.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const std::unique_ptr<DIR, int (*)(DIR *)> folder(place < 0 ? nullptr : fdopendir(place), closedir);
    std::vector<std::string> names;
    while (const dirent *entry = folder ? readdir(folder.get()) : nullptr) {
        if (entry->d_name[0] != '.')
            names.emplace_back(entry->d_name);
    }
    return names;
}

} // namespace loader
