// SPDX-License-Identifier: GPL-3.0-or-later
// One HTTP exchange that a follower reads, as fuzzer input: a byte that chooses among the heads, then steps as
// parser_script.h reads them. However the bodies are cut, what is told must be the same.
#pragma once

#include "tests/app/protocols/follower_script.h"
#include "tests/fuzz/parser_script.h"

namespace fuzz {

// The fields of both heads: "content-type: a/b | name: value".
using Heads = std::span<const char *const>;

inline std::string runFollowers(const Script &script, const std::string &fields, size_t pieceMax)
{
    test::Recorder recorder;
    test::FollowedExchange exchange(recorder);
    const char *method = fields.contains(":protocol") ? "CONNECT" : "POST";   // RFC 8441
    const std::string request = std::string("request ") + method + " / | " + fields, response = "response 200 | " + fields;
    exchange.head(request, 0);
    exchange.head(response, 0);
    base::Time time = 0;
    uint64_t position = 0;
    for (const test::Step &step : script.steps) {
        ++time;
        const Half half = step.direction == Direction::Sent ? Half::Request : Half::Response;
        if (step.kind == test::Step::Kind::Gap)
            exchange.tell([&](Follower &follower) { follower.lost(half, step.length - 1, time); });
        if (step.kind == test::Step::Kind::End)
            exchange.tell([&](Follower &follower) { follower.end(half, time); });
        recorder.captured += step.bytes + "----------";
        for (size_t at = 0; at < step.bytes.size(); at += pieceMax) {
            const std::string piece = step.bytes.substr(at, pieceMax);
            exchange.tell([&](Follower &follower) { follower.bytes(half, { std::as_bytes(std::span(piece)), position + at }, time); });
        }
        position = recorder.captured.size();
    }
    for (const Half half : { Half::Request, Half::Response })
        exchange.tell([&](Follower &follower) { follower.end(half, time); });
    return recorder.text();
}

// `pieces`: what is told as bytes without a message is told as it came; and of damaged codings, how far they could be
// decoded depends on it.
inline void checkFollowers(const uint8_t *data, size_t size, Heads heads, bool pieces = false)
{
    if (size < 2)
        return;
    const std::string fields = heads[data[0] % heads.size()];
    const Script script = readScript(data + 1, size - 1);
    const std::string whole = runFollowers(script, fields, 1 << 20);
    for (const size_t pieceMax : { 1, 3, 17 })
        require(runFollowers(script, fields, pieceMax) == whole || (pieces && whole.contains(" piece ")),
                "the cut of the bytes changes what is told");
}

// As writeSeeds() does, of transcripts of followers.
inline void writeFollowerSeeds(Heads heads)
{
    const char *from = std::getenv("SEEDS_FROM");
    const char *to = std::getenv("SEEDS_TO");
    if (!from || !to)
        return;
    for (const auto &entry : std::filesystem::directory_iterator(from)) {
        std::istringstream lines { test::readTranscriptFile(entry.path()).script };
        std::string seed(2, '\0');
        for (std::string line; std::getline(lines, line);) {
            for (size_t i = 0; i < heads.size(); ++i) {
                const std::string_view all = heads[i], last = all.substr(all.rfind("| ") == all.npos ? 0 : all.rfind("| ") + 2);
                if ((line.starts_with("request ") && line.contains(all)) || (line.starts_with("response ") && line.contains(last)))
                    seed[0] = char(i);
            }
            const bool received = line.contains('<');
            const bool gap = line.starts_with("gap "), end = line.starts_with("end ");
            if (!gap && !end && line[0] != '<' && line[0] != '>')
                continue;
            const std::string bytes = gap || end ? "" : test::unescaped(std::string_view(line).substr(2));
            const size_t length = gap ? std::stoull(line.substr(6)) : bytes.size();
            const int kind = gap ? 2 : end ? 3 : 0;
            seed += { char(kind + (received ? (kind ? 4 : 1) : 0)), char(length), char(length >> 8) };
            seed += bytes;
        }
        std::ofstream(std::filesystem::path(to) / entry.path().stem()) << seed;
    }
    std::exit(0);
}

} // namespace fuzz
