// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masked/secret_tally.h"

#include <algorithm>
#include <utility>

namespace masked {

namespace {

// What is masked keeps its length, so that what is written says how much was looked at.
masking::Rules sameLength(masking::Rules rules)
{
    rules.mode = masking::Mode::SameLength;
    return rules;
}

} // namespace

SecretTally::SecretTally(const masking::Rules &rules, const Options &options)
    : m_options(options)
    , m_masker(masking::Masker(masking::randomKey(), sameLength(rules)).watchedBy(*this))
    , m_rows(m_masker, m_counted, {.bodyMax = options.bodyMax})
{
}

void SecretTally::take(const exporters::EntrySource &entry, const base::BodySource &source)
{
    m_exchange = entry.exchange.id;
    if (entry.process && m_processes.insert(entry.exchange.process).second)
        m_rows.process(*entry.process);
    if (entry.connection && m_connections.insert(entry.exchange.connection).second)
        m_rows.connection(*entry.connection);
    m_counted.bytes += entry.exchange.path.size();
    m_rows.exchange(entry, source);
    for (const exchange::Item &item : entry.rows)
        m_rows.item(entry, item, source);
    entry.items.forEach([&](const exchange::Item &item) { m_rows.item(entry, item, source); });
}

std::string SecretTally::hint(std::string_view secret) const
{
    constexpr size_t shownMax = 2, lengthMax = 24;
    const size_t shown = m_options.hints ? std::min(shownMax, secret.size() / 4) : 0;
    std::string text(secret.substr(0, shown));
    if (!std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7f; }))
        text.clear();
    return text + std::string(std::min(secret.size(), lengthMax) - text.size(), '*') + (secret.size() > lengthMax ? "…" : "");
}

void SecretTally::masked(std::string_view where, std::string_view name, std::string_view secret)
{
    std::string kind = masking::kindOf(where, name);
    const auto known = m_byKind.find(kind);
    if (known == m_byKind.end() && m_kinds.size() == kindsMax) {
        ++m_beyond;
        return;
    }
    const size_t at = known == m_byKind.end() ? m_kinds.size() : known->second;
    if (at == m_kinds.size()) {
        m_byKind.emplace(kind, at);
        m_kinds.push_back({std::move(kind), std::string(where), std::string(name)});
        m_last.push_back(base::noId);
    }
    HiddenKind &found = m_kinds[at];
    ++found.places;
    found.bytes += secret.size();
    found.exchanges += std::exchange(m_last[at], m_exchange) != m_exchange;
    if (found.examples.size() < HiddenKind::examplesMax)
        found.examples.push_back({m_exchange, m_rows.part(), std::string(where), std::string(name), hint(secret)});
}

} // namespace masked
