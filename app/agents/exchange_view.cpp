// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/agents/exchange_view.h"

#include "app/base/side_name.h"
#include "app/calls/names.h"
#include "app/cli/call_words.h"
#include "app/decode/base64.h"
#include "app/decode/json_writer.h"
#include "app/exporters/body_page.h"
#include "app/exporters/secret_eraser.h"
#include "app/exporters/spool_file.h"
#include "app/exporters/target_text.h"
#include "app/protocols/protocol_info.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace agents {

namespace {

using exporters::EntrySource;

constexpr std::array<std::string_view, 25> rowFields{
    "id", "time", "side", "process", "pid", "peer", "protocol", "kind", "method", "url", "status", "outcome", "result", "type", "operation", "state",
    "request_bytes", "response_bytes", "lost_bytes", "messages", "duration_ms", "wait_ms", "connection", "other_half", "why"};
constexpr size_t wholeMax = 256 * 1024;   // bytes of one exchange in an answer

double milliseconds(base::Duration duration)
{
    return std::round(double(duration) / 1e3) / 1e3;
}

std::string_view kindName(exchange::Kind kind)
{
    switch (kind) {
    case exchange::Kind::Http: return "http";
    case exchange::Kind::Conversation: return "conversation";
    case exchange::Kind::NotReadable: return "not readable";
    case exchange::Kind::Failed: return "failed connection";
    case exchange::Kind::Channel: return "channel";
    case exchange::Kind::Query: return "query";
    }
    return "unknown";
}

std::string_view stateName(exchange::State state)
{
    switch (state) {
    case exchange::State::InProgress: return "in progress";
    case exchange::State::Complete: return "complete";
    case exchange::State::Failed: return "failed";
    case exchange::State::Cut: return "cut";
    }
    return "unknown";
}

std::string contents(exporters::SpoolFile &spool)
{
    std::string text;
    exporters::OutputFile nowhere = exporters::OutputFile::onto(-1);
    spool.copyTo(nowhere, [&](std::string_view piece) { text += piece; });
    return text;
}

// Its messages or rows, `count` from `first` on.
EntrySource cut(const EntrySource &whole, uint32_t first, uint32_t count)
{
    EntrySource entry = whole;
    entry.items = {};
    for (uint32_t i = first; i < whole.items.size() && i - first < count; ++i)
        entry.items.add(whole.items.item(i));
    entry.rows.erase(entry.rows.begin(), entry.rows.begin() + std::min<size_t>(first, entry.rows.size()));
    entry.rows.resize(std::min<size_t>(count, entry.rows.size()));
    entry.tcp.clear();   // long, and said by its first and last figures
    return entry;
}

} // namespace

ExchangeView::ExchangeView(exporters::ExportOptions options)
    : m_options(std::move(options))
    , m_masker([this] {
        m_options.seen = std::make_shared<masking::SeenSecrets>();
        return masking::Masker(m_options.key, m_options.rules, m_options.seen.get());
    }())
{
}

std::span<const std::string_view> ExchangeView::fields()
{
    return rowFields;
}

std::vector<std::string> ExchangeView::usualFields()
{
    return {"id", "side", "process", "method", "url", "status", "outcome", "result", "state", "response_bytes", "duration_ms"};
}

Json ExchangeView::row(const exchange::Store &store, const calls::Calls &calls, base::ExchangeId id, std::span<const std::string> names) const
{
    constexpr size_t textMax = 500;
    const auto asked = [&](std::string_view name) { return std::ranges::find(names, name) != names.end(); };
    Json row = Json::object();
    const auto add = [&](const char *name, auto value) {
        if (asked(name))
            row[name] = value;
    };
    const auto addText = [&](const char *name, std::string_view text) {
        if (text.empty() || !asked(name))
            return;
        row[name] = text.size() <= textMax ? std::string(text) : std::string(text.substr(0, textMax)) + "…";
    };
    EntrySource entry;
    entry.exchange = store.exchange(id);
    const exchange::Exchange &exchange = entry.exchange;
    if (exchange.connection < store.connections().size())
        entry.connection = store.connections()[exchange.connection];
    const auto process = [&](const char *name, base::ProcessId number) {
        if (number < store.processes().size())
            addText(name, store.processes()[number].comm);
    };
    add("id", id);
    if (store.begin(id))
        addText("time", decode::isoTime(store.begin(id)));
    addText("side", base::sideName(exchange.side));
    process("process", exchange.process);
    if (exchange.process < store.processes().size())
        add("pid", store.processes()[exchange.process].pid);
    const base::ExchangeId other = calls.otherHalf(id);
    if (other != base::noId)
        process("peer", store.process(other));
    addText("protocol", protocols::protocolInfo(exchange.protocol).name);
    addText("kind", kindName(exchange.kind));
    addText("method", exchange.method);
    if (asked("url"))
        addText("url", exporters::targetText(entry, m_options.masked ? &m_masker : nullptr));
    if (exchange.status)
        add("status", exchange.status);
    if (exchange.outcome != protocols::Outcome::Unknown)
        addText("outcome", exchange.outcome == protocols::Outcome::Ok ? "ok" : "error");
    masking::Report masked;
    const bool plain = exchange.kind == exchange::Kind::Failed || exchange.kind == exchange::Kind::NotReadable;
    if (asked("result"))
        addText("result", plain ? exchange.reason : m_options.masked ? m_masker.value(exchange.result, masked) : exchange.result);
    addText("type", exchange.contentType);
    addText("operation", exchange.operation);
    addText("state", stateName(exchange.state));
    add("request_bytes", store.requestBytes(id));
    add("response_bytes", store.responseBytes(id));
    if (store.lostBytes(id))
        add("lost_bytes", store.lostBytes(id));
    if (store.itemCount(id))
        add("messages", store.itemCount(id) + store.itemsBeyond(id));
    if (store.duration(id) >= 0)
        add("duration_ms", milliseconds(store.duration(id)));
    if (store.wait(id) >= 0)
        add("wait_ms", milliseconds(store.wait(id)));
    if (exchange.connection != base::noId)
        add("connection", exchange.connection);
    if (other != base::noId)
        add("other_half", other);
    if (asked("why"))
        addText("why", cli::slownessText(calls::account(store, calls, id).why));
    return row;
}

Json ExchangeView::whole(const EntrySource &entry, const base::BodySource &bodies, uint64_t bodyMax, uint32_t first, uint32_t count) const
{
    exporters::ExportOptions options = m_options;
    options.bodyMax = bodyMax;
    // One message may be large: fewer of them then.
    for (;; count = count / 4) {
        exporters::SpoolFile spool;
        exporters::EntryWriter writer(exporters::EntryWriter::Form::JsonLines, spool.out(), options);
        writer.begin();
        writer.add(cut(entry, first, count), bodies);
        writer.end();
        const std::string text = contents(spool);
        if (text.size() > wholeMax && (count > 0 || options.bodyMax > 0)) {
            options.bodyMax = count == 0 ? 0 : options.bodyMax;
            continue;
        }
        const auto json = readJson(text);
        return json && text.size() <= wholeMax ? *json : Json{{"_note", "This exchange is too large to be shown as a whole; read its bodies with get_body."}};
    }
}

Json ExchangeView::body(const EntrySource &entry, protocols::Half half, const base::BodySource &bodies, uint64_t at, size_t most) const
{
    const exporters::BodyPage page = exporters::bodyPage(entry, half, bodies, m_options, m_options.masked ? &m_masker : nullptr, at, most);
    Json json{{"total_bytes", page.total}, {"offset", at}};
    if (page.next)
        json["next_offset"] = page.next;
    if (!page.type.empty())
        json["type"] = page.type;
    if (page.isText) {
        json["text"] = page.bytes;
    } else {
        json["base64"] = decode::toBase64(page.bytes);
    }
    if (!page.comment.empty())
        json["note"] = page.comment;
    return json;
}

Json ExchangeView::why(const calls::Account &account) const
{
    Json json = Json::object();
    const calls::Slowness &why = account.why;
    const std::string words = cli::slownessText(why);
    json["verdict"] = words.empty() ? "no single part took half of the time, or the figures do not tell" : words;
    json["cause"] = calls::causeName(why.cause);
    if (why.cause != calls::Cause::Unknown) {
        json["sureness"] = calls::surenessName(why.sureness);
        json["ms"] = milliseconds(why.share);
    }
    if (why.total >= 0)
        json["of_ms"] = milliseconds(why.total);
    if (why.roundTripUs)
        json["round_trip_us"] = *why.roundTripUs;
    if (why.retransmits)
        json["retransmits"] = *why.retransmits;
    if (why.closedWindow > 0)
        json["closed_window_ms"] = milliseconds(why.closedWindow);
    Json stretches = Json::object();
    calls::visitStretches([&](std::string_view name, auto stretch) {
        if (account.stretches.*stretch != base::unknownDuration)
            stretches[std::string(name)] = milliseconds(account.stretches.*stretch);
    });
    if (!stretches.empty())
        json["stretches_ms"] = std::move(stretches);
    if (account.lone == calls::Lone::Joined)
        json["seen_from"] = "both ends";
    else
        json["seen_from"] = account.side == base::Side::Server ? "the server's end" : "the client's end";
    return json;
}

std::string ExchangeView::commandLine(const std::vector<std::string> &words) const
{
    masking::Report masked;
    std::string text;
    for (const std::string &word : m_options.masked ? m_masker.commandLine(words, masked) : words)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

std::string ExchangeView::erased(const std::string &json) const
{
    if (!m_options.masked || m_options.seen->empty())
        return json;
    exporters::SpoolFile spool;
    exporters::JsonSecretEraser eraser(*m_options.seen, spool.out());
    eraser.feed(json);
    return contents(spool);
}

} // namespace agents
