// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masking/statement.h"

#include <algorithm>
#include <vector>

namespace masking {

namespace {

bool isWordCharacter(char c)
{
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_' || uint8_t(c) >= 0x80;
}

std::string lower(std::string_view text)
{
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return out;
}

// The last word of `text`, in lower case; what is before it stays in `text`. Operators and brackets do not count.
std::string takeLastWord(std::string_view &text)
{
    while (!text.empty() && !isWordCharacter(text.back()))
        text.remove_suffix(1);
    size_t begin = text.size();
    while (begin > 0 && isWordCharacter(text[begin - 1]))
        --begin;
    const std::string word = lower(text.substr(begin));
    text = text.substr(0, begin);
    return word;
}

// The name that a literal behind `before` is given to, where it is one that stands for a secret.
std::string secretName(const Masker &masker, std::string_view before)
{
    std::string word = takeLastWord(before);
    if (word == "e" || word == "n")
        word = takeLastWord(before);   // E'..', N'..'
    if (word == "by" || word == "as") {
        // IDENTIFIED BY, IDENTIFIED WITH plugin BY or AS
        for (int i = 0; i < 3; ++i) {
            if (takeLastWord(before) == "identified")
                return "identified by";
        }
        return {};
    }
    return masker.weight(word, Place::JsonKey) == Weight::Strong ? word : std::string();
}

// One past the end of the literal or quoted name that begins at `at`; doubled quotes and, in literals, backslashes stay in it.
size_t quotedEnd(std::string_view text, size_t at)
{
    const char quote = text[at];
    for (size_t i = at + 1; i < text.size(); ++i) {
        if (text[i] == '\\' && quote != '`')
            ++i;
        else if (text[i] == quote && i + 1 < text.size() && text[i + 1] == quote)
            ++i;
        else if (text[i] == quote)
            return i + 1;
    }
    return text.size();
}

} // namespace

std::string maskSql(const Masker &masker, std::string_view statement, Report &report)
{
    std::string out;
    for (size_t at = 0; at < statement.size();) {
        const size_t quote = statement.find_first_of("'\"`", at);
        if (quote == std::string_view::npos) {
            out += statement.substr(at);
            break;
        }
        out += statement.substr(at, quote - at);
        const size_t end = quotedEnd(statement, quote);
        const std::string_view literal = statement.substr(quote, end - quote);
        const std::string name = statement[quote] == '`' ? std::string() : secretName(masker, statement.substr(0, quote));
        if (name.empty()) {
            out += literal;
        } else {
            const bool closed = literal.size() > 1 && literal.back() == literal.front();
            out += literal.front() + masker.tag(literal.substr(1, literal.size() - 1 - closed)) + literal.front();
            report.add("statement", name);
        }
        at = end;
    }
    return out;
}

std::string maskRedisCommand(const Masker &masker, std::string_view command, Report &report)
{
    std::vector<std::string_view> words;
    for (size_t at = 0; at < command.size();) {
        const size_t end = command[at] == '"' ? quotedEnd(command, at) : std::min(command.find(' ', at), command.size());
        words.push_back(command.substr(at, end - at));
        at = std::min(end + 1, command.size());
    }
    const auto word = [&](size_t i) { return i < words.size() ? lower(words[i]) : std::string(); };
    std::vector<bool> secret(words.size());
    const auto hide = [&](size_t i) {
        if (i < secret.size())
            secret[i] = true;
    };
    const std::string verb = word(0);
    if (verb == "auth") {
        hide(words.size() > 2 ? 2 : 1);
    } else if (verb == "hello" || verb == "migrate") {
        for (size_t i = 1; i < words.size(); ++i) {
            if (word(i) == "auth" || word(i) == "auth2")
                hide(verb == "hello" || word(i) == "auth2" ? i + 2 : i + 1);
        }
    } else if (verb == "config" && word(1) == "set") {
        for (size_t i = 2; i < words.size(); i += 2) {
            if (word(i).find("pass") != std::string::npos || word(i) == "masterauth")
                hide(i + 1);
        }
    } else if (verb == "acl" && word(1) == "setuser") {
        for (size_t i = 3; i < words.size(); ++i) {
            const char first = words[i].empty() ? ' ' : words[i].front();
            if (first == '>' || first == '<' || first == '#' || first == '!')
                hide(i);
        }
    }
    std::string out;
    for (size_t i = 0; i < words.size(); ++i) {
        out += out.empty() ? "" : " ";
        if (secret[i])
            report.add("command", verb);
        out += secret[i] ? masker.tag(words[i]) : std::string(words[i]);
    }
    return out;
}

} // namespace masking
