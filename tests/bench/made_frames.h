// SPDX-License-Identifier: GPL-3.0-or-later
// Frames as a helper would send them for keep-alive connections over TLS of programs on this machine.
#pragma once

#include "app/capture/capture_file.h"
#include "privhelper/wire/writer.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bench {

class MadeFrames
{
public:
    static constexpr size_t callBytes = 16384;   // moved by a call at most

    MadeFrames()
    {
        wire::Started started;
        started.realtimeMinusClock = 1'795'000'000'000'000'000;
        started.hooks = "none: these frames are made";
        encode(started, m_frames);
    }
    void process(uint32_t pid, const std::string &name)
    {
        wire::Process process;
        process.time = ++m_time;
        process.pid = pid;
        process.executed = 1;
        process.comm = name;
        encode(process, m_frames);
    }
    // One end of a connection to port 443, whose client has this port. Returns its number.
    unsigned connect(uint32_t pid, uint16_t clientPort, wire::Role role = wire::Role::Client)
    {
        const auto number = unsigned(m_ends.size());
        m_ends.push_back({pid, role == wire::Role::Client, {}});
        wire::Socket socket;
        socket.time = ++m_time;
        socket.flow = number + 1;
        socket.pid = pid;
        socket.netns = 1;
        socket.local = socket.remote = {127, 0, 0, 1};
        socket.localPort = role == wire::Role::Client ? clientPort : 443;
        socket.remotePort = role == wire::Role::Client ? 443 : clientPort;
        socket.family = 2;
        socket.protocol = 6;
        socket.role = role;
        socket.state = wire::TcpState::Established;
        socket.fromStart = 1;
        encode(socket, m_frames);
        wire::Tie tie;
        tie.time = ++m_time;
        tie.flow = tie.tls = number + 1;
        tie.kind = wire::TieKind::Nested;
        tie.origin = wire::Origin::OpenSsl;
        encode(tie, m_frames);
        return number;
    }
    void request(unsigned end, std::string_view bytes) { move(end, m_ends[end].isClient, bytes); }
    void response(unsigned end, std::string_view bytes) { move(end, !m_ends[end].isClient, bytes); }
    void pass(int64_t nanoseconds) { m_time += nanoseconds; }
    void setTime(int64_t time) { m_time = std::max(m_time, time); }
    const wire::Bytes &frames() const { return m_frames; }
    // What has been made since the last call.
    wire::Bytes take() { return std::exchange(m_frames, {}); }

private:
    struct End {
        uint32_t pid;
        bool isClient;
        std::array<uint64_t, 2> offsets;
    };
    void move(unsigned end, bool sent, std::string_view bytes)
    {
        End &at = m_ends[end];
        for (size_t from = 0; from < bytes.size(); from += callBytes) {
            const std::string_view piece = bytes.substr(from, callBytes);
            wire::Data head;
            head.time = m_time += 1000;
            head.flow = head.tls = end + 1;
            head.offset = at.offsets[sent];
            at.offsets[sent] += piece.size();
            head.pid = head.tid = at.pid;
            head.moved = uint32_t(piece.size());
            head.direction = sent;
            head.origin = wire::Origin::OpenSsl;
            encode(head, std::as_bytes(std::span(piece)), m_frames);
        }
    }

    wire::Bytes m_frames;
    std::vector<End> m_ends;
    int64_t m_time = 0;
};

} // namespace bench
