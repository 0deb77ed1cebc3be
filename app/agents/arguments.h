// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the arguments of a tool. What does not fit is told in a sentence from which an agent learns what to send instead.
#pragma once

#include "app/agents/json_rpc.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace agents {

class Arguments
{
public:
    // `values` must outlive it.
    explicit Arguments(const Json &values) : m_values(values) {}

    bool has(std::string_view name);
    // The fallback if the argument is absent, or does not fit: see problem().
    std::string text(std::string_view name, std::string_view fallback = {});
    std::string requiredText(std::string_view name);
    // From `least` to `most`.
    uint64_t count(std::string_view name, uint64_t fallback, uint64_t least, uint64_t most);
    uint64_t requiredCount(std::string_view name, uint64_t most);
    bool flag(std::string_view name);
    std::vector<std::string> texts(std::string_view name);
    // One of these.
    std::string choice(std::string_view name, std::string_view fallback, std::initializer_list<std::string_view> values);

    // The first thing that did not fit, after all arguments were read: also a name that no one asked for. Empty: none.
    std::string problem() const;

private:
    const Json *find(std::string_view name);
    void refuse(std::string_view name, std::string_view expected);

    const Json &m_values;
    std::set<std::string, std::less<>> m_known;
    std::string m_problem;
};

} // namespace agents
