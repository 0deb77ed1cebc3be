// SPDX-License-Identifier: GPL-3.0-or-later
// How fast a saved capture becomes exchanges: frames to batches to store, on one core.
#include "app/capture/live_source.h"
#include "app/exchange/store.h"
#include "app/session/derived_file.h"
#include "app/session/pipeline.h"
#include "privhelper/wire/reader.h"
#include "tests/bench/made_frames.h"
#include "tests/support/processor_time.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

namespace {

// Keep-alive connections of one client.
struct Capture {
    explicit Capture(unsigned connections)
    {
        made.process(100, "wrk");
        for (unsigned i = 0; i < connections; ++i)
            made.connect(100, uint16_t(40000 + i));
    }
    void exchange(unsigned connection, const std::string &request, const std::string &head, size_t body)
    {
        made.request(connection, request);
        made.response(connection, head + std::string(body, 'x'));
    }
    bench::MadeFrames made;
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
    run("small exchanges (1 KB answers)", small.made.frames());
    Capture large(8);
    for (unsigned i = 0; i < 200; ++i)
        large.exchange(i % 8, request, head(10'000'000), 10'000'000);
    run("large bodies (10 MB answers)", large.made.frames());
}
