// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/memcached/lines.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace protocols::memcached {

namespace {

constexpr size_t verbMax = 32, keyMax = 250;
constexpr uint64_t dataMax = uint64_t(1) << 30;   // the upper limit of item_size_max

// The words of a line, separated by blanks.
class Words
{
public:
    explicit Words(std::string_view line) : m_rest(line) { }
    // Empty after the last.
    std::string_view next()
    {
        m_rest.remove_prefix(std::min(m_rest.find_first_not_of(' '), m_rest.size()));
        const std::string_view word = m_rest.substr(0, m_rest.find(' '));
        m_rest.remove_prefix(word.size());
        return word;
    }
    std::string_view last() const
    {
        const std::string_view line = m_rest.substr(0, m_rest.find_last_not_of(' ') + 1);
        return line.substr(std::min(line.rfind(' ') + 1, line.size()));
    }

private:
    std::string_view m_rest;
};

bool isNumber(std::string_view word)
{
    return !word.empty() && word.size() <= 20 && std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

bool isSigned(std::string_view word) { return isNumber(word.starts_with('-') ? word.substr(1) : word); }

std::optional<uint64_t> length(std::string_view word)
{
    uint64_t value = 0;
    if (!isNumber(word) || std::from_chars(word.data(), word.data() + word.size(), value).ec != std::errc() || value > dataMax)
        return {};
    return value;
}

bool isKey(std::string_view word) { return !word.empty() && word.size() <= keyMax; }

bool isOneOf(std::string_view word, std::initializer_list<std::string_view> all) { return std::ranges::find(all, word) != all.end(); }

// The line at the beginning of the text, without its end; `size` includes it, 0 if the end is not here.
std::optional<std::string_view> lineOf(std::string_view text, size_t &size)
{
    const size_t end = text.find('\n');
    size = end == std::string_view::npos ? 0 : end + 1;
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    if (std::ranges::any_of(line, [](char c) { return (uint8_t(c) < 0x20 && c != '\t') || c == 0x7f; }))
        return {};
    return line;
}

// Flags of a meta command or of its reply: a letter each, with an optional argument.
template <typename Call>
bool forEachFlag(Words words, Call call)
{
    bool good = true;
    for (std::string_view word = words.next(); !word.empty(); word = words.next()) {
        const char letter = word[0];
        good = good && ((letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z'));
        call(letter, word.substr(1));
    }
    return good;
}

void readStorage(Command &command, Words words)
{
    command.key = words.next();
    const std::string_view flags = words.next(), expires = words.next(), bytes = words.next();
    const bool unique = command.verb != "cas" || isNumber(words.next());
    const auto data = length(bytes);
    // The server takes no data for a malformed one.
    command.hasData = isKey(command.key) && isNumber(flags) && isSigned(expires) && unique && data.has_value();
    command.data = command.hasData ? *data : 0;
    command.wellFormed = command.certain = command.hasData;
}

void readMeta(Command &command, Words words)
{
    command.meta = true;
    if (command.verb == "mn") {
        command.wellFormed = words.next().empty();
        return;
    }
    command.key = words.next();
    std::optional<uint64_t> data;
    if (command.verb == "ms") {
        // The length was a flag before 1.6.7.
        Words ahead = words;
        data = length(ahead.next());
        if (data)
            words = ahead;
    }
    const bool flags = forEachFlag(words, [&](char letter, std::string_view said) {
        if (letter == 'q')
            command.quiet = true;
        else if (letter == 'O')
            command.opaque = said;
        else if (letter == 'S' && command.verb == "ms" && !data)
            data = length(said);
    });
    command.hasData = command.verb == "ms" && isKey(command.key) && data.has_value();
    command.data = command.hasData ? *data : 0;
    command.wellFormed = isKey(command.key) && flags && (command.verb != "ms" || command.hasData);
    command.certain = command.hasData && flags;
}

} // namespace

std::optional<Command> readCommand(std::string_view text)
{
    Command command;
    // Checks the word first: most out-of-step bytes do not begin one.
    const size_t end = text.substr(0, verbMax + 1).find_first_not_of("abcdefghijklmnopqrstuvwxyz_");
    command.verb = text.substr(0, end);
    if (command.verb.size() > verbMax || end == 0)
        return std::nullopt;
    if (end == std::string_view::npos)
        return command;
    const auto line = text[end] == ' ' || text[end] == '\r' || text[end] == '\n' ? lineOf(text, command.size) : std::nullopt;
    if (!line)
        return std::nullopt;
    command.line = *line;
    if (command.size == 0)
        return command;
    Words words(line->substr(command.verb.size()));
    const std::string_view verb = command.verb;
    if (isOneOf(verb, {"mg", "ms", "md", "ma", "mn", "me"})) {
        readMeta(command, words);
        return command;
    }
    if (isOneOf(verb, {"get", "gets", "gat", "gats"})) {
        const bool touches = verb.starts_with("gat");
        const bool expires = !touches || isSigned(words.next());
        command.key = words.next();
        command.reply = Reply::Values;
        command.wellFormed = expires && isKey(command.key);
        command.certain = touches && command.wellFormed;
        return command;
    }
    if (verb == "stats") {
        command.reply = Reply::Stats;
        command.wellFormed = true;
        return command;
    }
    if (isOneOf(verb, {"quit", "shutdown"})) {
        command.reply = Reply::None;
        command.wellFormed = true;
        return command;
    }
    if (verb == "lru_crawler") {
        if (isOneOf(words.next(), {"metadump", "mgdump"}))
            command.reply = Reply::Stats;
        command.wellFormed = true;
        return command;
    }
    if (words.last() == "noreply")
        command.reply = Reply::None;
    if (isOneOf(verb, {"set", "add", "replace", "append", "prepend", "cas"})) {
        readStorage(command, words);
    } else if (isOneOf(verb, {"delete", "incr", "decr", "touch"})) {
        command.key = words.next();
        const std::string_view value = words.next();
        command.wellFormed = isKey(command.key) && (verb == "delete" ? isOneOf(value, {"", "0", "noreply"}) : isSigned(value));
    } else {
        command.wellFormed = isOneOf(verb, {"flush_all", "version", "verbosity", "cache_memlimit", "slabs", "lru", "watch"});
    }
    return command;
}

std::optional<Answer> readAnswer(std::string_view text)
{
    Answer answer;
    const auto line = lineOf(text, answer.size);
    if (!line)
        return std::nullopt;
    answer.line = *line;
    if (answer.size == 0)
        return answer;
    Words words(*line);
    const std::string_view word = words.next();
    if (word == "VALUE") {
        answer.key = words.next();
        answer.flags = words.next();
        const auto data = length(words.next());
        answer.cas = words.next();
        if (!data || !isNumber(answer.flags))
            return std::nullopt;
        answer.kind = Answer::Kind::Value;
        answer.data = *data;
        answer.hasData = true;
    } else if (word == "END") {
        answer.kind = Answer::Kind::End;
    } else if (isOneOf(word, {"HD", "EN", "VA", "NS", "EX", "NF", "MN", "ME"})) {
        answer.kind = Answer::Kind::Meta;
        if (word == "VA") {
            const auto data = length(words.next());
            if (!data)
                return std::nullopt;
            answer.data = *data;
            answer.hasData = true;
        }
        if (word == "ME")
            return answer;   // what follows are names and values
        forEachFlag(words, [&](char letter, std::string_view said) {
            if (letter == 'k')
                answer.key = said;
            else if (letter == 'O')
                answer.opaque = said;
        });
    } else if (isOneOf(word, {"ERROR", "CLIENT_ERROR", "SERVER_ERROR", "BUSY", "BADCLASS", "NOSPARE", "NOTFULL", "UNSAFE", "SAME"})) {
        answer.kind = Answer::Kind::Error;
    } else if (isOneOf(word, {"STORED", "NOT_STORED", "EXISTS", "NOT_FOUND", "DELETED", "TOUCHED", "OK", "RESET", "VERSION"}) || isNumber(word)) {
        answer.kind = Answer::Kind::Done;
    }
    return answer;
}

} // namespace protocols::memcached
