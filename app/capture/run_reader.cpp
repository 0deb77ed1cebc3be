// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/capture/run_reader.h"

#include "app/capture/capture_file.h"
#include "app/capture/errors.h"
#include "privhelper/wire/reader.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <unistd.h>

namespace capture {

namespace {
constexpr size_t runSize = 1u << 20;
static_assert(runSize > wire::frameHeadSize + wire::frameMax, "one frame must fit");
} // namespace

RunReader::RunReader(int fd)
    : m_fd(fd)
    , m_buffer(std::make_unique_for_overwrite<std::byte[]>(runSize))
    , m_position(fileHeadSize)
{
}

std::expected<Run, Error> RunReader::next(uint64_t end)
{
    if (m_error)
        return std::unexpected(*m_error);
    // Moves the last run's incomplete frame to the front.
    m_filled -= m_given;
    std::memmove(m_buffer.get(), m_buffer.get() + m_given, m_filled);
    m_position += m_given;
    m_given = 0;
    if (auto read = fill(end); !read)
        return std::unexpected(read.error());
    wire::FrameReader reader({m_buffer.get(), m_filled});
    for (;;) {
        const auto frame = reader.next();
        if (!frame) {
            m_error = damaged(uint8_t(frame.error()), reader.position());
            break;
        }
        if (!*frame)
            break;
    }
    m_given = reader.position();
    if (m_given == 0 && m_error)
        return std::unexpected(*m_error);
    return Run{{m_buffer.get(), m_given}, m_position, false};
}

std::expected<void, Error> RunReader::fill(uint64_t end)
{
    const uint64_t left = end > m_position ? end - m_position : 0;
    const auto wanted = size_t(std::min<uint64_t>(runSize, left));
    while (m_filled < wanted) {
        const ssize_t count = pread(m_fd, m_buffer.get() + m_filled, wanted - m_filled, off_t(m_position + m_filled));
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

Error RunReader::tornError() const
{
    return damaged(uint8_t(wire::ReadError::TornFrame), m_given);
}

Error RunReader::damaged(uint8_t readError, size_t at) const
{
    return {ErrorKind::Damaged, 0, 0, readError, m_position + at,
            std::string(wire::readErrorName(wire::ReadError(readError)))};
}

} // namespace capture
