// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/address_names.h"

#include <algorithm>

namespace exchange {

namespace {

// IPv4 in its mapped form, as used by dual-stack sockets.
std::array<uint8_t, 16> key(const base::Endpoint &address)
{
    if (address.family != base::Family::V4)
        return address.bytes;
    std::array<uint8_t, 16> mapped{};
    mapped[10] = mapped[11] = 0xff;
    std::copy_n(address.bytes.begin(), 4, mapped.begin() + 12);
    return mapped;
}

} // namespace

void AddressNames::add(const base::Endpoint &address, std::string_view name, base::ProcessId process)
{
    const auto where = key(address);
    if (m_names.size() >= addressesMax && !m_names.contains(where))
        return;
    std::vector<Named> &names = m_names[where];
    std::erase_if(names, [&](const Named &known) { return known.process == process; });
    if (names.size() >= namesMax)
        names.erase(names.begin());
    names.push_back({process, std::string(name)});
}

std::string_view AddressNames::nameOf(const base::Endpoint &address, base::ProcessId process) const
{
    if (address.family != base::Family::V4 && address.family != base::Family::V6)
        return {};
    const auto it = m_names.find(key(address));
    if (it == m_names.end())
        return {};
    const auto same = std::find_if(it->second.rbegin(), it->second.rend(), [process](const Named &known) { return known.process == process; });
    return same != it->second.rend() ? same->name : it->second.back().name;
}

} // namespace exchange
