// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/expectation_file.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

namespace cli {

namespace {

constexpr const char *conditions = "filter, none, count N, at least N, at most N, p50 < DURATION (or another percentile), max < DURATION";

std::string_view trimmed(std::string_view text)
{
    const size_t begin = std::min(text.find_first_not_of(" \t\r"), text.size());
    const size_t end = text.find_last_not_of(" \t\r");
    return end == std::string_view::npos ? std::string_view() : text.substr(begin, end + 1 - begin);
}

// What follows a word; none if the text does not begin with it.
std::optional<std::string_view> after(std::string_view text, std::string_view word)
{
    if (!text.starts_with(word) || (text.size() > word.size() && text[word.size()] != ' ' && text[word.size()] != '\t'))
        return std::nullopt;
    return trimmed(text.substr(word.size()));
}

std::optional<uint64_t> number(std::string_view text)
{
    uint64_t value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    return read.ec == std::errc() && read.ptr == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

std::optional<base::Duration> duration(std::string_view text)
{
    double value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    const std::string_view unit = trimmed(text.substr(size_t(read.ptr - text.data())));
    const double factor = unit == "us" ? 1e3 : unit == "ms" ? 1e6 : unit == "s" ? 1e9 : 0;
    if (read.ec != std::errc() || factor == 0 || !(value > 0) || value * factor > 1e18)
        return std::nullopt;
    return base::Duration(std::llround(value * factor));
}

class Parser
{
public:
    std::expected<std::vector<Expectation>, ExpectationError> parse(std::string_view text)
    {
        while (!text.empty() && m_error.empty()) {
            const size_t end = std::min(text.find('\n'), text.size());
            ++m_line;
            take(trimmed(text.substr(0, end)));
            text.remove_prefix(std::min(end + 1, text.size()));
        }
        if (m_error.empty())
            close();
        if (m_error.empty() && m_all.empty())
            refuse(1, "The file has no expectation: begin one with \"expect NAME\".");
        if (!m_error.empty())
            return std::unexpected(ExpectationError{m_errorLine, m_error});
        return std::move(m_all);
    }

private:
    void refuse(size_t line, std::string words)
    {
        m_error = std::move(words);
        m_errorLine = line;
    }
    void close()
    {
        if (!m_all.empty() && !m_has)
            refuse(m_all.back().line, fmt::format("\"{}\" expects nothing: add one of {}.", m_all.back().name, conditions));
        else if (!m_all.empty() && m_all.back().least > m_all.back().most)
            refuse(m_all.back().line, fmt::format("\"{}\" expects at least {} and at most {}.", m_all.back().name, m_all.back().least, m_all.back().most));
    }
    void take(std::string_view line)
    {
        if (line.empty() || line.front() == '#')
            return;
        if (const auto name = after(line, "expect")) {
            close();
            if (m_error.empty() && name->empty())
                refuse(m_line, "An expectation needs a name: write \"expect NAME\".");
            m_all.push_back({.name = std::string(*name), .filter = {}, .line = m_line});
            m_has = m_filtered = false;
            return;
        }
        if (m_all.empty())
            return refuse(m_line, "Begin with \"expect NAME\".");
        condition(line, m_all.back());
    }
    void condition(std::string_view line, Expectation &expectation)
    {
        if (const auto text = after(line, "filter"))
            return filter(*text, expectation);
        m_has = true;
        if (line == "none") {
            expectation.most = 0;
        } else if (const auto count = after(line, "count")) {
            if (const auto value = counted(*count))
                expectation.least = expectation.most = *value;
        } else if (const auto least = after(line, "at least")) {
            expectation.least = counted(*least).value_or(0);
        } else if (const auto most = after(line, "at most")) {
            expectation.most = counted(*most).value_or(0);
        } else if (!latency(line, expectation) && m_error.empty()) {
            refuse(m_line, fmt::format("\"{}\" is no condition; there are {}.", line.substr(0, 60), conditions));
        }
    }
    void filter(std::string_view text, Expectation &expectation)
    {
        if (m_filtered)
            return refuse(m_line, "An expectation has one filter: combine both with \"or\", or side by side.");
        m_filtered = true;
        auto compiled = filter::compile(text);
        if (!compiled)
            return refuse(m_line, fmt::format("Invalid filter at character {}: {}.", compiled.error().position + 1, compiled.error().message));
        if (compiled->asksForMarks())
            return refuse(m_line, "Marks and comments are known to the window only: leave mark: and comment: out of the filter.");
        expectation.filter = std::move(*compiled);
    }
    std::optional<uint64_t> counted(std::string_view text)
    {
        const auto value = number(text);
        if (!value)
            refuse(m_line, fmt::format("\"{}\" is not a number.", text.substr(0, 60)));
        return value;
    }
    // "p95 < 200ms", "max < 1s"
    bool latency(std::string_view line, Expectation &expectation)
    {
        const size_t sign = line.find('<');
        if (sign == std::string_view::npos)
            return false;
        const std::string_view which = trimmed(line.substr(0, sign)), limit = trimmed(line.substr(sign + 1));
        const auto percentile = which == "max" ? std::optional<uint64_t>(100) : which.starts_with('p') ? number(which.substr(1)) : std::nullopt;
        if (!percentile)
            return false;
        if (*percentile < 1 || *percentile > (which == "max" ? 100 : 99)) {
            refuse(m_line, "A percentile is from p1 to p99; for all exchanges write max.");
            return true;
        }
        const auto below = duration(limit);
        if (below)
            expectation.latencies.push_back({unsigned(*percentile), *below, std::string(line)});
        else
            refuse(m_line, fmt::format("\"{}\" is not a duration; write 200ms, 1.5s or 800us.", limit.substr(0, 60)));
        return true;
    }

    std::vector<Expectation> m_all;
    size_t m_line = 0;
    bool m_has = false, m_filtered = false;   // of the latest expectation: a condition, a filter
    std::string m_error;
    size_t m_errorLine = 0;
};

} // namespace

std::expected<std::vector<Expectation>, ExpectationError> parseExpectations(std::string_view text)
{
    return Parser().parse(text);
}

} // namespace cli
