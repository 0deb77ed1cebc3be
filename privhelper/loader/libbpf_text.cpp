// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/libbpf_text.h"

#include <bpf/libbpf.h>

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <utility>
#include <vector>

namespace loader {
namespace {

constexpr size_t linesMax = 3;
constexpr size_t lineMax = 300;

thread_local std::string text;

int keep(libbpf_print_level level, const char *format, va_list arguments)
{
    if (level == LIBBPF_DEBUG)
        return 0;
    va_list again;
    va_copy(again, arguments);
    const int length = std::vsnprintf(nullptr, 0, format, again);
    va_end(again);
    if (length <= 0)
        return length;
    std::string more(static_cast<size_t>(length) + 1, '\0');
    std::vsnprintf(more.data(), more.size(), format, arguments);
    more.pop_back();
    // The reason is at the end of a log, and logs can be megabytes.
    constexpr size_t limit = 65536;
    text += more.size() > limit ? std::string_view(more).substr(more.size() - limit) : std::string_view(more);
    if (text.size() > 2 * limit)
        text.erase(0, text.size() - 2 * limit);
    return length;
}

std::string lastLines(std::string_view of)
{
    std::vector<std::string_view> lines;
    for (size_t at = 0; at < of.size();) {
        const size_t end = std::min(of.find('\n', at), of.size());
        const std::string_view line = of.substr(at, end - at);
        at = end + 1;
        // Statistics and the object's name do not explain the failure.
        if (line.empty() || line.starts_with("processed ") || line.find("failed to load object") != line.npos
            || line.find("failed to load BPF skeleton") != line.npos)
            continue;
        lines.push_back(line);
    }
    std::string result;
    for (size_t i = lines.size() > linesMax ? lines.size() - linesMax : 0; i < lines.size(); i++) {
        if (!result.empty())
            result += "; ";
        result += lines[i].substr(0, lineMax);
    }
    return result;
}

} // namespace

LibbpfText condense(std::string_view whole)
{
    constexpr std::string_view end = "-- END PROG LOAD LOG --", begin = "-- BEGIN PROG LOAD LOG --\n", quote = "prog '";
    const size_t stop = whole.rfind(end);
    if (stop == whole.npos)
        return { lastLines(whole), false };
    // For the last rejected program; the beginning of its log may be cut off.
    const size_t start = whole.rfind(begin, stop);
    const size_t from = start == whole.npos ? 0 : start + begin.size();
    std::string lines = lastLines(whole.substr(from, stop - from));
    if (const size_t name = whole.find(quote, stop); name != whole.npos) {
        const size_t first = name + quote.size();
        lines = std::string(whole.substr(first, whole.find('\'', first) - first)) + ": " + lines;
    }
    return { std::move(lines), true };
}

void keepLibbpfText()
{
    text.clear();
    libbpf_set_print(keep);
}

LibbpfText takeLibbpfText()
{
    return condense(std::exchange(text, {}));
}

} // namespace loader
