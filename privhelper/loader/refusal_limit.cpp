// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/refusal_limit.h"

#include <algorithm>
#include <sstream>
#include <utility>

namespace loader {

namespace {

constexpr auto several = uid_t(-1); // no user's id

// A time in the future is of an earlier start of the machine.
bool isOver(int64_t since, int64_t now)
{
    return now - since >= RefusalLimit::windowSeconds || since > now;
}

} // namespace

RefusalLimit RefusalLimit::parse(std::string_view text)
{
    RefusalLimit limit;
    std::istringstream lines{std::string(text)};
    for (std::string line; std::getline(lines, line) && limit.m_users.size() <= usersMax;) {
        std::istringstream words(line);
        User user;
        if (words >> user.uid >> user.since >> user.listed >> user.unlisted)
            limit.m_users.push_back(user);
    }
    return limit;
}

std::string RefusalLimit::text() const
{
    std::ostringstream out;
    for (const User &user : m_users)
        out << user.uid << ' ' << user.since << ' ' << user.listed << ' ' << user.unlisted << '\n';
    return out.str();
}

RefusalLimit::User &RefusalLimit::userOf(uid_t uid, int64_t now)
{
    auto found = std::ranges::find(m_users, uid, &User::uid);
    if (found == m_users.end() && m_users.size() >= usersMax) {
        std::erase_if(m_users, [now](const User &user) { return isOver(user.since, now) && user.unlisted == 0; });
        if (m_users.size() >= usersMax) {
            uid = several;
            found = std::ranges::find(m_users, uid, &User::uid);
        } else {
            found = m_users.end();
        }
    }
    if (found != m_users.end())
        return *found;
    return m_users.emplace_back(User{uid, now, 0, 0});
}

std::optional<uint64_t> RefusalLimit::admit(uid_t uid, int64_t now)
{
    m_hasChanged = true;
    User &user = userOf(uid, now);
    if (isOver(user.since, now)) {
        user.since = now;
        user.listed = 0;
    }
    if (user.listed >= listedMax) {
        ++user.unlisted;
        return std::nullopt;
    }
    ++user.listed;
    return std::exchange(user.unlisted, 0);
}

std::vector<RefusalLimit::Silenced> RefusalLimit::takeSilenced(int64_t now)
{
    std::vector<Silenced> silenced;
    const size_t forgotten = std::erase_if(m_users, [&](const User &user) {
        if (!isOver(user.since, now))
            return false;
        if (user.unlisted > 0)
            silenced.push_back({user.uid, user.unlisted});
        return true;
    });
    m_hasChanged = m_hasChanged || forgotten > 0;
    return silenced;
}

} // namespace loader
