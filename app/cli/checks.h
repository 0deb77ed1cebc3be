// SPDX-License-Identifier: GPL-3.0-or-later
// What a recording is checked for: an exchange that ends it (--until), exchanges that must not be (--fail-on), expectations (--expect).
// Fed with exchanges as they end; a call between two captured programs counts once.
#pragma once

#include "app/calls/calls.h"
#include "app/cli/expectation_file.h"
#include "app/cli/options.h"
#include "app/exporters/har_writer.h"
#include "app/exporters/junit.h"

#include <atomic>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cli {

class Checks
{
public:
    // From --until, --fail-on and --expect; if one cannot be used, prints why and returns the exit status. `exporting`: how secrets are
    // masked in what is said of an exchange.
    static std::expected<std::unique_ptr<Checks>, int> create(const Options &, const exporters::ExportOptions &exporting);

    // Whether there is anything to check.
    bool any() const { return m_until || m_failOn || !m_expectations.empty(); }
    // As Recording's Seen.
    void take(const exchange::Store &, const calls::Calls &, std::span<const exchange::ExchangeId>, const base::BodySource &);
    // The exchange that --until waits for has come. From any thread.
    bool untilSeen() const { return m_untilSeen; }

    // After the end.
    std::vector<exporters::CheckResult> results() const;
    // Prints the results to standard error, and writes the report if there is to be one. The exit status: `status` if that is a failure already.
    int conclude(int status) const;

private:
    Checks(const Options &options, const exporters::ExportOptions &exporting);

    // Of those that match, the first ones in words.
    struct Named {
        filter::Filter filter;
        std::string text;                    // as given
        uint64_t count = 0;
        std::vector<std::string> lines = {};
    };
    struct Expected {
        Expectation expectation;
        uint64_t count = 0, beyond = 0;      // beyond: durations that were not kept
        std::vector<base::Duration> durations = {};
    };
    std::string line(const exchange::Store &, exchange::ExchangeId) const;
    void say(Named &, const exchange::Store &, exchange::ExchangeId) const;
    static exporters::CheckResult resultOf(const Expected &);

    const Options &m_options;
    std::shared_ptr<masking::SeenSecrets> m_seen;
    masking::Masker m_masker;
    std::optional<Named> m_until, m_failOn;
    std::vector<Expected> m_expectations;
    std::atomic<bool> m_untilSeen = false;
};

} // namespace cli
