// SPDX-License-Identifier: GPL-3.0-or-later
// The names that DNS answers resolved to an address: what a later connection to it was most likely opened for.
#pragma once

#include "app/base/address.h"
#include "app/base/ids.h"

#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace exchange {

class AddressNames
{
public:
    void add(const base::Endpoint &address, std::string_view name, base::ProcessId);
    // The last name resolved to it by this process, else by any process on the host; empty if none.
    std::string_view nameOf(const base::Endpoint &address, base::ProcessId) const;

private:
    static constexpr size_t addressesMax = 65536;
    static constexpr size_t namesMax = 16;    // per address
    struct Named {
        base::ProcessId process;
        std::string name;
    };
    std::map<std::array<uint8_t, 16>, std::vector<Named>> m_names;   // newest last
};

} // namespace exchange
