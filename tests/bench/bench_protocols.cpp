// SPDX-License-Identifier: GPL-3.0-or-later
// How fast the parsers are on one core, from memory. Prints a table; medians of five rounds.
#include "app/protocols/http1/http1_parser.h"
#include "app/protocols/http2/http2_parser.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

using namespace protocols;

namespace {

class Counter final : public Sink
{
public:
    uint64_t exchanges = 0, bodyBytes = 0, fieldBytes = 0, faults = 0;

    void requestHead(uint64_t, const RequestHead &head, base::Time) override { count(head.fields); }
    void responseHead(uint64_t, const ResponseHead &head, base::Time) override { count(head.fields); }
    void body(uint64_t, Half, base::Bytes bytes, base::Time) override { bodyBytes += bytes.data.size(); }
    void bodyLost(uint64_t, Half, uint64_t, base::Time) override { ++faults; }
    void trailers(uint64_t, Half, std::span<const Field> fields, std::span<const base::Slice>, base::Time) override
    {
        count(fields);
    }
    void messageEnd(uint64_t, Half half, base::Time) override { exchanges += half == Half::Response; }
    void fault(uint64_t, Half, Fault, base::Time) override { ++faults; }
    void item(uint64_t, const Item &) override { }
    void query(uint64_t, const Query &, base::Time) override { }
    void answer(uint64_t, const Answer &, base::Time) override { }
    void operation(uint64_t, std::string_view) override { }
    void upgraded(uint64_t, std::string_view, base::Time) override { }
    void raw(Direction, base::Bytes, base::Time) override { ++faults; }
    void rawLost(Direction, uint64_t, base::Time) override { ++faults; }
    base::Slice derive(std::span<const std::byte> bytes) override
    {
        m_derived += bytes.size();
        return { base::Slice::derivedBit | m_derived, uint32_t(bytes.size()), 0 };
    }

private:
    void count(std::span<const Field> fields)
    {
        for (const Field &field : fields)
            fieldBytes += field.name.size() + field.value.size();
    }
    uint64_t m_derived = 0;
};

base::Bytes piece(const std::string &text) { return { std::as_bytes(std::span(text)), 0 }; }

struct Round {
    uint64_t exchanges, bytes;
    double seconds = 0; // if generating the input must not be counted
};

// Runs five times, prints the median.
void measure(const char *name, const std::function<Round(Counter &)> &round)
{
    std::vector<double> seconds;
    Round done {};
    uint64_t faults = 0;
    for (int i = 0; i < 5; ++i) {
        Counter counter;
        const auto begin = std::chrono::steady_clock::now();
        done = round(counter);
        const double all = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        seconds.push_back(done.seconds > 0 ? done.seconds : all);
        faults += counter.faults + (counter.exchanges != done.exchanges);
    }
    std::ranges::sort(seconds);
    std::printf("%-34s %12.0f exchanges/s %10.0f MB/s%s\n", name, double(done.exchanges) / seconds[2],
                double(done.bytes) / seconds[2] / 1e6, faults ? "   FAULTS" : "");
}

const std::string request = "GET /api/v1/items/4711?expand=all HTTP/1.1\r\nHost: localhost:8443\r\nUser-Agent: curl/7.88.1\r\n"
                            "Accept: */*\r\nAuthorization: Bearer 0123456789abcdef\r\n\r\n";
const std::string response = "HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\nDate: Sun, 22 Nov 2026 11:00:00 GMT\r\n"
                             "Content-Type: application/json\r\nContent-Length: 32\r\nConnection: keep-alive\r\n"
                             "ETag: \"65f0-20\"\r\nAccept-Ranges: bytes\r\n\r\n{\"id\":4711,\"name\":\"a thing\",..}}";

Round smallExchanges(Counter &counter, bool byTheByte)
{
    constexpr uint64_t count = 200'000;
    const auto parser = http1::create(Direction::Sent, true, {}, counter);
    const uint64_t rounds = byTheByte ? count / 20 : count;
    for (uint64_t i = 0; i < rounds; ++i) {
        for (const auto &[direction, text] : { std::pair(Direction::Sent, &request), { Direction::Received, &response } }) {
            const size_t step = byTheByte ? 1 : text->size();
            for (size_t at = 0; at < text->size(); at += step)
                parser->bytes(direction, piece(*text).sub(at, step), base::Time(i));
        }
    }
    return { rounds, rounds * (request.size() + response.size()) };
}

Round body(Counter &counter, bool chunked)
{
    constexpr size_t pieceSize = 16 * 1024;
    constexpr uint64_t pieces = 256 * 1024; // 4 GiB
    const auto parser = http1::create(Direction::Sent, true, {}, counter);
    parser->bytes(Direction::Sent, piece("GET / HTTP/1.1\r\n\r\n"), 0);
    const std::string head = chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + std::to_string(pieces * pieceSize);
    parser->bytes(Direction::Received, piece("HTTP/1.1 200 OK\r\n" + head + "\r\n\r\n"), 0);
    const std::string text = (chunked ? "4000\r\n" : "") + std::string(pieceSize, 'x') + (chunked ? "\r\n" : "");
    for (uint64_t i = 0; i < pieces; ++i)
        parser->bytes(Direction::Received, piece(text), 0);
    if (chunked)
        parser->bytes(Direction::Received, piece("0\r\n\r\n"), 0);
    return { 1, pieces * pieceSize };
}

std::string frame(uint8_t type, uint8_t flags, uint32_t stream, const std::string &payload)
{
    const auto size = uint32_t(payload.size());
    return { std::string { char(size >> 16), char(size >> 8), char(size), char(type), char(flags), char(stream >> 24),
                           char(stream >> 16), char(stream >> 8), char(stream) }
             + payload };
}

// A literal that is inserted into the table.
std::string inserted(const std::string &name, const std::string &value)
{
    return "\x40" + std::string(1, char(name.size())) + name + std::string(1, char(value.size())) + value;
}

// A later request as an encoder produces it: most fields indexed, the path a literal; four in flight.
Round smallStreams(Counter &counter)
{
    constexpr uint32_t count = 200'000;
    const auto parser = http2::create(Direction::Sent, true, {}, counter);
    parser->bytes(Direction::Sent, piece("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(4, 0, 0, "")), 0);
    parser->bytes(Direction::Received, piece(frame(4, 0, 0, "")), 0);
    const std::string firstRequest = "\x83\x84\x87" + inserted(":authority", "localhost:8443") + inserted("user-agent", "curl/7.88.1")
        + inserted("accept", "*/*") + inserted("authorization", "Bearer 0123456789abcdef");
    const std::string nextRequest = "\x83\x87\xc1\xc0\xbf\xbe" + std::string("\x04\x1c/api/v1/items/4711?expand=al", 30);
    const std::string firstResponse = "\x88" + inserted("server", "nginx/1.22.1") + inserted("content-type", "application/json")
        + inserted("date", "Sun, 22 Nov 2026 11:00:00 GMT") + inserted("etag", "\"65f0-20\"");
    const std::string nextResponse = "\x88\xc1\xc0\xbf\xbe" + std::string("\x0f\x0d\x02" "32", 5);
    const std::string body(32, 'x');
    std::vector<std::pair<std::string, std::string>> wire;
    uint64_t bytes = 0;
    for (uint32_t i = 0; i < count; ++i) {
        const uint32_t id = 2 * i + 1;
        wire.emplace_back(frame(1, 5, id, i ? nextRequest : firstRequest),
                          frame(1, 4, id, i ? nextResponse : firstResponse) + frame(0, 1, id, body));
        bytes += wire.back().first.size() + wire.back().second.size();
    }
    const auto begin = std::chrono::steady_clock::now();
    for (uint32_t i = 0; i < count + 3; ++i) {
        if (i < count)
            parser->bytes(Direction::Sent, piece(wire[i].first), base::Time(i));
        if (i >= 3)
            parser->bytes(Direction::Received, piece(wire[i - 3].second), base::Time(i));
    }
    return { count, bytes, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count() };
}

Round http2Body(Counter &counter)
{
    constexpr size_t frameSize = 16 * 1024;
    constexpr uint64_t frames = 256 * 1024;
    const auto parser = http2::create(Direction::Sent, true, {}, counter);
    parser->bytes(Direction::Sent, piece("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(1, 5, 1, "\x82\x84\x87")), 0);
    parser->bytes(Direction::Received, piece(frame(1, 4, 1, "\x88")), 0);
    const std::string data = frame(0, 0, 1, std::string(frameSize, 'x'));
    for (uint64_t i = 0; i < frames; ++i)
        parser->bytes(Direction::Received, piece(data), 0);
    parser->bytes(Direction::Received, piece(frame(0, 1, 1, "")), 0);
    return { 1, frames * frameSize };
}

} // namespace

int main()
{
    measure("HTTP/1 small exchanges", [](Counter &c) { return smallExchanges(c, false); });
    measure("HTTP/1 small, byte by byte", [](Counter &c) { return smallExchanges(c, true); });
    measure("HTTP/1 body with a length", [](Counter &c) { return body(c, false); });
    measure("HTTP/1 body in chunks", [](Counter &c) { return body(c, true); });
    measure("HTTP/2 small streams", smallStreams);
    measure("HTTP/2 body", http2Body);
    return 0;
}
