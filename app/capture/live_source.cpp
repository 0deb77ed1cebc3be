// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/capture/live_source.h"

#include "app/capture/capture_file.h"
#include "app/capture/errors.h"
#include "app/capture/helper_link.h"
#include "app/capture/run_reader.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <fcntl.h>
#include <mutex>
#include <optional>
#include <poll.h>
#include <sched.h>
#include <sys/eventfd.h>
#include <thread>

namespace capture {

namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr size_t bufferSize = 1u << 20;
static_assert(bufferSize > wire::frameHeadSize + wire::frameMax, "one frame must fit");
constexpr auto startWithin = 6min; // polkit may prompt the user
constexpr auto stopWithin = 60s;

// A dedicated thread writes incoming frames to the file, and next() reads them from there: a reader that falls
// behind, or yields the processor to the observed programs, costs no frames.
class LiveSource final : public Source
{
public:
    LiveSource(HelperLink link, CaptureFile file, std::function<void(const wire::Frame &, wire::Bytes &)> rewrite)
        : m_link(std::move(link))
        , m_file(std::move(file))
        , m_rewrite(std::move(rewrite))
        , m_reader(m_file.fd())
        , m_wake(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
        , m_buffer(std::make_unique_for_overwrite<std::byte[]>(bufferSize))
        , m_written(m_file.size())
    {
    }

    ~LiveSource() override
    {
        m_abandoned = true;
        wake();
        if (m_receiver.joinable())
            m_receiver.join();
    }

    // Sends the scope and writes frames until the probes are attached; next() returns these first.
    std::expected<void, Error> start(const LiveOptions &options)
    {
        for (const std::string &path : options.commandFiles)
            sendFile(path);
        wire::Bytes request;
        if (options.tlsSource != wire::TlsSource::Calls)
            wire::encode(wire::ReadTls{options.tlsSource}, request);
        wire::encode(options.start, request);
        m_link.send(request);
        const auto deadline = Clock::now() + startWithin;
        while (!m_started) {
            if (Clock::now() >= deadline || m_ended)
                return std::unexpected(errorOf(ErrorKind::HelperLost, "the helper did not start the capture"));
            if (auto taken = take(100); !taken) {
                if (!m_started)
                    return taken;
                m_error = taken.error(); // it did start: reported after the frames received so far
            }
        }
        if (auto placed = m_file.putInPlace(); !placed)
            return placed;
        m_written = m_file.size();
        m_receiver = std::thread([this] { receive(); });
        return {};
    }

    std::expected<Run, Error> next(int timeoutMs) override
    {
        uint64_t written = 0;
        bool over = false;
        std::optional<Error> error;
        {
            std::unique_lock lock(m_mutex);
            const auto ready = [this] { return m_written > m_reader.position() || m_over; };
            m_grown.wait_for(lock, std::chrono::milliseconds(timeoutMs), ready);
            written = m_written;
            over = m_over;
            error = m_error;
        }
        auto run = m_reader.next(written);
        if (!run || !run->frames.empty() || !over)
            return run;
        // Frames before an error are returned first.
        if (error)
            return std::unexpected(*error);
        run->end = true;
        return run;
    }

    void stop() override
    {
        m_stopAsked = true;
        wake();
    }

    std::shared_ptr<const base::BodySource> bodies() const override { return m_file.bodies(); }
    int captureFile() const override { return m_file.fd(); }

private:
    void sendFile(const std::string &path)
    {
        const base::FileDescriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
        if (!file.isValid())
            return; // executable, but not readable: noticed when it runs
        wire::Bytes frame;
        wire::encodeEmpty(wire::Type::CommandFile, frame);
        m_link.send(frame, file.get());
    }

    void wake()
    {
        const uint64_t one = 1;
        (void)!write(m_wake.get(), &one, sizeof one);
    }

    void receive()
    {
        // It need not preempt an observed program: the relay's queue and the ring have room.
        const sched_param none{};
        sched_setscheduler(0, SCHED_BATCH, &none);
        while (!m_ended && !m_error && !m_abandoned) {
            auto taken = waitAndTake();
            const std::scoped_lock lock(m_mutex);
            if (!taken)
                m_error = taken.error();
            m_over = m_ended || m_error;
            m_written = m_file.size();
            m_grown.notify_one();
        }
        const std::scoped_lock lock(m_mutex);
        m_over = true;
        m_written = m_file.size();
        m_grown.notify_one();
    }

    // Waits until something arrives, or the end is requested.
    std::expected<void, Error> waitAndTake()
    {
        if (m_stopAsked && !m_stopSent) {
            wire::Bytes request;
            wire::encodeEmpty(wire::Type::Stop, request);
            m_stopSent = Clock::now();
            m_link.send(request);
        }
        if (m_stopSent && Clock::now() - *m_stopSent > stopWithin)
            return std::unexpected(errorOf(ErrorKind::HelperLost, "the helper did not stop"));
        std::array<pollfd, 2> waits{{{m_link.fd(), POLLIN, 0}, {m_stopSent ? -1 : m_wake.get(), POLLIN, 0}}};
        if (poll(waits.data(), waits.size(), m_stopSent ? 100 : -1) > 0 && waits[0].revents != 0)
            return take(0);
        return {};
    }

    // Fills the buffer with what has arrived, and writes the complete frames in it to the file.
    std::expected<void, Error> take(int timeoutMs)
    {
        std::optional<Error> lost;
        for (; m_filled < bufferSize; timeoutMs = 0) {
            const auto count = m_link.receive(m_buffer.get() + m_filled, bufferSize - m_filled, timeoutMs);
            if (!count)
                lost = count.error();
            if (!count || *count == 0)
                break;
            m_filled += *count;
        }
        size_t whole = 0;
        const auto read = findFrames(whole);
        const std::span<const std::byte> received(m_buffer.get(), whole);
        if (auto appended = m_file.append(m_replaces ? std::span<const std::byte>(m_rewritten) : received); !appended)
            return appended;
        if (m_replaces)
            explicit_bzero(m_buffer.get(), whole);   // secrets may be among them
        m_filled -= whole;
        std::memmove(m_buffer.get(), m_buffer.get() + whole, m_filled);
        if (!read)
            return read;
        if (lost && !m_ended)
            return std::unexpected(std::move(*lost));
        return {};
    }

    std::expected<void, Error> findFrames(size_t &whole)
    {
        wire::FrameReader reader(std::span<const std::byte>(m_buffer.get(), m_filled));
        std::expected<void, Error> result;
        m_rewritten.clear();
        m_replaces = bool(m_rewrite);
        size_t before = 0;
        while (!m_ended) {
            const auto frame = reader.next();
            if (!frame)
                result = std::unexpected(protocolError(frame.error()));
            if (!frame || !*frame)
                break;
            pass(**frame, before, reader.position());
            before = reader.position();
            switch ((*frame)->type) {
            case wire::Type::Refused:
                m_rewritten.clear();
                return std::unexpected(refusedError((*frame)->body));
            case wire::Type::Started: m_started = true; break;
            case wire::Type::Stopped: m_ended = true; break;
            default: break;
            }
        }
        whole = reader.position();
        if (m_replaces)
            keep(before, whole);
        return result;
    }

    // `end`: of the frame in the buffer; between `begin` and its own beginning lie those that this version does not know.
    void pass(const wire::Frame &frame, size_t begin, size_t end)
    {
        const bool isSecret = frame.type == wire::Type::Secret;
        if (!m_replaces && !isSecret)
            return;
        if (!m_replaces)
            keep(0, begin);
        m_replaces = true;
        const size_t own = end - wire::frameHeadSize - frame.body.size();
        keep(begin, own);
        if (m_rewrite)
            m_rewrite(frame, m_rewritten);
        else if (!isSecret)
            keep(own, end);
    }

    void keep(size_t begin, size_t end)
    {
        m_rewritten.insert(m_rewritten.end(), m_buffer.get() + begin, m_buffer.get() + end);
    }

    // Used by the receiver thread once it runs.
    HelperLink m_link;
    CaptureFile m_file;
    std::function<void(const wire::Frame &, wire::Bytes &)> m_rewrite;
    wire::Bytes m_rewritten;        // what is written in place of the frames in the buffer
    bool m_replaces = false;
    RunReader m_reader;     // used by next()
    base::FileDescriptor m_wake;
    std::unique_ptr<std::byte[]> m_buffer;
    size_t m_filled = 0;
    bool m_started = false;
    bool m_ended = false;
    std::optional<Clock::time_point> m_stopSent;

    std::atomic<bool> m_stopAsked = false;
    std::atomic<bool> m_abandoned = false;
    std::mutex m_mutex;
    std::condition_variable m_grown;
    uint64_t m_written;     // complete frames end here in the file
    bool m_over = false;    // nothing more will be written
    std::optional<Error> m_error;
    std::thread m_receiver;
};

} // namespace

std::expected<std::unique_ptr<Source>, Error> openLive(const LiveOptions &options)
{
    // The file first: an unwritable path should not cost the user a password prompt.
    auto file = CaptureFile::create(options.savePath);
    if (!file)
        return std::unexpected(file.error());
    auto link = HelperLink::open(options);
    if (!link)
        return std::unexpected(link.error());
    auto source = std::make_unique<LiveSource>(std::move(*link), std::move(*file), options.rewrite);
    if (auto started = source->start(options); !started)
        return std::unexpected(started.error());
    return source;
}

} // namespace capture
