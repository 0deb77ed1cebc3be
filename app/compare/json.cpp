// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compare/json.h"

#include "app/compare/alignment.h"
#include "app/decode/json_scan.h"

#include <algorithm>
#include <deque>
#include <functional>
#include <unordered_map>
#include <utility>
#include <vector>

namespace compare {

namespace {

using decode::JsonKind;
using decode::JsonMember;

constexpr int depthMax = 100;                  // values below are compared as texts
constexpr size_t workMax = 256 * 1024 * 1024;  // bytes looked at: each level is scanned again

bool isSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// Without white space between tokens.
std::string compact(std::string_view json)
{
    std::string out;
    out.reserve(json.size());
    bool quoted = false;
    for (size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (quoted && c == '\\' && i + 1 < json.size()) {
            out += c;
            out += json[++i];
            continue;
        }
        quoted ^= c == '"';
        if (quoted || !isSpace(c))
            out += c;
    }
    return out;
}

std::string child(const std::string &path, std::string_view key)
{
    const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '$'; };
    if (!key.empty() && std::ranges::all_of(key, plain))
        return path.empty() ? std::string(key) : path + "." + std::string(key);
    return path + "[\"" + std::string(key) + "\"]";
}

std::string element(const std::string &path, size_t index) { return path + "[" + std::to_string(index) + "]"; }

class JsonComparison
{
public:
    Differences result;
    bool failed = false;      // malformed, or too much work

    void values(const std::string &path, const JsonMember &left, const JsonMember &right, int depth)
    {
        if (failed || !result.whole)
            return;
        const bool containers = left.kind == right.kind && (left.kind == JsonKind::Object || left.kind == JsonKind::Array);
        if (containers && depth < depthMax)
            return left.kind == JsonKind::Object ? objects(path, left, right, depth) : arrays(path, left, right, depth);
        if (!equal(left, right))
            add(Kind::Changed, path, left.value, right.value);
    }

private:
    void add(Kind kind, const std::string &path, std::string_view left, std::string_view right)
    {
        if (result.rows.size() >= rowsMax) {
            result.whole = false;
            return;
        }
        // A container in one line.
        const auto shown = [](std::string_view value) { return clipped(compact(value.substr(0, 4 * valueMax))); };
        result.rows.push_back({kind, clipped(path), shown(left), shown(right)});
    }

    void spend(size_t bytes)
    {
        m_work += bytes;
        failed |= m_work > workMax;
    }

    std::vector<JsonMember> members(const JsonMember &container)
    {
        std::vector<JsonMember> all;
        spend(container.value.size());
        if (failed)
            return all;
        decode::JsonMembers walk(container.value);
        while (const auto member = walk.next()) {
            failed |= member->kind == JsonKind::Broken;
            all.push_back(*member);
        }
        failed |= !walk.closed();
        return all;
    }

    bool equal(const JsonMember &left, const JsonMember &right)
    {
        spend(left.value.size() + right.value.size());
        if (left.kind != right.kind)
            return false;
        if (left.value == right.value)
            return true;
        if (left.kind == JsonKind::String)
            return decode::jsonUnescaped(left.value.substr(1, left.value.size() - 2)) == decode::jsonUnescaped(right.value.substr(1, right.value.size() - 2));
        if (left.kind == JsonKind::Object || left.kind == JsonKind::Array)
            return compact(left.value) == compact(right.value);
        return false;
    }

    void objects(const std::string &path, const JsonMember &left, const JsonMember &right, int depth)
    {
        const std::vector<JsonMember> lefts = members(left), rights = members(right);
        if (failed)
            return;
        // A key may come several times.
        std::unordered_map<std::string, std::deque<size_t>> waiting;
        for (size_t i = 0; i < rights.size(); ++i)
            waiting[decode::jsonUnescaped(rights[i].key)].push_back(i);
        std::vector<bool> used(rights.size());
        for (const JsonMember &member : lefts) {
            const std::string key = decode::jsonUnescaped(member.key);
            auto found = waiting.find(key);
            if (found == waiting.end() || found->second.empty()) {
                add(Kind::Removed, child(path, key), member.value, {});
                continue;
            }
            used[found->second.front()] = true;
            values(child(path, key), member, rights[found->second.front()], depth + 1);
            found->second.pop_front();
        }
        for (size_t i = 0; i < rights.size(); ++i)
            if (!used[i])
                add(Kind::Added, child(path, decode::jsonUnescaped(rights[i].key)), {}, rights[i].value);
    }

    void arrays(const std::string &path, const JsonMember &left, const JsonMember &right, int depth)
    {
        const std::vector<JsonMember> lefts = members(left), rights = members(right);
        if (failed)
            return;
        std::unordered_map<std::string, uint32_t> numbers;
        const auto numbered = [&numbers](const std::vector<JsonMember> &all) {
            std::vector<uint32_t> out;
            out.reserve(all.size());
            for (const JsonMember &member : all)
                out.push_back(numbers.emplace(compact(member.value), uint32_t(numbers.size())).first->second);
            return out;
        };
        spend(left.value.size() + right.value.size());
        const std::vector<uint32_t> leftNumbers = numbered(lefts), rightNumbers = numbered(rights);
        // Few steps: elements that find no equal are compared with their neighbours.
        for (const Run &run : align(leftNumbers, rightNumbers, 4'000'000).runs) {
            if (run.same)
                continue;
            const size_t leftCount = run.leftEnd - run.left, rightCount = run.rightEnd - run.right;
            for (size_t i = 0; i < std::max(leftCount, rightCount) && !failed && result.whole; ++i) {
                if (i >= rightCount)
                    add(Kind::Removed, element(path, run.left + i), lefts[run.left + i].value, {});
                else if (i >= leftCount)
                    add(Kind::Added, element(path, run.right + i), {}, rights[run.right + i].value);
                else
                    values(element(path, run.left + i), lefts[run.left + i], rights[run.right + i], depth + 1);
            }
        }
    }

    size_t m_work = 0;
};

// The one value of a document.
std::optional<JsonMember> document(std::string_view text)
{
    auto value = decode::firstJsonValue(text);
    if (!value || value->kind == JsonKind::Broken)
        return std::nullopt;
    const size_t end = size_t(value->value.data() - text.data()) + value->value.size();
    if (!std::ranges::all_of(text.substr(end), isSpace))
        return std::nullopt;
    return value;
}

} // namespace

std::optional<Differences> compareJson(std::string_view left, std::string_view right)
{
    const auto one = document(left), other = document(right);
    if (!one || !other)
        return std::nullopt;
    JsonComparison comparison;
    comparison.values({}, *one, *other, 0);
    if (comparison.failed)
        return std::nullopt;
    return std::move(comparison.result);
}

} // namespace compare
