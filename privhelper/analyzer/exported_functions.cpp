// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/exported_functions.h"

#include "privhelper/analyzer/entry_sites.h"

namespace analyzer {

namespace {

bool movesData(Role role)
{
    return role == Role::Read || role == Role::Write;
}

int argumentsOf(Role role)
{
    return movesData(role) ? 3 : role == Role::SetFd ? 2 : 1;
}

} // namespace

std::expected<std::vector<Site>, std::string> exportedSites(std::span<const ExportedFunction> functions, const Surroundings &around)
{
    std::vector<Site> sites;
    for (size_t i = 0; i < functions.size(); ++i) {
        const auto &[name, role] = functions[i];
        auto site = chooseEntrySite({ name, role, argumentsOf(role), movesData(role) || role == Role::Handshake }, around);
        if (!site && i < 2)
            return std::unexpected("It does not define " + std::string(name) + '.');
        if (!site)
            continue;
        site->result = movesData(role) ? Result::ReturnValue : Result::None;
        sites.push_back(std::move(*site));
    }
    return sites;
}

std::set<std::string_view> namesOf(std::span<const ExportedFunction> functions)
{
    std::set<std::string_view> names;
    for (const ExportedFunction &function : functions)
        names.insert(function.name);
    return names;
}

} // namespace analyzer
