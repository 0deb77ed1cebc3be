// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/filter_terms.h"

#include "app/protocols/protocol_info.h"
#include "ui/models/exchange_cells.h"
#include "ui/models/exchange_tone.h"
#include "ui/models/format.h"

#include <algorithm>

namespace ui {

using exchange::ExchangeId;
using exchange::Kind;
using exchange::Store;

namespace {

constexpr qsizetype valueMax = 1024;

QString term(const char *key, char relation, const QString &value)
{
    if (value.isEmpty() || value.size() > valueMax)
        return {};
    const bool plain = std::none_of(value.begin(), value.end(), [](QChar c) {
        return c.isSpace() || c == QLatin1Char('"') || c == QLatin1Char('(') || c == QLatin1Char(')');
    });
    QString inside = value;
    if (!plain)
        inside = QLatin1Char('"') + inside.replace(QLatin1Char('\\'), QStringLiteral("\\\\")).replace(QLatin1Char('"'), QStringLiteral("\\\"")) + QLatin1Char('"');
    return QLatin1String(key) + QLatin1Char(relation) + inside;
}

QString isTerm(const char *condition) { return QStringLiteral("is:") + QLatin1String(condition); }

QString stateTerm(const Store &store, ExchangeId id)
{
    switch (dotState(store, id)) {
    case DotState::Complete:
        return isTerm("complete");
    case DotState::InProgress:
        return isTerm("running");
    case DotState::Failed:
        return isTerm("error");
    case DotState::NotReadable:
        return isTerm("unreadable");
    case DotState::Cut:
        return isTerm("cut");
    case DotState::Odd:
        break;
    }
    return store.lostBytes(id) > 0 ? isTerm("lost") : QStringLiteral("dur>%1ms").arg(slowLimit / 1'000'000);
}

// For rows that are no requests.
QString kindTerm(const Store &store, ExchangeId id)
{
    switch (store.kind(id)) {
    case Kind::NotReadable:
        return isTerm("unreadable");
    case Kind::Conversation:
        return isTerm("conversation");
    case Kind::Failed:
        return isTerm("failed");
    case Kind::Channel:
    case Kind::Query:
    case Kind::Http:
        break;
    }
    return protocolTerm(store.protocol(id));
}

QString statusTerm(const Store &store, ExchangeId id)
{
    if (store.status(id) != 0)
        return QStringLiteral("status:%1").arg(store.status(id));
    if (store.outcome(id) != protocols::Outcome::Unknown)
        return store.outcome(id) == protocols::Outcome::Ok ? QStringLiteral("outcome:ok") : QStringLiteral("outcome:error");
    return store.kind(id) == Kind::Failed || store.state(id) == exchange::State::Failed ? isTerm("failed") : QString();
}

QString sizeTerm(const char *key, uint64_t bytes) { return QLatin1String(key) + QStringLiteral(">=%1").arg(bytes); }

} // namespace

QString filterTerm(const char *key, const QString &value) { return term(key, ':', value); }
QString exactTerm(const char *key, const QString &value) { return term(key, '=', value); }

// Rounded down, so that the exchange itself matches.
QString durationTerm(base::Duration duration)
{
    if (duration < 0)
        return {};
    if (duration < 10'000'000)
        return QStringLiteral("dur>=%1us").arg(duration / 1000);
    return duration < 10'000'000'000 ? QStringLiteral("dur>=%1ms").arg(duration / 1'000'000) : QStringLiteral("dur>=%1s").arg(duration / 1'000'000'000);
}

QString machineTerm(std::string_view machine)
{
    return machine.empty() ? isTerm("here") : exactTerm("machine", text(machine));
}

QString markTerm(const Mark &mark, Column column)
{
    return column == Column::Mark ? filterTerm("mark", markName(mark.colour)) : filterTerm("comment", mark.comment);
}

QString protocolTerm(protocols::Protocol protocol)
{
    return filterTerm("protocol", text(protocols::protocolInfo(protocol).filterName()));
}

QString cellTerm(const Store &store, ExchangeId id, Column column)
{
    const bool asked = store.kind(id) == Kind::Http || store.kind(id) == Kind::Query;
    switch (column) {
    case Column::StatusDot:
        return stateTerm(store, id);
    case Column::Side:
        return store.side(id) == base::Side::Client ? QStringLiteral("side:client")
            : store.side(id) == base::Side::Server  ? QStringLiteral("side:server")
                                                    : QString();
    case Column::Machine:
        return machineTerm(machineOf(store, id));
    case Column::Process:
        return exactTerm("proc", text(processName(store, store.process(id))));
    case Column::Pid:
        return store.process(id) < store.processes().size() ? QStringLiteral("pid:%1").arg(store.processes()[store.process(id)].pid) : QString();
    case Column::Method:
        return store.method(id).empty() ? kindTerm(store, id) : exactTerm("method", text(store.method(id)));
    case Column::Host:
        return exactTerm("host", text(store.host(id)));
    case Column::Path:
        return store.kind(id) == Kind::NotReadable || store.path(id).empty() ? exactTerm("reason", text(store.reason(id)))
                                                                             : exactTerm("path", text(store.path(id)));
    case Column::Status:
        return statusTerm(store, id);
    case Column::Type:
        return store.contentType(id).empty() ? kindTerm(store, id) : filterTerm("type", mediaTypeText(store.contentType(id)));
    case Column::Protocol:
        return kindTerm(store, id);
    case Column::Size:
        return asked ? sizeTerm("size", store.responseBytes(id)) : QString();
    case Column::Sent:
        return asked ? sizeTerm("sent", store.requestBytes(id)) : QString();
    case Column::Duration:
    case Column::Waterfall:
        return durationTerm(store.duration(id));
    case Column::Lost:
        return store.lostBytes(id) > 0 ? isTerm("lost") : QString();
    case Column::Remote: {
        const auto *connection = connectionOf(store, id);
        return connection && connection->remote.port != 0 ? QStringLiteral("port:%1").arg(connection->remote.port) : QString();
    }
    case Column::Tls: {
        const auto *connection = connectionOf(store, id);
        return connection && connection->tls ? isTerm("tls") : QString();
    }
    case Column::Connection:
        return store.connection(id) == base::noId ? QString() : QStringLiteral("connection:%1").arg(store.connection(id));
    case Column::Time:
    case Column::Wait:
    case Column::Mark:
    case Column::Comment:
    case Column::Count:
        break;
    }
    return {};
}

} // namespace ui
