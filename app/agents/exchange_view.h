// SPDX-License-Identifier: GPL-3.0-or-later
// What agents see of an exchange. Secrets are masked as in an export, unless the person who started the server wants it otherwise;
// one that was found in any answer is masked in all later ones.
#pragma once

#include "app/agents/json_rpc.h"
#include "app/exchange/store.h"
#include "app/exporters/har_writer.h"
#include "app/masking/masker.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace agents {

class ExchangeView
{
public:
    explicit ExchangeView(exporters::ExportOptions);

    // The fields that a row can have, and those that it has if none are named.
    static std::span<const std::string_view> fields();
    static std::vector<std::string> usualFields();

    // Fields that are unknown or do not apply are absent.
    Json row(const exchange::Store &, const calls::Calls &, base::ExchangeId, std::span<const std::string> fields) const;
    // As in a HAR file, with at most `bodyMax` bytes of each body, and of its messages `count` from `first` on.
    Json whole(const exporters::EntrySource &, const base::BodySource &, uint64_t bodyMax, uint32_t first, uint32_t count) const;
    Json body(const exporters::EntrySource &, protocols::Half, const base::BodySource &, uint64_t at, size_t most) const;
    Json why(const calls::Account &) const;

    std::string commandLine(const std::vector<std::string> &) const;
    // JSON text in which no secret is left that any answer has shown to be one.
    std::string erased(const std::string &json) const;
    const exporters::ExportOptions &options() const { return m_options; }

private:
    exporters::ExportOptions m_options;
    masking::Masker m_masker;
};

} // namespace agents
