// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/capture/capture_file.h"

#include "app/base/nameless_file.h"
#include "app/capture/errors.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <string_view>
#include <sys/stat.h>
#include <utility>

namespace capture {

namespace {

constexpr std::string_view magic = "CLEARTAP";
constexpr uint64_t versionPosition = 8;

// Writes everything; returns errno, or 0 on success.
int writeAt(int fd, uint64_t position, std::span<const std::byte> bytes)
{
    while (!bytes.empty()) {
        const ssize_t count = pwrite(fd, bytes.data(), bytes.size(), off_t(position));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return count < 0 ? errno : EIO;
        bytes = bytes.subspan(size_t(count));
        position += uint64_t(count);
    }
    return 0;
}

int writeOn(int fd, std::span<const std::byte> bytes)
{
    while (!bytes.empty()) {
        const ssize_t count = write(fd, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return count < 0 ? errno : EIO;
        bytes = bytes.subspan(size_t(count));
    }
    return 0;
}

class FileBodies final : public base::BodySource
{
public:
    FileBodies(base::FileDescriptor file, std::shared_ptr<const base::FileHoles> holes)
        : m_file(std::move(file))
        , m_holes(std::move(holes))
    {
    }

    std::expected<std::vector<std::byte>, int> read(std::span<const base::Slice> slices, size_t limit) const override
    {
        size_t total = 0;
        for (const base::Slice &slice : slices)
            total += slice.length;
        std::vector<std::byte> bytes(std::min(total, limit));
        size_t done = 0;
        for (const base::Slice &slice : slices) {
            if (slice.derived())
                return std::unexpected(EIO);
            uint64_t position = slice.position;
            size_t left = std::min<size_t>(slice.length, bytes.size() - done);
            if (m_holes && !m_holes->holds({position, position + left}))
                return std::unexpected(ENODATA);
            while (left > 0) {
                const ssize_t count = pread(m_file.get(), bytes.data() + done, left, off_t(position));
                if (count < 0 && errno == EINTR)
                    continue;
                if (count <= 0)
                    return std::unexpected(count < 0 ? errno : EIO);
                done += size_t(count);
                left -= size_t(count);
                position += uint64_t(count);
            }
        }
        return bytes;
    }

private:
    base::FileDescriptor m_file;
    std::shared_ptr<const base::FileHoles> m_holes;
};

} // namespace

std::expected<CaptureFile, Error> CaptureFile::create(const std::string &path, uint32_t version)
{
    CaptureFile file;
    if (!path.empty()) {
        auto created = base::CreatedFile::create(path);
        if (!created)
            return std::unexpected(fileError(created.error(), path));
        file.m_named.emplace(std::move(*created));
    }
    base::FileDescriptor fd;
    if (file.m_named && !file.m_named->isDirect()) {
        fd.reset(fcntl(file.m_named->descriptor(), F_DUPFD_CLOEXEC, 3));
        if (!fd.isValid())
            return std::unexpected(fileError(errno, path));
    } else {
        file.m_copied = file.m_named.has_value();
        auto nameless = base::namelessFile();
        if (!nameless)
            return std::unexpected(fileError(nameless.error(), "a temporary file"));
        fd = std::move(*nameless);
    }
    file.m_version = version;
    file.m_fd = fd.get();
    file.m_holes = std::make_shared<base::FileHoles>();
    file.m_bodies = fileBodies(std::move(fd), file.m_holes);
    if (auto written = file.append(newFileHead(version)); !written)
        return std::unexpected(written.error());
    return file;
}

std::expected<void, Error> CaptureFile::putInPlace()
{
    if (!m_named)
        return {};
    if (const auto placed = m_named->putInPlace(); !placed)
        return std::unexpected(fileError(placed.error(), "write the capture file"));
    return {};
}

void CaptureFile::holdsMachines()
{
    if (std::exchange(m_version, fileVersionMachines) == fileVersionMachines)
        return;
    constexpr uint32_t version = fileVersionMachines;
    (void)writeAt(m_fd, versionPosition, std::as_bytes(std::span(&version, 1)));
}

std::expected<void, Error> CaptureFile::append(std::span<const std::byte> frames)
{
    if (const int error = writeAt(m_fd, m_size, frames)) {
        (void)!ftruncate(m_fd, off_t(m_size)); // no torn frame at the end
        return std::unexpected(fileError(error, "write the capture file"));
    }
    m_size += frames.size();
    if (!m_copied)
        return {};
    if (const int error = writeOn(m_named->descriptor(), frames))
        return std::unexpected(fileError(error, "write the capture"));
    return {};
}

std::array<std::byte, fileHeadSize> newFileHead(uint32_t version)
{
    std::array<std::byte, fileHeadSize> head{};
    const uint32_t size = fileHeadSize;
    const int64_t created = std::chrono::duration_cast<std::chrono::nanoseconds>(
                                std::chrono::system_clock::now().time_since_epoch()).count();
    std::memcpy(head.data(), magic.data(), magic.size());
    std::memcpy(head.data() + versionPosition, &version, 4);
    std::memcpy(head.data() + 12, &size, 4);
    std::memcpy(head.data() + 16, &created, 8);
    return head;
}

std::expected<void, Error> checkFileHead(std::span<const std::byte> head)
{
    const auto notACapture = [](const std::string &detail) {
        return std::unexpected(errorOf(ErrorKind::NotACapture, detail));
    };
    if (head.size() < fileHeadSize || std::memcmp(head.data(), magic.data(), magic.size()) != 0)
        return notACapture("the file does not begin with a capture header");
    uint32_t version = 0, size = 0;
    std::memcpy(&version, head.data() + versionPosition, 4);
    std::memcpy(&size, head.data() + 12, 4);
    if (version > fileVersionMachines)
        return notACapture("the file has version " + std::to_string(version) + ", of a newer Cleartap");
    if (version == 0 || size != fileHeadSize)
        return notACapture("the file's head is damaged");
    return {};
}

void CaptureFile::release(uint64_t limit, const std::vector<base::Extent> &kept)
{
    if (!m_named || m_copied)
        m_holes->release(m_fd, limit, kept);
}

std::shared_ptr<const base::BodySource> fileBodies(base::FileDescriptor file, std::shared_ptr<const base::FileHoles> holes)
{
    return std::make_shared<FileBodies>(std::move(file), std::move(holes));
}

} // namespace capture
