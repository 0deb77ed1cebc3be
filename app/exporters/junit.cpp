// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/junit.h"

#include "app/decode/charset.h"

#include <algorithm>
#include <span>

namespace exporters {

namespace {

// XML 1.0, section 2.2: most control characters cannot be written at all, not even as references.
std::string escaped(std::string_view text)
{
    decode::CharsetDecoder decoder("utf-8");
    std::string wellFormed, out;
    decoder.feed(std::as_bytes(std::span(text)), wellFormed);
    decoder.finish(wellFormed);
    for (const char c : wellFormed) {
        const auto byte = static_cast<unsigned char>(c);
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        case '\n': out += "&#10;"; break;
        case '\t': out += "&#9;"; break;
        default: out += byte < 0x20 || byte == 0x7f ? '?' : c;
        }
    }
    return out;
}

} // namespace

std::string junitReport(std::string_view suite, const std::vector<CheckResult> &results)
{
    const auto failures = std::ranges::count_if(results, [](const CheckResult &each) { return !each.failure.empty(); });
    const std::string counts = " tests=\"" + std::to_string(results.size()) + "\" failures=\"" + std::to_string(failures) + "\" errors=\"0\" skipped=\"0\"";
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" + counts + ">\n  <testsuite name=\"" + escaped(suite) + "\"" + counts + ">\n";
    for (const CheckResult &each : results) {
        out += "    <testcase classname=\"" + escaped(suite) + "\" name=\"" + escaped(each.name) + "\"";
        if (each.failure.empty()) {
            out += "/>\n";
            continue;
        }
        out += ">\n      <failure message=\"" + escaped(each.failure) + "\">";
        for (const std::string &line : each.details)
            out += escaped(line) + "\n";
        out += "</failure>\n    </testcase>\n";
    }
    return out + "  </testsuite>\n</testsuites>\n";
}

} // namespace exporters
