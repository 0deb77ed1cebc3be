// SPDX-License-Identifier: GPL-3.0-or-later
// Exchanges made from readable text, for the exporter tests.
#pragma once

#include "app/exchange/head.h"
#include "app/exchange/store.h"
#include "app/exporters/har_writer.h"
#include "app/exporters/memory_bodies.h"

#include <QByteArray>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

#include <string>

namespace sample {

constexpr base::Time day = 1'790'000'000'000'000'000; // 2026-09-21T13:33:20Z
constexpr base::Duration millisecond = 1'000'000;

class Capture
{
public:
    Capture()
    {
        exchange::Process process;
        process.id = 0;
        process.pid = 4711;
        process.uid = 1000;
        process.comm = "curl";
        process.exe = "/usr/bin/curl";
        process.started = day - 1'000 * millisecond;
        process.cmdline = {"curl", "-H", "Authorization: Bearer s3cret", "https://api.local/"};
        m_batch.processes.push_back(process);
        exchange::Connection connection;
        connection.id = 0;
        connection.process = 0;
        connection.side = base::Side::Client;
        connection.protocol = 6;
        connection.local = {base::Family::V4, 40'000, {127, 0, 0, 1}};
        connection.remote = {base::Family::V6, 8443, {}};
        connection.remote.bytes[15] = 1;
        connection.fromStart = true;
        connection.opened = day;
        connection.established = day + 2 * millisecond;
        connection.tls = connection.plaintext = true;
        connection.tlsBegin = day + 2 * millisecond;
        connection.tlsEnd = day + 7 * millisecond;
        connection.tlsLibrary = "OpenSSL";
        connection.tlsVersion = "3.0.17";
        connection.tie = "nested call";
        m_batch.connections.push_back(connection);
    }

    // Appends an exchange with the two heads and bodies; it may be modified further before store().
    exchange::Exchange &add(const std::string &requestHead, const std::string &requestBody, const std::string &responseHead, const std::string &responseBody)
    {
        const auto id = base::ExchangeId(m_batch.exchanges.size());
        exchange::Exchange &e = m_batch.exchanges.emplace_back();
        e.id = id;
        e.connection = 0;
        e.process = 0;
        e.tid = 4712;
        e.stream = id;
        e.state = exchange::State::Complete;
        e.side = base::Side::Client;
        e.protocol = protocols::Protocol::Http11;
        const exchange::Head request = exchange::parseHead(requestHead);
        const exchange::Head response = exchange::parseHead(responseHead);
        e.method = request.method;
        e.scheme = "https";
        e.host = request.find("host") ? *request.find("host") : "";
        e.path = request.target;
        e.status = response.status;
        e.reason = response.reason;
        if (const std::string *type = response.find("content-type"))
            e.contentType = exchange::parseContentType(*type).media;
        if (const std::string *coding = response.find("content-encoding"))
            e.contentEncoding = *coding;
        const base::Time begin = day + (10 + 20 * id) * millisecond;
        fill(e.request, requestHead, requestBody, begin, begin + millisecond / 2);
        if (!responseHead.empty())
            fill(e.response, responseHead, responseBody, begin + 5 * millisecond, begin + 7 * millisecond);
        return e;
    }

    exchange::Store store()
    {
        exchange::Store store;
        exchange::Batch batch = m_batch;
        store.apply(std::move(batch));
        return store;
    }
    exchange::Batch &batch() { return m_batch; }
    std::vector<base::Slice> keep(const std::string &bytes) { return m_bodies.add(bytes); }
    const exporters::MemoryBodies &bodies() const { return m_bodies; }

private:
    void fill(exchange::Message &half, const std::string &head, const std::string &body, base::Time begin, base::Time end)
    {
        half.head = m_bodies.add(head);
        half.headBytes = head.size();
        half.body = m_bodies.add(body);
        half.bodyBytes = body.size();
        half.begin = half.headEnd = begin;
        half.end = end;
        half.complete = true;
    }

    exchange::Batch m_batch;
    exporters::MemoryBodies m_bodies;
};

} // namespace sample
