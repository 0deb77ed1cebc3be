// SPDX-License-Identifier: GPL-3.0-or-later
// A connection as fuzzer input, and what must hold for every parser, whatever it is fed:
// however the bytes are cut, the events are the same; no half goes on after its end; no byte is told twice.
//
// Input: an options byte (1: joined in the middle, 2: small limits), then steps: an operation byte (0 bytes of the
// program, 1 bytes of the peer, 2 gap, 3 end; 4 added: in the peer's direction), a length of two bytes, the bytes.
#pragma once

#include "tests/app/protocols/transcript_file.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>

namespace fuzz {

using namespace protocols;

inline void require(bool holds, const char *what)
{
    if (!holds) {
        std::fprintf(stderr, "%s\n", what);
        std::abort();
    }
}

// Passes on to the recorder what is in order.
class Checker final : public Sink
{
public:
    explicit Checker(test::Recorder &recorder) : m_recorder(recorder) { }

    void requestHead(uint64_t stream, const RequestHead &head, base::Time time) override
    {
        openHalf(stream, Half::Request);
        told(head.version == "HTTP/2" ? 0 : head.wireBytes); // there it is what the frame claims
        m_recorder.requestHead(stream, head, time);
    }
    void responseHead(uint64_t stream, const ResponseHead &head, base::Time time) override
    {
        openHalf(stream, Half::Response);
        told(head.version == "HTTP/2" ? 0 : head.wireBytes); // there it is what the frame claims
        m_recorder.responseHead(stream, head, time);
    }
    void body(uint64_t stream, Half half, base::Bytes bytes, base::Time time) override
    {
        openHalf(stream, half);
        require(!bytes.data.empty(), "an empty body piece");
        told(bytes.data.size());
        m_recorder.body(stream, half, bytes, time);
    }
    void item(uint64_t stream, const Item &item) override { m_recorder.item(stream, item); }
    void query(uint64_t stream, const Query &query, base::Time time) override
    {
        openHalf(stream, Half::Request);
        m_recorder.query(stream, query, time);
    }
    void answer(uint64_t stream, const Answer &answer, base::Time time) override
    {
        openHalf(stream, Half::Response);
        m_recorder.answer(stream, answer, time);
    }
    void operation(uint64_t stream, std::string_view name) override { m_recorder.operation(stream, name); }
    void bodyLost(uint64_t stream, Half half, uint64_t bytes, base::Time time) override
    {
        openHalf(stream, half);
        m_recorder.bodyLost(stream, half, bytes, time);
    }
    void trailers(uint64_t stream, Half half, std::span<const Field> f, std::span<const base::Slice> s, base::Time t) override
    {
        openHalf(stream, half);
        m_recorder.trailers(stream, half, f, s, t);
    }
    void messageEnd(uint64_t stream, Half half, base::Time time) override
    {
        openHalf(stream, half);
        m_ended[{ stream, half }] = true;
        m_recorder.messageEnd(stream, half, time);
    }
    void fault(uint64_t stream, Half half, Fault fault, base::Time time) override
    {
        openHalf(stream, half);
        require(fault != Fault::None, "a fault without a fault");
        m_ended[{ stream, half }] = true;
        m_recorder.fault(stream, half, fault, time);
    }
    void upgraded(uint64_t stream, std::string_view protocol, base::Time time) override
    {
        m_recorder.upgraded(stream, protocol, time);
    }
    void raw(Direction direction, base::Bytes bytes, base::Time time) override
    {
        told(bytes.data.size());
        m_recorder.raw(direction, bytes, time);
    }
    void rawLost(Direction direction, uint64_t bytes, base::Time time) override { m_recorder.rawLost(direction, bytes, time); }
    base::Slice derive(std::span<const std::byte> bytes) override { return m_recorder.derive(bytes); }

    uint64_t toldBytes = 0;

private:
    void openHalf(uint64_t stream, Half half) { require(!m_ended[{ stream, half }], "an event after the end of its half"); }
    void told(uint64_t bytes) { toldBytes += bytes; }

    test::Recorder &m_recorder;
    std::map<std::pair<uint64_t, Half>, bool> m_ended;
};

struct Script {
    bool fromStart = true;
    Limits limits {};
    std::vector<test::Step> steps;
};

inline Script readScript(const uint8_t *data, size_t size)
{
    Script script;
    if (size == 0)
        return script;
    script.fromStart = !(data[0] & 1);
    if (data[0] & 2)
        script.limits = { 100, 5, 3 };
    for (size_t at = 1; at + 3 <= size;) {
        const uint8_t operation = data[at];
        const size_t length = data[at + 1] | data[at + 2] << 8;
        at += 3;
        using Kind = test::Step::Kind;
        const Direction direction = (operation & 3) == 1 || (operation & 4) ? Direction::Received : Direction::Sent;
        if ((operation & 3) == 2) {
            script.steps.push_back({ Kind::Gap, direction, {}, length + 1 });
        } else if ((operation & 3) == 3) {
            script.steps.push_back({ Kind::End, direction, {} });
        } else {
            const size_t count = std::min(length, size - at);
            script.steps.push_back({ Kind::Bytes, direction, std::string(reinterpret_cast<const char *>(data) + at, count) });
            at += count;
        }
    }
    return script;
}

inline std::string run(const Script &script, decltype(Entry::create) create, size_t pieceMax, bool allTold)
{
    test::Recorder recorder;
    Checker checker(recorder);
    const auto parser = create(Direction::Sent, script.fromStart, script.limits, checker);
    test::play(script.steps, *parser, pieceMax);
    uint64_t bytes = 0;
    for (const auto &step : script.steps)
        bytes += step.bytes.size();
    require(!allTold || checker.toldBytes <= bytes, "bytes told twice");
    return recorder.text();
}

// `allTold`: heads are on the wire as they are told, so no more bytes can come out than went in.
inline void check(const Script &script, decltype(Entry::create) create, bool allTold)
{
    const std::string whole = run(script, create, 1 << 20, allTold);
    for (size_t pieceMax : { 1, 2, 5, 17 }) {
        const std::string cut = run(script, create, pieceMax, allTold);
        if (cut != whole) {
            std::fprintf(stderr, "whole:\n%s\nin pieces of %zu:\n%s\n", whole.c_str(), pieceMax, cut.c_str());
            std::abort();
        }
    }
}

// With SEEDS_FROM and SEEDS_TO set: makes seeds of the transcripts in one folder in the other, and ends.
inline void writeSeeds(std::vector<test::Step> (*parse)(std::string_view))
{
    const char *from = std::getenv("SEEDS_FROM");
    const char *to = std::getenv("SEEDS_TO");
    if (!from || !to)
        return;
    for (const auto &entry : std::filesystem::directory_iterator(from)) {
        const auto file = test::readTranscriptFile(entry.path());
        std::string seed(1, file.fromStart ? '\0' : '\1');
        for (const auto &step : parse(file.script)) {
            using Kind = test::Step::Kind;
            const size_t length = std::min<size_t>(step.kind == Kind::Gap ? step.length - 1 : step.bytes.size(), 0xffff);
            const int kind = step.kind == Kind::Gap ? 2 : step.kind == Kind::End ? 3 : 0;
            const bool received = step.direction == Direction::Received;
            seed += { char(kind + (received ? (kind ? 4 : 1) : 0)), char(length), char(length >> 8) };
            seed += step.bytes.substr(0, length);
        }
        std::ofstream(std::filesystem::path(to) / entry.path().stem()) << seed;
    }
    std::exit(0);
}

} // namespace fuzz
