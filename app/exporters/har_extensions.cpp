// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/har_extensions.h"

#include <array>
#include <utility>

namespace exporters {

std::string_view faultWords(protocols::Fault fault)
{
    static constexpr std::array<std::string_view, 16> texts{
        "", "malformed start line", "malformed field", "malformed chunk", "head too long", "too many fields", "conflicting lengths",
        "captured bytes are missing", "cut by the connection's end", "response without a request", "malformed frame", "stream reset",
        "compression state unknown", "connection error", "began before the capture", "the capture ended first"};
    return size_t(fault) < texts.size() ? texts[size_t(fault)] : std::string_view("malformed");
}

base::Time beginOf(const exchange::Exchange &exchange)
{
    return exchange.request.begin ? exchange.request.begin : exchange.response.begin;
}

base::Time endOf(const exchange::Exchange &exchange)
{
    return exchange.response.end ? exchange.response.end : exchange.request.end;
}

namespace {

constexpr std::pair<protocols::Protocol, std::string_view> clearProtocols[] = {
    {protocols::Protocol::Smtp, "SMTP"}, {protocols::Protocol::Imap, "IMAP"}, {protocols::Protocol::Pop3, "POP3"},
    {protocols::Protocol::Ldap, "LDAP"}, {protocols::Protocol::Xmpp, "XMPP"}};

} // namespace

std::string_view clearProtocolName(protocols::Protocol protocol)
{
    for (const auto &[known, name] : clearProtocols)
        if (known == protocol)
            return name;
    return {};
}

protocols::Protocol clearProtocol(std::string_view name)
{
    for (const auto &[protocol, known] : clearProtocols)
        if (known == name)
            return protocol;
    return protocols::Protocol::Opaque;
}

} // namespace exporters
