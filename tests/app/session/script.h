// SPDX-License-Identifier: GPL-3.0-or-later
// Describes in short lines what a helper would send, and reads back the pipeline's output.
#pragma once

#include "app/session/derived_file.h"
#include "app/session/pipeline.h"
#include "privhelper/wire/reader.h"
#include "privhelper/wire/writer.h"

#include <cerrno>
#include <map>
#include <optional>
#include <string>

namespace session {

// Frames of one synthetic capture; time advances one millisecond per call.
class Script
{
public:
    enum class Clock { First, Later };
    explicit Script(Clock when = Clock::First)
    {
        if (when == Clock::First)
            clock();
    }
    // The time of day becomes known.
    Script &clock()
    {
        wire::Started started;
        started.realtimeMinusClock = 1'700'000'000'000'000'000;
        return add(started);
    }
    template<class Message> Script &add(const Message &message)
    {
        encode(message, m_bytes);
        return *this;
    }
    Script &process(uint32_t pid, const std::string &comm, uint8_t executed = 1, uint32_t ppid = 1)
    {
        wire::Process message;
        message.time = tick();
        message.pid = pid;
        message.ppid = ppid;
        message.executed = executed;
        message.comm = comm;
        message.exe = executed ? "/usr/bin/" + comm : "";
        message.args = comm;
        return add(message);
    }
    Script &socket(uint64_t flow, uint32_t pid, bool client = true, bool fromStart = true)
    {
        wire::Socket message;
        message.time = tick();
        message.flow = flow;
        message.pid = pid;
        message.local = {127, 0, 0, 1};
        message.remote = {127, 0, 0, 1};
        message.localPort = client ? uint16_t(40000 + flow) : 443;
        message.remotePort = client ? 443 : uint16_t(40000 + flow);
        message.family = 2;
        message.protocol = 6;
        message.role = client ? wire::Role::Client : wire::Role::Server;
        message.state = wire::TcpState::Established;
        message.fromStart = fromStart;
        return add(message);
    }
    Script &state(uint64_t flow, uint8_t from, uint8_t to, uint16_t error = 0)
    {
        wire::State message;
        message.time = tick();
        message.flow = flow;
        message.oldState = wire::TcpState(from);
        message.newState = wire::TcpState(to);
        message.error = error;
        message.sent = m_offsets[{flow, 0, 1}];
        message.received = m_offsets[{flow, 0, 0}];
        return add(message);
    }
    Script &sent(uint64_t flow, const std::string &text, uint64_t tls = 0, uint32_t pid = 100) { return data(flow, 1, text, tls, pid, 0); }
    Script &received(uint64_t flow, const std::string &text, uint64_t tls = 0, uint32_t pid = 100) { return data(flow, 0, text, tls, pid, 0); }
    Script &ciphertext(uint64_t flow, uint8_t direction, const std::string &text, uint64_t tls = 0) { return data(flow, direction, text, tls, 100, 4); }
    // A data message as given, with its payload.
    Script &cut(const wire::Data &head, const std::string &payload)
    {
        encode(head, std::as_bytes(std::span(payload)), m_bytes);
        return *this;
    }
    // Bytes that were transferred but not captured.
    Script &lose(uint64_t flow, uint8_t direction, uint64_t bytes, uint64_t tls = 0)
    {
        m_offsets[{tls ? 0 : flow, tls, direction}] += bytes;
        return *this;
    }
    Script &tie(uint64_t flow, uint64_t tls)
    {
        wire::Tie message;
        message.time = tick();
        message.flow = flow;
        message.tls = tls;
        message.kind = wire::TieKind::Nested;
        message.origin = wire::Origin::OpenSsl;
        return add(message);
    }
    // Frames as they are.
    Script &frames(const wire::Bytes &bytes)
    {
        m_bytes.insert(m_bytes.end(), bytes.begin(), bytes.end());
        return *this;
    }
    Script &wait(int64_t ms)
    {
        m_time += ms * 1'000'000;
        return *this;
    }
    const wire::Bytes &bytes() const { return m_bytes; }

private:
    Script &data(uint64_t flow, uint8_t direction, const std::string &text, uint64_t tls, uint32_t pid, uint8_t flags)
    {
        wire::Data head;
        head.time = tick();
        head.flow = flow;
        head.tls = tls;
        uint64_t &offset = m_offsets[{tls ? 0 : flow, tls, direction}];
        head.offset = offset;
        offset += text.size();
        head.pid = head.tid = pid;
        head.moved = uint32_t(text.size());
        head.direction = direction;
        head.origin = tls ? wire::Origin::OpenSsl : wire::Origin::Socket;
        head.flags = flags;
        encode(head, std::as_bytes(std::span(text)), m_bytes);
        return *this;
    }
    int64_t tick() { return m_time += 1'000'000; }

    wire::Bytes m_bytes;
    int64_t m_time = 0;
    std::map<std::tuple<uint64_t, uint64_t, uint8_t>, uint64_t> m_offsets;
};

// The capture file that contains a script's frames.
class ScriptFile final : public base::BodySource
{
public:
    explicit ScriptFile(const wire::Bytes &bytes) : m_bytes(bytes) {}
    std::expected<std::vector<std::byte>, int> read(std::span<const base::Slice> slices, size_t limit) const override
    {
        std::vector<std::byte> all;
        for (const base::Slice &slice : slices) {
            if (slice.position + slice.length > m_bytes.size())
                return std::unexpected(EIO);
            const auto *begin = m_bytes.data() + slice.position;
            all.insert(all.end(), begin, begin + std::min<size_t>(slice.length, limit - all.size()));
        }
        return all;
    }

private:
    const wire::Bytes &m_bytes;
};

// A pipeline's complete output for a script.
struct Outcome {
    std::map<uint32_t, exchange::Exchange> exchanges;
    std::map<uint32_t, exchange::Connection> connections;
    std::map<uint32_t, exchange::Process> processes;
    std::vector<exchange::Loss> losses;

    // "GET https://a.local/x 200 OK curl/100 request 0 response 5 complete"
    std::string transcript() const
    {
        static constexpr const char *states[] = {"running", "complete", "failed", "cut"};
        static constexpr const char *kinds[] = {"", "conversation ", "unreadable ", "failed-connection ", "websocket "};
        std::string text;
        for (const auto &[id, e] : exchanges) {
            text += kinds[size_t(e.kind)];
            text += e.method.empty() ? "-" : e.method;
            text += ' ' + e.scheme + "://" + e.host + e.path + ' ' + std::to_string(e.status);
            if (!e.reason.empty())
                text += " (" + e.reason + ')';
            if (e.process != base::noId) {
                const exchange::Process &process = processes.at(e.process);
                text += ' ' + process.comm + '/' + std::to_string(process.pid);
            }
            text += " request " + std::to_string(e.request.bodyBytes) + " response " + std::to_string(e.response.bodyBytes);
            if (e.lostBytes)
                text += " lost " + std::to_string(e.lostBytes);
            text += std::string(" ") + states[size_t(e.state)] + '\n';
        }
        return text;
    }
};

// `rested`: nothing more came until then, and the capture goes on; otherwise it ends with the script.
inline Outcome play(const Script &script, std::optional<int64_t> rested = {})
{
    Pipeline pipeline(std::make_shared<ScriptFile>(script.bytes()), std::make_shared<DerivedFile>());
    Outcome outcome;
    const auto drain = [&] {
        exchange::Batch batch = pipeline.drain();
        for (auto &e : batch.exchanges)
            outcome.exchanges[e.id] = e;
        for (auto &c : batch.connections)
            outcome.connections[c.id] = c;
        for (auto &p : batch.processes)
            outcome.processes[p.id] = p;
        if (!batch.losses.empty())
            outcome.losses = batch.losses;
    };
    wire::FrameReader reader(script.bytes());
    while (const auto frame = reader.next().value()) {
        pipeline.take(*frame, uint64_t(frame->body.data() - script.bytes().data()));
        drain();
    }
    if (rested)
        pipeline.passed(*rested);
    drain();
    if (!rested)
        pipeline.finish();
    drain();
    return outcome;
}

} // namespace session
