// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/capture/live_source.h"

#include "app/capture/capture_file.h"
#include "app/capture/errors.h"
#include "app/capture/helper_link.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <optional>
#include <poll.h>
#include <sys/eventfd.h>

namespace capture {

namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr size_t runSize = 1u << 20;
constexpr size_t startMax = 64u << 20; // frames before Started: processes and coverage of the whole machine
constexpr auto startWithin = 60s;
constexpr auto startAskedWithin = 6min; // polkit may ask a person
constexpr auto stopWithin = 60s;

class LiveSource final : public Source
{
public:
    LiveSource(HelperLink link, CaptureFile file)
        : m_link(std::move(link))
        , m_file(std::move(file))
        , m_wake(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
        , m_buffer(runSize)
        , m_position(m_file.size())
    {
    }

    // Sends the scope and gathers frames until the probes are attached; next() gives them first.
    std::expected<void, Error> start(const wire::Start &scope)
    {
        wire::Bytes request;
        wire::encode(scope, request);
        m_link.send(request);
        const auto deadline = Clock::now() + (scope.scope == wire::ScopeKind::OwnUid ? startWithin : startAskedWithin);
        while (!m_started) {
            if (m_filled == m_buffer.size()) {
                if (m_buffer.size() >= startMax)
                    return std::unexpected(protocolError(wire::ReadError::TooLong));
                m_buffer.resize(m_buffer.size() * 2);
            }
            if (Clock::now() >= deadline || m_ended) {
                return std::unexpected(errorOf(ErrorKind::HelperLost, "the helper did not start the capture"));
            }
            if (auto taken = take(100); !taken) {
                if (!m_started)
                    return taken;
                m_error = taken.error(); // it did start: given after the frames that came
            }
        }
        return {};
    }

    std::expected<Run, Error> next(int timeoutMs) override
    {
        m_filled -= m_given;
        std::memmove(m_buffer.data(), m_buffer.data() + m_given, m_filled);
        m_position += m_given;
        m_whole -= m_given;
        m_given = 0;
        if (m_whole == 0 && !m_ended && !m_error) {
            if (auto taken = waitAndTake(timeoutMs); !taken)
                m_error = taken.error();
        }
        // What came before an error is given first.
        if (m_whole > 0) {
            m_given = m_whole;
            return Run{std::span(m_buffer).first(m_given), m_position, m_ended};
        }
        if (m_error)
            return std::unexpected(*m_error);
        return Run{{}, m_position, m_ended};
    }

    void stop() override
    {
        m_stopAsked = true;
        const uint64_t one = 1;
        (void)!write(m_wake.get(), &one, sizeof one);
    }

    std::shared_ptr<const base::BodySource> bodies() const override { return m_file.bodies(); }

private:
    std::expected<void, Error> waitAndTake(int timeoutMs)
    {
        if (m_stopAsked && !m_stopSent) {
            wire::Bytes request;
            wire::encodeEmpty(wire::Type::Stop, request);
            m_stopSent = Clock::now();
            m_link.send(request);
        }
        if (m_stopSent && Clock::now() - *m_stopSent > stopWithin)
            return std::unexpected(errorOf(ErrorKind::HelperLost, "the helper does not stop"));
        if (const auto taken = take(0); !taken || m_whole > 0)
            return taken;
        std::array<pollfd, 2> waits{{{m_link.fd(), POLLIN, 0}, {m_stopSent ? -1 : m_wake.get(), POLLIN, 0}}};
        if (poll(waits.data(), waits.size(), timeoutMs) > 0 && waits[0].revents != 0)
            return take(0);
        return {};
    }

    // Fills the buffer with what has come, and writes the whole frames in it to the file.
    std::expected<void, Error> take(int timeoutMs)
    {
        std::optional<Error> lost;
        for (size_t before = m_filled; m_filled < m_buffer.size(); timeoutMs = 0) {
            const auto count = m_link.receive(m_buffer.data() + m_filled, m_buffer.size() - m_filled, timeoutMs);
            if (!count)
                lost = count.error();
            if (!count || *count == 0)
                break;
            m_filled += *count;
            if (m_filled - before >= runSize / 2)
                break;
        }
        const size_t written = m_whole;
        auto read = findFrames();
        if (m_whole > written) {
            if (auto appended = m_file.append(std::span(m_buffer).subspan(written, m_whole - written)); !appended) {
                m_whole = written; // not in the file, so their bodies could not be read
                return appended;
            }
        }
        if (!read)
            return read;
        if (lost && !m_ended)
            return std::unexpected(std::move(*lost));
        return {};
    }

    std::expected<void, Error> findFrames()
    {
        wire::FrameReader reader(std::span<const std::byte>(m_buffer).subspan(m_whole, m_filled - m_whole));
        std::expected<void, Error> result;
        while (!m_ended) {
            const auto frame = reader.next();
            if (!frame)
                result = std::unexpected(protocolError(frame.error()));
            if (!frame || !*frame)
                break;
            switch ((*frame)->type) {
            case wire::Type::Refused: return std::unexpected(refusedError((*frame)->body));
            case wire::Type::Started: m_started = true; break;
            case wire::Type::Stopped: m_ended = true; break;
            default: break;
            }
        }
        m_whole += reader.position();
        return result;
    }

    HelperLink m_link;
    CaptureFile m_file;
    FileDescriptor m_wake;
    std::vector<std::byte> m_buffer;
    size_t m_filled = 0;    // bytes in the buffer
    size_t m_whole = 0;     // of these, in whole frames and in the file
    size_t m_given = 0;     // of these, given by the last next()
    uint64_t m_position;    // of the buffer's first byte, in the file
    bool m_started = false;
    bool m_ended = false;
    std::atomic<bool> m_stopAsked = false;
    std::optional<Clock::time_point> m_stopSent;
    std::optional<Error> m_error;
};

} // namespace

std::expected<std::unique_ptr<Source>, Error> openLive(const LiveOptions &options)
{
    // The file first: a path that cannot be written should not cost the user a password.
    auto file = CaptureFile::create(options.savePath);
    if (!file)
        return std::unexpected(file.error());
    auto link = HelperLink::open(options);
    if (!link)
        return std::unexpected(link.error());
    auto source = std::make_unique<LiveSource>(std::move(*link), std::move(*file));
    if (auto started = source->start(options.start); !started)
        return std::unexpected(started.error());
    return source;
}

} // namespace capture
