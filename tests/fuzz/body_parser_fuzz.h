// SPDX-License-Identifier: GPL-3.0-or-later
// One HTTP exchange that a body parser reads, as fuzzer input: a byte that selects the heads, then steps as
// parser_script.h reads them. What is reported must not depend on how the bodies are cut.
#pragma once

#include "tests/app/protocols/body_parser_script.h"
#include "tests/fuzz/parser_script.h"

namespace fuzz {

#pragma clang attribute push(__attribute__((no_sanitize("coverage"))), apply_to = function)

// The fields of both heads: "content-type: a/b | name: value".
using Heads = std::span<const char *const>;

// The same fields of both heads, read once.
struct Head {
    explicit Head(std::string_view text) : line("| " + std::string(text)), fields(test::FollowedExchange::readFields(line)) { }

    std::string line;
    std::vector<Field> fields;
};

template <typename Out>
void runBodyParsers(const Script &script, const Head &head, size_t pieceMax, Out &sink)
{
    test::FollowedExchange exchange(sink);
    RequestHead request;
    request.method = head.line.contains(":protocol") ? "CONNECT" : "POST"; // RFC 8441
    request.target = "/";
    request.fields = head.fields;
    ResponseHead response;
    response.status = 200;
    response.fields = head.fields;
    exchange.request(request);
    exchange.response(response);
    base::Time time = 0;
    uint64_t position = 0;
    for (const Step &step : script.steps) {
        ++time;
        const Half half = step.direction == Direction::Sent ? Half::Request : Half::Response;
        if (step.kind == test::Step::Kind::Gap)
            exchange.tell([&](BodyParser &bodyParser) { bodyParser.lost(half, step.length - 1, time); });
        if (step.kind == test::Step::Kind::End)
            exchange.tell([&](BodyParser &bodyParser) { bodyParser.end(half, time); });
        eachPiece(step, pieceMax, position, [&](base::Bytes piece) {
            exchange.tell([&](BodyParser &bodyParser) { bodyParser.bytes(half, piece, time); });
        });
        position += script.room(step);
    }
    for (const Half half : { Half::Request, Half::Response })
        exchange.tell([&](BodyParser &bodyParser) { bodyParser.end(half, time); });
}

inline std::string bodyParserTranscript(const Script &script, const Head &head, size_t pieceMax)
{
    test::Recorder recorder;
    recorder.captured = script.captured;
    recorder.showTimes = recorder.showSlices = true;
    runBodyParsers(script, head, pieceMax, recorder);
    return recorder.text();
}

struct BodyParserTarget {
    Heads heads;
    // Bytes without a message are reported as they came; and with damaged codings, how far they could be
    // decoded, and whether the damage is visible at all, depends on the cuts.
    bool pieces = false;
};

// Defined by each fuzzer.
extern const BodyParserTarget target;

// The return value for libFuzzer: -1 if the input must not be kept.
inline int checkBodyParsers(const uint8_t *data, size_t size)
{
    static const std::vector<Head> read(target.heads.begin(), target.heads.end());
    if (size < 2)
        return 0;
    const Head &head = read[data[0] % read.size()];
    const Script script = readScript(data + 1, size - 1);
    constexpr size_t uncut = 1 << 16;
    Digest whole(script.captured), cut(script.captured);
    runBodyParsers(script, head, uncut, whole);
    // Decompression bombs look new at each size, and one costs as much as a thousand other inputs.
    if (whole.derivedBytes() > 1 << 15)
        return -1;
    runBodyParsers(script, head, script.pieceMax, cut);
    if (whole.value() == cut.value() || (target.pieces && (whole.toldPieces() || cut.toldPieces())))
        return 0;
    std::fprintf(stderr, "%s\nwhole:\n%s\nin pieces of %zu:\n%s\n", head.line.c_str(), bodyParserTranscript(script, head, uncut).c_str(),
                 script.pieceMax, bodyParserTranscript(script, head, script.pieceMax).c_str());
    std::abort();
}

// Like writeSeeds(), from transcripts of body parsers.
inline void writeBodyParserSeeds()
{
    const Heads heads = target.heads;
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

#pragma clang attribute pop

} // namespace fuzz

extern "C" int LLVMFuzzerInitialize(int *, char ***)
{
    fuzz::writeBodyParserSeeds();
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz::checkBodyParsers(data, size);
}
