// SPDX-License-Identifier: GPL-3.0-or-later
// How fast a saved capture becomes exchanges: frames to batches to store, on one core.
#include "app/capture/live_source.h"
#include "app/exchange/store.h"
#include "app/session/derived_file.h"
#include "app/session/pipeline.h"
#include "privhelper/wire/reader.h"
#include "privhelper/wire/writer.h"
#include "tests/support/processor_time.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

namespace {

// Frames as a helper would send them for keep-alive TLS connections of one client.
class Capture
{
public:
    explicit Capture(unsigned connections)
        : m_offsets(connections)
    {
        wire::Started started;
        encode(started, m_frames);
        wire::Process process;
        process.pid = 100;
        process.executed = 1;
        process.comm = "wrk";
        encode(process, m_frames);
        for (unsigned i = 0; i < connections; ++i) {
            wire::Socket socket;
            socket.time = ++m_time;
            socket.flow = i + 1;
            socket.pid = 100;
            socket.local = socket.remote = {127, 0, 0, 1};
            socket.localPort = uint16_t(40000 + i);
            socket.remotePort = 443;
            socket.family = 2;
            socket.protocol = 6;
            socket.role = wire::Role::Client;
            socket.state = wire::TcpState::Established;
            socket.fromStart = 1;
            encode(socket, m_frames);
            wire::Tie tie;
            tie.time = ++m_time;
            tie.flow = i + 1;
            tie.tls = i + 1;
            tie.kind = wire::TieKind::Nested;
            tie.origin = wire::Origin::OpenSsl;
            encode(tie, m_frames);
        }
    }
    void exchange(unsigned connection, const std::string &request, const std::string &head, size_t body)
    {
        move(connection, 1, request);
        std::string response = head + std::string(body, 'x');
        for (size_t at = 0; at < response.size(); at += 16384)
            move(connection, 0, response.substr(at, 16384));
    }
    const wire::Bytes &frames() const { return m_frames; }

private:
    void move(unsigned connection, uint8_t direction, const std::string &bytes)
    {
        wire::Data head;
        head.time = m_time += 1000;
        head.flow = head.tls = connection + 1;
        uint64_t &offset = m_offsets[connection][direction];
        head.offset = offset;
        offset += bytes.size();
        head.pid = head.tid = 100;
        head.moved = uint32_t(bytes.size());
        head.direction = direction;
        head.origin = wire::Origin::OpenSsl;
        encode(head, std::as_bytes(std::span(bytes)), m_frames);
    }
    wire::Bytes m_frames;
    std::vector<std::array<uint64_t, 2>> m_offsets;
    int64_t m_time = 0;
};

struct Result {
    double seconds;
    uint32_t exchanges;
    double bytes;
};

Result ingest(const wire::Bytes &frames)
{
    const double begin = support::threadSeconds();
    session::Pipeline pipeline(nullptr, std::make_shared<session::DerivedFile>()); // Started comes first: nothing is read again
    exchange::Store store;
    wire::FrameReader reader(frames);
    size_t drained = 0;
    while (const auto frame = reader.next().value()) {
        pipeline.take(*frame, uint64_t(frame->body.data() - frames.data()));
        if (reader.position() - drained > (4u << 20)) {
            drained = reader.position();
            store.apply(pipeline.drain());
        }
    }
    pipeline.finish();
    store.apply(pipeline.drain());
    uint32_t complete = 0;
    for (uint32_t id = 0; id < store.size(); ++id)
        complete += store.state(id) == exchange::State::Complete;
    if (complete != store.size()) {
        std::fprintf(stderr, "only %u of %u exchanges are complete\n", complete, store.size());
        std::exit(1);
    }
    return {support::threadSeconds() - begin, store.size(), double(frames.size())};
}

void run(const char *name, const wire::Bytes &frames)
{
    std::vector<Result> rounds;
    for (int round = 0; round < 5; ++round)
        rounds.push_back(ingest(frames));
    std::ranges::sort(rounds, {}, &Result::seconds);
    const Result &median = rounds[rounds.size() / 2];
    std::printf("%-34s %9.0f exchanges/s %8.0f MB/s   (%u exchanges, %.0f MB, median of 5)\n", name,
                median.exchanges / median.seconds, median.bytes / median.seconds / 1e6, median.exchanges, median.bytes / 1e6);
}

} // namespace

int main()
{
    const std::string request = "GET /v1/orders?limit=20 HTTP/1.1\r\nHost: 127.0.0.1:8443\r\nUser-Agent: bench\r\nAccept: */*\r\n\r\n";
    const auto head = [](size_t length) {
        return "HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\nDate: Sun, 22 Nov 2026 10:00:00 GMT\r\nContent-Type: application/json\r\n"
               "Content-Length: "
            + std::to_string(length) + "\r\nConnection: keep-alive\r\nETag: \"6922-400\"\r\n\r\n";
    };
    Capture small(8);
    for (unsigned i = 0; i < 300'000; ++i)
        small.exchange(i % 8, request, head(1024), 1024);
    run("small exchanges (1 KB answers)", small.frames());
    Capture large(8);
    for (unsigned i = 0; i < 200; ++i)
        large.exchange(i % 8, request, head(10'000'000), 10'000'000);
    run("large bodies (10 MB answers)", large.frames());
}
