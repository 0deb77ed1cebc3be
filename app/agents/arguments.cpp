// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/agents/arguments.h"

#include <fmt/format.h>

#include <algorithm>

namespace agents {

const Json *Arguments::find(std::string_view name)
{
    m_known.emplace(name);
    const auto found = m_values.is_object() ? m_values.find(std::string(name)) : m_values.end();
    return found == m_values.end() || found->is_null() ? nullptr : &*found;
}

void Arguments::refuse(std::string_view name, std::string_view expected)
{
    if (m_problem.empty())
        m_problem = fmt::format("The argument {} must be {}.", name, expected);
}

bool Arguments::has(std::string_view name)
{
    return find(name) != nullptr;
}

std::string Arguments::text(std::string_view name, std::string_view fallback)
{
    const Json *value = find(name);
    if (value && value->is_string())
        return value->get<std::string>();
    if (value)
        refuse(name, "a string");
    return std::string(fallback);
}

std::string Arguments::requiredText(std::string_view name)
{
    std::string value = text(name);
    if (value.empty())
        refuse(name, "given, a string");
    return value;
}

uint64_t Arguments::count(std::string_view name, uint64_t fallback, uint64_t least, uint64_t most)
{
    const Json *value = find(name);
    if (!value)
        return fallback;
    const bool natural = value->is_number_unsigned() || (value->is_number_integer() && value->get<int64_t>() >= 0);
    const bool fits = natural && value->get<uint64_t>() >= least && value->get<uint64_t>() <= most;
    if (fits)
        return value->get<uint64_t>();
    refuse(name, fmt::format("an integer from {} to {}", least, most));
    return fallback;
}

uint64_t Arguments::requiredCount(std::string_view name, uint64_t most)
{
    if (!find(name))
        refuse(name, "given, an integer");
    return count(name, 0, 0, most);
}

bool Arguments::flag(std::string_view name)
{
    const Json *value = find(name);
    if (value && !value->is_boolean())
        refuse(name, "true or false");
    return value && value->is_boolean() && value->get<bool>();
}

std::vector<std::string> Arguments::texts(std::string_view name)
{
    std::vector<std::string> result;
    const Json *value = find(name);
    if (!value)
        return result;
    const bool fits = value->is_array() && std::ranges::all_of(*value, [](const Json &each) { return each.is_string(); });
    if (!fits)
        refuse(name, "a list of strings");
    for (size_t i = 0; fits && i < value->size(); ++i)
        result.push_back((*value)[i].get<std::string>());
    return result;
}

std::string Arguments::choice(std::string_view name, std::string_view fallback, std::initializer_list<std::string_view> values)
{
    std::string value = text(name, fallback);
    if (std::ranges::find(values, value) == values.end()) {
        refuse(name, fmt::format("one of {}", fmt::join(values, ", ")));
        return std::string(fallback);
    }
    return value;
}

std::string Arguments::problem() const
{
    if (!m_problem.empty() || !m_values.is_object())
        return m_problem;
    for (const auto &[name, value] : m_values.items())
        if (!m_known.contains(name))
            return fmt::format("There is no argument {}; there {} {}.", name.substr(0, 100), m_known.size() == 1 ? "is" : "are",
                               m_known.empty() ? "none" : fmt::format("{}", fmt::join(m_known, ", ")));
    return {};
}

} // namespace agents
