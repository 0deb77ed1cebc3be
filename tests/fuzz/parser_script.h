// SPDX-License-Identifier: GPL-3.0-or-later
// A connection as fuzzer input, and the invariants of every parser for any input:
// the events do not depend on how the bytes are cut; no half continues after its end; no byte is reported twice.
//
// Input: an options byte (1: joined in the middle, 2: small limits, the rest: where to cut), then steps: an operation
// byte (0 bytes of the program, 1 bytes of the peer, 2 gap, 3 end; 4 added: in the peer's direction), a length of two
// bytes, the bytes.
#pragma once

#include "tests/app/protocols/transcript_file.h"
#include "tests/fuzz/digest.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include <sanitizer/asan_interface.h>

namespace fuzz {

using namespace protocols;

// Coverage is wanted for the parsers, not for this.
#pragma clang attribute push(__attribute__((no_sanitize("coverage"))), apply_to = function)

struct Step {
    test::Step::Kind kind;
    Direction direction;
    std::string_view bytes;
    uint64_t length = 0;
};

struct Script {
    bool fromStart = true;
    Limits limits {};
    size_t pieceMax = 1;
    std::vector<Step> steps;
    std::string captured; // the input, by file position

    // The part one step uses: pieces of two steps are not adjacent.
    static size_t room(const Step &step) { return step.bytes.empty() ? 0 : step.bytes.size() + 10; }
};

inline Script readScript(const uint8_t *data, size_t size)
{
    Script script;
    if (size == 0)
        return script;
    script.fromStart = !(data[0] & 1);
    if (data[0] & 2)
        script.limits = { 100, 5, 3 };
    constexpr std::array<size_t, 8> pieces { 5, 1, 17, 2, 64, 7, 3, 30 };
    script.pieceMax = pieces[data[0] >> 2 & 7];
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
            script.steps.push_back({ Kind::Bytes, direction, { reinterpret_cast<const char *>(data) + at, count } });
            script.captured.append(script.steps.back().bytes);
            script.captured.append(count == 0 ? 0 : 10, '-');
            at += count;
        }
    }
    return script;
}

// One buffer for all pieces: the memory after a piece is poisoned.
template <typename Feed>
void eachPiece(const Step &step, size_t pieceMax, uint64_t position, Feed feed)
{
    constexpr size_t poisoned = 64;
    alignas(16) static std::array<char, (1 << 16) + poisoned> buffer;
    for (size_t at = 0; at < step.bytes.size(); at += pieceMax) {
        const size_t count = std::min(pieceMax, step.bytes.size() - at);
        std::memcpy(buffer.data(), step.bytes.data() + at, count);
        ASAN_POISON_MEMORY_REGION(buffer.data() + count, poisoned);
        feed(base::Bytes { std::as_bytes(std::span(buffer).first(count)), position + at });
        ASAN_UNPOISON_MEMORY_REGION(buffer.data() + count, poisoned);
        std::memset(buffer.data(), '#', count); // views of a piece end with the call
    }
}

// Like test::play().
inline void play(const Script &script, Parser &parser, size_t pieceMax)
{
    base::Time time = 0;
    uint64_t position = 0;
    for (const Step &step : script.steps) {
        ++time;
        if (step.kind == test::Step::Kind::Gap)
            parser.gap(step.direction, step.length, time);
        if (step.kind == test::Step::Kind::End)
            parser.end(step.direction, time);
        eachPiece(step, pieceMax, position, [&](base::Bytes piece) { parser.bytes(step.direction, piece, time); });
        position += Script::room(step);
    }
}

inline uint64_t digest(const Script &script, decltype(Entry::create) create, size_t pieceMax, bool allTold)
{
    Digest sink(script.captured);
    const auto parser = create(Direction::Sent, script.fromStart, script.limits, sink);
    play(script, *parser, pieceMax);
    uint64_t bytes = 0;
    for (const Step &step : script.steps)
        bytes += step.bytes.size();
    require(!allTold || sink.toldBytes() <= bytes, "bytes told twice");
    return sink.value();
}

inline std::string transcript(const Script &script, decltype(Entry::create) create, size_t pieceMax)
{
    test::Recorder recorder;
    recorder.captured = script.captured;
    recorder.showTimes = recorder.showSlices = true;
    const auto parser = create(Direction::Sent, script.fromStart, script.limits, recorder);
    play(script, *parser, pieceMax);
    return recorder.text();
}

// `allTold`: heads are on the wire as they are reported, so there cannot be more output than input.
inline void check(const Script &script, decltype(Entry::create) create, bool allTold)
{
    constexpr size_t whole = 1 << 16;
    if (digest(script, create, whole, allTold) == digest(script, create, script.pieceMax, allTold))
        return;
    std::fprintf(stderr, "whole:\n%s\nin pieces of %zu:\n%s\n", transcript(script, create, whole).c_str(), script.pieceMax,
                 transcript(script, create, script.pieceMax).c_str());
    std::abort();
}

// With SEEDS_FROM and SEEDS_TO set: turns the transcripts in one folder into seeds in the other, and exits.
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

#pragma clang attribute pop

} // namespace fuzz
