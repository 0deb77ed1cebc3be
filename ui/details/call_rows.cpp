// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/call_rows.h"

#include "ui/models/exchange_cells.h"
#include "ui/models/filter_terms.h"
#include "ui/models/format.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>

namespace ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::CallRows)
};

QString loneText(calls::Lone lone)
{
    switch (lone) {
    case calls::Lone::Joined:
    case calls::Lone::OtherEndUnseen:
        break;
    case calls::Lone::Awaited:
        return Words::tr("not seen yet");
    case calls::Lone::Uncertain:
        return Words::tr("uncertain: bytes are missing");
    case calls::Lone::Different:
        return Words::tr("its other end has another exchange in this place");
    }
    return {};
}

QString causeText(calls::Cause cause)
{
    switch (cause) {
    case calls::Cause::Unknown:
        break;
    case calls::Cause::Lookup:
        return Words::tr("resolving the name");
    case calls::Cause::Connect:
        return Words::tr("connecting");
    case calls::Cause::Tls:
        return Words::tr("the TLS handshake");
    case calls::Cause::Client:
        return Words::tr("the client, before it sent");
    case calls::Cause::Request:
        return Words::tr("sending the request");
    case calls::Cause::Queue:
        return Words::tr("waiting until the server read it");
    case calls::Cause::Network:
        return Words::tr("the network");
    case calls::Cause::Server:
        return Words::tr("the server");
    case calls::Cause::Reader:
        return Words::tr("the client, which read late");
    case calls::Cause::Answer:
        return Words::tr("sending the response");
    case calls::Cause::Way:
        return Words::tr("the way to the server, or its queue");
    case calls::Cause::WayBack:
        return Words::tr("the way back, or the client");
    }
    return {};
}

} // namespace

// "GET /order (same thread, likely)"
QString linkText(const exchange::Store &store, const calls::CauseLink &link)
{
    const QString request = QString(cellText(store, link.cause, Column::Method, 0) + QLatin1Char(' ') + cellText(store, link.cause, Column::Path, 0)).trimmed();
    switch (link.how) {
    case calls::How::None:
        break;
    case calls::How::Trace:
        return link.sureness == calls::Sureness::Certain ? Words::tr("%1 (same trace)").arg(request) : Words::tr("%1 (same trace, likely)").arg(request);
    case calls::How::Thread:
        return Words::tr("%1 (same thread, likely)").arg(request);
    case calls::How::Only:
        return Words::tr("%1 (nothing else in progress, likely)").arg(request);
    }
    return {};
}

std::vector<FieldRow> callRows(const exchange::Store &store, const calls::Account &call)
{
    std::vector<FieldRow> rows;
    if (call.otherHalf != base::noId) {
        const QString name = text(processName(store, store.process(call.otherHalf)));
        rows.push_back({ .cells = { call.side == base::Side::Server ? Words::tr("Client") : Words::tr("Server"), name.isEmpty() ? Words::tr("unknown") : name },
                         .filter = name.isEmpty() ? QString() : exactTerm("proc", name) });
    } else if (const QString why = loneText(call.lone); !why.isEmpty()) {
        rows.push_back({ .cells = { Words::tr("Other end"), why }, .filter = {}, .colour = &Tokens::dim });
    }
    if (call.cause.cause != base::noId)
        rows.push_back({ .cells = { Words::tr("Led to by"), linkText(store, call.cause) }, .filter = {} });
    const auto stretch = [&rows](const QString &label, base::Duration time) {
        if (time != base::unknownDuration)
            rows.push_back({ .cells = { label, durationText(time) }, .filter = {} });
    };
    stretch(Words::tr("Before it was sent"), call.stretches.before);
    stretch(Words::tr("Way to the server"), call.stretches.toServer);
    stretch(Words::tr("Reading the request"), call.stretches.reading);
    stretch(Words::tr("In the server"), call.stretches.server);
    stretch(Words::tr("Way back"), call.stretches.toClient);
    stretch(Words::tr("Reading the response"), call.stretches.answer);
    if (const QString cause = causeText(call.why.cause); !cause.isEmpty() && call.why.share != base::unknownDuration) {
        const QString share = Words::tr("%1: %2 of %3").arg(cause, durationText(call.why.share), durationText(call.why.total));
        rows.push_back({ .cells = { Words::tr("Mostly"), call.why.sureness == calls::Sureness::Likely ? Words::tr("%1 (likely)").arg(share) : share }, .filter = {} });
    }
    return rows;
}

} // namespace ui
