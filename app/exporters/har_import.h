// SPDX-License-Identifier: GPL-3.0-or-later
// One entry of a HAR file to an exchange, its connection and its process.
#pragma once

#include "app/exporters/har_reader.h"
#include "app/exporters/memory_bodies.h"

#include <nlohmann/json.hpp>

#include <unordered_map>

namespace exporters {

class HarImport
{
public:
    HarImport();

    // False: it made no sense. Texts of bodies are moved out of `entry`.
    bool add(nlohmann::json &entry);
    // One of the queries beside the entries; the same.
    bool addQuery(nlohmann::json &entry);
    // One of the conversations; one of the connections with nothing to show.
    bool addConversation(nlohmann::json &entry);
    // One of the channels that began as no exchange of HTTP.
    bool addChannel(nlohmann::json &entry);
    bool addConnection(nlohmann::json &entry);
    HarFile take();
    size_t entries() const { return m_file.batch.exchanges.size(); }
    void setComment(std::string text) { m_file.comment = std::move(text); }
    void skip() { ++m_file.skipped; }

private:
    void request(nlohmann::json &, exchange::Exchange &);
    void response(nlohmann::json &, exchange::Exchange &);
    void items(const nlohmann::json &entry, exchange::Exchange &);
    void times(const nlohmann::json &entry, exchange::Exchange &, exchange::Connection *isNew);
    void keepHead(const nlohmann::json &message, const std::string &startLine, exchange::Message &);
    void keepBody(std::string bytes, int64_t declared, exchange::Message &);
    // The connection, and whether it was not there before.
    std::pair<base::ConnectionId, bool> connection(const nlohmann::json &entry, const exchange::Exchange &);
    base::ProcessId process(const nlohmann::json &entry);
    exchange::Exchange newRow(const nlohmann::json &entry, exchange::Kind) const;
    void keepTrailers(const nlohmann::json &message, exchange::Message &);
    void keepItem(nlohmann::json &message, protocols::ItemKind, base::ExchangeId);
    void messages(nlohmann::json &entry, exchange::Exchange &);
    void extensions(nlohmann::json &entry, exchange::Exchange &);
    // Who moved it, over what, and when; then it is one of the file's.
    void finish(nlohmann::json &entry, exchange::Exchange &);

    HarFile m_file;
    std::shared_ptr<MemoryBodies> m_bodies;
    std::unordered_map<std::string, base::ConnectionId> m_connections;
    std::unordered_map<std::string, base::ProcessId> m_processes;
};

// Fields as they stand in a head, from a list of HAR's names and values.
std::string headerLines(const nlohmann::json &headers);
// "2026-11-22T11:03:44.123+01:00"; 0 for what is no time.
base::Time parseIsoTime(const std::string &);
// "127.0.0.1:443", "[::1]:443", or without a port.
base::Endpoint parseEndpoint(std::string text, uint16_t port);

} // namespace exporters
