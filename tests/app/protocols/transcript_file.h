// SPDX-License-Identifier: GPL-3.0-or-later
// A test in a text file: options, the script, "---", the expected transcript. Every script is played whole and
// cut in several ways, which must all give the same result.
//
//   # late headMax 64 slices      (each optional; late: the capture joins the connection in the middle)
#pragma once

#include "tests/app/protocols/transcript.h"

#include <fstream>
#include <string>

namespace protocols::test {

struct TranscriptFile {
    Limits limits {};
    bool fromStart = true;
    bool showSlices = false;
    bool showTimes = false;
    bool whole = false;
    std::string script, expected;
};

inline TranscriptFile readTranscriptFile(const std::string &path)
{
    TranscriptFile file;
    std::ifstream in(path);
    bool afterScript = false;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("# ")) {
            std::istringstream words(line.substr(2));
            for (std::string word; words >> word;) {
                if (word == "late")
                    file.fromStart = false;
                else if (word == "slices")
                    file.showSlices = true;
                else if (word == "times")
                    file.showTimes = true;
                else if (word == "whole")
                    file.whole = true;
                else if (word == "headMax")
                    words >> file.limits.headMax;
                else if (word == "fieldsMax")
                    words >> file.limits.fieldsMax;
                else if (word == "pipelineMax")
                    words >> file.limits.pipelineMax;
                else
                    file.expected = "option not known: " + word + "\n";
            }
        } else if (line == "---") {
            afterScript = true;
        } else {
            (afterScript ? file.expected : file.script) += line + "\n";
        }
    }
    return file;
}

using Create = std::unique_ptr<Parser> (*)(Direction, bool fromStart, const Limits &, Sink &);

inline std::string transcript(const TranscriptFile &file, Create create,
                              std::vector<Step> (*parse)(std::string_view) = parseScript)
{
    const auto steps = parse(file.script);
    const auto run = [&](size_t pieceMax) {
        Recorder recorder;
        recorder.showSlices = file.showSlices;
        recorder.showTimes = file.showTimes;
        const auto parser = create(Direction::Sent, file.fromStart, file.limits, recorder);
        play(steps, *parser, pieceMax);
        return recorder.text()
            + (file.showSlices && !recorder.derived.empty() ? "derived \"" + escaped(recorder.derived) + "\"\n" : "");
    };
    const std::string whole = run(1 << 20);
    for (size_t pieceMax : { 1, 2, 3, 7, 20 }) {
        const std::string cut = run(pieceMax);
        if (cut != whole)
            return "in pieces of " + std::to_string(pieceMax) + ":\n" + cut + "but whole:\n" + whole;
    }
    return whole;
}

} // namespace protocols::test
