// SPDX-License-Identifier: GPL-3.0-or-later
// --otlp: exchanges as spans, as they end.
#pragma once

#include "app/calls/calls.h"
#include "app/cli/options.h"
#include "app/cli/otlp_sender.h"
#include "app/filter/filter.h"

#include <expected>
#include <memory>
#include <span>

namespace cli {

class OtlpExport
{
public:
    // Null if there is no --otlp; if its target cannot be used, prints why and returns the exit status.
    static std::expected<std::unique_ptr<OtlpExport>, int> create(const Options &, const exporters::ExportOptions &, filter::Filter);
    // Those of `ids` that match.
    void take(const exchange::Store &, const calls::Calls &, std::span<const exchange::ExchangeId> ids, const base::BodySource &);
    // Waits some seconds for a slow collector; prints how many spans it took. BadFile if a file could not be written, else Success: a
    // collector that is gone fails no recording.
    int conclude();

private:
    OtlpExport(std::unique_ptr<OtlpSender>, const exporters::ExportOptions &, filter::Filter, std::string target);

    std::unique_ptr<OtlpSender> m_sender;
    std::shared_ptr<masking::SeenSecrets> m_seen;
    exporters::SpanMaker m_maker;
    filter::Filter m_filter;
    std::string m_target;
};

} // namespace cli
