// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/admission.h"

#include <algorithm>

namespace loader {

namespace {

size_t countOf(uid_t owner, std::span<const Guest> present)
{
    return size_t(std::ranges::count(present, owner, &Guest::owner));
}

// The oldest idle client of that owner.
std::optional<size_t> idleOf(uid_t owner, std::span<const Guest> present)
{
    const auto found = std::ranges::find_if(present, [owner](const Guest &guest) { return guest.owner == owner && !guest.works; });
    return found == present.end() ? std::nullopt : std::optional(size_t(found - present.begin()));
}

// The oldest idle client of the owner with the most places, so that many connections of one displace none of others.
std::optional<size_t> idleOfAnybody(std::span<const Guest> present)
{
    std::optional<size_t> best;
    size_t most = 0;
    for (size_t i = 0; i < present.size(); ++i) {
        if (present[i].works || present[i].owner == 0)
            continue;
        if (const size_t count = countOf(present[i].owner, present); count > most) {
            most = count;
            best = i;
        }
    }
    return best;
}

std::expected<std::optional<size_t>, NoPlace> instead(std::optional<size_t> one)
{
    if (!one)
        return std::unexpected(NoPlace{});
    return one;
}

} // namespace

std::expected<std::optional<size_t>, NoPlace> placeFor(uid_t owner, std::span<const Guest> present)
{
    if (owner == 0)
        return std::nullopt;
    const size_t own = countOf(owner, present);
    const size_t all = present.size() - countOf(0, present);
    if (own >= clientsOfOwnerMax)
        return instead(idleOf(owner, present));
    if (own == 0 && all >= clientsMax)
        return instead(idleOfAnybody(present));
    // Who has some already may take another's place only as long as that is not one of those kept for others.
    if (own > 0 && all >= clientsOfOwnersWithMoreMax)
        return instead(idleOf(owner, present));
    return std::nullopt;
}

} // namespace loader
