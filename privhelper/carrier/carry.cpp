// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/carrier/carry.h"

#include "privhelper/carrier/frame_bounds.h"
#include "privhelper/wire/reader.h"
#include "privhelper/wire/writer.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <fcntl.h>
#include <memory>
#include <optional>
#include <poll.h>
#include <unistd.h>

namespace carrier {

namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t chunkSize = 1u << 20;
constexpr size_t pongsMax = 64;   // a client that asks for more, and reads none, waits

int64_t realtimeNow()
{
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    return int64_t(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

enum class Moved : uint8_t { Some, Nothing, End };

Moved movedOf(ssize_t count)
{
    if (count > 0)
        return Moved::Some;
    return count < 0 && (errno == EAGAIN || errno == EINTR) ? Moved::Nothing : Moved::End;
}

class Carrier
{
public:
    Carrier(int in, int out, int session, std::chrono::milliseconds silentMax)
        : m_in(in)
        , m_out(out)
        , m_session(session)
        , m_silentMax(silentMax)
        , m_chunk(std::make_unique_for_overwrite<std::byte[]>(chunkSize))
    {
    }

    Exit run(const wire::Machine &machine)
    {
        wire::encode(machine, m_pongs);
        addPongs();
        for (;;) {
            if (!isSending() && m_sessionEnded)
                return Exit::Done;
            if (Clock::now() - m_heard > m_silentMax)
                return Exit::ClientSilent;
            // An end that nothing is wanted of is left out: its hangup would be reported again and again.
            const bool asks = m_toSession.empty() && m_pongs.size() < pongsMax * pongSize;
            const auto ofSession = short((isSending() ? 0 : POLLIN) | (m_toSession.empty() ? 0 : POLLOUT));
            std::array<pollfd, 3> waits{{
                {asks ? m_in : -1, POLLIN, 0},
                {m_out, short(isSending() ? POLLOUT : 0), 0},
                {m_sessionEnded || ofSession == 0 ? -1 : m_session, ofSession, 0},
            }};
            if (poll(waits.data(), waits.size(), 1000) < 0 && errno != EINTR)
                return Exit::System;
            if (waits[0].revents != 0) {
                if (const auto end = takeRequests())
                    return *end;
            }
            if ((waits[1].revents & (POLLERR | POLLNVAL)) != 0)
                return Exit::ClientGone;
            if (!m_toSession.empty() && (waits[2].revents & POLLOUT) != 0)
                m_sessionEnded = !send(m_session, m_toSession, m_toSessionDone) || m_sessionEnded;
            if (!isSending() && (waits[2].revents & (POLLIN | POLLHUP | POLLERR)) != 0)
                takeFrames();
            addPongs();
            if (!sendToClient())
                return Exit::ClientGone;
        }
    }

private:
    static constexpr size_t pongSize = wire::frameHeadSize + 16;

    // `done`: of `bytes`, earlier; they are cleared when all are written. False: nobody reads any more.
    static bool send(int to, wire::Bytes &bytes, size_t &done)
    {
        while (done < bytes.size()) {
            const ssize_t count = write(to, bytes.data() + done, bytes.size() - done);
            const Moved moved = movedOf(count);
            if (moved == Moved::End)
                return false;
            if (moved == Moved::Nothing)
                break;
            done += size_t(count);
        }
        if (done == bytes.size()) {
            bytes.clear();
            done = 0;
        }
        return true;
    }

    std::optional<Exit> takeRequests()
    {
        std::array<std::byte, wire::frameHeadSize + wire::requestMax> piece;
        const ssize_t count = read(m_in, piece.data(), piece.size());
        const Moved moved = movedOf(count);
        if (moved == Moved::End)
            return Exit::ClientGone;
        if (moved == Moved::Nothing)
            return std::nullopt;
        m_heard = Clock::now();
        m_requests.insert(m_requests.end(), piece.begin(), piece.begin() + count);
        size_t at = 0;
        while (m_requests.size() - at >= wire::frameHeadSize) {
            const std::span<const std::byte> rest = std::span(m_requests).subspan(at);
            uint32_t length = 0;
            uint16_t type = 0;
            std::memcpy(&length, rest.data(), sizeof length);
            std::memcpy(&type, rest.data() + sizeof length, sizeof type);
            if (length > wire::requestMax)
                return Exit::BadRequest;
            const size_t size = wire::frameHeadSize + length;
            if (rest.size() < size)
                break;
            at += size;
            if (wire::Type(type) != wire::Type::Ping) {
                m_toSession.insert(m_toSession.end(), rest.begin(), rest.begin() + std::ptrdiff_t(size));
                continue;
            }
            const auto ping = wire::decode<wire::Ping>(rest.subspan(wire::frameHeadSize, length));
            if (!ping)
                return Exit::BadRequest;
            wire::encode(wire::Pong{ping->time, realtimeNow()}, m_pongs);
        }
        m_requests.erase(m_requests.begin(), m_requests.begin() + std::ptrdiff_t(at));
        if (m_sessionEnded) {
            m_toSession.clear();
            m_toSessionDone = 0;
        }
        return std::nullopt;
    }

    void takeFrames()
    {
        const ssize_t count = read(m_session, m_chunk.get(), chunkSize);
        m_sessionEnded = movedOf(count) == Moved::End;
        m_begin = 0;
        m_end = size_t(std::max<ssize_t>(count, 0));
        const auto bound = m_bounds.pass({m_chunk.get(), m_end});
        if (bound && !m_pongs.empty() && m_end > 0)
            m_pongPlace = bound;
    }

    void addPongs()
    {
        if (!m_pongs.empty() && !isSending() && m_bounds.isAtBound())
            m_pongPlace = m_begin = m_end = 0;
    }

    bool isSending() const { return m_begin < m_end || m_pongPlace; }

    // As much as goes at once. False: nobody reads any more.
    bool sendToClient()
    {
        while (isSending()) {
            const size_t limit = m_pongPlace.value_or(m_end);
            if (m_begin == limit) {
                if (!send(m_out, m_pongs, m_pongsDone))
                    return false;
                if (!m_pongs.empty())
                    return true;
                m_pongPlace.reset();
                continue;
            }
            const ssize_t count = write(m_out, m_chunk.get() + m_begin, limit - m_begin);
            const Moved moved = movedOf(count);
            if (moved != Moved::Some)
                return moved == Moved::Nothing;
            m_begin += size_t(count);
        }
        return true;
    }

    const int m_in, m_out, m_session;
    const std::chrono::milliseconds m_silentMax;
    Clock::time_point m_heard = Clock::now();
    wire::Bytes m_requests;    // less than one frame, between two turns
    wire::Bytes m_toSession;
    size_t m_toSessionDone = 0;
    const std::unique_ptr<std::byte[]> m_chunk;   // of the session's frames
    size_t m_begin = 0, m_end = 0;                // of those in it that are still to be sent
    wire::Bytes m_pongs;                          // wait for the end of a frame
    size_t m_pongsDone = 0;
    std::optional<size_t> m_pongPlace;            // in the chunk, where they go
    FrameBounds m_bounds;      // of what came from the session
    bool m_sessionEnded = false;
};

} // namespace

Exit carry(int in, int out, int session, const wire::Machine &machine, std::chrono::milliseconds silentMax)
{
    return Carrier(in, out, session, silentMax).run(machine);
}

std::string_view exitText(Exit exit)
{
    switch (exit) {
    case Exit::Done: return "done";
    case Exit::ClientGone: return "the client closed the link";
    case Exit::ClientSilent: return "the client was silent for too long";
    case Exit::BadRequest: return "the client broke the protocol";
    case Exit::System: return "the system refused to wait";
    }
    return "unknown";
}

} // namespace carrier
