// SPDX-License-Identifier: GPL-3.0-or-later
// What one helper sends, written to the capture file by a thread of its own. A link to another machine that is lost is restored.
#pragma once

#include "app/capture/frame_store.h"
#include "app/capture/helper_link.h"
#include "app/capture/live_source.h"
#include "app/capture/sent_bytes.h"

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace capture {

class LinkFeed
{
public:
    // `destination`: another machine; empty: this one. `over` is called on the thread when it ends, with what went wrong.
    using Over = std::function<void(std::optional<Error>)>;
    LinkFeed(const LiveOptions &options, std::string destination, FrameStore &store, Over over);
    ~LinkFeed();   // abandons what is in flight
    LinkFeed(const LinkFeed &) = delete;

    // Opens the link and writes frames until the probes are attached.
    std::expected<void, Error> start();
    // From now on the thread receives.
    void run();
    // Requests the end.
    void stop();
    MachineState state() const;

private:
    using Clock = std::chrono::steady_clock;

    std::expected<void, Error> open(bool retry);
    void sendFile(const std::string &path);
    void sendRequest();
    void wake();
    void receive();
    std::optional<Error> receiveSession();
    bool restore(const Error &lost);
    bool rest(std::chrono::milliseconds time);
    std::expected<void, Error> waitAndTake();
    std::expected<void, Error> keepAlive();
    std::expected<void, Error> take(int timeoutMs);
    std::expected<void, Error> findFrames(size_t &whole);
    void pass(const wire::Frame &frame, size_t begin, size_t end);
    bool replace(const wire::Frame &frame);
    void passReceived();
    void keep(size_t begin, size_t end);
    bool isFar() const { return !m_destination.empty(); }

    const LiveOptions m_options;
    const std::string m_destination;
    FrameStore &m_store;
    const Over m_overTold;
    base::FileDescriptor m_wake;
    std::unique_ptr<std::byte[]> m_buffer;

    // Of one session; used by the thread once it runs.
    std::optional<HelperLink> m_link;
    std::optional<wire::Machine> m_machine;
    LiveOptions::Rewrite m_rewrite;
    SentBytes m_sent;             // with dropsUnknown
    wire::Bytes m_received;       // in place of one frame, before the rewrite
    wire::Bytes m_inPlace;        // of one frame
    wire::Bytes m_rewritten;      // what is written in place of the frames in the buffer
    bool m_replaces = false;
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
    mutable std::mutex m_mutex;   // of the state
    MachineState m_state;
    std::thread m_receiver;
};

} // namespace capture
