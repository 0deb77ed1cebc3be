// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masking/statement.h"

#include <algorithm>

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

// The last word of `text`, in lower case; `text` keeps what precedes it. Operators and brackets are ignored.
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

char lastSign(std::string_view text)
{
    const size_t last = text.find_last_not_of(" \t\r\n");
    return last == std::string_view::npos ? ' ' : text[last];
}

// The name that a literal after `before` is assigned to, if it denotes a secret. A function name may be between the
// two: password = crypt('x', …), PASSWORD('x').
std::string secretName(const Masker &masker, std::string_view before)
{
    const char sign = lastSign(before);
    // The word before a comma is another value.
    if (sign == ',')
        return {};
    std::string word = takeLastWord(before);
    if (word == "e" || word == "n" || word == "x" || word == "b")
        word = takeLastWord(before);   // E'..', N'..', X'..'
    for (int i = 0; i < 4 && (word == "not" || word == "like" || word == "ilike" || word == "is" || word == "in" || word == "to" || word == "default"); ++i)
        word = takeLastWord(before);
    if (word == "by" || word == "as") {
        // IDENTIFIED BY, IDENTIFIED WITH plugin BY or AS
        for (int i = 0; i < 3; ++i) {
            if (takeLastWord(before) == "identified")
                return "identified by";
        }
        return {};
    }
    if (masker.weight(word, Place::JsonKey) >= Weight::Value)
        return word;
    if (sign == '=') {
        // SET PASSWORD FOR user@host = 'x'
        for (int i = 0; i < 2 && word != "for"; ++i)
            word = takeLastWord(before);
        return word == "for" && takeLastWord(before) == "password" ? "password" : std::string();
    }
    // IDENTIFIED BY 'new' REPLACE 'old'
    if (word == "replace" && lower(before).find("identified") != std::string::npos)
        return "identified by";
    if (sign != '(' || lastSign(before) != '=')
        return {};
    word = takeLastWord(before);
    return masker.weight(word, Place::JsonKey) >= Weight::Value ? word : std::string();
}

// One past the literal or quoted name that begins at `at`; skips doubled quotes and, in literals, backslashes.
size_t quotedEnd(std::string_view text, size_t at)
{
    const char quote = text[at];
    for (size_t i = at + 1; i < text.size(); ++i) {
        const bool doubled = text[i] == quote && i + 1 < text.size() && text[i + 1] == quote;
        if (doubled || (text[i] == '\\' && quote != '`'))
            ++i;
        else if (text[i] == quote)
            return i + 1;
    }
    return text.size();
}

} // namespace

namespace {

// "$$" or "$body$" at `at`; empty for anything else, such as a parameter.
std::string_view dollarQuote(std::string_view text, size_t at)
{
    size_t end = at + 1;
    while (end < text.size() && isWordCharacter(text[end]))
        ++end;
    const bool quote = end < text.size() && text[end] == '$' && (end == at + 1 || text[at + 1] > '9');
    return quote ? text.substr(at, end + 1 - at) : std::string_view();
}

// INSERT INTO t (a, b) VALUES (…, …), (…, …): which column a value belongs to.
class Columns
{
public:
    explicit Columns(const Masker &masker)
        : m_masker(&masker)
    {
    }

    // A character outside literals.
    void take(char c)
    {
        if (isWordCharacter(c)) {
            m_word += char(c >= 'A' && c <= 'Z' ? c + 32 : c);
            return;
        }
        if (m_state == State::Columns && !m_word.empty() && (c == ',' || c == ')'))
            m_names.push_back(m_masker->weight(m_word, Place::JsonKey) >= Weight::Value ? m_word : std::string());
        if (m_word == "insert" || m_word == "replace")
            m_state = State::Insert;
        else if (m_word == "values" && m_state == State::Insert)
            m_state = State::Values;
        // Between a column's name and its comma.
        const bool between = m_state == State::Columns && std::string_view(" \"`\t\r\n").find(c) != std::string_view::npos;
        if (!between)
            m_word.clear();
        if (c == '(') {
            if (++m_depth == 1 && m_state == State::Insert)
                m_state = State::Columns;
            if (m_depth == 1)
                m_column = 0;
        } else if (c == ')') {
            if (m_depth == 1 && m_state == State::Columns)
                m_state = State::Insert;
            m_depth = m_depth > 0 ? m_depth - 1 : 0;
        } else if (c == ',' && m_depth == 1) {
            ++m_column;
        } else if (c == ';') {
            *this = Columns(*m_masker);
        }
    }
    // For a literal at this position.
    std::string secretName() const
    {
        return m_state == State::Values && m_depth >= 1 && m_column < m_names.size() ? m_names[m_column] : std::string();
    }

private:
    enum class State : uint8_t { Other, Insert, Columns, Values };
    const Masker *m_masker;
    std::vector<std::string> m_names;    // empty: not a secret
    std::string m_word;
    State m_state = State::Other;
    size_t m_depth = 0, m_column = 0;
};

constexpr size_t beforeMax = 512;        // of the statement before a literal, searched for its name

} // namespace

std::string maskSql(const Masker &masker, std::string_view statement, Report &report)
{
    std::string out;
    Columns columns(masker);
    for (size_t at = 0; at < statement.size();) {
        const char c = statement[at];
        const std::string_view dollars = c == '$' ? dollarQuote(statement, at) : std::string_view();
        if (c != '\'' && c != '"' && c != '`' && dollars.empty()) {
            columns.take(c);
            out += c;
            ++at;
            continue;
        }
        const std::string_view mark = dollars.empty() ? statement.substr(at, 1) : dollars;
        const size_t from = at + mark.size();
        const size_t close = dollars.empty() ? std::string_view::npos : statement.find(dollars, from);
        const size_t end = dollars.empty() ? quotedEnd(statement, at) : close == std::string_view::npos ? statement.size() : close + mark.size();
        const bool closed = end >= from + mark.size() && statement.substr(end - mark.size(), mark.size()) == mark;
        const std::string_view literal = statement.substr(from, end - from - (closed ? mark.size() : 0));
        const size_t beforeAt = at > beforeMax ? at - beforeMax : 0;
        std::string name = c == '`' ? std::string() : columns.secretName();
        if (name.empty() && c != '`')
            name = secretName(masker, statement.substr(beforeAt, at - beforeAt));
        out += mark;
        if (!name.empty() && !literal.empty())
            out += masker.hide(literal, "statement", name, report);
        else if (c == '\'' || !dollars.empty())
            out += masker.value(literal, report);
        else
            out += literal;
        if (closed || !name.empty())
            out += mark;
        if (c == '"' || c == '`') {
            for (const char letter : literal)
                columns.take(letter);
        }
        at = end;
    }
    return out;
}

std::vector<size_t> secretParameters(const Masker &masker, std::string_view statement)
{
    std::vector<size_t> found;
    Columns columns(masker);
    size_t marks = 0;
    for (size_t at = 0; at < statement.size();) {
        const char c = statement[at];
        if (c == '\'' || c == '"' || c == '`') {
            const size_t end = quotedEnd(statement, at);
            if (c != '\'') {
                for (const char letter : statement.substr(at, end - at))
                    columns.take(letter == c ? ' ' : letter);
            }
            at = end;
            continue;
        }
        const bool numbered = c == '$' && at + 1 < statement.size() && statement[at + 1] >= '1' && statement[at + 1] <= '9';
        if (c == '?' || numbered) {
            size_t number = marks++;
            if (numbered) {
                number = 0;
                for (size_t i = at + 1; i < statement.size() && statement[i] >= '0' && statement[i] <= '9' && number < 100'000; ++i)
                    number = number * 10 + size_t(statement[i] - '0');
                --number;
            }
            const size_t beforeAt = at > beforeMax ? at - beforeMax : 0;
            if (!columns.secretName().empty() || !secretName(masker, statement.substr(beforeAt, at - beforeAt)).empty())
                found.push_back(number);
        }
        columns.take(c == '$' || c == '?' ? ' ' : c);
        ++at;
    }
    return found;
}

std::string maskStatement(const Masker &masker, const protocols::ProtocolInfo &protocol, std::string_view statement, Report &report)
{
    if (protocol.language == protocols::Language::Sql)
        return maskSql(masker, statement, report);
    if (!protocol.values)
        return masker.value(statement, report);
    const bool json = statement.starts_with('{');
    std::string out;
    size_t at = 0;
    for (const protocols::NamedValue &value : protocol.values(statement)) {
        const std::string_view text = statement.substr(value.at, value.length);
        const bool hidden = value.secret || isSecretValue(masker.weight(value.name, Place::JsonKey), Place::JsonKey, text);
        if (json && !hidden)
            continue;
        out += statement.substr(at, value.at - at);
        const uint64_t before = report.count;
        const std::string masked = hidden ? masker.hide(text, "statement", value.name, report) : masker.value(text, report);
        const std::string_view quote = report.count > before && json && !out.ends_with('"') ? "\"" : "";   // a number becomes a string
        out += quote;
        out += masked;
        out += quote;
        at = value.at + value.length;
    }
    out += statement.substr(at);
    return json ? masker.json(out, report) : out;
}

} // namespace masking
