// SPDX-License-Identifier: GPL-3.0-or-later
// All rules for secrets by their form at once. Vectorscan finds where they may be, in one pass over text that may come
// in pieces; RE2 then says where each begins and ends. Compiled when first used.
#pragma once

#include "app/masking/secret_rule.h"

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct hs_database;
struct hs_stream;

namespace masking {

struct FoundForm {
    size_t begin = 0, end = 0;     // of the secret in the text
    std::string_view name;         // "GitHub token"; lives as long as the rules
};

// A rule of the user's.
struct OwnRule {
    std::string name, pattern;
};

class RuleSet
{
public:
    static const RuleSet &builtIn();
    // The built-in rules and `own` ones. Error: which of these is wrong, and why.
    struct Error { size_t rule = 0; std::string words; };
    static std::expected<std::shared_ptr<const RuleSet>, Error> with(const std::vector<OwnRule> &own);
    ~RuleSet();

    // In order, none within another.
    std::vector<FoundForm> find(std::string_view text) const;
    // Whether a name mentions a service whose keys are shapeless: then find("name=value") decides on a value.
    bool namesService(std::string_view name) const;

private:
    friend class FormStream;
    struct Rule;
    struct Compiled;
    struct Hit { uint32_t rule; uint64_t begin, end; };

    RuleSet();
    // Null: this processor cannot run Vectorscan.
    const hs_database *database() const;
    std::vector<Hit> hits(std::string_view text) const;
    static bool locate(Rule &, std::string_view text, const Hit &, FoundForm &);

    const uint64_t m_number;                   // tells it from others
    size_t m_shortest;                         // text in which anything can be found
    std::vector<std::unique_ptr<Rule>> m_rules;
    std::unique_ptr<Compiled> m_compiled;
};

// Whether there may be a secret by its form in text that comes in pieces, however it is cut.
class FormStream
{
public:
    explicit FormStream(const RuleSet &);      // must outlive it
    ~FormStream();
    FormStream(FormStream &&) = delete;

    // Calls `hit` with the position behind each possible secret, from the beginning of the first piece, in order.
    void feed(std::string_view, const std::function<void(uint64_t end)> &hit);

private:
    const RuleSet &m_rules;
    hs_stream *m_stream = nullptr;             // null: without Vectorscan
    uint64_t m_end = 0;
};

} // namespace masking
