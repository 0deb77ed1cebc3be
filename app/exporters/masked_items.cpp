// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/masked_items.h"

#include "app/decode/json_scan.h"
#include "app/masking/statement.h"
#include "app/protocols/protocol_info.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace exporters {

using protocols::Half;
using protocols::ItemKind;

namespace {

// Where the next "Name: value" in a list separated by ", " begins; the list's end if there is none.
size_t nextHeader(std::string_view list, size_t from)
{
    while (from < list.size()) {
        const size_t colon = list.find(": ", from);
        if (colon == std::string_view::npos)
            return list.size();
        const size_t comma = list.rfind(", ", colon);
        const size_t begin = comma == std::string_view::npos ? 0 : comma + 2;
        const std::string_view name = list.substr(begin, colon - begin);
        if (begin >= from && !name.empty() && name.find_first_of(" \t\"=,;") == std::string_view::npos)
            return begin;
        from = colon + 2;
    }
    return list.size();
}

// JSON may be cut: what is there still has its names.
std::string maskedContents(const masking::Masker &masker, const std::string &text, masking::Report &report)
{
    return text.starts_with('{') || text.starts_with('[') ? masker.json(text, report) : masker.value(text, report);
}

// A list of values: masks those assigned to a secret name, and secrets within the others.
std::string maskedParameters(const masking::Masker &masker, const exchange::Exchange &exchange, const std::string &list, masking::Report &report)
{
    const bool sql = protocols::protocolInfo(exchange.protocol).language == protocols::Language::Sql;
    const std::vector<size_t> secret = sql ? masking::secretParameters(masker, exchange.path) : std::vector<size_t>();
    std::string named = "[";
    decode::JsonMembers members(list);
    for (size_t number = 0; const auto member = members.next(); ++number) {
        named += number ? "," : "";
        const bool hidden = std::find(secret.begin(), secret.end(), number) != secret.end()
            && (member->kind == decode::JsonKind::String || member->kind == decode::JsonKind::Number);
        if (hidden) {
            const std::string value = member->kind == decode::JsonKind::String ? decode::jsonUnescaped(member->value.substr(1, member->value.size() - 2)) : std::string(member->value);
            const uint64_t before = report.count;
            const std::string masked = '"' + masker.hide(value, "statement", "parameter", report) + '"';
            named += report.count == before ? std::string(member->value) : masked;
        } else {
            named += masker.json("[" + std::string(member->value) + "]", report).substr(1);
            named.pop_back();
        }
    }
    return members.closed() ? named + "]" : masker.json(list, report);
}

} // namespace

std::string maskedDelivery(const masking::Masker &masker, std::string_view text, masking::Report &report)
{
    size_t at = nextHeader(text, 0);
    std::string out = masker.value(text.substr(0, at), report);
    while (at < text.size()) {
        const size_t value = text.find(": ", at) + 2;
        const size_t next = nextHeader(text, value);
        const size_t end = next < text.size() ? next - 2 : next;
        out += text.substr(at, value - at);
        out += masker.header(text.substr(at, value - 2 - at), text.substr(value, end - value), report);
        out += text.substr(end, next - end);
        at = next;
    }
    return out;
}

const protocols::ProtocolInfo *carriedProtocol(const exchange::Head &head)
{
    const std::string *names = head.find("sec-websocket-protocol");
    for (std::string_view rest = names ? std::string_view(*names) : std::string_view(); !rest.empty();) {
        const size_t end = std::min(rest.find(','), rest.size());
        std::string_view name = rest.substr(0, end);
        name.remove_prefix(std::min(name.find_first_not_of(" \t"), name.size()));
        name = name.substr(0, name.find_last_not_of(" \t") + 1);
        if (const auto *protocol = protocols::protocolOfSubprotocol(name))
            return protocol;
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return nullptr;
}

bool isJson(const exchange::Item &item, std::string_view text)
{
    const bool asked = item.half == Half::Request && item.kind == ItemKind::Record && item.label != "copy";
    const bool written = item.kind == ItemKind::Row || item.kind == ItemKind::Notice || asked;
    return written && nlohmann::json::accept(text);
}

std::string maskedQueryItem(const masking::Masker &masker, const exchange::Exchange &exchange, const exchange::Item &item, const std::string &text, masking::Report &report)
{
    const bool list = item.half == Half::Request && item.kind == ItemKind::Record && item.label == "parameters" && text.starts_with('[') && isJson(item, text);
    return list ? maskedParameters(masker, exchange, text, report) : maskedContents(masker, text, report);
}

} // namespace exporters
