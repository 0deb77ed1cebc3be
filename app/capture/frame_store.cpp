// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/capture/frame_store.h"

#include <chrono>
#include <utility>

namespace capture {

FrameStore::FrameStore(CaptureFile file)
    : m_file(std::move(file))
    , m_reader(m_file.fd())
    , m_written(m_file.size())
{
}

uint32_t FrameStore::newSession()
{
    const std::scoped_lock lock(m_appending);
    m_file.holdsMachines();
    return ++m_sessions;
}

bool FrameStore::takeFirstSession()
{
    const std::scoped_lock lock(m_appending);
    return !std::exchange(m_firstTaken, true);
}

std::expected<void, Error> FrameStore::append(std::span<const std::byte> frames, const wire::Machine *machine)
{
    if (frames.empty())
        return {};
    const std::scoped_lock lock(m_appending);
    if (const uint32_t session = machine ? machine->session : 0; session != m_current) {
        wire::Bytes head;
        wire::encode(machine ? *machine : wire::Machine{}, head);
        if (auto appended = m_file.append(head); !appended)
            return appended;
        m_current = session;
    }
    return m_file.append(frames);
}

void FrameStore::publish()
{
    const std::scoped_lock file(m_appending);
    const std::scoped_lock lock(m_mutex);
    m_written = m_file.size();
    m_grown.notify_one();
}

void FrameStore::close(std::optional<Error> error)
{
    publish();
    const std::scoped_lock lock(m_mutex);
    m_over = true;
    m_error = std::move(error);
    m_grown.notify_one();
}

std::expected<void, Error> FrameStore::putInPlace()
{
    const std::scoped_lock lock(m_appending);
    return m_file.putInPlace();
}

std::expected<Run, Error> FrameStore::next(int timeoutMs)
{
    uint64_t written = 0;
    bool over = false;
    std::optional<Error> error;
    {
        std::unique_lock lock(m_mutex);
        m_grown.wait_for(lock, std::chrono::milliseconds(timeoutMs), [this] { return m_written > m_reader.position() || m_over; });
        written = m_written;
        over = m_over;
        error = m_error;
    }
    auto run = m_reader.next(written);
    if (run)
        run->behind = written - m_reader.position();
    if (!run || !run->frames.empty() || !over)
        return run;
    // Frames before an error are returned first.
    if (error)
        return std::unexpected(*error);
    run->end = true;
    return run;
}

void FrameStore::release(uint64_t limit, const std::vector<base::Extent> &kept)
{
    const std::scoped_lock lock(m_appending);
    m_file.release(limit, kept);
}

} // namespace capture
