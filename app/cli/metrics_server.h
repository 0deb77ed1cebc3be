// SPDX-License-Identifier: GPL-3.0-or-later
// --metrics: counts of exchanges for Prometheus, over HTTP at /metrics.
#pragma once

#include "app/base/body_source.h"
#include "app/cli/options.h"
#include "app/exporters/metrics.h"
#include "app/filter/filter.h"

#include <expected>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>

namespace httplib {
class Server;
}

namespace cli {

class MetricsServer
{
public:
    // Null if there is no --metrics; if it cannot listen there, prints why and returns the exit status. Says where it listens.
    static std::expected<std::unique_ptr<MetricsServer>, int> create(const Options &, filter::Filter);
    ~MetricsServer();

    // Counts those that match.
    void take(const exchange::Store &, std::span<const exchange::ExchangeId> ended, const base::BodySource &);

private:
    explicit MetricsServer(filter::Filter);

    filter::Filter m_filter;
    std::unique_ptr<httplib::Server> m_server;
    std::mutex m_mutex;
    exporters::Metrics m_metrics;
    std::thread m_thread;
};

// "9464", ":9464" and "localhost:9464" are on the loopback, "0.0.0.0:9464" and "[::]:9464" are not; port 0: any free one.
struct ListenAddress {
    std::string host;
    int port = 0;
    bool isLoopback() const;
    bool operator==(const ListenAddress &) const = default;
};
std::optional<ListenAddress> parseListenAddress(std::string_view);

} // namespace cli
