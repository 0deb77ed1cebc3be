// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/relay/relay.h"

#include "privhelper/relay/confine.h"
#include "privhelper/relay/convert.h"
#include "privhelper/relay/notices.h"
#include "privhelper/relay/ring_view.h"
#include "privhelper/relay/send_queue.h"
#include "privhelper/wire/writer.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <optional>
#include <poll.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/uio.h>

namespace relay {

namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr size_t drainStep = 4u << 20; // bytes of ring between two checks of the socket
// Records come without wakeups: a wakeup for each costs more than the record. So the ring is polled, more often the
// more of it was filled since the last time.
constexpr auto idlePause = 40ms;
constexpr size_t smallRing = 16u << 20; // PROBE_SMALL_RING: there the first record wakes
constexpr auto busyPause = 5ms;
constexpr auto floodPause = 1ms;
constexpr size_t busyShare = 64;       // of the ring filled within a pause: one part in this many
constexpr size_t floodShare = 8;
constexpr auto quietAfter = 200ms;
constexpr auto lossesEvery = 250ms;
constexpr auto stallLimit = 10s;

int64_t bootNow()
{
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return int64_t(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

class Loop
{
public:
    Loop(const Options &options, RingMemory ring, std::optional<RingMemory> packets)
        : m_options(options)
        , m_ring(ring)
        , m_packets(packets.transform([](const RingMemory &memory) { return RingView(memory); }))
        , m_queue(options.queueBytes)
        , m_converter(m_queue)
    {
    }

    Exit run()
    {
        for (;;) {
            // Notices are read before the ring is drained and queued after it: the loader's last messages (probes
            // detached, Stopped) then come after the last record.
            const NoticeState notices = m_notices.read(m_options.notices);
            if (notices == NoticeState::Bad)
                return Exit::BadNotice;
            const bool ending = notices == NoticeState::Ended;
            // Nothing new is coming: wait for a slow reader instead of dropping.
            while (ending && m_queue.bytes() > m_options.queueBytes / 2) {
                if (const auto exit = flushAtEnd())
                    return *exit;
            }
            // What the client does not accept yet waits in the ring as long as there is room, since the queue would
            // drop it.
            const bool full = !ending && m_queue.bytes() > m_options.queueBytes / 2;
            const bool held = full && m_ring.filled() < m_options.ringBytes / 2 && (!m_packets || m_packets->filled() < m_options.packetsBytes / 2);
            const RingState ring = held ? RingState::More : drain(ending);
            if (ring == RingState::Broken)
                return Exit::RingBroken;
            if (ending && ring == RingState::More)
                continue;
            if (ring == RingState::Empty) {
                queueLosses(!m_notices.frames().empty());
                if (!m_notices.frames().empty())
                    queueNotices();
            }
            switch (m_queue.flush(m_options.client)) {
            case SendResult::Gone: return Exit::ClientGone;
            case SendResult::Sent:
                if (ending) {
                    reportTotals();
                    return Exit::Done;
                }
                break;
            case SendResult::Blocked:
                if (ending) {
                    if (const auto exit = flushAtEnd())
                        return *exit;
                    continue;
                }
            }
            if (((held && !m_queue.empty()) || ring == RingState::Empty) && !wait())
                return Exit::ClientGone;
        }
    }

private:
    // The events first: a flow is told of before its packets, as far as that depends on us.
    RingState drain(bool ending)
    {
        const size_t limit = ending ? std::min(drainStep, m_options.queueBytes / 4) : drainStep;
        const auto take = [this](auto record) {
            m_sawRecord = true;
            m_drained += record.size();
            m_converter.take(record);
        };
        const RingState events = m_ring.drain(limit, take);
        if (!m_packets || events == RingState::Broken)
            return events;
        const RingState packets = m_packets->drain(limit, take);
        return packets == RingState::Empty ? events : packets;
    }

    // Sleeps until records are likely, the socket accepts more, or the loader sends something. False: client hung up.
    bool wait()
    {
        const auto now = Clock::now();
        if (m_sawRecord)
            m_lastRecord = now;
        const bool quiet = now - m_lastRecord > quietAfter;
        // After a spurious wakeup the ring is not watched again until a record has come.
        const bool watchRing = (quiet || m_options.ringBytes <= smallRing) && !m_idleWake;
        std::array<pollfd, 3> watched{{
            {m_options.client, short(m_queue.empty() ? 0 : POLLOUT), 0},
            {m_options.notices, POLLIN, 0},
            {watchRing ? m_options.ring : -1, POLLIN, 0},
        }};
        // No packet wakes: what there were since the last pause tells how soon to look again.
        const size_t ring = m_packets ? std::min(m_options.ringBytes, m_options.packetsBytes) : m_options.ringBytes;
        const auto pause = m_drained > ring / floodShare ? floodPause : m_drained > ring / busyShare ? busyPause : idlePause;
        m_drained = 0;
        const int ready = poll(watched.data(), watched.size(), int(pause.count()));
        m_idleWake = m_sawRecord ? false : m_idleWake || (ready > 0 && watched[2].revents != 0);
        m_sawRecord = false;
        return ready < 1 || (watched[0].revents & (POLLHUP | POLLERR | POLLNVAL)) == 0;
    }

    // Waits until the client accepts data, and sends what there is.
    std::optional<Exit> flushAtEnd()
    {
        pollfd watched{m_options.client, POLLOUT, 0};
        if (poll(&watched, 1, int(std::chrono::milliseconds(stallLimit).count())) == 0)
            return Exit::Stalled;
        if (m_queue.flush(m_options.client) == SendResult::Gone)
            return Exit::ClientGone;
        return std::nullopt;
    }

    void queueNotices()
    {
        m_notices.takeFrames([this](std::span<const std::byte> frame) { m_queue.add(frame); });
    }

    Totals totals() const
    {
        const Dropped dropped = m_queue.dropped();
        return {m_options.before.events + dropped.events, m_options.before.bytes + dropped.bytes, m_options.before.bad + m_converter.badRecords()};
    }

    // For the relay that follows. Best effort: at the end of the capture nobody reads them.
    void reportTotals()
    {
        Totals all = totals();
        iovec piece{&all, sizeof all};
        msghdr message{};
        message.msg_iov = &piece;
        message.msg_iovlen = 1;
        (void)!sendmsg(m_options.notices, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
    }

    void queueLosses(bool now)
    {
        const auto time = Clock::now();
        const Totals dropped = totals();
        if (dropped.events == m_told.events && dropped.bad == m_told.bad)
            return;
        if (!now && time - m_lastLosses < lossesEvery)
            return;
        m_lastLosses = time;
        m_told = dropped;
        wire::Losses losses;
        losses.time = bootNow();
        losses.counts = {{wire::LossPlace::Relay, uint8_t(wire::RelayLoss::QueueFull), dropped.events, dropped.bytes},
                         {wire::LossPlace::Relay, uint8_t(wire::RelayLoss::BadRecord), dropped.bad, 0}};
        m_scratch.clear();
        wire::encode(losses, m_scratch);
        m_queue.add(m_scratch);
    }

    const Options m_options;
    RingView m_ring;
    std::optional<RingView> m_packets;
    SendQueue m_queue;
    Converter m_converter;
    Notices m_notices;
    wire::Bytes m_scratch;
    Clock::time_point m_lastRecord = Clock::now();
    Clock::time_point m_lastLosses{};
    Totals m_told;
    size_t m_drained = 0;     // bytes of records since the last pause
    bool m_sawRecord = false;
    bool m_idleWake = false;
};

} // namespace

Exit run(const Options &options)
{
    const auto ring = mapRing(options.ring, options.ringBytes);
    if (!ring)
        return Exit::NoRing;
    std::optional<RingMemory> packets;
    if (options.packets >= 0) {
        const auto mapped = mapRing(options.packets, options.packetsBytes);
        if (!mapped)
            return Exit::NoRing;
        packets = *mapped;
    }
    // Waking this role does not preempt the observed programs: the ring has room for the wait.
    const sched_param none{};
    sched_setscheduler(0, SCHED_BATCH, &none);
    if (!confine())
        return Exit::NotConfined;
    return Loop(options, *ring, packets).run();
}

std::string_view exitText(Exit exit)
{
    switch (exit) {
    case Exit::Done: return "done";
    case Exit::ClientGone: return "the client closed the connection";
    case Exit::Stalled: return "the client read nothing for ten seconds";
    case Exit::RingBroken: return "the ring buffer's memory contradicts itself";
    case Exit::BadNotice: return "the loader sent a broken frame";
    case Exit::NoRing: return "the ring buffer could not be mapped";
    case Exit::NotConfined: return "the process could not be confined";
    }
    return "unknown";
}

} // namespace relay
