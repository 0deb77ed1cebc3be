// SPDX-License-Identifier: GPL-3.0-or-later
// Exchanges as a shop's services have them: a dozen programs, forty hosts, a thousand paths with numbers, some errors.
#pragma once

#include "tests/bench/made_frames.h"

#include <cstdint>
#include <string>

namespace bench {

class ShopTraffic
{
public:
    static constexpr uint32_t connections = 200, programs = 12;

    explicit ShopTraffic(bool bothEnds = false)
        : m_bothEnds(bothEnds)
    {
        for (uint32_t i = 0; i < programs; ++i)
            made.process(1000 + i, names[i]);
        for (uint32_t i = 0; i < connections; ++i) {
            const auto port = uint16_t(20'000 + i);
            m_clients[i] = made.connect(1000 + i % (programs - 1), port);
            if (bothEnds)
                m_servers[i] = made.connect(1000 + programs - 1, port, wire::Role::Server);
        }
    }
    // The next exchange; with both ends, of a client and its server.
    void next()
    {
        const uint32_t n = m_count++, on = n % connections;
        const uint32_t mixed = n * 2'654'435'761u;
        const std::string number = std::to_string(mixed % 1'000'003);
        static constexpr const char *lists[] = {"orders", "customers", "invoices", "stock", "carts"};
        const std::string request = std::string(n % 9 == 0 ? "POST" : "GET") + " /v1/" + lists[mixed % 5] + "/" + number + "?limit=20&page=" + std::to_string(n % 50)
            + " HTTP/1.1\r\nHost: svc" + std::to_string(on % 40) + ".shop.local\r\nAccept: */*\r\n" + (n % 9 == 0 ? "Content-Length: 2\r\n\r\n{}" : "\r\n");
        const std::string body = "{\"id\":" + number + ",\"paid\":true}";
        const char *const status = n % 97 == 0 ? "503 Service Unavailable" : n % 31 == 0 ? "404 Not Found" : "200 OK";
        const std::string response = std::string("HTTP/1.1 ") + status + "\r\nContent-Type: " + (n % 4 ? "application/json" : "text/html") + "\r\nContent-Length: "
            + std::to_string(body.size()) + "\r\n\r\n" + body;
        made.request(m_clients[on], request);
        if (m_bothEnds) {
            made.request(m_servers[on], request);
            made.pass(mixed % 40'000);
            made.response(m_servers[on], response);
        } else {
            made.pass(mixed % 40'000);
        }
        made.response(m_clients[on], response);
    }

    MadeFrames made;

private:
    static constexpr const char *names[programs] = {"gateway", "orders", "billing", "stock", "mailer", "search", "login", "pricing", "carts", "reports", "worker", "edge"};
    bool m_bothEnds;
    uint32_t m_count = 0;
    std::array<unsigned, connections> m_clients{}, m_servers{};
};

} // namespace bench
