// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/checks.h"

#include "app/cli/call_lookup.h"
#include "app/cli/call_words.h"
#include "app/cli/error_text.h"
#include "app/cli/verbs.h"
#include "app/cli/writing.h"
#include "app/exporters/target_text.h"

#include <fmt/core.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <fstream>
#include <sstream>

namespace cli {

namespace {

constexpr size_t linesMost = 100;                 // named one by one
constexpr size_t durationsMost = 1'000'000;       // kept of an expectation
constexpr size_t targetMost = 300;

// Nearest rank: the smallest duration that so many percent do not exceed. `durations` is not empty.
base::Duration percentileOf(std::vector<base::Duration> durations, unsigned percent)
{
    const size_t rank = size_t(std::ceil(double(durations.size()) * percent / 100.0));
    const auto at = durations.begin() + std::ptrdiff_t(std::max<size_t>(rank, 1) - 1);
    std::ranges::nth_element(durations, at);
    return *at;
}

std::string counted(uint64_t count)
{
    return count == 1 ? "1 exchange" : fmt::format("{} exchanges", count);
}

} // namespace

Checks::Checks(const Options &options, const exporters::ExportOptions &exporting)
    : m_options(options)
    , m_seen(std::make_shared<masking::SeenSecrets>())
    , m_masker(exporting.key, exporting.rules, m_seen.get())
{
}

std::expected<std::unique_ptr<Checks>, int> Checks::create(const Options &options, const exporters::ExportOptions &exporting)
{
    auto checks = std::unique_ptr<Checks>(new Checks(options, exporting));
    const auto named = [](const std::string &text, std::optional<Named> &out) -> int {
        if (text.empty())
            return Success;
        auto filter = compiledFilter(text);
        if (!filter)
            return filter.error();
        out = Named{std::move(*filter), text};
        return Success;
    };
    for (const int status : {named(options.until, checks->m_until), named(options.failOn, checks->m_failOn)})
        if (status != Success)
            return std::unexpected(status);
    if (options.expect.empty())
        return checks;
    std::ifstream file(options.expect);
    std::ostringstream text;
    if (!file || !(text << file.rdbuf()))
        return std::unexpected(fail(BadFile, fileText("read", options.expect, file ? EINVAL : errno)));
    auto expectations = parseExpectations(text.str());
    if (!expectations)
        return std::unexpected(fail(Usage, fmt::format("{}, line {}: {}", options.expect, expectations.error().line, expectations.error().words)));
    for (Expectation &each : *expectations)
        checks->m_expectations.push_back({std::move(each)});
    return checks;
}

std::string Checks::line(const exchange::Store &store, exchange::ExchangeId id) const
{
    exporters::EntrySource entry;
    entry.exchange = store.exchange(id);
    if (entry.exchange.connection < store.connections().size())
        entry.connection = store.connections()[entry.exchange.connection];
    std::string text = entry.exchange.method;
    std::string target = exporters::targetText(entry, m_options.unmasked ? nullptr : &m_masker);
    for (char &c : target)
        c = uint8_t(c) < 0x20 || c == 0x7f ? '?' : c;
    if (target.size() > targetMost)
        target.replace(targetMost, std::string::npos, "…");
    text += (text.empty() ? "" : " ") + target;
    if (entry.exchange.status)
        text += fmt::format(" → {}", entry.exchange.status);
    else if (entry.exchange.outcome != protocols::Outcome::Unknown)
        text += entry.exchange.outcome == protocols::Outcome::Ok ? " → ok" : " → error";
    if (store.duration(id) >= 0)
        text += ", " + durationText(store.duration(id));
    if (entry.exchange.process < store.processes().size()) {
        const exchange::Process &process = store.processes()[entry.exchange.process];
        text += fmt::format(", {} {}", process.comm, process.pid);
    }
    return text;
}

void Checks::say(Named &named, const exchange::Store &store, exchange::ExchangeId id) const
{
    if (++named.count <= linesMost)
        named.lines.push_back(line(store, id));
}

void Checks::take(const exchange::Store &store, const calls::Calls &calls, std::span<const exchange::ExchangeId> ids, const base::BodySource &bodies)
{
    if (!any())
        return;
    CallLookup contents(store, calls, bodies);
    for (const exchange::ExchangeId id : ids) {
        if (calls.isSecond(id))
            continue;
        const exchange::ExchangeId other = calls.otherHalf(id);
        const auto matches = [&](const filter::Filter &filter) {
            return filter.matches(store, id, &contents) || (other != base::noId && filter.matches(store, other, &contents));
        };
        if (m_until && !m_untilSeen && matches(m_until->filter)) {
            say(*m_until, store, id);
            m_untilSeen = true;
        }
        if (m_failOn && matches(m_failOn->filter)) {
            say(*m_failOn, store, id);
            if (m_failOn->count <= linesMost)
                fmt::print(stderr, "failed on: {}\n", m_failOn->lines.back());
        }
        for (Expected &each : m_expectations) {
            if (!matches(each.expectation.filter))
                continue;
            ++each.count;
            if (const base::Duration duration = store.duration(id); duration < 0 || each.expectation.latencies.empty())
                continue;
            else if (each.durations.size() < durationsMost)
                each.durations.push_back(duration);
            else
                ++each.beyond;
        }
    }
}

exporters::CheckResult Checks::resultOf(const Expected &each)
{
    const Expectation &expectation = each.expectation;
    exporters::CheckResult result{expectation.name, {}, {}};
    const auto add = [&result](const std::string &words) {
        result.failure += (result.failure.empty() ? "" : "; ") + words;
    };
    if (each.count < expectation.least || each.count > expectation.most) {
        const std::string wanted = expectation.least == expectation.most ? fmt::format("{}", expectation.least)
            : each.count < expectation.least                             ? fmt::format("at least {}", expectation.least)
                                                                         : fmt::format("at most {}", expectation.most);
        add(fmt::format("{} matched, expected {}", counted(each.count), wanted));
    }
    for (const Expectation::Latency &latency : expectation.latencies) {
        if (each.durations.empty()) {
            add(fmt::format("no exchange to measure for {}", latency.words));
            continue;
        }
        const base::Duration value = percentileOf(each.durations, latency.percentile);
        if (value >= latency.below)
            add(fmt::format("{} is {} of {}, expected {}", latency.percentile == 100 ? "max" : fmt::format("p{}", latency.percentile), durationText(value),
                            counted(each.durations.size()), latency.words));
    }
    if (each.beyond > 0)
        result.details.push_back(fmt::format("Percentiles are of the first {}; {} more were not kept.", counted(each.durations.size()), each.beyond));
    return result;
}

std::vector<exporters::CheckResult> Checks::results() const
{
    std::vector<exporters::CheckResult> results;
    if (m_until)
        results.push_back({"until " + m_until->text, m_until->count ? "" : "no exchange matched before the end", m_until->lines});
    if (m_failOn)
        results.push_back({"none matches " + m_failOn->text, m_failOn->count ? counted(m_failOn->count) + " matched" : "", m_failOn->lines});
    for (const Expected &each : m_expectations)
        results.push_back(resultOf(each));
    return results;
}

int Checks::conclude(int status) const
{
    const auto all = results();
    bool met = true;
    for (const exporters::CheckResult &each : all) {
        met = met && each.failure.empty();
        fmt::print(stderr, "{}: {}{}{}\n", each.failure.empty() ? "met" : "NOT MET", each.name, each.failure.empty() ? "" : ": ", each.failure);
    }
    if (!m_options.report.empty()) {
        auto file = exporters::OutputFile::create(m_options.report);
        if (!file)
            return fail(BadFile, fileText("write", m_options.report, file.error()));
        file->write(exporters::junitReport("cleartap", all));
        if (const auto committed = file->commit(); !committed)
            return fail(BadFile, fileText("write", m_options.report, committed.error()));
    }
    return status != Success || met ? status : Unmet;
}

} // namespace cli
