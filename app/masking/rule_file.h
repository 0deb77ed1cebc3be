// SPDX-License-Identifier: GPL-3.0-or-later
// The user's own masking rules: a line each, "#" begins a comment.
//   header X-Shop-Customer          a header's name
//   name   customer_reference       a cookie's, parameter's, field's or key's
//   form   order number = ORD-\d{6,}      a name for reports, and a regular expression (RE2); its first group, if any, is
//                                   the secret
#pragma once

#include "app/masking/masker.h"

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace masking {

enum class RuleKind : uint8_t { Header, Name, Form };

struct Rule {
    RuleKind kind = RuleKind::Name;
    std::string name;
    std::string pattern = {};       // of a form

    bool operator==(const Rule &) const = default;
};

struct RuleFileError {
    enum class Kind : uint8_t { UnknownKind, Missing, BadPattern, TooMany };
    Kind kind = Kind::UnknownKind;
    size_t line = 0;                // from 1; 0: of a rule that stands in no file
    std::string words;              // the unknown kind, what kind misses something, or what is wrong with the pattern
};

inline constexpr size_t rulesMax = 1000;
inline constexpr size_t ruleFileMax = 1 << 20;      // bytes of a file of rules

// $XDG_CONFIG_HOME/cleartap/masking.rules, which applies to everything that this user has masked; empty if there is no home, or only one
// that this user cannot look into.
std::string ownRulesPath();

// Errors: one for each bad line.
std::expected<Rules, std::vector<RuleFileError>> parseRules(std::string_view text);
// Those of both.
std::expected<Rules, std::vector<RuleFileError>> parseRules(std::string_view text, std::string_view further);

// What is wrong with a rule by itself; nothing: it can be used.
std::optional<RuleFileError> wrongIn(const Rule &);
// As a line of a file.
std::string ruleLine(const Rule &);
// The kinds of secrets (kindOf()) that a rule hides.
std::vector<std::string> kindsOf(const Rule &);

// The text of such a file, to be edited: comments and blank lines stay where they are. A bad line is a rule that is wrong.
class RuleText
{
public:
    explicit RuleText(std::string_view text = {});

    const std::vector<Rule> &rules() const { return m_rules; }
    void add(const Rule &);
    void set(size_t rule, const Rule &);
    void remove(size_t rule);
    std::string text() const;

private:
    std::vector<std::string> m_lines;
    std::vector<Rule> m_rules;
    std::vector<size_t> m_at;       // the line of each rule
};

} // namespace masking
