// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masking/rule_set.h"

#include "app/masking/form_checks.h"
#include "app/masking/rule_clue.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdlib>
#include <mutex>

#include <hs/hs.h>
#include <re2/re2.h>

namespace masking {

namespace {

constexpr size_t scanMax = 1 << 30;       // bytes at once
constexpr size_t secretMax = 64 * 1024;   // a longer one ends there
constexpr size_t shortest = 12;           // that a built-in rule matches

struct FreeDatabase {
    void operator()(hs_database_t *database) const { hs_free_database(database); }
};

// What Vectorscan needs to scan, one per thread; grows to what the largest database needs.
class Scratch
{
public:
    ~Scratch() { hs_free_scratch(m_space); }
    // `number`: of the database's rules.
    hs_scratch_t *fit(const hs_database_t *database, uint64_t number)
    {
        if (std::find(m_fits.begin(), m_fits.end(), number) == m_fits.end()) {
            if (hs_alloc_scratch(database, &m_space) != HS_SUCCESS)
                return nullptr;
            m_fits.push_back(number);
        }
        return m_space;
    }

private:
    hs_scratch_t *m_space = nullptr;
    std::vector<uint64_t> m_fits;
};
thread_local Scratch scratch;
std::atomic<uint64_t> rulesMade = 0;

re2::StringPiece pieceOf(std::string_view text) { return {text.data(), text.size()}; }

// Text is bytes: in any charset, or in none.
std::unique_ptr<re2::RE2> compiled(const std::string &pattern)
{
    re2::RE2::Options options(re2::RE2::Latin1);
    options.set_log_errors(false);
    return std::make_unique<re2::RE2>(pattern, options);
}

std::string serviceClue(const SecretRule &row)
{
    return "(?i)(?:" + std::string(row.service) + ")";
}

// A service's name, a sign, and a value: Datadog_Key: "0f9a…".
std::string servicePattern(const SecretRule &row)
{
    return serviceClue(row) + R"([\w.-]{0,24}["'` \t]{0,3}(?:[:=]|=>|:=)[ \t]{0,3}["'`]?()" + std::string(row.pattern) + R"()(?:[^\w+/=-]|$))";
}

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isWord(char c) { return isDigit(c) || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_'; }

// The digits may begin with others in front of the number: 2026-11-30 4111…
bool locateCard(std::string_view text, size_t begin, size_t end, FoundForm &form)
{
    for (size_t at = begin; at < end; ++at) {
        const bool begins = isDigit(text[at]) && (at == 0 || (!isWord(text[at - 1]) && text[at - 1] != '.'));
        form.begin = at;
        form.end = begins ? cardNumberAt(text, at) : 0;
        if (form.end)
            return true;
    }
    return false;
}

} // namespace

struct RuleSet::Rule {
    std::string clue, pattern, name;
    Check check = Check::None;
    std::once_flag once = {};
    std::unique_ptr<re2::RE2> expression = {};

    Rule(std::string before, std::string how, std::string_view what, Check also)
        : clue(std::move(before))
        , pattern(std::move(how))
        , name(what)
        , check(also)
    {
    }
    const re2::RE2 &extractor()
    {
        std::call_once(once, [this] { expression = compiled(pattern); });
        return *expression;
    }
};

struct RuleSet::Compiled {
    std::once_flag once, onceServices;
    std::unique_ptr<hs_database_t, FreeDatabase> database;
    std::unique_ptr<re2::RE2> services;
};

RuleSet::RuleSet()
    : m_number(++rulesMade)
    , m_shortest(shortest)
    , m_compiled(std::make_unique<Compiled>())
{
    for (const SecretRule &row : formRules())
        m_rules.push_back(std::make_unique<Rule>(clueOf(row.pattern), std::string(row.pattern), row.name, row.check));
    for (const SecretRule &row : serviceRules())
        m_rules.push_back(std::make_unique<Rule>(serviceClue(row), servicePattern(row), row.name, row.check));
}

RuleSet::~RuleSet() = default;

const RuleSet &RuleSet::builtIn()
{
    static const RuleSet rules;
    return rules;
}

std::expected<std::shared_ptr<const RuleSet>, RuleSet::Error> RuleSet::with(const std::vector<OwnRule> &own)
{
    std::shared_ptr<RuleSet> made(new RuleSet);
    made->m_shortest = own.empty() ? shortest : 1;
    for (size_t i = 0; i < own.size(); ++i) {
        const auto expression = compiled(own[i].pattern);
        if (!expression->ok())
            return std::unexpected(Error{i, expression->error()});
        const std::string clue = clueOf(own[i].pattern);
        hs_expr_info_t *info = nullptr;
        hs_compile_error_t *error = nullptr;
        const bool known = hs_expression_info(clue.c_str(), HS_FLAG_SOM_LEFTMOST, &info, &error) == HS_SUCCESS;
        std::string words = error ? error->message : "it can match the empty text";
        const bool fits = known && info->min_width > 0;
        hs_free_compile_error(error);
        std::free(info);
        if (!fits)
            return std::unexpected(Error{i, std::move(words)});
        made->m_rules.push_back(std::make_unique<Rule>(clue, own[i].pattern, own[i].name, Check::None));
    }
    return made;
}

const hs_database *RuleSet::database() const
{
    std::call_once(m_compiled->once, [&] {
        std::vector<const char *> patterns;
        std::vector<unsigned> ids;
        for (const auto &rule : m_rules) {
            ids.push_back(unsigned(patterns.size()));
            patterns.push_back(rule->clue.c_str());
        }
        const std::vector<unsigned> flags(patterns.size(), HS_FLAG_SOM_LEFTMOST);
        hs_compile_error_t *error = nullptr;
        hs_database_t *made = nullptr;
        hs_compile_multi(patterns.data(), flags.data(), ids.data(), unsigned(ids.size()), HS_MODE_STREAM | HS_MODE_SOM_HORIZON_SMALL, nullptr, &made, &error);
        hs_free_compile_error(error);
        m_compiled->database.reset(made);
    });
    return m_compiled->database.get();
}

bool RuleSet::namesService(std::string_view name) const
{
    std::call_once(m_compiled->onceServices, [&] {
        std::string any;
        for (const SecretRule &row : serviceRules())
            any += (any.empty() ? "" : "|") + serviceClue(row);
        m_compiled->services = compiled(any);
    });
    return re2::RE2::PartialMatch(pieceOf(name), *m_compiled->services);
}

std::vector<RuleSet::Hit> RuleSet::hits(std::string_view text) const
{
    std::vector<Hit> found;
    const hs_database_t *const rules = database();
    hs_scratch_t *const space = rules ? scratch.fit(rules, m_number) : nullptr;
    hs_stream_t *stream = nullptr;
    if (space && hs_open_stream(rules, 0, &stream) == HS_SUCCESS) {
        const auto take = [](unsigned id, unsigned long long begin, unsigned long long end, unsigned, void *list) {
            static_cast<std::vector<Hit> *>(list)->push_back({id, begin, end});
            return 0;
        };
        for (size_t at = 0; at < text.size(); at += scanMax) {
            const std::string_view piece = text.substr(at, scanMax);
            hs_scan_stream(stream, piece.data(), unsigned(piece.size()), 0, space, take, &found);
        }
        hs_close_stream(stream, space, take, &found);
        return found;
    }
    // One by one: slower by far, but complete.
    for (uint32_t id = 0; id < m_rules.size(); ++id) {
        re2::StringPiece match;
        for (size_t at = 0; m_rules[id]->extractor().Match(pieceOf(text), at, text.size(), re2::RE2::UNANCHORED, &match, 1); at = size_t(found.back().end)) {
            const auto begin = size_t(match.begin() - text.begin());
            found.push_back({id, begin, begin + match.size()});
        }
    }
    return found;
}

bool RuleSet::locate(Rule &rule, std::string_view text, const Hit &hit, FoundForm &form)
{
    form.name = rule.name;
    if (rule.check == Check::Card)
        return locateCard(text, size_t(hit.begin), size_t(hit.end), form);
    std::array<re2::StringPiece, 2> match;
    const re2::RE2 &expression = rule.extractor();
    const int groups = std::min(1, expression.NumberOfCapturingGroups());
    const size_t end = std::min<size_t>(text.size(), size_t(hit.begin) + secretMax);
    if (!expression.Match(pieceOf(text), size_t(hit.begin), end, re2::RE2::ANCHOR_START, match.data(), 1 + groups))
        return false;
    const re2::StringPiece &secret = groups && match[1].data() ? match[1] : match[0];
    form.begin = size_t(secret.begin() - text.begin());
    form.end = form.begin + secret.size();
    if (rule.check == Check::PrivateKey)
        form.end = privateKeyEnd(text, form.begin);
    else if (rule.check == Check::Iban)
        form.end = ibanAt(text, form.begin);
    return form.end > form.begin && passes(rule.check, text.substr(form.begin, form.end - form.begin));
}

std::vector<FoundForm> RuleSet::find(std::string_view text) const
{
    std::vector<FoundForm> found;
    if (text.size() < m_shortest)
        return found;
    Hit last{UINT32_MAX, 0, 0};
    FoundForm furthest;
    for (const Hit &hit : hits(text)) {
        FoundForm form;
        // A beginning is told again for each of its possible ends.
        const bool again = hit.rule == last.rule && hit.begin == last.begin;
        const bool within = hit.begin >= furthest.begin && hit.begin < furthest.end;
        if (!again && !within && locate(*m_rules[hit.rule], text, hit, form)) {
            found.push_back(form);
            furthest = form.end > furthest.end ? form : furthest;
        }
        last = hit;
    }
    // Of two that overlap, the one that begins first, or is longer.
    std::sort(found.begin(), found.end(), [](const FoundForm &a, const FoundForm &b) { return a.begin != b.begin ? a.begin < b.begin : a.end > b.end; });
    size_t done = 0;
    std::erase_if(found, [&](const FoundForm &form) {
        const bool within = form.begin < done;
        done = std::max(done, form.end);
        return within;
    });
    return found;
}

FormStream::FormStream(const RuleSet &rules)
    : m_rules(rules)
{
    if (const hs_database_t *const database = rules.database())
        hs_open_stream(database, 0, &m_stream);
}

FormStream::~FormStream()
{
    if (m_stream)
        hs_close_stream(m_stream, nullptr, nullptr, nullptr);
}

namespace {

int tellEnd(unsigned, unsigned long long, unsigned long long end, unsigned, void *hit)
{
    (*static_cast<const std::function<void(uint64_t)> *>(hit))(end);
    return 0;
}

} // namespace

void FormStream::feed(std::string_view text, const std::function<void(uint64_t)> &hit)
{
    hs_scratch_t *const space = m_stream ? scratch.fit(m_rules.database(), m_rules.m_number) : nullptr;
    if (space)
        hs_scan_stream(m_stream, text.data(), unsigned(text.size()), 0, space, tellEnd, const_cast<std::function<void(uint64_t)> *>(&hit));
    else
        hit(m_end + text.size());           // without Vectorscan, anything may be one
    m_end += text.size();
}

} // namespace masking
