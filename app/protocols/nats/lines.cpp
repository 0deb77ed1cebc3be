// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/nats/lines.h"

#include "app/decode/json_scan.h"
#include "app/protocols/text_rows.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace protocols::nats {

namespace {

struct Name { std::string_view word; Verb verb; };
constexpr std::array<Name, 12> names{{{"INFO", Verb::Info}, {"CONNECT", Verb::Connect}, {"PUB", Verb::Pub}, {"HPUB", Verb::HPub},
                                      {"SUB", Verb::Sub}, {"UNSUB", Verb::Unsub}, {"MSG", Verb::Msg}, {"HMSG", Verb::HMsg},
                                      {"PING", Verb::Ping}, {"PONG", Verb::Pong}, {"+OK", Verb::Ok}, {"-ERR", Verb::Err}}};

char upper(char c) { return c >= 'a' && c <= 'z' ? char(c - 32) : c; }

bool startsWithWord(std::string_view text, std::string_view word)
{
    return text.size() >= word.size() && std::equal(word.begin(), word.end(), text.begin(), [](char a, char b) { return a == upper(b); });
}

bool isSubject(std::string_view text)
{
    return !text.empty() && std::ranges::none_of(text, [](char c) { return uint8_t(c) <= 0x20 || c == 0x7f; });
}

bool takeNumber(std::string_view text, uint64_t &number)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() && number < uint64_t(1) << 31;
}

// Up to five words of the line.
struct Words {
    std::array<std::string_view, 5> word{};
    size_t count = 0;
};
Words wordsOf(std::string_view text)
{
    Words words;
    while (true) {
        text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
        if (text.empty())
            return words;
        const std::string_view one = text.substr(0, text.find_first_of(" \t"));
        if (words.count < words.word.size())
            words.word[words.count] = one;
        ++words.count;
        text.remove_prefix(one.size());
    }
}

// PUB subject [reply] size, HPUB subject [reply] headers size; MSG and HMSG have an id after the subject.
bool takeMessage(Line &line, const Words &words)
{
    const bool headers = line.verb == Verb::HPub || line.verb == Verb::HMsg;
    const bool delivered = line.verb == Verb::Msg || line.verb == Verb::HMsg;
    const size_t least = 2 + size_t(headers) + size_t(delivered);
    if (words.count < least || words.count > least + 1)
        return false;
    size_t at = 0;
    line.subject = words.word[at++];
    if (delivered)
        line.id = words.word[at++];
    if (words.count > least)
        line.reply = words.word[at++];
    line.hasPayload = true;
    if (headers && !takeNumber(words.word[at++], line.headers))
        return false;
    return takeNumber(words.word[at], line.payload) && line.headers <= line.payload && isSubject(line.subject);
}

} // namespace

std::optional<Line> readLine(std::string_view text)
{
    constexpr size_t lineMax = 64 * 1024;
    Line line;
    size_t wordSize = 0;
    for (const Name &name : names) {
        if (startsWithWord(text, name.word)) {
            line.verb = name.verb;
            wordSize = name.word.size();
        }
    }
    const size_t feed = text.substr(0, lineMax).find('\n');
    if (line.verb == Verb::None) {
        std::string folded(text.substr(0, 8));
        std::ranges::transform(folded, folded.begin(), upper);
        const bool begins = std::ranges::any_of(names, [&](const Name &name) { return name.word.starts_with(folded); });
        return begins ? std::optional(line) : std::nullopt;
    }
    const char behind = text.size() > wordSize ? text[wordSize] : ' ';
    if (behind != ' ' && behind != '\t' && behind != '\r' && behind != '\n')
        return std::nullopt;
    if (feed == std::string_view::npos)
        return text.size() < lineMax ? std::optional(line) : std::nullopt;
    std::string_view rest = text.substr(wordSize, feed - wordSize);
    if (rest.ends_with('\r'))
        rest.remove_suffix(1);
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
    line.size = feed + 1;
    line.argument = rest;
    const Words words = wordsOf(rest);
    uint64_t number = 0;
    switch (line.verb) {
    case Verb::Info:
    case Verb::Connect:
        return rest.starts_with('{') ? std::optional(line) : std::nullopt;
    case Verb::Pub:
    case Verb::HPub:
    case Verb::Msg:
    case Verb::HMsg:
        return takeMessage(line, words) ? std::optional(line) : std::nullopt;
    case Verb::Sub:
        if (words.count < 2 || words.count > 3 || !isSubject(words.word[0]))
            return std::nullopt;
        line.subject = words.word[0];
        line.queue = words.count == 3 ? words.word[1] : std::string_view();
        line.id = words.word[words.count - 1];
        return line;
    case Verb::Unsub:
        line.id = words.word[0];
        return words.count >= 1 && words.count <= 2 && (words.count == 1 || takeNumber(words.word[1], number)) ? std::optional(line) : std::nullopt;
    case Verb::Err:
        return line;
    default:
        return words.count == 0 ? std::optional(line) : std::nullopt;
    }
}

bool comesFromClient(Verb verb)
{
    return verb != Verb::Info && verb != Verb::Msg && verb != Verb::HMsg && verb != Verb::Ok && verb != Verb::Err;
}

bool comesFromServer(Verb verb)
{
    return verb != Verb::Connect && verb != Verb::Pub && verb != Verb::HPub && verb != Verb::Sub && verb != Verb::Unsub;
}

std::string memberOf(std::string_view json, std::string_view key)
{
    decode::JsonMembers members(json);
    while (const auto member = members.next()) {
        if (member->key != key)
            continue;
        const bool quoted = member->kind == decode::JsonKind::String && member->value.size() >= 2;
        return quoted ? decode::jsonUnescaped(member->value.substr(1, member->value.size() - 2)) : std::string(member->value);
    }
    return {};
}

std::string plainObject(std::string_view json)
{
    std::string out = "{";
    decode::JsonMembers members(json);
    while (const auto member = members.next()) {
        out += out.size() > 1 ? "," : "";
        appendQuoted(out, decode::jsonUnescaped(member->key));
        out += ':';
        const std::string_view value = member->value;
        if (value == "true" || value == "false" || value == "null")
            out += value;
        else if (member->kind == decode::JsonKind::String && value.size() >= 2)
            appendQuoted(out, decode::jsonUnescaped(value.substr(1, value.size() - 2)));
        else
            appendNumber(out, value);
    }
    return out + '}';
}

std::string_view statusOf(std::string_view headers)
{
    constexpr std::string_view version = "NATS/1.0";
    std::string_view line = headers.substr(0, headers.find('\r'));
    if (!line.starts_with(version))
        return {};
    line.remove_prefix(version.size());
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    return line;
}

std::string headerText(std::string_view headers)
{
    constexpr size_t textMax = 500;
    std::string text;
    headers.remove_prefix(std::min(headers.find('\n'), headers.size()));
    while (!headers.empty() && text.size() < textMax) {
        headers.remove_prefix(1);
        const std::string_view line = headers.substr(0, headers.find_first_of("\r\n"));
        if (!line.empty())
            text += (text.empty() ? "" : ", ") + std::string(line);
        headers.remove_prefix(std::min(headers.find('\n'), headers.size()));
    }
    return limitedText(text, textMax);
}

} // namespace protocols::nats
