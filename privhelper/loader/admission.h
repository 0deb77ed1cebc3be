// SPDX-License-Identifier: GPL-3.0-or-later
// Who gets a place at the helper. Nobody locks out others: places are counted by owner, some are kept for those who have
// none, and a client that only waits makes way. Root, who can end anybody's processes, is not counted.
#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <span>
#include <sys/types.h>

namespace loader {

inline constexpr size_t clientsOfOwnerMax = 4;
inline constexpr size_t clientsMax = 64;                             // of all users but root
inline constexpr size_t clientsOfOwnersWithMoreMax = clientsMax / 2; // the others are for owners who have no client yet

struct Guest {
    uid_t owner = 0;
    bool works = false; // its request was granted; until then it is idle
};

struct NoPlace { };

// Which client must go so that one more of this owner may come in; nullopt: none. `present`: in the order in which they
// came.
std::expected<std::optional<size_t>, NoPlace> placeFor(uid_t owner, std::span<const Guest> present);

} // namespace loader
