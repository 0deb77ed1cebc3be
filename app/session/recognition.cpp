// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/recognition.h"

#include <algorithm>

namespace session {

using base::Direction;
using base::Side;
using protocols::Entry;
using protocols::Verdict;

const Entry &conversationEntry()
{
    return protocols::registry().back();
}

Direction likelyRequests(const exchange::Connection &connection)
{
    return connection.side == Side::Server ? Direction::Received : Direction::Sent;
}

const Entry *recognise(const exchange::Connection &connection, bool fromStart, Direction direction, std::span<const std::byte> first,
                       Guess &guess)
{
    const Side known = connection.side;
    bool open = false;
    for (const Entry &entry : protocols::registry()) {
        bool openHere = false, taken = false;
        for (const Side side : {Side::Client, Side::Server}) {
            if (known != Side::Unknown && side != known)
                continue;
            const Verdict verdict = entry.recognise(first, direction, side, fromStart);
            if (verdict == Verdict::Yes && !open) {
                guess = {taken ? guess.requests : side == Side::Server ? Direction::Received : Direction::Sent, !taken};
                taken = true;
            }
            openHere |= verdict == Verdict::NeedMore;
        }
        if (taken) {
            guess.sure = guess.sure || &entry == &conversationEntry();
            return &entry;
        }
        open |= openHere;
    }
    guess = {likelyRequests(connection), true};
    return open ? nullptr : &conversationEntry();
}

const Entry *goesOn(const exchange::Connection &connection)
{
    if (!connection.startTls || connection.dialogue == protocols::Protocol::Unknown)
        return nullptr;
    const auto entries = protocols::registry();
    const auto known = std::ranges::find(entries, connection.dialogue, &Entry::protocol);
    return known == entries.end() ? nullptr : &*known;
}

} // namespace session
