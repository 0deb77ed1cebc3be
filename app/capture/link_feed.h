// SPDX-License-Identifier: GPL-3.0-or-later
// What one machine's helper sends, written to the capture file by a thread of its own. A link to another machine that is lost is
// restored.
#pragma once

#include "app/capture/feed_figures.h"
#include "app/capture/frame_store.h"
#include "app/capture/helper_link.h"
#include "app/capture/live_source.h"
#include "app/capture/rewritten_run.h"

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace capture {

class LinkFeed
{
public:
    // Both are called on the thread: when it ends, with what went wrong, and for each ssh that is started.
    struct Events {
        std::function<void(std::optional<Error>)> over;
        std::function<void(pid_t)> sshBorn;
    };
    // `machine`: this one, or another.
    LinkFeed(const LiveOptions &options, const SourceSpec &machine, FrameStore &store, Events events);
    ~LinkFeed();   // abandons what is in flight
    LinkFeed(const LinkFeed &) = delete;

    // Opens the link and writes frames until the probes are attached.
    std::expected<void, Error> start();
    // From now on the thread receives.
    void run();
    // Instead of both: the thread opens the link first, and waits for answer() if sudo there wants a password.
    void begin();
    void answer(std::string password);
    // A process of this machine that carries a link to another: nothing of it is written. From any thread.
    void leaveOut(pid_t pid);
    // Requests the end.
    void stop();
    MachineState state() const;

private:
    using Clock = std::chrono::steady_clock;

    std::expected<void, Error> open(bool retry);
    void sendFile(const std::string &path);
    void sendRequest();
    void wake();
    void drainWake() const;
    void receive(bool opened);
    std::optional<Error> openFirst();
    bool awaitPassword(const Error &why);
    void takeLeftOut();
    void setState(LinkState state, const std::string &reason);
    std::optional<Error> receiveSession();
    bool restore(const Error &lost);
    bool rest(std::chrono::milliseconds time);
    std::expected<void, Error> waitAndTake();
    std::expected<void, Error> keepAlive();
    std::expected<void, Error> take(int timeoutMs);
    std::expected<void, Error> findFrames(size_t &whole);
    bool isFar() const { return !m_destination.empty(); }

    const LiveOptions m_options;
    const std::string m_destination;
    FrameStore &m_store;
    const Events m_events;
    base::FileDescriptor m_wake;
    RewrittenRun m_written;       // instead of the frames in the buffer
    FeedFigures m_figures;
    std::unique_ptr<std::byte[]> m_buffer;

    // Of one session; used by the thread once it runs.
    std::optional<HelperLink> m_link;
    std::optional<wire::Machine> m_machine;
    size_t m_filled = 0;
    bool m_started = false;
    bool m_interfaces = false;    // there are some whose packets are captured
    bool m_ended = false;
    std::optional<Error> m_startError;   // after the start
    std::optional<Clock::time_point> m_stopSent;
    Clock::time_point m_heard{};
    Clock::time_point m_pinged{};

    std::atomic<bool> m_stopAsked = false;
    std::atomic<bool> m_abandoned = false;
    mutable std::mutex m_mutex;   // of what follows
    MachineState m_state;
    std::string m_password;       // until it is sent
    std::vector<pid_t> m_leftOut; // until the thread takes them
    std::thread m_receiver;
};

} // namespace capture
