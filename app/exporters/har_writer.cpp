// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/har_writer.h"

#include "app/decode/json_writer.h"
#include "app/exchange/timing.h"
#include "app/exporters/har_entry.h"
#include "app/exporters/har_extensions.h"
#include "app/exporters/json_tree.h"
#include "app/exporters/json_values.h"
#include "app/exporters/secret_eraser.h"
#include "app/protocols/protocol_info.h"

#include <algorithm>
#include <cerrno>

namespace exporters {

namespace {

constexpr const char *ownName = "Cleartap";

// The start time that the entry will show: a first exchange begins with its connection.
base::Time startOf(const exchange::Store &store, base::ExchangeId id)
{
    const base::ConnectionId carrier = store.connection(id);
    if (!store.firstOfConnection(id) || carrier >= store.connections().size())
        return store.begin(id);
    return exchange::timing(store.exchange(id), &store.connections()[carrier], true).begin;
}

std::string counted(uint64_t count, std::string_view one, std::string_view many)
{
    return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}

std::expected<ExportReport, int> writeAll(EntryWriter::Form form, const exchange::Store &store, std::span<const base::ExchangeId> ids,
                                          const base::BodySource &bodies, OutputFile &out, const ExportOptions &options,
                                          const calls::Calls *calls)
{
    std::vector<std::pair<base::Time, base::ExchangeId>> order;
    order.reserve(ids.size());
    for (const base::ExchangeId id : ids) {
        if (id < store.size())
            order.emplace_back(startOf(store, id), id);
    }
    std::sort(order.begin(), order.end());

    EntryWriter writer(form, out, options);
    writer.begin();
    size_t done = 0;
    for (const auto &[start, id] : order) {
        writer.add(entrySource(store, id, calls), bodies);
        if (options.progress && !options.progress(++done))
            return std::unexpected(ECANCELED);
        if (out.error())
            return std::unexpected(out.error());
    }
    writer.end();
    out.flush();
    if (out.error())
        return std::unexpected(out.error());
    return writer.report();
}

} // namespace

EntrySource entrySource(const exchange::Store &store, base::ExchangeId id, const calls::Calls *calls)
{
    EntrySource entry;
    entry.exchange = store.exchange(id);
    entry.first = store.firstOfConnection(id);
    if (entry.exchange.kind == exchange::Kind::Query)
        for (uint32_t i = 0; i < std::min(store.itemCount(id), EntrySource::rowsMax); ++i)
            entry.rows.push_back(store.item(id, i));
    else
        entry.items = store.items(id);
    if (const base::Time begin = beginOf(entry.exchange))
        entry.tcp = store.tcp(entry.exchange.connection, begin, std::max(begin, endOf(entry.exchange)));
    const auto &connections = store.connections();
    if (entry.exchange.connection < connections.size())
        entry.connection = connections[entry.exchange.connection];
    if (entry.exchange.process < store.processes().size())
        entry.process = store.processes()[entry.exchange.process];
    if (!calls)
        return entry;
    entry.call = calls::account(store, *calls, id);
    if (const base::ExchangeId other = entry.call->otherHalf; other != base::noId) {
        entry.otherConnection = store.connection(other);
        if (store.process(other) < store.processes().size())
            entry.otherProcess = store.processes()[store.process(other)];
    }
    return entry;
}

EntryWriter::EntryWriter(Form form, OutputFile &out, const ExportOptions &options)
    : m_form(form)
    , m_out(out)
    , m_options(options)
    , m_seen(options.seen ? options.seen : std::make_shared<masking::SeenSecrets>())
    , m_masker(options.key, options.rules, m_seen.get())
{
    if (options.masked)
        m_spool.emplace();
}

void EntryWriter::begin()
{
    if (m_form == Form::JsonLines)
        return;
    decode::JsonWriter json(first());
    json.beginObject();
    json.key("log");
    json.beginObject();
    json.pair("version", "1.2");
    json.key("creator");
    json.beginObject();
    json.pair("name", ownName);
    json.pair("version", m_options.creatorVersion);
    json.endObject();
    if (!m_options.log.empty())
        writeLog(json);
    json.key("entries");
    json.beginArray();
}

// Pages and other members of the original file. Its creator is recorded beside ours.
void EntryWriter::writeLog(decode::JsonWriter &out)
{
    nlohmann::ordered_json log = nlohmann::ordered_json::parse(m_options.log, nullptr, false);
    if (!log.is_object())
        return;
    nlohmann::ordered_json from = nlohmann::ordered_json::object();
    if (const auto *creator = findObject(log, "creator"); creator && text(*creator, "name") != ownName) {
        from["creator"] = *creator;
        if (const auto *comment = find(log, "comment"))
            from["comment"] = *comment;
    }
    if (!from.empty() && !log.contains("_importedFrom"))
        log["_importedFrom"] = std::move(from);
    for (const char *own : {"version", "creator", "comment"})
        log.erase(own);
    std::string text;
    appendJson(log, text);
    out.members(m_options.masked ? m_masker.json(text, m_report.masked) : text);
}

void EntryWriter::add(const EntrySource &entry, const base::BodySource &bodies)
{
    switch (entry.exchange.kind) {
    case exchange::Kind::Channel:
        if (protocols::protocolInfo(entry.exchange.protocol).harMessages.empty()) {
            addBeside(m_channels, writeChannelEntry, entry, bodies);
            ++m_report.channels;
            break;
        }
        [[fallthrough]];
    case exchange::Kind::Http:
        if (m_form == Form::Har)
            first().write(m_report.entries ? ",\n" : "\n");
        write(first(), writeEntry, entry, bodies);
        ++m_report.entries;
        break;
    case exchange::Kind::Query:
        addBeside(m_queries, writeQueryEntry, entry, bodies);
        ++m_report.queries;
        break;
    case exchange::Kind::Conversation:
        addBeside(m_conversations, writeConversationEntry, entry, bodies);
        ++m_report.conversations;
        break;
    case exchange::Kind::Failed:
    case exchange::Kind::NotReadable:
        addBeside(m_connections, writeConnectionEntry, entry, bodies);
        ++(entry.exchange.kind == exchange::Kind::Failed ? m_report.failed : m_report.unreadable);
        break;
    }
}

void EntryWriter::write(OutputFile &out, Write how, const EntrySource &entry, const base::BodySource &bodies)
{
    decode::JsonWriter json(out);
    EntryContext context{entry, entry.exchange, bodies, m_options.masked ? &m_masker : nullptr, m_options, json};
    how(context);
    m_report.bodiesUnread += context.bodiesUnread;
    m_report.masked.merge(context.masked);
    if (m_form == Form::JsonLines) {
        out.write("\n");
        eraseSeen();
        m_out.flush();
    } else if (m_spool && m_spool->out().error()) {
        m_out.fail(m_spool->out().error());
    }
}

void EntryWriter::eraseSeen()
{
    if (!m_spool)
        return;
    JsonSecretEraser eraser(*m_seen, m_out);
    m_spool->copyTo(m_out, [&](std::string_view piece) { eraser.feed(piece); });
    m_spool->clear();
}

void EntryWriter::addBeside(Beside &list, Write how, const EntrySource &entry, const base::BodySource &bodies)
{
    if (m_form == Form::JsonLines)
        return write(first(), how, entry, bodies);
    if (!list.spool)
        list.spool.emplace();
    list.spool->out().write(list.count++ ? ",\n" : "\n");
    write(list.spool->out(), how, entry, bodies);
}

void EntryWriter::endBeside(Beside &list)
{
    if (!list.spool)
        return;
    first().write(std::string(",\"") + list.name + "\":[");
    list.spool->copyTo(first());
    first().write("\n]");
    list.spool.reset();
}

std::string EntryWriter::comment() const
{
    std::string text = "UNMASKED: passwords, tokens and cookies are in this file as they were sent.";
    if (m_options.masked)
        text = m_report.masked.count ? "Secrets are masked: " + counted(m_report.masked.count, "value.", "values.") : "Secrets are masked: none were found.";
    if (m_options.masked && !m_options.rules.kept.empty()) {
        std::string kinds;
        for (const std::string &kind : m_options.rules.kept)
            kinds += (kinds.empty() ? "" : ", ") + kind;
        text += " Left in plain text by choice: " + kinds + ".";
    }
    if (m_options.masked && m_seen->beyond())
        text += " There were so many that " + counted(m_seen->beyond(), "value was", "values were") + " masked only where recognised by name or form.";
    if (m_report.bodiesUnread)
        text += " " + counted(m_report.bodiesUnread, "head or body", "heads and bodies") + " could not be read from the capture file.";
    return text;
}

void EntryWriter::end()
{
    if (m_form == Form::JsonLines)
        return;
    first().write("\n]");
    for (Beside *list : {&m_queries, &m_channels, &m_conversations, &m_connections})
        endBeside(*list);
    first().write(",\"comment\":");
    decode::JsonWriter json(first());
    json.text(comment());
    first().write("}}\n");
    eraseSeen();
}

std::expected<ExportReport, int> writeHar(const exchange::Store &store, std::span<const base::ExchangeId> ids,
                                          const base::BodySource &bodies, OutputFile &out, const ExportOptions &options, const calls::Calls *calls)
{
    return writeAll(EntryWriter::Form::Har, store, ids, bodies, out, options, calls);
}

std::expected<ExportReport, int> writeJsonLines(const exchange::Store &store, std::span<const base::ExchangeId> ids,
                                                const base::BodySource &bodies, OutputFile &out, const ExportOptions &options)
{
    return writeAll(EntryWriter::Form::JsonLines, store, ids, bodies, out, options, nullptr);
}

} // namespace exporters
