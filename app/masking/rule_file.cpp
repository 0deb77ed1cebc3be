// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masking/rule_file.h"

#include "app/masking/installation_key.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace masking {

namespace {

constexpr std::string_view blanks = " \t\r";
// In the order of RuleKind.
constexpr std::array<std::string_view, 3> kindWords{"header", "name", "form"};

std::string_view trimmed(std::string_view text)
{
    const size_t begin = std::min(text.find_first_not_of(blanks), text.size());
    return text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
}

using Kind = RuleFileError::Kind;

std::vector<std::string_view> linesOf(std::string_view text)
{
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const size_t end = std::min(text.find('\n'), text.size());
        lines.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

// Nothing: a comment, or blank. `unknown`: the word in place of a kind.
std::optional<Rule> ruleOf(std::string_view text, std::string_view &unknown)
{
    const std::string_view line = trimmed(text);
    if (line.empty() || line.front() == '#')
        return std::nullopt;
    const size_t blank = std::min(line.find_first_of(blanks), line.size());
    const std::string_view word = line.substr(0, blank), rest = trimmed(line.substr(blank));
    const auto known = std::ranges::find(kindWords, word);
    if (known == kindWords.end()) {
        unknown = word;
        return Rule{RuleKind::Form, std::string(line), {}};
    }
    const auto kind = RuleKind(known - kindWords.begin());
    if (kind != RuleKind::Form)
        return Rule{kind, std::string(rest), {}};
    const size_t equals = std::min(rest.find('='), rest.size());
    const std::string_view pattern = equals < rest.size() ? trimmed(rest.substr(equals + 1)) : std::string_view();
    return Rule{kind, std::string(trimmed(rest.substr(0, equals))), std::string(pattern)};
}

void parse(std::string_view text, Rules &rules, std::vector<OwnRule> &forms, std::vector<RuleFileError> &errors)
{
    size_t number = 0, count = 0;
    for (const std::string_view line : linesOf(text)) {
        ++number;
        std::string_view unknown;
        const std::optional<Rule> rule = ruleOf(line, unknown);
        if (!rule)
            continue;
        if (++count > rulesMax) {
            errors.push_back({Kind::TooMany, number, std::to_string(rulesMax)});
            return;
        }
        std::optional<RuleFileError> wrong = unknown.empty() ? wrongIn(*rule) : RuleFileError{Kind::UnknownKind, 0, std::string(unknown)};
        if (wrong) {
            wrong->line = number;
            errors.push_back(std::move(*wrong));
        } else if (rule->kind == RuleKind::Form) {
            forms.push_back({rule->name, rule->pattern});
        } else {
            (rule->kind == RuleKind::Header ? rules.headers : rules.names).push_back(rule->name);
        }
    }
}

} // namespace

std::string ownRulesPath()
{
    std::string path = configurationPath("masking.rules");
    // Another user's home, as after su: rules in it are not this user's.
    struct stat status {};
    if (const std::string folder = path.substr(0, path.rfind("/cleartap/")); !path.empty() && stat(folder.c_str(), &status) != 0 && errno == EACCES)
        path.clear();
    return path;
}

std::expected<Rules, std::vector<RuleFileError>> parseRules(std::string_view text)
{
    return parseRules(text, {});
}

std::expected<Rules, std::vector<RuleFileError>> parseRules(std::string_view text, std::string_view further)
{
    Rules rules;
    std::vector<OwnRule> forms;
    std::vector<RuleFileError> errors;
    parse(text, rules, forms, errors);
    parse(further, rules, forms, errors);
    if (!errors.empty())
        return std::unexpected(std::move(errors));
    if (forms.empty())
        return rules;
    const auto made = RuleSet::with(forms);
    if (!made)
        return std::unexpected(std::vector<RuleFileError>{{Kind::BadPattern, 0, made.error().words}});
    rules.forms = *made;
    return rules;
}

std::optional<RuleFileError> wrongIn(const Rule &rule)
{
    const bool form = rule.kind == RuleKind::Form;
    if (trimmed(rule.name).empty() || (form && trimmed(rule.pattern).empty()))
        return RuleFileError{Kind::Missing, 0, std::string(kindWords[size_t(rule.kind)])};
    if (!form)
        return std::nullopt;
    if (auto alone = RuleSet::with({{rule.name, rule.pattern}}); !alone)
        return RuleFileError{Kind::BadPattern, 0, std::move(alone.error().words)};
    return std::nullopt;
}

std::string ruleLine(const Rule &rule)
{
    // What would begin another line, or the pattern, cannot be in a name.
    const auto onOneLine = [](std::string text, bool sign) {
        std::erase_if(text, [sign](char c) { return c == '\n' || c == '\r' || (sign && c == '='); });
        return std::string(trimmed(text));
    };
    const bool form = rule.kind == RuleKind::Form;
    const std::string line = std::string(kindWords[size_t(rule.kind)]) + ' ' + onOneLine(rule.name, form);
    return form ? line + " = " + onOneLine(rule.pattern, false) : line;
}

std::vector<std::string> kindsOf(const Rule &rule)
{
    if (rule.kind == RuleKind::Header)
        return {kindOf("", rule.name)};
    if (rule.kind == RuleKind::Name)
        return {kindOf("json", rule.name), kindOf("cookie", rule.name)};
    return {kindOf("text", rule.name)};
}

RuleText::RuleText(std::string_view text)
{
    for (const std::string_view line : linesOf(text)) {
        std::string_view unknown;
        if (std::optional<Rule> rule = ruleOf(line, unknown)) {
            m_rules.push_back(std::move(*rule));
            m_at.push_back(m_lines.size());
        }
        m_lines.emplace_back(line);
    }
}

void RuleText::add(const Rule &rule)
{
    m_rules.push_back(rule);
    m_at.push_back(m_lines.size());
    m_lines.push_back(ruleLine(rule));
}

void RuleText::set(size_t rule, const Rule &now)
{
    m_rules[rule] = now;
    m_lines[m_at[rule]] = ruleLine(now);
}

void RuleText::remove(size_t rule)
{
    const size_t line = m_at[rule];
    m_lines.erase(m_lines.begin() + std::ptrdiff_t(line));
    m_rules.erase(m_rules.begin() + std::ptrdiff_t(rule));
    m_at.erase(m_at.begin() + std::ptrdiff_t(rule));
    for (size_t &at : m_at)
        at -= at > line;
}

std::string RuleText::text() const
{
    std::string text;
    for (const std::string &line : m_lines)
        text += line + '\n';
    return text;
}

} // namespace masking
