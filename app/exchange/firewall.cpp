// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/firewall.h"

#include "app/exchange/exchange.h"

namespace exchange {

std::string chainText(const Drops &drops)
{
    if (drops.candidates > 1)
        return "one of " + std::to_string(drops.candidates) + " chains" + (drops.hook.empty() ? "" : " at " + drops.hook);
    if (drops.chain.empty() && drops.table.empty())
        return {};
    std::string text = drops.chain.empty() ? "a chain" : "chain " + drops.chain;
    if (!drops.table.empty())
        text += " of table " + (drops.family.empty() ? "" : drops.family + ' ') + drops.table;
    return text;
}

std::string dropperText(const Drops &drops)
{
    if (!drops.byFirewall)
        return drops.reason;
    std::string inside = drops.candidates > 1 ? "" : drops.firewall;
    if (const std::string chain = chainText(drops); !chain.empty())
        inside += (inside.empty() ? "" : ": ") + chain;
    if (!drops.hook.empty() && drops.candidates <= 1)
        inside += (inside.empty() ? "at " : ", at ") + drops.hook;
    return inside.empty() ? "the firewall" : "the firewall (" + inside + ')';
}

const Drops *firewallDrops(const Connection &connection)
{
    const Drops *latest = nullptr;
    for (const Drops &drops : connection.drops)
        if (drops.byFirewall && (!latest || drops.last >= latest->last))
            latest = &drops;
    return latest;
}

} // namespace exchange
