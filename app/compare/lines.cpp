// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compare/lines.h"

#include "app/compare/alignment.h"

#include <algorithm>
#include <unordered_map>

namespace compare {

namespace {

constexpr size_t context = 3;
constexpr size_t linesMax = 400'000;

std::vector<std::string_view> split(std::string_view text)
{
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        lines.push_back(line);
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
    return lines;
}

class Rows
{
public:
    explicit Rows(Differences &out) : m_out(out) {}
    // False: no more fit.
    bool add(Difference row)
    {
        if (m_out.rows.size() >= rowsMax) {
            m_out.whole = false;
            return false;
        }
        m_out.rows.push_back(std::move(row));
        return true;
    }

private:
    Differences &m_out;
};

std::string number(size_t index) { return std::to_string(index + 1); }

bool addSame(Rows &rows, const Run &run, const std::vector<std::string_view> &left, bool first, bool last)
{
    const size_t count = run.leftEnd - run.left;
    const size_t head = first ? 0 : context, tail = last ? 0 : context;
    const auto line = [&](size_t i) {
        const std::string text = clipped(left[run.left + i]);
        return rows.add({Kind::Same, number(run.left + i), text, text});
    };
    if (count <= head + tail + 1) {
        for (size_t i = 0; i < count; ++i)
            if (!line(i))
                return false;
        return true;
    }
    for (size_t i = 0; i < head; ++i)
        if (!line(i))
            return false;
    if (!rows.add({Kind::Skipped, {}, {}, {}, count - head - tail}))
        return false;
    for (size_t i = count - tail; i < count; ++i)
        if (!line(i))
            return false;
    return true;
}

bool addDifferent(Rows &rows, const Run &run, const std::vector<std::string_view> &left, const std::vector<std::string_view> &right)
{
    const size_t lefts = run.leftEnd - run.left, rights = run.rightEnd - run.right;
    for (size_t i = 0; i < std::max(lefts, rights); ++i) {
        Difference row;
        row.kind = i >= rights ? Kind::Removed : i >= lefts ? Kind::Added : Kind::Changed;
        row.name = number(i < lefts ? run.left + i : run.right + i);
        if (i < lefts)
            row.left = clipped(left[run.left + i]);
        if (i < rights)
            row.right = clipped(right[run.right + i]);
        if (!rows.add(std::move(row)))
            return false;
    }
    return true;
}

} // namespace

Differences compareLines(std::string_view leftText, std::string_view rightText)
{
    std::vector<std::string_view> left = split(leftText), right = split(rightText);
    Differences result;
    result.whole = left.size() <= linesMax && right.size() <= linesMax;
    left.resize(std::min(left.size(), linesMax));
    right.resize(std::min(right.size(), linesMax));
    std::unordered_map<std::string_view, uint32_t> numbers;
    const auto numbered = [&numbers](const std::vector<std::string_view> &lines) {
        std::vector<uint32_t> out;
        out.reserve(lines.size());
        for (const std::string_view line : lines)
            out.push_back(numbers.emplace(line, uint32_t(numbers.size())).first->second);
        return out;
    };
    const std::vector<uint32_t> leftNumbers = numbered(left), rightNumbers = numbered(right);
    const Alignment alignment = align(leftNumbers, rightNumbers);
    Rows rows(result);
    for (size_t i = 0; i < alignment.runs.size(); ++i) {
        const Run &run = alignment.runs[i];
        if (!(run.same ? addSame(rows, run, left, i == 0, i + 1 == alignment.runs.size()) : addDifferent(rows, run, left, right)))
            break;
    }
    return result;
}

} // namespace compare
