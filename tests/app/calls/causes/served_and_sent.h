// SPDX-License-Identifier: GPL-3.0-or-later
// Programs that serve requests and send others meanwhile, written as scripts, for tests of what finds causes.
#pragma once

#include "app/calls/calls.h"

#include <QString>
#include <QStringList>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace served_and_sent {

using base::ExchangeId;

// A script has a line for each exchange, in the order in which they are seen:
//   NAME serves|sends [process=P] FROM..TO [thread=T] [answers=T] [trace=ID] [span=ID] [parent=ID] [request=ID]
//     [path=/x] [kind=channel|conversation|failed] [of=NAME]
// TO may be missing: it is in progress, until `end NAME TO`. `of`: it is the other half of that call. A line `--` passes
// on what has happened so far.
class Play
{
public:
    explicit Play(const QString &script)
    {
        for (const QString &line : script.split('\n', Qt::SkipEmptyParts))
            if (const QStringList words = line.simplified().split(' ', Qt::SkipEmptyParts); !words.isEmpty())
                take(words);
        pass();
    }
    // "call trace in certain": the exchange, how it was linked, to what; or "call several".
    QString cause(const QString &name) const
    {
        static const char *const hows[] = {"", "trace", "thread", "only"};
        static const char *const surenesses[] = {"", "likely", "certain"};
        static const char *const whys[] = {"", "not sent", "unprompted", "several", "other trace", "awaited"};
        const calls::CauseLink link = calls.causes().of(m_ids.value(name));
        if (link.why != calls::Causeless::Linked)
            return QString::fromLatin1(whys[size_t(link.why)]);
        return QString("%1 %2 %3").arg(m_ids.key(link.cause), QLatin1String(hows[size_t(link.how)]), QLatin1String(surenesses[size_t(link.sureness)]));
    }
    QString names(const std::vector<ExchangeId> &ids) const
    {
        QStringList list;
        for (const ExchangeId id : ids)
            list << m_ids.key(id);
        return list.join(' ');
    }
    ExchangeId id(const QString &name) const { return m_ids.value(name); }
    QString name(ExchangeId id) const { return m_ids.key(id); }

    exchange::Store store;
    calls::Calls calls;

private:
    void take(const QStringList &words)
    {
        if (words[0] == "--")
            return pass();
        if (words[0] == "end")
            return end(m_exchanges[m_ids.value(words[1])], words[2].toLongLong());
        exchange::Exchange e;
        e.id = ExchangeId(m_exchanges.size());
        e.side = words[1] == "serves" ? base::Side::Server : base::Side::Client;
        e.process = 0;
        e.method = "GET";
        e.host = "h";
        e.path = "/" + words[0].toStdString();
        e.protocol = protocols::Protocol::Http11;
        e.tid = 1;
        base::Time to = 0;
        QString of;
        for (const QString &word : words.mid(2)) {
            const QString key = word.section('=', 0, 0), value = word.section('=', 1);
            if (word.contains("..")) {
                e.request.begin = e.request.end = word.section("..", 0, 0).toLongLong() * second;
                to = word.section("..", 1).toLongLong();
            } else if (key == "process") {
                e.process = value.toUInt();
            } else if (key == "thread") {
                e.tid = value.toUInt();
            } else if (key == "answers") {
                e.answerTid = value.toUInt();
            } else if (key == "path") {
                e.path = value.toStdString();
            } else if (key == "of") {
                of = value;
            } else if (key == "kind") {
                e.kind = value == "channel" ? exchange::Kind::Channel : value == "failed" ? exchange::Kind::Failed : exchange::Kind::Conversation;
            } else {
                (key == "trace" ? e.trace.trace : key == "span" ? e.trace.span : key == "parent" ? e.trace.parent : e.trace.request) = value.toStdString();
            }
        }
        m_ids[words[0]] = e.id;
        connect(e, of);
        m_exchanges.push_back(e);
        m_changed.push_back(e.id);
        if (to)
            end(m_exchanges.back(), to);
    }
    // Each exchange has its own connection; two that are one call have the same sequence numbers.
    void connect(exchange::Exchange &e, const QString &of)
    {
        exchange::Connection connection;
        connection.id = e.connection = e.id;
        connection.protocol = 6;
        connection.side = e.side;
        connection.process = e.process;
        connection.local = connection.remote = {base::Family::V4, uint16_t(1000 + e.id), {127, 0, 0, 1}};
        connection.remote.port = 80;
        connection.fromStart = true;
        connection.opened = 1;
        connection.sequences = exchange::Sequences{1000 + e.id, 500000 + e.id};
        if (!of.isEmpty()) {
            const exchange::Sequences other = *m_connections[m_ids.value(of)].sequences;
            connection.sequences = exchange::Sequences{other.received, other.sent};
            connection.local = m_connections[m_ids.value(of)].remote;
            connection.remote = m_connections[m_ids.value(of)].local;
            e.path = m_exchanges[m_ids.value(of)].path;
        }
        m_connections.push_back(connection);
    }
    void end(exchange::Exchange &e, base::Time to)
    {
        e.response.begin = e.response.end = to * second;
        if (!e.answerTid)
            e.answerTid = e.tid;
        e.status = 200;
        e.state = exchange::State::Complete;
        m_changed.push_back(e.id);
    }
    void pass()
    {
        exchange::Batch batch;
        for (; m_connected < m_connections.size(); ++m_connected)
            batch.connections.push_back(m_connections[m_connected]);
        std::ranges::sort(m_changed);
        m_changed.erase(std::ranges::unique(m_changed).begin(), m_changed.end());
        for (const ExchangeId id : std::exchange(m_changed, {}))
            batch.exchanges.push_back(m_exchanges[id]);
        const auto change = store.apply(std::move(batch));
        calls.update(store, change);
    }

    static constexpr base::Time second = 1'000'000'000;
    std::vector<exchange::Exchange> m_exchanges;
    std::vector<exchange::Connection> m_connections;
    size_t m_connected = 0;
    std::vector<ExchangeId> m_changed;
    QMap<QString, ExchangeId> m_ids;
};

} // namespace served_and_sent
