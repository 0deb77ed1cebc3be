// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masking/rule_file.h"

#include <algorithm>

namespace masking {

namespace {

constexpr std::string_view blanks = " \t\r";

std::string_view trimmed(std::string_view text)
{
    const size_t begin = std::min(text.find_first_not_of(blanks), text.size());
    return text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
}

using Kind = RuleFileError::Kind;

} // namespace

std::expected<Rules, std::vector<RuleFileError>> parseRules(std::string_view text)
{
    Rules rules;
    std::vector<OwnRule> forms;
    std::vector<RuleFileError> errors;
    for (size_t number = 1; !text.empty(); ++number) {
        const size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty() || line.front() == '#')
            continue;
        const size_t blank = std::min(line.find_first_of(blanks), line.size());
        const std::string_view kind = line.substr(0, blank), rest = trimmed(line.substr(blank));
        const size_t equals = rest.find('=');
        if (kind != "header" && kind != "name" && kind != "form") {
            errors.push_back({Kind::UnknownKind, number, std::string(kind)});
        } else if (rest.empty() || (kind == "form" && (equals == std::string_view::npos || trimmed(rest.substr(equals + 1)).empty()))) {
            errors.push_back({Kind::Missing, number, std::string(kind)});
        } else if (kind != "form") {
            (kind == "header" ? rules.headers : rules.names).emplace_back(rest);
        } else {
            const OwnRule rule{std::string(trimmed(rest.substr(0, equals))), std::string(trimmed(rest.substr(equals + 1)))};
            if (const auto alone = RuleSet::with({rule}); !alone)
                errors.push_back({Kind::BadPattern, number, alone.error().words});
            forms.push_back(rule);
        }
    }
    if (!errors.empty())
        return std::unexpected(std::move(errors));
    if (!forms.empty())
        rules.forms = *RuleSet::with(forms);
    return rules;
}

} // namespace masking
