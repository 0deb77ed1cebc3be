// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/golden_lines.h"

#include "app/exchange/head.h"
#include "app/exporters/json_tree.h"
#include "app/exporters/json_values.h"

#include <algorithm>
#include <array>

namespace exporters {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<const char *, 12> fleeting{"startedDateTime", "time", "timings", "serverIPAddress", "connection", "_tcp", "_call", "_why", "_stalledMs", "pageref", "cache", "_masked"};
constexpr std::array<std::string_view, 5> timeFields{"date", "age", "expires", "last-modified", "if-modified-since"};

// Of an object, only these members.
void keepOnly(Json &entry, const char *name, std::initializer_list<const char *> members)
{
    Json *object = findObject(entry, name);
    if (!object)
        return;
    Json kept = Json::object();
    for (const char *member : members)
        if (const Json *value = find(*object, member))
            kept[member] = *value;
    *object = std::move(kept);
}

void settleHead(Json &message)
{
    message.erase("headersSize");
    if (Json *headers = findArray(message, "headers"))
        for (Json &field : *headers)
            if (std::ranges::any_of(timeFields, [&](std::string_view name) { return exchange::equalsIgnoringCase(text(field, "name"), name); }))
                field["value"] = "(time)";
    if (Json *cookies = findArray(message, "cookies"))
        for (Json &cookie : *cookies)
            if (cookie.is_object())
                cookie.erase("expires");
}

void eraseTimes(Json *list)
{
    if (!list)
        return;
    for (Json &each : *list)
        if (each.is_object())
            each.erase("time");
}

} // namespace

std::string goldenLine(const std::string &entry)
{
    Json json = Json::parse(entry, nullptr, false);
    if (!json.is_object())
        return {};
    for (const char *name : fleeting)
        json.erase(name);
    keepOnly(json, "_process", {"comm"});
    keepOnly(json, "_connection", {"protocol", "dialogue", "reason"});
    keepOnly(json, "_tls", {"protocol", "cipher", "alpn", "sni"});
    for (const char *name : {"request", "response"})
        if (Json *message = findObject(json, name))
            settleHead(*message);
    for (const char *name : {"_webSocketMessages", "_eventStream", "_grpcMessages", "_records"})
        eraseTimes(findArray(json, name));
    if (Json *channel = findObject(json, "_channel"))
        eraseTimes(findArray(*channel, "messages"));
    if (Json *conversation = findObject(json, "_conversation"))
        eraseTimes(findArray(*conversation, "pieces"));
    std::string line;
    appendJson(json, line);
    return line;
}

GoldenLines::GoldenLines(ExportOptions options)
    : m_writer(EntryWriter::Form::JsonLines, m_spool.out(), [&] {
        options.rules.mode = masking::Mode::Full;
        return options;
    }())
{
    m_writer.begin();
}

void GoldenLines::add(const EntrySource &entry, const base::BodySource &bodies)
{
    m_spool.clear();
    m_writer.add(entry, bodies);
    OutputFile nowhere = OutputFile::onto(-1);
    std::string whole;
    m_spool.copyTo(nowhere, [&](std::string_view piece) { whole += piece; });
    if (std::string line = goldenLine(whole); !line.empty())
        m_lines.push_back(std::move(line));
}

void GoldenLines::write(OutputFile &out)
{
    std::ranges::sort(m_lines);
    for (const std::string &line : m_lines) {
        out.write(line);
        out.write("\n");
    }
    if (m_spool.out().error())
        out.fail(m_spool.out().error());
}

} // namespace exporters
