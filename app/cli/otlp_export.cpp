// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/otlp_export.h"

#include "app/cli/call_lookup.h"
#include "app/cli/verbs.h"

#include <fmt/core.h>

namespace cli {

namespace {

constexpr std::chrono::milliseconds patience(5000);

exporters::ExportOptions remembering(exporters::ExportOptions options, std::shared_ptr<masking::SeenSecrets> seen)
{
    options.seen = std::move(seen);
    return options;
}

} // namespace

OtlpExport::OtlpExport(std::unique_ptr<OtlpSender> sender, const exporters::ExportOptions &exporting, filter::Filter filter, std::string target)
    : m_sender(std::move(sender))
    , m_seen(std::make_shared<masking::SeenSecrets>())
    , m_maker(remembering(exporting, m_seen), masking::randomKey())
    , m_filter(std::move(filter))
    , m_target(std::move(target))
{
}

std::expected<std::unique_ptr<OtlpExport>, int> OtlpExport::create(const Options &options, const exporters::ExportOptions &exporting, filter::Filter filter)
{
    if (options.otlp.empty())
        return nullptr;
    auto sender = OtlpSender::create(options.otlp);
    if (!sender)
        return std::unexpected(fail(BadFile, sender.error()));
    return std::unique_ptr<OtlpExport>(new OtlpExport(std::move(*sender), exporting, std::move(filter), options.otlp));
}

void OtlpExport::take(const exchange::Store &store, const calls::Calls &calls, std::span<const exchange::ExchangeId> ids, const base::BodySource &bodies)
{
    CallLookup contents(store, calls, bodies);
    for (const exchange::ExchangeId id : ids)
        if (m_filter.matches(store, id, &contents))
            if (auto span = m_maker.span(exporters::entrySource(store, id, &calls), bodies))
                m_sender->add(std::move(*span));
}

int OtlpExport::conclude()
{
    const OtlpSender::Figures figures = m_sender->finish(patience);
    std::string text = fmt::format("{} {} written to {}", figures.sent, figures.sent == 1 ? "span" : "spans", m_target);
    if (figures.dropped)
        text += fmt::format(", {} dropped because it was too slow", figures.dropped);
    if (figures.refused)
        text += fmt::format(", {} not taken", figures.refused);
    if (!figures.problem.empty())
        text += ": " + figures.problem;
    fmt::print(stderr, "{}\n", text);
    const bool file = !m_target.starts_with("http://") && !m_target.starts_with("https://");
    return file && !figures.problem.empty() ? BadFile : Success;
}

} // namespace cli
