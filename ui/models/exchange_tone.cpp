// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/exchange_tone.h"

#include "app/protocols/protocol_info.h"

#include <QCoreApplication>

namespace ui {

using exchange::ExchangeId;
using exchange::Kind;
using exchange::State;
using exchange::Store;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::ExchangeTone)
};

Tone methodTone(const Store &store, ExchangeId id)
{
    const auto method = store.method(id);
    if (store.kind(id) == Kind::Channel)
        return Tone::Accent;
    if (store.kind(id) == Kind::Query && !method.empty())
        return protocols::protocolInfo(store.protocol(id)).onlyReads(method) ? Tone::Info : Tone::Accent;
    if (store.kind(id) != Kind::Http || method.empty())
        return Tone::Dim;
    if (method == "GET" || method == "HEAD" || method == "OPTIONS")
        return Tone::Info;
    if (method == "POST" || method == "PUT" || method == "PATCH")
        return Tone::Violet;
    return method == "DELETE" ? Tone::Bad : Tone::Accent;
}

Tone statusTone(const Store &store, ExchangeId id)
{
    const int status = store.status(id);
    if (status == 0 && store.outcome(id) != protocols::Outcome::Unknown)
        return store.outcome(id) == protocols::Outcome::Ok ? Tone::Good : Tone::Bad;
    if (status == 0)
        return store.state(id) == State::Failed || store.kind(id) == Kind::Failed ? Tone::Bad : Tone::Dim;
    if (status == 101)
        return Tone::Accent;
    if (status < 300)
        return Tone::Good;
    return status < 400 ? Tone::Info : Tone::Bad;
}

} // namespace

DotState dotState(const Store &store, ExchangeId id)
{
    if (store.kind(id) == Kind::NotReadable)
        return DotState::NotReadable;
    if (isError(store, id))
        return DotState::Failed;
    switch (store.state(id)) {
    case State::InProgress:
        return DotState::InProgress;
    case State::Cut:
        return DotState::Cut;
    case State::Failed:
    case State::Complete:
        break;
    }
    if (store.lostBytes(id) > 0 || (store.kind(id) == Kind::Http && store.duration(id) > slowLimit))
        return DotState::Odd;
    return DotState::Complete;
}

bool isError(const Store &store, ExchangeId id)
{
    return store.status(id) >= 400 || store.outcome(id) == protocols::Outcome::Error || store.kind(id) == Kind::Failed || store.state(id) == State::Failed;
}

QString dotText(DotState dot)
{
    switch (dot) {
    case DotState::Complete:
        return Words::tr("complete");
    case DotState::InProgress:
        return Words::tr("in progress");
    case DotState::Failed:
        return Words::tr("failed");
    case DotState::Odd:
        return Words::tr("slow, or partly lost");
    case DotState::NotReadable:
        return Words::tr("not readable");
    case DotState::Cut:
        return Words::tr("cut: the beginning or the end was not captured");
    }
    return QString();
}

Tone cellTone(const Store &store, ExchangeId id, Column column)
{
    switch (column) {
    case Column::Method:
        return methodTone(store, id);
    case Column::Status:
        return statusTone(store, id);
    case Column::Type:
    case Column::Protocol:
    case Column::Connection:
    case Column::Tls:
    case Column::Pid:
        return Tone::Dim;
    case Column::Path:
        if (store.kind(id) == Kind::NotReadable || store.path(id).empty())
            return Tone::Explanation;
        return Tone::Normal;
    case Column::Lost:
        return store.lostBytes(id) ? Tone::Bad : Tone::Dim;
    default:
        return Tone::Normal;
    }
}

} // namespace ui
