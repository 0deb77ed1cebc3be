// SPDX-License-Identifier: GPL-3.0-or-later
// The capture file of a live source: links write to it, each on its own thread, and one thread reads.
#pragma once

#include "app/capture/capture_file.h"
#include "app/capture/run_reader.h"
#include "privhelper/wire/writer.h"

#include <condition_variable>
#include <mutex>
#include <optional>

namespace capture {

class FrameStore
{
public:
    explicit FrameStore(CaptureFile file);

    // A number for a further session, from 1. Session 0 is the first of this machine itself: whose frames a file begins with that
    // has no other.
    uint32_t newSession();
    // Whether session 0 is still free; afterwards it is not.
    bool takeFirstSession();
    // Appends whole frames of a session. `machine`, null for session 0, is written in front of them if those before belonged to
    // another session. Readers see them from the next publish() on.
    std::expected<void, Error> append(std::span<const std::byte> frames, const wire::Machine *machine);
    void publish();
    // From here on next() returns the end, or this error, behind the last frame.
    void close(std::optional<Error> error);

    std::expected<void, Error> putInPlace();
    std::expected<Run, Error> next(int timeoutMs);
    std::shared_ptr<const base::BodySource> bodies() const { return m_file.bodies(); }
    int fd() const { return m_file.fd(); }
    void release(uint64_t limit, const std::vector<base::Extent> &kept);

private:
    std::mutex m_appending;          // of the file; never held while the reader waits
    CaptureFile m_file;
    uint32_t m_sessions = 0;
    bool m_firstTaken = false;
    uint32_t m_current = 0;          // whose frames come last in the file
    RunReader m_reader;              // used by next()
    std::mutex m_mutex;              // of what follows
    std::condition_variable m_grown;
    uint64_t m_written;              // complete frames end here in the file
    bool m_over = false;             // nothing more will be written
    std::optional<Error> m_error;
};

} // namespace capture
