// SPDX-License-Identifier: GPL-3.0-or-later
// What firewalls do to a flow's packets.
#include "app/session/flow.h"

#include "privhelper/wire/names.h"

#include <algorithm>

namespace session {

using exchange::Connection;
using exchange::ConnectionState;

void Flow::dropped(const wire::Drop &message, const std::string &reason, bool byFirewall, base::Time time)
{
    constexpr size_t dropsMax = 8;
    Connection &connection = m_builder.connection(m_connection);
    exchange::Drops now;
    now.first = time;
    now.sent = message.sent;
    now.reason = reason, now.byFirewall = byFirewall;
    now.firewall = wire::firewallName(message.firewall);
    now.hook = wire::hookName(message.hook);
    now.candidates = message.candidates;
    now.netns = message.netns;
    now.table = message.table;
    now.family = message.firewall == wire::Firewall::NfTables ? wire::tableFamilyName(message.tableFamily) : "";
    now.chain = message.firewall == wire::Firewall::IpTables ? wire::builtInChainName(message.hook) : message.chain;
    const auto same = [&](const exchange::Drops &known) {
        return known.sent == now.sent && known.reason == now.reason && known.hook == now.hook && known.table == now.table && known.family == now.family && known.chain == now.chain
            && known.netns == now.netns;
    };
    auto known = std::ranges::find_if(connection.drops, same);
    if (known == connection.drops.end()) {
        if (connection.drops.size() >= dropsMax) {
            m_builder.lost("dropped packets of a connection: too many kinds", 0);
            return;
        }
        known = connection.drops.insert(known, now);
    }
    // Some were not reported.
    uint32_t &counted = m_dropped[message.reason];
    known->count += message.count > counted ? message.count - counted : 1;
    counted = std::max(counted, message.count);
    known->last = time;
    if (connection.state == ConnectionState::Connecting && byFirewall)
        connection.reason = "packets dropped by " + exchange::dropperText(*known);
}

void Flow::blameFirewall(bool connecting)
{
    Connection &connection = m_builder.connection(m_connection);
    const exchange::Drops *drops = exchange::firewallDrops(connection);
    if (!drops)
        return;
    const std::string dropper = exchange::dropperText(*drops);
    if (connecting && connection.state == ConnectionState::Refused)
        connection.reason = "refused by " + dropper;
    else if (connecting && connection.state == ConnectionState::Unreachable)
        connection.reason += ": refused by " + dropper;
    else
        connection.reason += (connecting ? ": dropped by " : "; packets were dropped by ") + dropper;
}

void Flow::translated(const wire::Translation &message)
{
    constexpr size_t translationsMax = 8;
    Connection &connection = m_builder.connection(m_connection);
    const auto end = [&](const std::array<uint8_t, 16> &bytes, uint16_t port) { return base::Endpoint{base::Family(message.family), port, bytes}; };
    const exchange::Translation now{message.netns, end(message.original.source, message.original.sourcePort), end(message.original.destination, message.original.destinationPort),
                                    end(message.reply.source, message.reply.sourcePort), end(message.reply.destination, message.reply.destinationPort)};
    const bool known = std::ranges::find(connection.translations, now) != connection.translations.end();
    if (!known && connection.translations.size() < translationsMax)
        connection.translations.push_back(now);
}

} // namespace session
