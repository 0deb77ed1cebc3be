// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/metrics_server.h"

#include "app/cli/verbs.h"
#include "app/session/content_search.h"

#include <fmt/core.h>
#include <httplib.h>

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstring>

namespace cli {

namespace {

constexpr const char *contentType = "text/plain; version=0.0.4; charset=utf-8";
constexpr size_t threads = 2;

} // namespace

bool ListenAddress::isLoopback() const
{
    in_addr v4{};
    if (inet_pton(AF_INET, host.c_str(), &v4) == 1)
        return (ntohl(v4.s_addr) >> 24) == 127;
    return host == "::1";
}

std::optional<ListenAddress> parseListenAddress(std::string_view text)
{
    ListenAddress address{"127.0.0.1", 0};
    const size_t colon = text.rfind(':');
    std::string_view host = colon == std::string_view::npos ? std::string_view() : text.substr(0, colon);
    const std::string_view port = colon == std::string_view::npos ? text : text.substr(colon + 1);
    if (host.starts_with('[') && host.ends_with(']'))
        host = host.substr(1, host.size() - 2);
    else if (host.find(':') != std::string_view::npos)
        return std::nullopt;
    if (!host.empty() && host != "localhost")
        address.host = host;
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), address.port);
    if (error != std::errc() || end != port.data() + port.size() || address.port < 0 || address.port > 65535)
        return std::nullopt;
    std::array<unsigned char, sizeof(in6_addr)> bytes;
    if (inet_pton(AF_INET, address.host.c_str(), bytes.data()) != 1 && inet_pton(AF_INET6, address.host.c_str(), bytes.data()) != 1)
        return std::nullopt;
    return address;
}

MetricsServer::MetricsServer(filter::Filter filter)
    : m_filter(std::move(filter))
{
}

std::expected<std::unique_ptr<MetricsServer>, int> MetricsServer::create(const Options &options, filter::Filter filter)
{
    if (options.metrics.empty())
        return nullptr;
    const auto address = parseListenAddress(options.metrics);
    if (!address)
        return std::unexpected(fail(Usage, fmt::format("\"{}\" is no address to listen at: write PORT, or HOST:PORT with an IP address.", options.metrics)));
    auto made = std::unique_ptr<MetricsServer>(new MetricsServer(std::move(filter)));
    MetricsServer &server = *made;
    server.m_server = std::make_unique<httplib::Server>();
    // Without SO_REUSEPORT, which the library sets: two recordings must not share a port.
    server.m_server->set_socket_options([](socket_t socket) {
        const int yes = 1;
        setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    });
    server.m_server->new_task_queue = [] { return new httplib::ThreadPool(threads); };
    server.m_server->set_keep_alive_timeout(1);
    server.m_server->set_payload_max_length(0);
    server.m_server->Get("/metrics", [&server](const httplib::Request &, httplib::Response &response) {
        const std::scoped_lock lock(server.m_mutex);
        response.set_content(server.m_metrics.text(), contentType);
    });
    int port = address->port;
    errno = 0;
    const bool bound = port == 0 ? (port = server.m_server->bind_to_any_port(address->host.c_str())) > 0 : server.m_server->bind_to_port(address->host.c_str(), port);
    if (!bound)
        return std::unexpected(fail(NoPrivilege, fmt::format("Cannot listen at {} for --metrics: {}.", options.metrics, errno ? strerror(errno) : "it is in use")));
    server.m_thread = std::thread([&server] { server.m_server->listen_after_bind(); });
    // What does not run yet cannot be stopped either.
    for (int tries = 0; !server.m_server->is_running() && tries < 1000; ++tries)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    const bool v6 = address->host.find(':') != std::string::npos;
    fmt::print(stderr, "metrics at http://{}{}{}:{}/metrics{}\n", v6 ? "[" : "", address->host, v6 ? "]" : "", port,
               address->isLoopback() ? "" : ", for anybody who reaches this address");
    return made;
}

MetricsServer::~MetricsServer()
{
    if (!m_thread.joinable())
        return;
    m_server->stop();
    m_thread.join();
}

void MetricsServer::take(const exchange::Store &store, std::span<const exchange::ExchangeId> ended, const base::BodySource &bodies)
{
    session::DirectLookup contents(store, bodies);
    const std::scoped_lock lock(m_mutex);
    for (const exchange::ExchangeId id : ended)
        if (m_filter.matches(store, id, &contents))
            m_metrics.add(store, id);
    m_metrics.take(store);
}

} // namespace cli
