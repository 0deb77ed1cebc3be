// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/exchange_cells.h"

#include "app/exchange/names.h"
#include "app/protocols/protocol_info.h"
#include "ui/models/exchange_tone.h"
#include "ui/models/format.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace ui {

using exchange::ConnectionState;
using exchange::ExchangeId;
using exchange::Kind;
using exchange::State;
using exchange::Store;

namespace {

struct ColumnInfo {
    const char *key, *title, *name;
    bool right;
};

// In the order of Column.
constexpr std::array<ColumnInfo, columnCount> infos { {
    { "lamp", "", QT_TRANSLATE_NOOP("ui::ExchangeCells", "State"), false },
    { "time", QT_TRANSLATE_NOOP("ui::ExchangeCells", "Time"), QT_TRANSLATE_NOOP("ui::ExchangeCells", "Time"), false },
    { "side", "", QT_TRANSLATE_NOOP("ui::ExchangeCells", "Direction"), false },
    { "process", QT_TRANSLATE_NOOP("ui::ExchangeCells", "Process"), QT_TRANSLATE_NOOP("ui::ExchangeCells", "Process"), false },
    { "method", QT_TRANSLATE_NOOP("ui::ExchangeCells", "Method"), QT_TRANSLATE_NOOP("ui::ExchangeCells", "Method"), false },
    { "host", QT_TRANSLATE_NOOP("ui::ExchangeCells", "Host"), QT_TRANSLATE_NOOP("ui::ExchangeCells", "Host"), false },
    { "path", QT_TRANSLATE_NOOP("ui::ExchangeCells", "Path"), QT_TRANSLATE_NOOP("ui::ExchangeCells", "Path"), false },
    { "status", QT_TRANSLATE_NOOP("ui::ExchangeCells", "Status"), QT_TRANSLATE_NOOP("ui::ExchangeCells", "Status"), false },
    { "type", QT_TRANSLATE_NOOP("ui::ExchangeCells", "Type"), QT_TRANSLATE_NOOP("ui::ExchangeCells", "Type"), false },
    { "size", QT_TRANSLATE_NOOP("ui::ExchangeCells", "Size"), QT_TRANSLATE_NOOP("ui::ExchangeCells", "Size of the response"), true },
    { "duration", QT_TRANSLATE_NOOP("ui::ExchangeCells", "Duration"), QT_TRANSLATE_NOOP("ui::ExchangeCells", "Duration"), true },
    { "waterfall", QT_TRANSLATE_NOOP("ui::ExchangeCells", "Waterfall"), QT_TRANSLATE_NOOP("ui::ExchangeCells", "Waterfall"), false },
    { "pid", QT_TRANSLATE_NOOP("ui::ExchangeCells", "PID"), QT_TRANSLATE_NOOP("ui::ExchangeCells", "Process ID"), true },
    { "protocol", QT_TRANSLATE_NOOP("ui::ExchangeCells", "Protocol"), QT_TRANSLATE_NOOP("ui::ExchangeCells", "Protocol"), false },
    { "remote", QT_TRANSLATE_NOOP("ui::ExchangeCells", "Remote"), QT_TRANSLATE_NOOP("ui::ExchangeCells", "Remote address"), false },
    { "sent", QT_TRANSLATE_NOOP("ui::ExchangeCells", "Sent"), QT_TRANSLATE_NOOP("ui::ExchangeCells", "Size of the request"), true },
    { "wait", QT_TRANSLATE_NOOP("ui::ExchangeCells", "Wait"), QT_TRANSLATE_NOOP("ui::ExchangeCells", "Wait for the first byte"), true },
    { "lost", QT_TRANSLATE_NOOP("ui::ExchangeCells", "Lost"), QT_TRANSLATE_NOOP("ui::ExchangeCells", "Lost bytes"), true },
    { "tls", QT_TRANSLATE_NOOP("ui::ExchangeCells", "TLS"), QT_TRANSLATE_NOOP("ui::ExchangeCells", "TLS version"), false },
    { "connection", QT_TRANSLATE_NOOP("ui::ExchangeCells", "Connection"), QT_TRANSLATE_NOOP("ui::ExchangeCells", "Connection number"), true },
    { "machine", QT_TRANSLATE_NOOP("ui::ExchangeCells", "Machine"), QT_TRANSLATE_NOOP("ui::ExchangeCells", "Machine"), false },
    { "mark", QT_TRANSLATE_NOOP("ui::ExchangeCells", "Mark"), QT_TRANSLATE_NOOP("ui::ExchangeCells", "Mark"), false },
    { "comment", QT_TRANSLATE_NOOP("ui::ExchangeCells", "Comment"), QT_TRANSLATE_NOOP("ui::ExchangeCells", "Comment"), false },
} };

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::ExchangeCells)
};

const exchange::Process *processOf(const Store &store, ExchangeId id)
{
    const auto &all = store.processes();
    const auto process = store.process(id);
    return process < all.size() ? &all[process] : nullptr;
}

QString dash()
{
    return QStringLiteral("–");
}

QString failureText(const exchange::Connection *connection)
{
    if (!connection)
        return Words::tr("failed");
    switch (connection->state) {
    case ConnectionState::Unknown:
    case ConnectionState::Open:
    case ConnectionState::Closed:
        return Words::tr("failed");
    default:
        return QString::fromLatin1(exchange::stateName(connection->state));
    }
}

QString rowsText(const Store &store, ExchangeId id)
{
    const protocols::ProtocolInfo &protocol = protocols::protocolInfo(store.protocol(id));
    const auto rows = protocol.countsItems ? store.exchange(id).rows : std::nullopt;
    if (!rows)
        return Words::tr("ok");
    const QString noun = *rows == 1 ? text(protocol.item) : text(protocol.items).toLower();
    return QStringLiteral("%1 %2").arg(countText(*rows), noun);
}

QString statusText(const Store &store, ExchangeId id)
{
    if (const int status = store.status(id))
        return QString::number(status);
    if (store.kind(id) == Kind::Query && store.outcome(id) != protocols::Outcome::Unknown)
        return store.outcome(id) == protocols::Outcome::Ok ? rowsText(store, id) : Words::tr("error");
    if (store.kind(id) == Kind::Failed)
        return failureText(connectionOf(store, id));
    if (store.kind(id) == Kind::Http && store.state(id) == State::Failed) {
        const auto *connection = connectionOf(store, id);
        if (connection && connection->state >= ConnectionState::Refused)
            return failureText(connection);
        return Words::tr("failed");
    }
    return QStringLiteral("—");
}

QString methodText(const Store &store, ExchangeId id)
{
    if (const auto method = store.method(id); !method.empty())
        return clippedText(method, 32);
    const auto *connection = connectionOf(store, id);
    switch (store.kind(id)) {
    case Kind::NotReadable:
        return QStringLiteral("TLS");
    case Kind::Channel:
        return text(protocols::protocolInfo(store.protocol(id)).badge);
    case Kind::Conversation:
    case Kind::Failed:
        if (connection && connection->dialogue != protocols::Protocol::Unknown)
            return protocolName(connection->dialogue);
        if (connection && connection->protocol == 17)
            return QStringLiteral("UDP");
        if (connection && connection->local.family == base::Family::Unix)
            return QStringLiteral("UNIX");
        if (connection && connection->local.family == base::Family::Standard)
            return QStringLiteral("STDIO");
        return connection && connection->tls ? QStringLiteral("TLS") : QStringLiteral("TCP");
    case Kind::Http:
    case Kind::Query:
        break;
    }
    return QStringLiteral("—");
}

QString pathText(const Store &store, ExchangeId id)
{
    if (store.kind(id) == Kind::NotReadable) {
        const auto reason = store.reason(id);
        if (reason.empty())
            return Words::tr("not readable");
        return reason.starts_with("not readable") ? clippedText(reason) : Words::tr("not readable: %1").arg(clippedText(reason));
    }
    if (const auto path = store.path(id); !path.empty()) {
        const auto operation = store.operation(id);
        const bool tells = operation.empty() || path.find(operation) != std::string_view::npos; // gRPC's path is its operation
        return tells ? clippedText(path) : clippedText(path) + QStringLiteral("  ·  ") + clippedText(operation);
    }
    if (store.kind(id) == Kind::Failed)
        return clippedText(store.reason(id));
    if (store.kind(id) == Kind::Conversation) {
        const auto *connection = connectionOf(store, id);
        const bool named = connection && connection->dialogue != protocols::Protocol::Unknown;
        return named ? Words::tr("data in both directions") : Words::tr("data in both directions, unknown protocol");
    }
    if (store.kind(id) == Kind::Http && store.method(id).empty())
        return Words::tr("request not seen");
    return QString();
}

QString typeText(const Store &store, ExchangeId id)
{
    if (const auto type = store.contentType(id); !type.empty())
        return mediaTypeText(type);
    if (store.kind(id) == Kind::Channel)
        return text(protocols::protocolInfo(store.protocol(id)).filterName());
    if (store.kind(id) == Kind::Query)
        return clippedText(store.scheme(id), 32);
    if (const auto *connection = connectionOf(store, id);
        store.kind(id) == Kind::NotReadable && connection && !connection->tlsProtocol.empty()) {
        return clippedText(connection->tlsProtocol, 32).replace(QStringLiteral("TLSv"), QStringLiteral("TLS ")).toLower();
    }
    return QStringLiteral("—");
}

QString durationCell(const Store &store, ExchangeId id, base::Time now)
{
    const auto duration = store.duration(id);
    if (duration >= 0)
        return durationText(duration);
    const auto begin = store.begin(id);
    if (store.state(id) == State::InProgress && now > begin && begin > 0)
        return durationText(now - begin) + QStringLiteral(" …");
    return dash();
}

} // namespace

QString columnTitle(Column column)
{
    return Words::tr(infos[size_t(column)].title);
}

QString columnName(Column column)
{
    return Words::tr(infos[size_t(column)].name);
}

const char *columnKey(Column column)
{
    return infos[size_t(column)].key;
}

bool alignedRight(Column column)
{
    return infos[size_t(column)].right;
}

QString cellText(const Store &store, ExchangeId id, Column column, base::Time now)
{
    switch (column) {
    case Column::StatusDot:
    case Column::Waterfall:
    case Column::Mark:      // not in the store
    case Column::Comment:
    case Column::Count:
        return QString();
    case Column::Time:
        return timeText(store.begin(id));
    case Column::Side:
        return store.side(id) == base::Side::Client ? QStringLiteral("→")
            : store.side(id) == base::Side::Server  ? QStringLiteral("←")
                                                    : QString();
    case Column::Process:
        return clippedText(processName(store, store.process(id)), 128);
    case Column::Method:
        return methodText(store, id);
    case Column::Host:
        return clippedText(hostText(store, id), 512);
    case Column::Path:
        return pathText(store, id);
    case Column::Status:
        return statusText(store, id);
    case Column::Type:
        return typeText(store, id);
    case Column::Size:
        return store.kind(id) == Kind::Failed ? dash() : sizeText(shownSize(store, id));
    case Column::Duration:
        return durationCell(store, id, now);
    case Column::Pid: {
        const auto *process = processOf(store, id);
        return process ? QString::number(process->pid) : dash();
    }
    case Column::Protocol: {
        const QString name = protocolName(store.protocol(id));
        return name.isEmpty() ? dash() : name;
    }
    case Column::Remote: {
        const auto *connection = connectionOf(store, id);
        const auto address = connection ? base::endpointText(connection->remote) : std::string();
        return address.empty() ? dash() : text(address);
    }
    case Column::Sent:
        return store.kind(id) == Kind::Http || store.kind(id) == Kind::Query ? sizeText(store.requestBytes(id)) : dash();
    case Column::Wait:
        return durationText(store.wait(id));
    case Column::Lost:
        return store.lostBytes(id) ? sizeText(store.lostBytes(id)) : dash();
    case Column::Tls: {
        const auto *connection = connectionOf(store, id);
        return connection && !connection->tlsProtocol.empty() ? clippedText(connection->tlsProtocol, 32) : dash();
    }
    case Column::Connection:
        return store.connection(id) == base::noId ? dash() : QString::number(store.connection(id));
    case Column::Machine:
        return machineText(machineOf(store, id));
    }
    return QString();
}

QString machineText(std::string_view machine)
{
    return machine.empty() ? Words::tr("this machine") : clippedText(machine, 256);
}

std::string_view machineOf(const Store &store, ExchangeId id)
{
    if (const auto *process = processOf(store, id))
        return process->machine;
    const auto *connection = connectionOf(store, id);
    return connection ? std::string_view(connection->machine) : std::string_view();
}

QString cellTip(const Store &store, ExchangeId id, Column column)
{
    switch (column) {
    case Column::StatusDot:
        return dotText(dotState(store, id));
    case Column::Time:
        return dateTimeText(store.begin(id));
    case Column::Side:
        return store.side(id) == base::Side::Client ? Words::tr("sent by the program (client)")
            : store.side(id) == base::Side::Server  ? Words::tr("received by the program (server)")
                                                    : QString();
    case Column::Process: {
        const auto *process = processOf(store, id);
        if (!process)
            return QString();
        const QString line = Words::tr("%1, process %2").arg(text(process->exe.empty() ? process->comm : process->exe)).arg(process->pid);
        QString command;
        for (const auto &argument : process->cmdline) {
            command += (command.isEmpty() ? QString() : QStringLiteral(" ")) + clippedText(argument, 200);
            if (command.size() > 400)
                break;
        }
        return command.isEmpty() ? line : line + QLatin1Char('\n') + command;
    }
    case Column::Method:
    case Column::Host:
        return urlText(store, id);
    case Column::Path:
        return pathText(store, id);
    case Column::Status:
        return clippedText(store.kind(id) == Kind::Query ? store.exchange(id).result : std::string(store.reason(id)));
    case Column::Type:
        return clippedText(store.contentType(id));
    case Column::Duration:
        return Words::tr("from the first byte of the request to the last byte of the response, without connecting");
    case Column::Size:
        return store.kind(id) == Kind::Failed ? QString() : Words::tr("%1 bytes").arg(countText(shownSize(store, id)));
    case Column::Lost:
        return store.lostBytes(id) ? Words::tr("%1 bytes of this exchange were not captured").arg(countText(store.lostBytes(id)))
                                   : QString();
    default:
        return QString();
    }
}

const exchange::Connection *connectionOf(const Store &store, ExchangeId id)
{
    const auto &all = store.connections();
    auto at = store.connection(id);
    if (at < all.size() && all[at].mergedInto < all.size())
        at = all[at].mergedInto;
    return at < all.size() ? &all[at] : nullptr;
}

uint64_t shownSize(const Store &store, ExchangeId id)
{
    if (store.kind(id) == Kind::NotReadable || store.kind(id) == Kind::Conversation) {
        if (const auto *connection = connectionOf(store, id))
            return connection->sent + connection->received;
    }
    return store.responseBytes(id);
}

std::string_view processName(const exchange::Process &process)
{
    const std::string_view comm = process.comm, exe = process.exe;
    const std::string_view base = exe.substr(exe.rfind('/') + 1);
    if (comm.empty())
        return base;
    return comm.size() == 15 && base.size() > 15 && base.starts_with(comm) ? base : comm;
}

std::string_view processName(const Store &store, exchange::ProcessId id)
{
    const auto &all = store.processes();
    return id < all.size() ? processName(all[id]) : std::string_view();
}

std::string hostText(const Store &store, ExchangeId id)
{
    if (const auto host = store.host(id); !host.empty())
        return std::string(host);
    const auto *connection = connectionOf(store, id);
    if (!connection)
        return {};
    const auto &server = connection->side == base::Side::Server ? connection->local : connection->remote;
    if (!connection->sni.empty())
        return connection->sni + ":" + std::to_string(server.port);
    return base::endpointText(server);
}

QString urlText(const Store &store, ExchangeId id)
{
    const auto kind = store.kind(id);
    if ((kind != Kind::Http && kind != Kind::Channel) || store.method(id).empty())
        return QString();
    const auto path = store.path(id);
    if (path.find("://") != std::string_view::npos && !path.starts_with('/'))
        return text(path); // absolute form, to a proxy
    const auto scheme = store.scheme(id).empty() ? std::string_view("http") : store.scheme(id);
    return text(scheme) + QStringLiteral("://") + text(hostText(store, id)) + text(path);
}

} // namespace ui
