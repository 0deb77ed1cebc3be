// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/capture/capture_file.h"
#include "app/capture/errors.h"
#include "app/capture/live_source.h"
#include "privhelper/wire/reader.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <sys/stat.h>

namespace capture {

namespace {

// Read, not mapped: a file that is cut short while it is mapped kills its reader, and reading runs of
// this size out of the page cache is as fast.
constexpr size_t runSize = 1u << 20;

class SavedSource final : public Source
{
public:
    explicit SavedSource(FileDescriptor file)
        : m_fd(file.get())
        , m_bodies(fileBodies(std::move(file)))
        , m_buffer(std::make_unique_for_overwrite<std::byte[]>(runSize))
    {
    }

    std::expected<Run, Error> next(int) override
    {
        if (m_stopped)
            return Run{{}, m_position, true};
        if (m_error)
            return std::unexpected(*m_error);
        // The unfinished frame of the last run moves to the front.
        m_filled -= m_given;
        std::memmove(m_buffer.get(), m_buffer.get() + m_given, m_filled);
        m_position += m_given;
        m_given = 0;
        if (auto read = fill(); !read)
            return std::unexpected(read.error());
        wire::FrameReader reader({m_buffer.get(), m_filled});
        for (;;) {
            const auto frame = reader.next();
            if (!frame) {
                m_error = damaged(frame.error(), reader.position());
                break;
            }
            if (!*frame)
                break;
        }
        m_given = reader.position();
        if (m_given == 0 && m_error)
            return std::unexpected(*m_error);
        if (m_given == 0 && m_filled > 0)
            return std::unexpected(*(m_error = damaged(wire::ReadError::TornFrame, 0)));
        return Run{{m_buffer.get(), m_given}, m_position, m_given == 0};
    }

    void stop() override { m_stopped = true; }
    std::shared_ptr<const base::BodySource> bodies() const override { return m_bodies; }

private:
    std::expected<void, Error> fill()
    {
        while (m_filled < runSize) {
            const ssize_t count = pread(m_fd, m_buffer.get() + m_filled, runSize - m_filled, off_t(m_position + m_filled));
            if (count < 0 && errno == EINTR)
                continue;
            if (count < 0)
                return std::unexpected(*(m_error = fileError(errno, "read the capture file")));
            if (count == 0)
                break;
            m_filled += size_t(count);
        }
        return {};
    }

    Error damaged(wire::ReadError error, size_t at) const
    {
        return {ErrorKind::Damaged, 0, 0, uint8_t(error), m_position + at, std::string(wire::readErrorName(error))};
    }

    int m_fd; // owned by m_bodies
    std::shared_ptr<const base::BodySource> m_bodies;
    std::unique_ptr<std::byte[]> m_buffer;
    size_t m_filled = 0; // bytes in the buffer
    size_t m_given = 0;  // of these, given by the last call
    uint64_t m_position = fileHeadSize; // of the buffer's first byte, in the file
    std::optional<Error> m_error;
    std::atomic<bool> m_stopped = false;
};

} // namespace

std::expected<std::unique_ptr<Source>, Error> openSaved(const std::string &path)
{
    FileDescriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    struct stat status{};
    if (!file.isValid() || fstat(file.get(), &status) != 0)
        return std::unexpected(fileError(errno, path));
    if (S_ISDIR(status.st_mode))
        return std::unexpected(fileError(EISDIR, path));
    std::array<std::byte, fileHeadSize> head;
    const ssize_t count = pread(file.get(), head.data(), head.size(), 0);
    if (count < 0 && errno != ESPIPE)
        return std::unexpected(fileError(errno, path));
    if (auto good = checkFileHead(std::span(head).first(size_t(std::max<ssize_t>(count, 0)))); !good)
        return std::unexpected(good.error());
    posix_fadvise(file.get(), 0, 0, POSIX_FADV_SEQUENTIAL);
    return std::make_unique<SavedSource>(std::move(file));
}

} // namespace capture
