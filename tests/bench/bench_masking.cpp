// SPDX-License-Identifier: GPL-3.0-or-later
// How fast bodies are masked, on one core: bench_masking [SECONDS] FILE…, the kind by the file's extension. Without
// files, bodies made here: a list of records as JSON, a page, a script, a log and a form.
#include "app/masking/body_masker.h"
#include "tests/support/processor_time.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace {

using masking::BodyKind;

constexpr size_t sizeWanted = 4 << 20, pieceSize = 16 * 1024;

struct Body { std::string name; BodyKind kind; std::string text; };

template <typename Line>
std::string repeated(Line line)
{
    std::string text;
    for (unsigned i = 0; text.size() < sizeWanted; ++i)
        text += line(i);
    return text;
}

std::vector<Body> made()
{
    const auto number = [](unsigned i) { return std::to_string(i * 2654435761u); };
    return {
        {"JSON", BodyKind::Json, "[" + repeated([&](unsigned i) { return "{\"id\":" + std::to_string(i) + ",\"name\":\"Ann Example\",\"city\":\"Springfield\",\"created\":\"2026-11-30T05:16:22Z\",\"url\":\"https://example.org/users/" + number(i) + "\",\"uuid\":\"550e8400-e29b-41d4-a716-44665" + number(i).substr(0, 7) + "\",\"tags\":[\"a\",\"b\"],\"active\":true,\"note\":\"The quick brown fox jumps over the lazy dog.\"},\n"; }) + "{}]"},
        {"page", BodyKind::Code, repeated([&](unsigned i) { return "<div class=\"row item-" + std::to_string(i) + "\"><a href=\"/users/" + number(i) + "?page=2\">Ann Example</a><p>The quick brown fox jumps over the lazy dog.</p></div>\n"; })},
        {"script", BodyKind::Code, repeated([&](unsigned i) { return "function f" + std::to_string(i) + "(a,b){var c=a.length>b?{x:a,y:b}:null;return c&&c.x!==void 0?c.x.map((e)=>e+1):[]}\n"; })},
        {"log", BodyKind::Text, repeated([&](unsigned i) { return "2026-11-30T05:16:22Z INFO request id=" + number(i) + " path=/users status=200 took=12ms, the quick brown fox jumps\n"; })},
        {"form", BodyKind::Form, repeated([&](unsigned i) { return "field" + std::to_string(i) + "=The+quick+brown+fox%2C+" + number(i) + "&"; })},
    };
}

BodyKind kindOf(const std::string &path)
{
    const std::string ending = path.substr(path.rfind('.') + 1);
    return ending == "json" || ending == "map" ? BodyKind::Json : ending == "js" || ending == "css" || ending == "html" ? BodyKind::Code : BodyKind::Text;
}

} // namespace

int main(int count, char **arguments)
{
    const double seconds = count > 1 ? std::atof(arguments[1]) : 1;
    std::vector<Body> bodies;
    for (int i = 2; i < count; ++i) {
        std::ostringstream text;
        text << std::ifstream(arguments[i], std::ios::binary).rdbuf();
        bodies.push_back({arguments[i], kindOf(arguments[i]), text.str()});
    }
    if (bodies.empty())
        bodies = made();
    const masking::Masker masker(masking::randomKey());
    const double begin = support::threadSeconds();
    masking::Report first;
    masker.value("long enough to hold a secret", first);
    std::printf("rules compiled in %.0f ms\n", (support::threadSeconds() - begin) * 1e3);
    double all = 0, took = 0;
    for (const Body &body : bodies) {
        const double from = support::threadSeconds();
        double bytes = 0, until = from;
        uint64_t masked = 0;
        while (until - from < seconds) {
            masking::Report report;
            masking::BodyMasker rewriter(masker, body.kind, "b", report);
            std::string out;
            for (size_t at = 0; at < body.text.size(); at += pieceSize)
                rewriter.feed(std::string_view(body.text).substr(at, pieceSize), out);
            rewriter.finish(out);
            bytes += double(body.text.size());
            masked = report.count;
            until = support::threadSeconds();
        }
        std::printf("%-40s %7.1f MB/s, %llu masked\n", body.name.c_str(), bytes / 1e6 / (until - from), static_cast<unsigned long long>(masked));
        all += bytes;
        took += until - from;
    }
    std::printf("%-40s %7.1f MB/s\n", "together", all / 1e6 / took);
}
