// SPDX-License-Identifier: GPL-3.0-or-later
// Which process transferred an imported entry, over which connection, and when.
#pragma once

#include "app/exporters/har_capture.h"

#include <nlohmann/json_fwd.hpp>

#include <unordered_map>
#include <utility>

namespace exporters {

class CarrierReader
{
public:
    explicit CarrierReader(HarCapture &capture)
        : m_capture(capture)
    {
    }
    // Fills in process, thread, connection, times and TCP figures.
    void read(const nlohmann::ordered_json &entry, exchange::Exchange &);

private:
    // The connection, and whether it is new.
    std::pair<base::ConnectionId, bool> connection(const nlohmann::ordered_json &entry, const exchange::Exchange &);
    base::ProcessId process(const nlohmann::ordered_json &entry);
    void tcp(const nlohmann::ordered_json &entry, exchange::Exchange &);

    HarCapture &m_capture;
    std::unordered_map<std::string, base::ConnectionId> m_connections;
    std::unordered_map<std::string, base::ProcessId> m_processes;
};

// "127.0.0.1:443", "[::1]:443", or without a port.
base::Endpoint parseEndpoint(std::string text, uint16_t port);

} // namespace exporters
