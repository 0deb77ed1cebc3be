// SPDX-License-Identifier: GPL-3.0-or-later
// Batches written as lines, for the tests of the models:
//   "0 curl GET api.local /v1 200 12ms"   number, process, method, host, path, status or "…", duration
// A process is "curl", "curl#2" for another one of that name, "curl@web1" for one on another machine.
#pragma once

#include "app/exchange/store.h"

#include <QString>
#include <QStringList>

#include <map>
#include <string>

namespace support {

inline constexpr base::Time firstTime = 1'795'000'000'000'000'000; // 2026-11-18

class Script
{
public:
    // Returns the batch of these lines; a number that already existed is a change.
    exchange::Batch batch(const QStringList &lines)
    {
        exchange::Batch made;
        for (const QString &line : lines) {
            const QStringList words = line.split(QLatin1Char(' '));
            exchange::Exchange one;
            one.id = words[0].toUInt();
            one.connection = one.id;
            one.process = process(words[1].toStdString(), made);
            one.kind = exchange::Kind::Http;
            one.side = base::Side::Client;
            one.protocol = protocols::Protocol::Http11;
            one.scheme = "https";
            one.method = words[2].toStdString();
            one.host = words[3].toStdString();
            one.path = words[4].toStdString();
            one.request.begin = firstTime + base::Time(one.id) * 10'000'000;
            one.request.headEnd = one.request.end = one.request.begin + 100'000;
            one.request.complete = true;
            const bool running = words[5] == QStringLiteral("…");
            if (!running) {
                one.status = words[5].toInt();
                one.state = exchange::State::Complete;
                one.contentType = "application/json";
                one.response.begin = one.request.end + 100'000;
                one.response.headEnd = one.response.begin;
                one.response.end = one.request.begin + base::Time(words[6].chopped(2).toLongLong()) * 1'000'000;
                one.response.complete = true;
            }
            exchange::Connection connection;
            connection.id = one.connection;
            connection.process = one.process;
            connection.side = base::Side::Client;
            connection.opened = one.request.begin;
            made.connections.push_back(connection);
            made.exchanges.push_back(one);
        }
        return made;
    }

private:
    base::ProcessId process(const std::string &name, exchange::Batch &made)
    {
        const auto [known, isNew] = m_processes.emplace(name, base::ProcessId(m_processes.size()));
        if (isNew) {
            exchange::Process one;
            one.id = known->second;
            one.pid = 1000 + known->second;
            one.comm = name.substr(0, name.find_first_of("#@"));
            if (const size_t at = name.find('@'); at != name.npos)
                one.machine = name.substr(at + 1);
            made.processes.push_back(one);
        }
        return known->second;
    }

    std::map<std::string, base::ProcessId> m_processes;
};

} // namespace support
