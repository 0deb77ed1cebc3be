// SPDX-License-Identifier: GPL-3.0-or-later
// How many refusals of each user are written to the audit log: ten a minute. The others are counted, and the count stands
// in the next one, or in a line of its own once the user has stopped. Kept as text between two sessions. Times: seconds
// of a clock that never goes back.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace loader {

class RefusalLimit
{
public:
    static constexpr int64_t windowSeconds = 60;
    static constexpr uint32_t listedMax = 10;  // in a window
    static constexpr size_t usersMax = 256;    // beyond: those of all further users are limited together

    // Lines that are no such text are skipped.
    static RefusalLimit parse(std::string_view text);
    std::string text() const;

    // One more refusal of this user. nullopt: not to be written; else the number of those that were not, since the last.
    std::optional<uint64_t> admit(uid_t uid, int64_t now);

    struct Silenced {
        uid_t uid = 0; // -1: several
        uint64_t count = 0;
    };
    // The users whose window is over with refusals that were not written; forgets all whose window is over.
    std::vector<Silenced> takeSilenced(int64_t now);

    bool hasChanged() const { return m_hasChanged; }

private:
    struct User {
        uid_t uid = 0;
        int64_t since = 0; // beginning of the window
        uint32_t listed = 0;
        uint64_t unlisted = 0;
    };
    User &userOf(uid_t uid, int64_t now);

    std::vector<User> m_users;
    bool m_hasChanged = false;
};

} // namespace loader
