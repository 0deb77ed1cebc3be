// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/protocol_info.h"

#include <algorithm>
#include <string>

namespace protocols {

namespace {

bool hasWord(std::string_view list, std::string_view word)
{
    while (!list.empty()) {
        const size_t end = std::min(list.find(' '), list.size());
        if (list.substr(0, end) == word)
            return true;
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return false;
}

template <typename Test> const ProtocolInfo *find(Test test)
{
    const auto rows = protocolInfos();
    const auto found = std::find_if(rows.begin(), rows.end(), test);
    return found == rows.end() ? nullptr : &*found;
}

} // namespace

bool ProtocolInfo::onlyReads(std::string_view verb) const { return hasWord(reads, verb); }

const ProtocolInfo &protocolInfo(Protocol protocol)
{
    static constexpr ProtocolInfo unknown{.shape = Shape::Conversation};
    static const std::array<const ProtocolInfo *, 256> byNumber = [] {
        std::array<const ProtocolInfo *, 256> all{};
        all.fill(&unknown);
        for (const ProtocolInfo &row : protocolInfos())
            all[size_t(row.id)] = &row;
        return all;
    }();
    return *byNumber[size_t(protocol)];
}

const ProtocolInfo *protocolOfFilter(std::string_view name)
{
    return find([name](const ProtocolInfo &row) { return hasWord(row.filterNames, name); });
}

const ProtocolInfo *protocolOfScheme(std::string_view scheme)
{
    return find([scheme](const ProtocolInfo &row) {
        return !row.scheme.empty() && (row.scheme == scheme || (row.shape == Shape::Channel && scheme.ends_with('s') && row.scheme == scheme.substr(0, scheme.size() - 1)));
    });
}

const ProtocolInfo *protocolCalled(std::string_view name)
{
    return find([name](const ProtocolInfo &row) { return row.named() && row.name == name; });
}

// Some servers answer in upper case.
const ProtocolInfo *protocolOfSubprotocol(std::string_view name)
{
    std::string lower(name);
    std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return find([&](const ProtocolInfo &row) { return hasWord(row.subprotocols, lower); });
}

} // namespace protocols
