// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masking/service_value.h"

#include "app/masking/form_checks.h"

#include <string>

namespace masking {

namespace {

constexpr size_t valueMin = 16, valueMax = 200, nameMax = 128;

} // namespace

bool isServiceValue(const RuleSet &rules, std::string_view name, std::string_view value)
{
    // Most values are shorter, or have blanks or no digits: that is decided first.
    if (value.size() < valueMin || value.size() > valueMax || name.size() > nameMax || value.find_first_of(" \"<{") != std::string_view::npos || !passes(Check::Digit, value))
        return false;
    if (!rules.namesService(name) || !passes(Check::Random, value))
        return false;
    const std::string text = std::string(name) + "=" + std::string(value);
    const std::vector<FoundForm> forms = rules.find(text);
    return !forms.empty() && forms.back().begin == name.size() + 1 && forms.back().end == text.size();
}

} // namespace masking
